import { foldRoots, HASH_BYTES, rootOf, subTrees, type SubTree } from './tree.js'

/** Hashes in a full tile, entries in a full bundle. */
export const TILE_WIDTH = 256
const TILE_HEIGHT = 8
const MAX_LEVEL = 63

/** A tile of hashes: level 0 holds leaf hashes, level L the roots of full tiles of level L-1. */
export interface TileId {
  readonly level: number
  readonly index: number
  /** Hashes in it, 1 to 256. */
  readonly width: number
}

/** The path of a tile below the log's prefix, such as `tile/1/x001/234.p/5`. */
export function tilePath({ level, index, width }: TileId): string {
  return `tile/${level}/${numbered(index, width)}`
}

/** The path of a bundle of entries, such as `tile/entries/000.p/5`. */
export function bundlePath(index: number, width: number): string {
  return `tile/entries/${numbered(index, width)}`
}

/** What a path below the log's prefix asks for, or `undefined` when it names no tile. */
export function parseTilePath(
  path: string,
): TileId | { bundle: number; width: number } | undefined {
  const parts = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/)*)(\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path)
  if (parts === null) return undefined
  const digits = (parts[2] ?? '').replace(/[x/]/g, '') + (parts[3] ?? '')
  const index = Number(digits)
  const width = parts[4] === undefined ? TILE_WIDTH : Number(parts[4])
  const tile =
    parts[1] === 'entries' ? { bundle: index, width } : { level: Number(parts[1]), index, width }
  // One spelling only: building the path again must give the same text.
  const path2 = 'bundle' in tile ? bundlePath(tile.bundle, width) : tilePath(tile)
  const inRange = width >= 1 && width <= TILE_WIDTH && Number.isSafeInteger(index)
  return inRange && path2 === path && !('level' in tile && tile.level > MAX_LEVEL)
    ? tile
    : undefined
}

/** Every tile of hashes of a tree of this size, level by level, the partial one last on each. */
export function* tilesOf(size: number): Generator<TileId> {
  for (let level = 0, hashes = size; hashes > 0; level += 1) {
    const full = Math.floor(hashes / TILE_WIDTH)
    for (let index = 0; index < full; index += 1) yield { level, index, width: TILE_WIDTH }
    if (hashes % TILE_WIDTH > 0) yield { level, index: full, width: hashes % TILE_WIDTH }
    hashes = full
  }
}

/** Width of a tile in a tree of this size: 0 when the tree does not reach it. */
export function tileWidth(level: number, index: number, size: number): number {
  const hashes = Math.floor(size / TILE_WIDTH ** level)
  return Math.max(0, Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH))
}

/** The right edge of a tree: the partial tile of each level, level 0 first; full ones are empty. */
export type Edge = readonly (readonly Buffer[])[]

/** The root of a tree from its right edge and nothing else. */
export function edgeRoot(edge: Edge): Buffer {
  const parts: Buffer[] = []
  for (const hashes of [...edge].reverse()) {
    for (const { height, index } of subTrees(0, hashes.length)) {
      parts.push(rootOf(hashes.slice(index * 2 ** height, (index + 1) * 2 ** height)))
    }
  }
  return foldRoots(parts)
}

/** A tree after leaves were appended: its new edge, and the tile roots that came into being. */
export interface Grown {
  readonly edge: Edge
  /** Roots of tiles that became full, as hash `index` of level `level` (1 and up). */
  readonly roots: readonly { level: number; index: number; hash: Buffer }[]
}

/**
 * Appends leaf hashes to a tree known by its size and right edge.
 *
 * @param leaves Leaf hashes, 32 bytes each, in order.
 */
export function growTree(size: number, edge: Edge, leaves: readonly Buffer[]): Grown {
  const levels = edge.map((hashes) => [...hashes])
  const roots: { level: number; index: number; hash: Buffer }[] = []
  leaves.forEach((leaf, offset) => {
    let carried = leaf
    for (let level = 0, count = size + offset + 1; ; level += 1) {
      const tile = (levels[level] ??= [])
      tile.push(carried)
      if (tile.length < TILE_WIDTH) return
      levels[level] = []
      carried = rootOf(tile)
      count = Math.floor(count / TILE_WIDTH)
      roots.push({ level: level + 1, index: count - 1, hash: carried })
    }
  })
  return { edge: levels, roots }
}

/** Which hashes of which tile a full sub-tree consists of. */
export function tileSlice({ height, index }: SubTree): { tile: TileId; from: number; to: number } {
  const level = Math.floor(height / TILE_HEIGHT)
  const count = 2 ** (height % TILE_HEIGHT)
  const first = index * count
  const from = first % TILE_WIDTH
  const tile = { level, index: Math.floor(first / TILE_WIDTH), width: TILE_WIDTH }
  return { tile, from, to: from + count }
}

/** A bundle of entries: each preceded by its length in two bytes, big-endian. */
export function encodeBundle(entries: readonly Buffer[]): Buffer {
  return Buffer.concat(
    entries.flatMap((entry) => {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(entry.length)
      return [length, entry]
    }),
  )
}

/** Cuts concatenated hashes, such as the bytes of a tile, into hashes. */
export function splitHashes(bytes: Buffer): Buffer[] {
  const hashes: Buffer[] = []
  for (let at = 0; at + HASH_BYTES <= bytes.length; at += HASH_BYTES) {
    hashes.push(bytes.subarray(at, at + HASH_BYTES))
  }
  return hashes
}

function numbered(index: number, width: number): string {
  const digits = String(index)
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? []
  const path = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/')
  return width === TILE_WIDTH ? path : `${path}.p/${width}`
}
