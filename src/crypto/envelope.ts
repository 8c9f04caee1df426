import { randomFillSync } from 'node:crypto'
import type { DeliveryKey } from './delivery-key.js'
import {
  decryptContent,
  encodeHeader,
  encryptContent,
  splitEnvelope,
  unreadable,
  unwrapKey,
  wrapKey,
} from './jwe-form.js'

/** What stands readable, but protected against change, on the outside of an envelope. */
export interface EnvelopeHeader {
  readonly notificationId: string
  readonly creditor: string
}

/** An envelope after opening. */
export interface OpenedEnvelope extends EnvelopeHeader {
  /** The padded content; JSON with spaces behind it parses as it is. */
  readonly plaintext: Buffer
}

const CONTENT_KEY_BYTES = 32
const IV_BYTES = 12
/** Lengths of names and addresses must not show through; see `pad`. */
const PADDING_BYTES = 256

/** Random bytes are drawn in large pieces: one call per envelope would cost a tenth of its time. */
const pool = Buffer.allocUnsafeSlow(64 * 1024)
let used = pool.length

/**
 * Seals one notification's identity for a municipality: a compact JWE (A256KW under the delivery key,
 * A256GCM, fresh content key and IV). Synchronous and fast on purpose, for it runs per item.
 *
 * @param plaintext JSON text; spaces are added behind it up to a multiple of 256 bytes.
 */
export function seal(
  deliveryKey: DeliveryKey,
  header: EnvelopeHeader,
  plaintext: Buffer | string,
): string {
  const random = takeRandom()
  const contentKey = random.subarray(0, CONTENT_KEY_BYTES)
  const iv = random.subarray(CONTENT_KEY_BYTES)
  const encodedHeader = encodeHeader({
    alg: 'A256KW',
    enc: 'A256GCM',
    kid: deliveryKey.id,
    notificationId: header.notificationId,
    creditor: header.creditor,
  })
  const encryptedKey = wrapKey(deliveryKey.key, contentKey)
  const jwe = encryptContent(encodedHeader, encryptedKey, contentKey, iv, pad(plaintext))
  random.fill(0)
  return jwe
}

/**
 * Opens an envelope and checks that it is the one that was asked for. The caller compares the
 * notification id inside the content as well.
 *
 * @param expected What the feed says about the envelope; one that was moved or swapped differs.
 * @throws {HubError} `envelope.unreadable`, the same for every cause.
 */
export function open(
  deliveryKey: DeliveryKey,
  jwe: string,
  expected: EnvelopeHeader,
): OpenedEnvelope {
  try {
    const envelope = splitEnvelope(jwe)
    const { header } = envelope
    const isExpected =
      header['alg'] === 'A256KW' &&
      header['kid'] === deliveryKey.id &&
      header['notificationId'] === expected.notificationId &&
      header['creditor'] === expected.creditor
    if (!isExpected) throw unreadable()
    const contentKey = unwrapKey(deliveryKey.key, envelope.encryptedKey)
    const { notificationId, creditor } = expected
    return { notificationId, creditor, plaintext: decryptContent(envelope, contentKey) }
  } catch {
    throw unreadable()
  }
}

/** The delivery key that an envelope names, to find the right one before opening; not yet verified. */
export function unverifiedDeliveryKeyId(jwe: string): string {
  const { kid } = splitEnvelope(jwe).header
  if (typeof kid !== 'string') throw unreadable()
  return kid
}

/** Fills up with spaces to the next multiple of 256 bytes; JSON allows white space behind it. */
function pad(plaintext: Buffer | string): Buffer {
  const length = Buffer.byteLength(plaintext)
  const padded = Buffer.alloc(Math.max(1, Math.ceil(length / PADDING_BYTES)) * PADDING_BYTES, 0x20)
  if (typeof plaintext === 'string') padded.write(plaintext, 'utf8')
  else plaintext.copy(padded)
  return padded
}

function takeRandom(): Buffer {
  const size = CONTENT_KEY_BYTES + IV_BYTES
  if (used + size > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += size
  return pool.subarray(used - size, used)
}

/**
 * The protected header of a compact JWE, before anything is known to be true; `undefined` for what is
 * none.
 */
export function unverifiedHeader(jwe: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return splitEnvelope(jwe).header
  } catch {
    return undefined
  }
}
