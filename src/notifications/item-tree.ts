import { hash } from 'node:crypto'

const DIGEST_BYTES = 32
const LEAF = 0x00
const NODE = 0x01

/** Working memory; each hash is taken before the next one is prepared. */
const leaf = Buffer.alloc(1 + DIGEST_BYTES, LEAF)
const node = Buffer.alloc(1 + 2 * DIGEST_BYTES, NODE)

/**
 * Merkle tree (RFC 6962) over the salted digests of a batch's items, with every path at hand.
 *
 * The receipt signs its root. Whoever holds an item's text, salt and path can show that this item at
 * this place is what was sent, and learns nothing about the other items.
 */
export class ItemTree {
  /** Rows of hashes, leaves first, root last; each row is one piece of memory. */
  readonly #rows: readonly Buffer[]

  /** @param digests One per item, in the order sent, 32 bytes each, joined; at least one. */
  constructor(digests: Buffer) {
    if (digests.length === 0 || digests.length % DIGEST_BYTES !== 0) {
      throw new RangeError('a batch holds at least one item')
    }
    const rows = [leavesOf(digests)]
    for (let row = rows[0]!; row.length > DIGEST_BYTES; row = rows.at(-1)!) {
      rows.push(rowAbove(row))
    }
    this.#rows = rows
  }

  /** Number of items. */
  get size(): number {
    return this.#rows[0]!.length / DIGEST_BYTES
  }

  /** 32 bytes. */
  get root(): Buffer {
    return this.#rows.at(-1)!
  }

  /** The inclusion path of an item, from its leaf up, each hash as base64url. */
  pathOf(index: number): string[] {
    const path: string[] = []
    let at = index
    for (const row of this.#rows) {
      // A lone last hash has no neighbour and moves up unchanged.
      const start = (at ^ 1) * DIGEST_BYTES
      if (start < row.length) path.push(row.toString('base64url', start, start + DIGEST_BYTES))
      at >>= 1
    }
    return path
  }
}

function leavesOf(digests: Buffer): Buffer {
  const leaves = Buffer.allocUnsafeSlow(digests.length)
  for (let at = 0; at < digests.length; at += DIGEST_BYTES) {
    digests.copy(leaf, 1, at, at + DIGEST_BYTES)
    writeHash(leaf, leaves, at)
  }
  return leaves
}

function rowAbove(row: Buffer): Buffer {
  const count = row.length / DIGEST_BYTES
  const above = Buffer.allocUnsafeSlow(Math.ceil(count / 2) * DIGEST_BYTES)
  for (let at = 0; at + 1 < count; at += 2) {
    row.copy(node, 1, at * DIGEST_BYTES, (at + 2) * DIGEST_BYTES)
    writeHash(node, above, (at / 2) * DIGEST_BYTES)
  }
  if (count % 2 === 1) row.copy(above, above.length - DIGEST_BYTES, row.length - DIGEST_BYTES)
  return above
}

/** A latin-1 text comes out of the one-shot hash at a quarter of the cost of a Buffer. */
function writeHash(bytes: Buffer, target: Buffer, at: number): void {
  target.write(hash('sha256', bytes, 'binary'), at, DIGEST_BYTES, 'latin1')
}
