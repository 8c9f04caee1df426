// The independent checker behind `vroegsignaal log verify`: no code shared with what writes the log,
// nothing imported but node:crypto, node:fs, types and its own files. Keep it so.
import { hash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { Finding, Verification, VerifyOptions } from './verification.js'
import { Partition, reportDeleted, settleAll } from './verify-erasures.js'
import { linesOf } from './verify-lines.js'
import { openNote, openStatement, type Statement } from './verify-note.js'
import { FirstPlaces } from './verify-numbers.js'

const HASH = 32
const WIDTH = 256
const RECORD = Buffer.from(',"record":')
const CONTROLLER = Buffer.from('"controller":"')
const INSTANT = Buffer.from('"at":"')
/** What records about erasing and about terms begin with; `action` comes first in RFC 8785. */
const HEARD = ['FORGET_LOG"', 'CONFIG"'].map((action) => Buffer.from(`{"action":"${action}`))
const OPENING = Buffer.from('{"action":"LOG_RECOVER"')
/** The name of a log after a recovery ends in the number of its tree. */
export const REOPENED = /\/\d+$/
const HEAD = /^\{"index":(\d{1,15}),"number":(\d{1,15}),"salt":"([0-9a-f]{64})"$/
// Hashes are texts of one character per byte: a Buffer of each would cost more than hashing does.
const SALTED = Buffer.alloc(1 << 24)
const LEAF = Buffer.of(0, 1, ...Buffer.alloc(HASH))
const NODE = Buffer.alloc(1 + 2 * HASH, 1)

type Report = (kind: Finding['kind'], index: number | null, detail: string) => void
/** Leaf hashes that something else than the tiles gives for an index, where the two differ. */
type Differing = Map<number, string>

/** Verifies an exported log: checkpoint, tiles, bundles, records, numbers. Never throws for content. */
export function verifyLog(folder: string, options: VerifyOptions = {}): Verification {
  const findings: Finding[] = []
  const report: Report = (kind, index, detail) => {
    if (findings.length < 1000) findings.push({ kind, index, detail })
  }
  const key = (options.key ?? textOf(`${folder}/vkey`)).trim()
  const head = openNote(textOf(`${folder}/checkpoint`), key)
  if (head === undefined) {
    report('CHECKPOINT_INVALID', null, 'the checkpoint is not signed by the expected key')
    return { origin: '', size: 0, root: '', records: 0, erasures: [], findings }
  }
  const { origin, size, root } = head
  const missing = new Set<number>()
  const leaves = readLeaves(folder, size, missing, report)
  const bundled = readBundles(folder, leaves, report)
  const { count, recorded, settled, isSeen, days } = readRecords(
    folder,
    leaves,
    openStatement(textOf(`${folder}/export`), key, head),
    report,
  )
  if (options.partial !== true) {
    reportDeleted(isSeen, settled, REOPENED.test(origin) ? undefined : days, report)
  }
  checkTree(folder, leaves, root, [bundled, recorded], (kind, index, detail) => {
    // A leaf that is not there was not edited either.
    if (index !== null && kind === 'LEAF_EDITED' && missing.has(index - (index % WIDTH))) return
    report(kind, index, detail)
  })
  for (const [index, leaf] of bundled) {
    if (!leafIs(leaves, index, leaf)) report('BUNDLE_EDITED', index, 'its bundle was edited')
  }
  for (const [index, leaf] of recorded) {
    if (leafIs(leaves, index, leaf)) continue
    const other = placeOf(leaf, leaves)
    if (other === undefined) report('RECORD_EDITED', index, 'its record, salt or number was edited')
    else report('RECORD_REORDERED', index, `the record given here belongs to index ${other}`)
  }
  if (options.since !== undefined) checkSince(options.since, key, leaves, report)
  findings.sort((a, b) => (a.index ?? -1) - (b.index ?? -1))
  const erasures = settled.flatMap((partition) => partition.erasures)
  return { origin, size, root: root.toString('base64'), records: count, erasures, findings }
}

/** All leaf hashes, side by side; those of missing tiles, by their first leaf, stay zero. */
function readLeaves(folder: string, size: number, missing: Set<number>, report: Report): Buffer {
  const leaves = Buffer.alloc(size * HASH)
  for (let first = 0; first < size; first += WIDTH) {
    const width = Math.min(WIDTH, size - first)
    const tile = readTile(folder, '0', first / WIDTH, width)
    if (tile?.length === width * HASH) tile.copy(leaves, first * HASH)
    else {
      missing.add(first)
      report('TILE_MISSING', first, `leaves ${first} to ${first + width - 1} are missing`)
    }
  }
  return leaves
}

function readBundles(folder: string, leaves: Buffer, report: Report): Differing {
  const differing: Differing = new Map()
  const size = leaves.length / HASH
  for (let first = 0; first < size; first += WIDTH) {
    const width = Math.min(WIDTH, size - first)
    const bundle = readTile(folder, 'entries', first / WIDTH, width) ?? Buffer.alloc(0)
    let at = 0
    for (let index = first; index < first + width && at + 2 <= bundle.length; index += 1) {
      const end = at + 2 + bundle.readUInt16BE(at)
      // The entry's length has been read; its last byte becomes the prefix of a leaf.
      bundle[at + 1] = 0
      const leaf = hash('sha256', bundle.subarray(at + 1, end), 'binary')
      if (!leafIs(leaves, index, leaf)) differing.set(index, leaf)
      at = end
    }
    if (at !== bundle.length || at === 0) {
      report('TILE_MISSING', first, `entries ${first} to ${first + width - 1} are not all there`)
    }
  }
  return differing
}

function readTile(folder: string, level: string, index: number, width: number): Buffer | undefined {
  const digits = String(index)
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0')
  const path = padded.replace(/\d{3}(?=\d)/g, 'x$&/') + (width === WIDTH ? '' : `.p/${width}`)
  const file = `${folder}/tile/${level}/${path}`
  return existsSync(file) ? readFileSync(file) : undefined
}

/** Checks every record against its leaf, and that each controller's numbers have no gaps. */
function readRecords(
  folder: string,
  leaves: Buffer,
  statement: Statement | undefined,
  report: Report,
) {
  const recorded: Differing = new Map()
  const isSeen = new Uint8Array(leaves.length / HASH)
  const partitions = new Map<string, Partition>()
  const days = new FirstPlaces()
  let count = 0
  const files = existsSync(`${folder}/records`) ? readdirSync(`${folder}/records`) : []
  for (const file of files.filter((name) => name.endsWith('.ndjson'))) {
    for (const line of linesOf(`${folder}/records/${file}`)) {
      const given = parseLine(line)
      if (given === undefined || isSeen[given.index] !== 0) {
        report('RECORD_UNKNOWN', given?.index ?? null, `a line of ${file} belongs to no leaf`)
        continue
      }
      isSeen[given.index] = 1
      count += 1
      if (!leafIs(leaves, given.index, given.leaf)) recorded.set(given.index, given.leaf)
      const { controller, number, day, heard } = given
      const own = partitions.get(controller) ?? new Partition(controller)
      partitions.set(controller, own)
      own.add(number, day)
      if (!given.isOpening) days.add(given.index, day)
      if (heard !== undefined) own.hear(number, heard)
    }
  }
  const settled = settleAll(partitions, statement, report)
  return { count, recorded, settled, isSeen, days }
}

/** A line as exports write it; records are RFC 8785, so the first `controller` is the record's own. */
function parseLine(line: Buffer) {
  const at = line.indexOf(RECORD)
  const [, index, number, salt] = HEAD.exec(line.toString('latin1', 0, Math.max(at, 0))) ?? []
  const named = line.indexOf(CONTROLLER, at) + CONTROLLER.length
  const record = line.subarray(at + RECORD.length, -1)
  const isWhole = line.at(-1) === 0x7d && record.length <= SALTED.length - HASH - 8
  if (salt === undefined || named < CONTROLLER.length || !isWhole) return undefined
  SALTED.write(salt, 0, 'hex')
  const end = HASH + record.copy(SALTED, HASH)
  SALTED.writeUInt32BE(Math.floor(Number(number) / 2 ** 32), end)
  SALTED.writeUInt32BE(Number(number) % 2 ** 32, end + 4)
  LEAF.write(hash('sha256', SALTED.subarray(0, end + 8), 'binary'), 2, 'latin1')
  const controller = line.toString('latin1', named, line.indexOf(0x22, named))
  const leaf = hash('sha256', LEAF, 'binary')
  const stamped = record.indexOf(INSTANT) + INSTANT.length
  const day = record.toString('latin1', stamped, stamped + 10)
  const isHeard = HEARD.some((begin) => begin.compare(record, 0, begin.length) === 0)
  const heard = isHeard ? record.toString('utf8') : undefined
  const isOpening = OPENING.compare(record, 0, OPENING.length) === 0
  const [place, own] = [Number(index), Number(number)]
  return { index: place, number: own, controller, leaf, day, heard, isOpening }
}

/** Checks that the leaves lead to the root; if not, finds those that were edited and mends them. */
function checkTree(
  folder: string,
  leaves: Buffer,
  root: Buffer,
  sources: readonly Differing[],
  report: Report,
): void {
  let tree = treeOf(leaves)
  if (!tree.root.equals(root)) {
    for (const source of sources) {
      const mended = Buffer.from(leaves)
      for (const [index, leaf] of source) mended.write(leaf, index * HASH, 'latin1')
      const other = treeOf(mended)
      if (!other.root.equals(root)) continue
      for (const index of source.keys()) report('LEAF_EDITED', index, 'its leaf hash was edited')
      mended.copy(leaves)
      tree = other
      break
    }
  }
  const leadsToRoot = tree.root.equals(root)
  let suspect: number | null = null
  for (const [at, computed] of tree.levels.entries()) {
    const level = at + 1
    for (let first = 0; first < computed.length; first += WIDTH * HASH) {
      const expected = computed.subarray(first, first + WIDTH * HASH)
      const stored = readTile(folder, String(level), first / HASH / WIDTH, expected.length / HASH)
      for (let place = 0; place < expected.length; place += HASH) {
        if (stored?.compare(expected, place, place + HASH, place, place + HASH) === 0) continue
        const leaf = ((first + place) / HASH) * WIDTH ** level
        if (leadsToRoot) report('TILE_EDITED', leaf, `level ${level} is wrong above this leaf`)
        else suspect = Math.min(suspect ?? leaf, leaf)
      }
    }
  }
  if (leadsToRoot) return
  report('ROOT_MISMATCH', suspect, 'the leaves, from the tile of this one, miss the signed root')
}

function checkSince(since: string, key: string, leaves: Buffer, report: Report): void {
  const old = openNote(since, key)
  const size = leaves.length / HASH
  if (old === undefined) {
    report('CHECKPOINT_INVALID', null, 'the earlier checkpoint is not of this log and key')
  } else if (old.size > size) {
    report('ROLLED_BACK', size, `${old.size} leaves were published before, now there are ${size}`)
  } else if (!treeOf(leaves.subarray(0, old.size * HASH)).root.equals(old.root)) {
    report('HISTORY_REWRITTEN', null, `the first ${old.size} leaves are not those published before`)
  }
}

/** The root over leaves, and the roots of full tiles on each level from 1 on. */
function treeOf(leaves: Buffer): { root: Buffer; levels: Buffer[] } {
  const levels: Buffer[] = []
  const peaks: Buffer[] = []
  for (let row = leaves; row.length > 0;) {
    const full = Math.floor(row.length / HASH / WIDTH)
    const above = Buffer.alloc(full * HASH)
    for (let at = 0; at < full; at += 1) subRoot(row, at * WIDTH, WIDTH).copy(above, at * HASH)
    const own: Buffer[] = []
    for (let at = full * WIDTH, left = row.length / HASH - at; left > 0;) {
      const width = 2 ** Math.floor(Math.log2(left))
      own.push(subRoot(row, at, width))
      at += width
      left -= width
    }
    peaks.unshift(...own)
    if (full > 0) levels.push(above)
    row = above
  }
  const last = peaks.pop() ?? hash('sha256', '', 'buffer')
  return { root: peaks.reduceRight((right, left) => nodeOf(left, right), last), levels }
}

/** The root over `width` hashes, a power of two. */
function subRoot(hashes: Buffer, first: number, width: number): Buffer {
  const row = Buffer.from(hashes.subarray(first * HASH, (first + width) * HASH))
  for (let left = width; left > 1; left /= 2) {
    for (let at = 0; at < left / 2; at += 1) {
      row.copy(NODE, 1, at * 2 * HASH, (at + 1) * 2 * HASH)
      row.write(hash('sha256', NODE, 'binary'), at * HASH, 'latin1')
    }
  }
  return row.subarray(0, HASH)
}

function nodeOf(left: Buffer, right: Buffer): Buffer {
  return hash('sha256', Buffer.concat([Buffer.of(1), left, right]), 'buffer')
}

function leafIs(leaves: Buffer, index: number, leaf: string): boolean {
  return leaves.toString('latin1', index * HASH, (index + 1) * HASH) === leaf
}

function placeOf(leaf: string, leaves: Buffer): number | undefined {
  let at = leaves.indexOf(leaf, 0, 'latin1')
  while (at >= 0 && at % HASH !== 0) at = leaves.indexOf(leaf, at + 1, 'latin1')
  return at < 0 ? undefined : at / HASH
}

function textOf(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}
