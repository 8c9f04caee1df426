import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { sha256 } from '../../crypto/hash.js'
import { coversDigest } from '../../crypto/jws.js'
import type { components } from '../../generated/openapi.js'
import { verifyHubSignature, type HubIdentity } from '../hub-identity.js'
import { VerificationError } from '../problem.js'
import { aboutSigner } from './about-signer.js'
import { aboutBody, aboutEnvelope } from './about-copies.js'
import {
  STATEMENT_TYPE,
  type EvidenceFile,
  type EvidenceFinding,
  type EvidenceStatement,
} from './file.js'

type Receipt = components['schemas']['Receipt']

/** Who else may be asked than the file itself. */
export interface EvidenceTrust {
  /** Authorities of signing certificates (PEM). */
  readonly authorities?: string | undefined
  /** Keys of the hub that one kept oneself. */
  readonly hubKeys?: readonly JsonWebKey[] | undefined
}

/** What hub and deliverer agree that was received: what everything else is compared with. */
interface Taken {
  readonly batchId?: unknown
  readonly deliverer?: unknown
  readonly bodyDigest?: unknown
  readonly itemsRoot?: unknown
}

/**
 * Checks everything that a file of evidence says, without hub and network. Whatever somebody wrote
 * into it, the answer is a finding, never an error.
 */
export async function verifyEvidence(
  file: EvidenceFile,
  { authorities, hubKeys: kept }: EvidenceTrust,
  now: Date,
): Promise<readonly EvidenceFinding[]> {
  const keys = { hubKeys: kept ?? file.hubKeys, now }
  const receipt = file.receipt === null ? undefined : objectIn<Receipt>(file.receipt)
  const stated = file.statement && objectIn<EvidenceStatement>(file.statement.text)
  const taken: Taken = receipt ?? stated ?? {}
  const digest = Buffer.from(textOf(taken.bodyDigest), 'hex')
  const root = textOf(taken.itemsRoot)
  const isOfBatch = taken.batchId === file.batchId && taken.deliverer === file.deliverer
  // Whoever wrote the file could have made the keys in it, and signed with them.
  const ownKeys = { what: 'the keys of the hub are those that one kept', holds: undefined }
  return [
    ...(kept === undefined ? [ownKeys] : []),
    ...(await aboutReceipt(file, stated, keys)),
    { what: 'the receipt is for this batch of this deliverer', holds: isOfBatch },
    ...(await aboutSigner(file, digest, authorities)),
    ...aboutBody(file, digest, root),
    ...aboutEnvelope(file, root),
  ]
}

interface Keys {
  readonly hubKeys: readonly JsonWebKey[]
  readonly now: Date
}

async function aboutReceipt(
  file: EvidenceFile,
  stated: Partial<EvidenceStatement> | undefined,
  keys: Keys,
): Promise<readonly EvidenceFinding[]> {
  const { receipt, receiptSignature, statement } = file
  const isSigned =
    receipt === null
      ? isDigestSigned(receiptSignature, textOf(stated?.receiptDigest), keys.hubKeys)
      : await isHubs(file, receipt, receiptSignature, 'vroegsignaal-receipt+jws', keys)
  const signed = { what: 'the hub signed the receipt', holds: isSigned }
  if (statement === undefined) return [signed]
  const { text, signature } = statement
  const isStated = await isHubs(file, text, signature, STATEMENT_TYPE, keys)
  const stands = {
    what: 'the hub signed what it states of the receipt that it forgot',
    holds: isStated && stated?.receivedAt === file.receivedAt,
  }
  if (receipt === null) return [signed, stands]
  const isSame = sha256(receipt).toString('hex') === stated?.receiptDigest
  const same = { what: 'the copy of the receipt is the one that the hub forgot', holds: isSame }
  return [signed, stands, same]
}

/** The signature covers the digest alone, so it holds without what was signed. */
function isDigestSigned(signature: string, digest: string, keys: readonly JsonWebKey[]): boolean {
  return keys.some((jwk) => {
    const key = createPublicKey({ key: jwk, format: 'jwk' })
    return coversDigest(signature, Buffer.from(digest, 'hex'), key)
  })
}

async function isHubs(
  { hub, sandbox }: EvidenceFile,
  text: string,
  signature: string,
  typ: string,
  { hubKeys, now }: Keys,
): Promise<boolean> {
  const plain: HubIdentity = { hub, url: '', publicUrl: '', logKey: '', keys: hubKeys }
  const identity = sandbox ? { ...plain, sandbox: true as const } : plain
  try {
    await verifyHubSignature(identity, Buffer.from(text), signature, typ, now)
    return true
  } catch (error) {
    if (error instanceof VerificationError) return false
    throw error
  }
}

/** An object in a text that anybody may have written; nothing of it is certain. */
function objectIn<Shape>(text: string): Partial<Shape> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // What cannot be read says nothing; its signature does not hold either.
  }
  return undefined
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
