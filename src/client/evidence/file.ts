import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { HubError } from '../../kernel/errors.js'

/** One file for a dispute: what the hub kept, and what a party adds of its own. */
export interface EvidenceFile {
  readonly format: 'vroegsignaal-evidence-1'
  readonly hub: string
  /** Whether the hub is a sandbox. */
  readonly sandbox: boolean
  /** Public keys of the hub, which signed receipt and statement. */
  readonly hubKeys: readonly JsonWebKey[]
  readonly deliverer: string
  readonly batchId: string
  readonly receivedAt: string
  readonly signature: string | null
  readonly certificate: string | null
  readonly registeredAt: string | null
  readonly revokedAt: string | null
  /** The receipt, word for word; null once its term is over and until a party adds its own copy. */
  readonly receipt: string | null
  readonly receiptSignature: string
  /** What the hub still knows of a receipt that it forgot; only then. */
  readonly statement?: SignedStatement
  readonly revocationLists: readonly string[]
  /** The body as the creditor sent it, from its own copy. */
  readonly body?: string
  /** What an envelope held, from its municipality. */
  readonly envelope?: string
}

/** A statement with the hub's signature over its very text. */
export interface SignedStatement {
  /** JSON of an `EvidenceStatement`. */
  readonly text: string
  readonly signature: string
}

/** What the hub says of a receipt that is past its term; nobody stands in it. */
export interface EvidenceStatement {
  readonly hub: string
  readonly deliverer: string
  readonly batchId: string
  readonly receivedAt: string
  /** SHA-256 of the receipt, which its signature covers; hexadecimal. */
  readonly receiptDigest: string
  /** SHA-256 of the signed body, hexadecimal; left out for a body without nonce. */
  readonly bodyDigest?: string
  /** Root over the salted digests of the items, hexadecimal. */
  readonly itemsRoot: string
  readonly statedAt: string
}

/** One thing that was looked at. */
export interface EvidenceFinding {
  readonly what: string
  /** `undefined` when the file does not say enough to look at it. */
  readonly holds: boolean | undefined
}

/** `typ` of the signature over a statement. */
export const STATEMENT_TYPE = 'vroegsignaal-evidence+jws'

/**
 * Reads a file of evidence.
 *
 * @throws {HubError} `request.invalid`, without what stands in it.
 */
export function readEvidence(text: string): EvidenceFile {
  try {
    const file = JSON.parse(text) as EvidenceFile
    if (isEvidence(file)) {
      file.hubKeys.forEach((jwk) => createPublicKey({ key: jwk, format: 'jwk' }))
      return file
    }
  } catch {
    // Falls through to the one refusal.
  }
  throw new HubError('request.invalid', 'This is not a file of evidence.')
}

function isEvidence(file: EvidenceFile): boolean {
  const { format, hub, deliverer, batchId, receivedAt, receiptSignature, statement } = file
  const texts = [hub, deliverer, batchId, receivedAt, receiptSignature]
  const perhaps = [file.receipt, file.signature, file.certificate, file.registeredAt]
  const added = [file.body, file.envelope, statement?.text, statement?.signature]
  return (
    format === 'vroegsignaal-evidence-1' &&
    typeof file.sandbox === 'boolean' &&
    Array.isArray(file.hubKeys) &&
    Array.isArray(file.revocationLists) &&
    [...texts, ...file.revocationLists].every(isText) &&
    [...perhaps, file.revokedAt].every((one) => one === null || isText(one)) &&
    added.every((one) => one === undefined || isText(one))
  )
}

function isText(value: unknown): boolean {
  return typeof value === 'string'
}
