import type { components } from '../generated/openapi.js'
import { canonicalText } from '../kernel/canonical.js'
import { base64url, fromBase64, hex, joined, sha256, utf8, type Bytes } from './bytes.js'

type Item = components['schemas']['Notification']

const LEAF = Uint8Array.of(0x00)
const NODE = Uint8Array.of(0x01)

/**
 * The salted digest of each item of a batch, as the hub computes it for the receipt: SHA-256 over the
 * salt that follows from the nonce, and the canonical text with the customer reference replaced by a
 * commitment. Without the nonce a digest says nothing about anybody.
 *
 * @param nonce Of the signed body, base64url.
 * @returns Hexadecimal, in the order of the items.
 */
export async function itemDigests(items: readonly Item[], nonce: string): Promise<string[]> {
  const secret = fromBase64(nonce.replaceAll('-', '+').replaceAll('_', '/'))
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', secret, algorithm, false, ['sign'])
  const saltOf = async (what: string, index: number) => {
    const number = new Uint8Array(4)
    new DataView(number.buffer).setUint32(0, index)
    return new Uint8Array(await crypto.subtle.sign('HMAC', key, joined(utf8(what), number)))
  }
  return Promise.all(
    items.map(async (item, index) => {
      const { customerReference } = item as { readonly customerReference?: string }
      const committed =
        customerReference === undefined
          ? item
          : {
              ...item,
              customerReference: base64url(
                await sha256(joined(await saltOf('reference', index), utf8(customerReference))),
              ),
            }
      const text = utf8(canonicalText(committed))
      return hex(await sha256(joined(await saltOf('item', index), text)))
    }),
  )
}

/**
 * Which items are not those that digests were made of.
 *
 * @param planned Of `itemDigests`, with the same nonce.
 * @returns Places from 0; none when there are more or fewer items, because then no place says anything.
 */
export async function changedItems(
  planned: readonly string[],
  items: readonly Item[],
  nonce: string,
): Promise<number[]> {
  if (planned.length !== items.length) return []
  const found = await itemDigests(items, nonce)
  return [...planned.keys()].filter((at) => found[at] !== planned[at])
}

/** The root over the digests of a batch's items (RFC 6962), hexadecimal; its receipt names it. */
export async function itemsRoot(digests: readonly string[]): Promise<string> {
  let row = await Promise.all(digests.map((digest) => sha256(joined(LEAF, bytesOf(digest)))))
  while (row.length > 1) {
    const pairs = Array.from({ length: Math.ceil(row.length / 2) }, (_, at) => at * 2)
    row = await Promise.all(
      pairs.map(async (at) => {
        const [left, right] = [row[at]!, row[at + 1]]
        // A lone last hash has no neighbour and moves up unchanged.
        return right === undefined ? left : sha256(joined(NODE, left, right))
      }),
    )
  }
  return hex(row[0] ?? new Uint8Array())
}

function bytesOf(digits: string): Bytes {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16))
}
