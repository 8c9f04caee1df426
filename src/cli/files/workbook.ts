import { promisify } from 'node:util'
import type { Readable } from 'node:stream'
import { open, type Entry, type ZipFile } from 'yauzl'
import {
  contentsOf,
  MOST_PART_BYTES,
  MOST_PARTS,
  noWorkbook,
  type WorkbookContents,
  type WorkbookParts,
} from './workbook-parts.js'

/** A workbook that is open; nothing of its sheets is in memory. */
export interface Workbook extends WorkbookContents, WorkbookParts {
  close(): void
}

const openZip = promisify(open) as (path: string, options: object) => Promise<ZipFile>

/**
 * Opens a workbook (.xlsx).
 *
 * @throws {CommandFailure} `file.workbook` when the file is none.
 */
export async function openWorkbook(path: string): Promise<Workbook> {
  const zip = await openZip(path, { lazyEntries: true, autoClose: false }).catch(() => {
    throw noWorkbook()
  })
  try {
    const parts = await entriesOf(zip)
    const has = (part: string) => parts.has(part)
    const read = (part: string): Promise<Readable> => {
      const entry = parts.get(part)
      if (entry === undefined || entry.uncompressedSize > MOST_PART_BYTES) throw noWorkbook()
      return promisify<Entry, Readable>(zip.openReadStream.bind(zip))(entry).catch(() => {
        throw noWorkbook()
      })
    }
    const contents = await contentsOf({ has, read })
    return { ...contents, has, read, close: () => zip.close() }
  } catch (error) {
    zip.close()
    throw error
  }
}

function entriesOf(zip: ZipFile): Promise<Map<string, Entry>> {
  const parts = new Map<string, Entry>()
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      parts.set(entry.fileName, entry)
      if (parts.size > MOST_PARTS) reject(noWorkbook())
      else zip.readEntry()
    })
    zip.on('end', () => resolve(parts))
    zip.on('error', () => reject(noWorkbook()))
    zip.readEntry()
  })
}
