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
  /** Rows of hashes, leaves first, root last. */
  readonly #rows: readonly (readonly Buffer[])[]
  /** The same as base64url, made when first asked for and shared by all paths. */
  readonly #texts: string[][]

  /** @param digests One per item, in the order sent, 32 bytes each; at least one. */
  constructor(digests: readonly Buffer[]) {
    if (digests.length === 0) throw new RangeError('a batch holds at least one item')
    const rows: Buffer[][] = [digests.map(leafHash)]
    for (let row = rows[0]!; row.length > 1; row = rows.at(-1)!) rows.push(rowAbove(row))
    this.#rows = rows
    this.#texts = rows.map(() => [])
  }

  /** Number of items. */
  get size(): number {
    return this.#rows[0]!.length
  }

  /** 32 bytes. */
  get root(): Buffer {
    return this.#rows.at(-1)![0]!
  }

  /** The inclusion path of an item, from its leaf up, each hash as base64url. */
  pathOf(index: number): string[] {
    const path: string[] = []
    let at = index
    for (let height = 0; height < this.#rows.length - 1; height++) {
      // A lone last hash has no neighbour and moves up unchanged.
      const neighbour = at ^ 1
      if (neighbour < this.#rows[height]!.length) path.push(this.#text(height, neighbour))
      at >>= 1
    }
    return path
  }

  #text(height: number, at: number): string {
    return (this.#texts[height]![at] ??= this.#rows[height]![at]!.toString('base64url'))
  }
}

function leafHash(digest: Buffer): Buffer {
  digest.copy(leaf, 1)
  return sha256(leaf)
}

function rowAbove(row: readonly Buffer[]): Buffer[] {
  const above: Buffer[] = []
  for (let at = 0; at + 1 < row.length; at += 2) {
    row[at]!.copy(node, 1)
    row[at + 1]!.copy(node, 1 + DIGEST_BYTES)
    above.push(sha256(node))
  }
  if (row.length % 2 === 1) above.push(row.at(-1)!)
  return above
}

/** A latin-1 text comes out of the one-shot hash at a quarter of the cost of a Buffer. */
function sha256(bytes: Buffer): Buffer {
  return Buffer.from(hash('sha256', bytes, 'binary'), 'latin1')
}
