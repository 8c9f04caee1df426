import { X509Certificate, type JsonWebKey } from 'node:crypto'
import { readCertificate } from '../crypto/certificate.js'
import { isIssuedUnder } from '../crypto/chain.js'
import { sha256 } from '../crypto/hash.js'
import { coversDigest } from '../crypto/jws.js'
import { isRevoked, readRevocationList } from '../crypto/revocation.js'
import type { components } from '../generated/openapi.js'
import { HubError } from '../kernel/errors.js'
import { readEnvelopeText } from '../notifications/envelope-content.js'
import { verifyHubSignature } from './hub-identity.js'
import { itemsRootOf } from './receipt.js'
import { VerificationError } from './problem.js'

/** One file for a dispute: what the hub kept, and what a party adds of its own. */
export interface EvidenceFile {
  readonly format: 'vroegsignaal-evidence-1'
  readonly hub: string
  /** Whether the hub is a sandbox. */
  readonly sandbox: boolean
  /** Public keys of the hub, which signed the receipt. */
  readonly hubKeys: readonly JsonWebKey[]
  readonly deliverer: string
  readonly batchId: string
  readonly receivedAt: string
  readonly signature: string | null
  readonly certificate: string | null
  readonly registeredAt: string | null
  readonly revokedAt: string | null
  readonly receipt: string
  readonly receiptSignature: string
  readonly revocationLists: readonly string[]
  /** The body as the creditor sent it, from its own copy. */
  readonly body?: string
  /** What an envelope held, from its municipality. */
  readonly envelope?: string
}

/** One thing that was looked at. */
export interface EvidenceFinding {
  readonly what: string
  /** `undefined` when the file does not say enough to look at it. */
  readonly holds: boolean | undefined
}

/** Who else may be asked than the file itself. */
export interface EvidenceTrust {
  /** Authorities of signing certificates (PEM). */
  readonly authorities?: string | undefined
  /** Keys of the hub that one kept oneself. */
  readonly hubKeys?: readonly JsonWebKey[] | undefined
}

/** Checks everything that a file of evidence says, without hub and network. */
export async function verifyEvidence(
  file: EvidenceFile,
  { authorities, hubKeys }: EvidenceTrust,
  now: Date,
): Promise<readonly EvidenceFinding[]> {
  const receipt = JSON.parse(file.receipt) as components['schemas']['Receipt']
  const digest = Buffer.from(receipt.bodyDigest ?? '', 'hex')
  const isOfBatch = receipt.batchId === file.batchId && receipt.deliverer === file.deliverer
  return [
    { what: 'the hub signed the receipt', holds: await isReceiptSigned(file, hubKeys, now) },
    { what: 'the receipt is for this batch of this deliverer', holds: isOfBatch },
    ...aboutSignature(file, digest, authorities),
    ...aboutBody(file, digest, receipt.itemsRoot),
    ...aboutEnvelope(file, receipt.itemsRoot),
  ]
}

async function isReceiptSigned(
  { hub, hubKeys, sandbox, receipt, receiptSignature }: EvidenceFile,
  kept: readonly JsonWebKey[] | undefined,
  now: Date,
): Promise<boolean> {
  const identity = { hub, url: '', publicUrl: '', logKey: '', keys: kept ?? hubKeys }
  const marked = { ...identity, ...(sandbox && { sandbox: true as const }) }
  const bytes = Buffer.from(receipt)
  const typ = 'vroegsignaal-receipt+jws'
  try {
    await verifyHubSignature(marked, bytes, receiptSignature, typ, now)
    return true
  } catch (error) {
    if (error instanceof VerificationError) return false
    throw error
  }
}

function aboutSignature(
  { signature, certificate, receivedAt, deliverer, revocationLists, revokedAt }: EvidenceFile,
  digest: Buffer,
  authorities: string | undefined,
): readonly EvidenceFinding[] {
  if (signature === null || certificate === null) {
    return [{ what: 'the deliverer signed the body', holds: undefined }]
  }
  const at = new Date(receivedAt)
  const { organisationNumber, validFrom, validTo, publicKey } = readCertificate(certificate)
  const lists = revocationLists.map(readRevocationList)
  const levels = certificate.match(PEM) ?? []
  const listed = levels
    .map((pem) => readCertificate(pem))
    .filter((one) => one.subject !== one.issuer)
  const isKnown = listed.every(({ issuer }) => lists.some((list) => list.issuer === issuer))
  return [
    { what: 'the deliverer signed the body', holds: coversDigest(signature, digest, publicKey) },
    {
      what: 'the certificate names the deliverer',
      holds: organisationNumber === null ? undefined : String(organisationNumber) === deliverer,
    },
    { what: 'the certificate was valid then', holds: validFrom <= at && at <= validTo },
    {
      what: 'the operator had not taken it back by then',
      holds: revokedAt === null || new Date(revokedAt) > at,
    },
    {
      what: 'no revocation list of that time names it or its issuers',
      holds: isKnown ? !listed.some((one) => isRevoked(one, lists, at)) : undefined,
    },
    {
      what: 'a given authority issued it',
      holds: authorities === undefined ? undefined : isIssuedUnder(certificate, authorities, at),
    },
  ]
}

const PEM = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g

function aboutBody(
  { body, signature, certificate }: EvidenceFile,
  digest: Buffer,
  itemsRoot: string,
): readonly EvidenceFinding[] {
  if (body === undefined) return []
  const own = sha256(body)
  const { nonce, notifications } = JSON.parse(body) as { nonce?: string; notifications: object[] }
  const isSigned =
    signature === null || certificate === null
      ? undefined
      : coversDigest(signature, own, new X509Certificate(certificate).publicKey)
  const root = nonce === undefined ? undefined : itemsRootOf(notifications, nonce)
  return [
    { what: 'the copy of the body is what was received', holds: own.equals(digest) },
    { what: 'the copy of the body is what was signed', holds: isSigned },
    {
      what: 'its items lead to the root in the receipt',
      holds: root === undefined ? undefined : root === itemsRoot,
    },
  ]
}

function aboutEnvelope(
  { envelope, deliverer, batchId }: EvidenceFile,
  itemsRoot: string,
): readonly EvidenceFinding[] {
  if (envelope === undefined) return []
  const { content, isProven } = readEnvelopeText(envelope)
  const isOfBatch = content.batchId === batchId && deliverer !== ''
  return [
    { what: 'the envelope is of this batch', holds: isOfBatch },
    {
      what: 'its item leads to the root in the receipt',
      holds: isProven && content.itemsRoot === itemsRoot,
    },
  ]
}

/**
 * Reads a file of evidence.
 *
 * @throws {HubError} `request.invalid`, without what stands in it.
 */
export function readEvidence(text: string): EvidenceFile {
  try {
    const file = JSON.parse(text) as EvidenceFile
    const isFile = file.format === 'vroegsignaal-evidence-1' && Array.isArray(file.revocationLists)
    const texts = [
      file.receipt,
      file.receiptSignature,
      file.batchId,
      file.deliverer,
      file.receivedAt,
    ]
    if (isFile && texts.every((one) => typeof one === 'string')) return file
  } catch {
    // Falls through to the one refusal.
  }
  throw new HubError('request.invalid', 'This is not a file of evidence.')
}
