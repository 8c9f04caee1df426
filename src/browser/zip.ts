import { MOST_PART_BYTES, MOST_PARTS, noWorkbook } from '../cli/files/workbook-parts.js'
import type { WorkbookParts } from '../cli/files/workbook-parts.js'
import type { Bytes } from './bytes.js'

interface Entry {
  readonly method: number
  readonly packed: number
  readonly unpacked: number
  readonly at: number
}

const END = 0x06054b50
const DIRECTORY = 0x02014b50
const LOCAL = 0x04034b50
const END_BYTES = 22
const LONGEST_COMMENT = 65_535

/**
 * The parts of a ZIP archive (APPNOTE 6.3) that is in memory; each is unpacked by the browser when it
 * is read, piece by piece.
 *
 * @throws {CommandFailure} `file.workbook`.
 */
export function unzipped(bytes: Bytes): WorkbookParts {
  const view = new DataView(bytes.buffer)
  const entries = entriesOf(bytes, view)
  return {
    has: (part) => entries.has(part),
    async read(part) {
      const entry = entries.get(part)
      if (entry === undefined || entry.unpacked > MOST_PART_BYTES) throw noWorkbook()
      return pieces(bodyOf(bytes, view, entry), entry)
    },
  }
}

function entriesOf(bytes: Bytes, view: DataView): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>()
  let end = bytes.length - END_BYTES
  const first = Math.max(0, end - LONGEST_COMMENT)
  while (end >= first && view.getUint32(end, true) !== END) end -= 1
  if (end < first) throw noWorkbook()
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  if (count > MOST_PARTS) throw noWorkbook()
  const names = new TextDecoder()
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== DIRECTORY) throw noWorkbook()
    const lengths = [28, 30, 32].map((place) => view.getUint16(at + place, true))
    const name = names.decode(bytes.subarray(at + 46, at + 46 + lengths[0]!))
    // Whether a part is encrypted stands in the lowest bit of its flags.
    if ((view.getUint16(at + 8, true) & 1) === 1) throw noWorkbook()
    entries.set(name, {
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      unpacked: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    })
    at += 46 + lengths[0]! + lengths[1]! + lengths[2]!
  }
  return entries
}

function bodyOf(bytes: Bytes, view: DataView, { at, packed }: Entry): Bytes {
  if (at + 30 > bytes.length || view.getUint32(at, true) !== LOCAL) throw noWorkbook()
  const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true)
  if (start + packed > bytes.length) throw noWorkbook()
  return bytes.subarray(start, start + packed)
}

async function* pieces(body: Bytes, { method, unpacked }: Entry): AsyncGenerator<Uint8Array> {
  if (method === 0) {
    yield body
    return
  }
  if (method !== 8) throw noWorkbook()
  const stream = new Blob([body]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  const reader = stream.getReader()
  let total = 0
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw noWorkbook()
    })
    if (done) break
    total += value.length
    // What unpacks to more than it said is made to fill the memory.
    if (total > unpacked) throw noWorkbook()
    yield value
  }
}
