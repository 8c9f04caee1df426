import { promisify } from 'node:util'
import type { Readable } from 'node:stream'
import { open, type Entry, type ZipFile } from 'yauzl'
import { CommandFailure } from '../failure.js'
import { readXml } from './xml.js'

/** A sheet of a workbook. */
export interface Sheet {
  readonly name: string
  readonly isHidden: boolean
  /** Where it stands in the archive. */
  readonly part: string
}

/** A workbook that is open; nothing of its sheets is in memory. */
export interface Workbook {
  readonly sheets: readonly Sheet[]
  /** What day 0 is: workbooks of old Macintoshes count from 1904. */
  readonly dayZero: '1900' | '1904'
  has(part: string): boolean
  /** The unpacked bytes of a part, piece by piece. */
  read(part: string): Promise<Readable>
  close(): void
}

const MOST_PARTS = 10_000
/** Unpacked bytes of one part; a sheet of a million rows stays below. */
const MOST_BYTES = 2 ** 31
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
      if (entry === undefined || entry.uncompressedSize > MOST_BYTES) throw noWorkbook()
      return promisify<Entry, Readable>(zip.openReadStream.bind(zip))(entry).catch(() => {
        throw noWorkbook()
      })
    }
    const places = await relationsOf(await read('xl/_rels/workbook.xml.rels'))
    const described = await sheetsOf(await read('xl/workbook.xml'), places)
    return { ...described, has, read, close: () => zip.close() }
  } catch (error) {
    zip.close()
    throw error
  }
}

/** The file is no workbook, or one that something is wrong with. */
export function noWorkbook(): CommandFailure {
  const message = 'The workbook cannot be read; save it again as .xlsx, or as CSV UTF-8.'
  const dutch =
    'Het werkblad kan niet worden gelezen; bewaar het opnieuw als .xlsx, of als CSV UTF-8.'
  return new CommandFailure('file.workbook', message, 2, dutch)
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

/** Where the sheets stand, by the identifier that the list of sheets uses. */
async function relationsOf(source: Readable): Promise<Map<string, string>> {
  const places = new Map<string, string>()
  await readXml(source, {
    open: (name, attributes) => {
      const { Id, Target } = attributes
      if (name !== 'Relationship' || Id === undefined || Target === undefined) return
      places.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`)
    },
  })
  return places
}

async function sheetsOf(
  source: Readable,
  places: ReadonlyMap<string, string>,
): Promise<Pick<Workbook, 'sheets' | 'dayZero'>> {
  const sheets: Sheet[] = []
  let dayZero: Workbook['dayZero'] = '1900'
  await readXml(source, {
    open: (name, attributes) => {
      if (name === 'workbookPr' && /^(1|true)$/.test(attributes['date1904'] ?? '')) dayZero = '1904'
      if (name !== 'sheet') return
      const part = places.get(attributes['id'] ?? '')
      if (part === undefined) throw noWorkbook()
      const isHidden = attributes['state'] !== undefined && attributes['state'] !== 'visible'
      sheets.push({ name: attributes['name'] ?? '', isHidden, part })
    },
  })
  return { sheets, dayZero }
}
