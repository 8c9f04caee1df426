import { sha256 } from '../crypto/hash.js'
import { leafHash, rootOf, verifyInclusion } from '../log-tree/tree.js'
import { itemDigest, referenceCommitment } from './commitment.js'

/** What is inside an envelope: the item as it was sent, and the proof that it was. */
export interface EnvelopeContent {
  readonly v: 1
  readonly creditorId: string
  readonly notificationId: string
  readonly batchId: string
  /** The item's committed text (see `commitment.ts`), with everything personal. */
  readonly item: string
  /** 32 bytes, base64url. */
  readonly salt: string
  /** Place in the batch, from 0, and number of items in it. */
  readonly index: number
  readonly count: number
  /** Inclusion path from the item's leaf to the root, base64url each. */
  readonly path: readonly string[]
  /** The root that the creditor's receipt signs, hexadecimal. */
  readonly itemsRoot: string
  /** The customer reference with the salt of its commitment, when the municipality may have it. */
  readonly reference?: { readonly value: string; readonly salt: string } | undefined
}

/**
 * The text to seal. Written by hand because it runs per item: only two members need escaping, the
 * others are identifiers and encoded bytes.
 */
export function envelopeText(content: EnvelopeContent): string {
  const { creditorId, notificationId, batchId, item, salt, index, count, path, itemsRoot } = content
  const hashes = path.length === 0 ? '[]' : `["${path.join('","')}"]`
  const reference =
    content.reference === undefined ? '' : `,"reference":${JSON.stringify(content.reference)}`
  return (
    `{"v":1,"creditorId":"${creditorId}","notificationId":"${notificationId}",` +
    `"batchId":"${batchId}","item":${JSON.stringify(item)},"salt":"${salt}",` +
    `"index":${index},"count":${count},"path":${hashes},"itemsRoot":"${itemsRoot}"${reference}}`
  )
}

/** An item as its municipality may see it. */
export interface ReleasedItem {
  readonly content: EnvelopeContent
  /** The item; without its customer reference when the municipality may not have it. */
  readonly item: Readonly<Record<string, unknown>>
  /** Whether text, salt and path lead to the root, and the reference to its commitment. */
  readonly isProven: boolean
}

/**
 * Reads what an envelope held. What remains to be compared is its root with the creditor's receipt
 * or the log.
 *
 * @throws {TypeError} When the text is not the content of an envelope.
 */
export function readEnvelopeText(text: string): ReleasedItem {
  const content = JSON.parse(text) as EnvelopeContent
  if (!isContent(content)) throw new TypeError('not the content of an envelope')
  const salt = Buffer.from(content.salt, 'base64url')
  const digest = Buffer.from(itemDigest(salt, content.item), 'latin1')
  const path = content.path.map((hash) => Buffer.from(hash, 'base64url'))
  const root = Buffer.from(content.itemsRoot, 'hex')
  const isPlaced = verifyInclusion(leafHash(digest), content.index, content.count, path, root)
  const { customerReference, ...item } = JSON.parse(content.item) as Record<string, unknown>
  if (content.reference === undefined) return { content, item, isProven: isPlaced }
  const { value, salt: referenceSalt } = content.reference
  return {
    content,
    item: { ...item, customerReference: value },
    isProven:
      isPlaced &&
      referenceCommitment(value, Buffer.from(referenceSalt, 'base64url')) === customerReference,
  }
}

/** One envelope as the log promises it at intake. */
export interface PromisedEnvelope {
  readonly creditorId: string
  readonly notificationId: string
  /** SHA-256 of the compact JWE as ASCII, 32 bytes. */
  readonly digest: Buffer
}

/**
 * The root that intake logs per batch and municipality: RFC 6962 over one leaf per envelope, in the
 * order of the batch. A leaf's data is the canonical text of creditor, notification and digest
 * (hexadecimal), so an envelope that is swapped, moved or repeated afterwards changes the root.
 *
 * @returns 32 bytes; for no envelopes the root of the empty tree.
 */
export function envelopesRoot(envelopes: readonly PromisedEnvelope[]): Buffer {
  return rootOf(envelopes.map(envelopeLeaf))
}

/** The leaf of one envelope under that root. */
export function envelopeLeaf({ creditorId, notificationId, digest }: PromisedEnvelope): Buffer {
  // Identifiers need no escaping, so this is the canonical text.
  const hex = digest.toString('hex')
  return leafHash(
    Buffer.from(
      `{"creditorId":"${creditorId}","digest":"${hex}","notificationId":"${notificationId}"}`,
    ),
  )
}

/** The digest under which an envelope is known: SHA-256 of the compact JWE. */
export function envelopeDigest(jwe: string): Buffer {
  return sha256(jwe)
}

function isContent(content: EnvelopeContent): boolean {
  const { creditorId, notificationId, batchId, item, salt, itemsRoot, path, reference } = content
  const texts = [creditorId, notificationId, batchId, item, salt, itemsRoot]
  if (reference !== undefined) texts.push(reference.value, reference.salt)
  return (
    content.v === 1 &&
    Array.isArray(path) &&
    [...texts, ...path].every((text) => typeof text === 'string') &&
    Number.isSafeInteger(content.index) &&
    Number.isSafeInteger(content.count)
  )
}
