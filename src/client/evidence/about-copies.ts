import { X509Certificate } from 'node:crypto'
import { sha256 } from '../../crypto/hash.js'
import { coversDigest } from '../../crypto/jws.js'
import { readEnvelopeText, type ReleasedItem } from '../../notifications/envelope-content.js'
import { itemsRootOf } from '../receipt.js'
import type { EvidenceFile, EvidenceFinding } from './file.js'

/** Whether the creditor's own copy is what the hub received. */
export function aboutBody(
  { body, signature, certificate }: EvidenceFile,
  digest: Buffer,
  itemsRoot: string,
): readonly EvidenceFinding[] {
  if (body === undefined) return []
  const own = sha256(body)
  return [
    { what: 'the copy of the body is what was received', holds: own.equals(digest) },
    {
      what: 'the copy of the body is what was signed',
      holds: isSigned(own, signature, certificate),
    },
    { what: 'its items lead to the root in the receipt', holds: leadsTo(itemsRoot, body) },
  ]
}

function isSigned(
  digest: Buffer,
  signature: string | null,
  certificate: string | null,
): boolean | undefined {
  if (signature === null || certificate === null) return undefined
  try {
    return coversDigest(signature, digest, new X509Certificate(certificate).publicKey)
  } catch {
    return false
  }
}

function leadsTo(itemsRoot: string, body: string): boolean | undefined {
  try {
    const { nonce, notifications } = JSON.parse(body) as {
      readonly nonce?: string
      readonly notifications: readonly object[]
    }
    return nonce === undefined ? undefined : itemsRootOf(notifications, nonce) === itemsRoot
  } catch {
    // Not the body of a batch: then it is not what was received either.
    return false
  }
}

/** Whether what the municipality opened is what the hub received in this batch. */
export function aboutEnvelope(
  { envelope, batchId }: EvidenceFile,
  itemsRoot: string,
): readonly EvidenceFinding[] {
  if (envelope === undefined) return []
  const opened = released(envelope)
  return [
    { what: 'the envelope is of this batch', holds: opened?.content.batchId === batchId },
    {
      what: 'its item leads to the root in the receipt',
      holds: opened?.isProven === true && opened.content.itemsRoot === itemsRoot,
    },
  ]
}

function released(envelope: string): ReleasedItem | undefined {
  try {
    return readEnvelopeText(envelope)
  } catch {
    return undefined
  }
}
