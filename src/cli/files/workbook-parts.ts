import { CommandFailure } from '../failure.js'
import { readXml } from './xml.js'

/** A sheet of a workbook. */
export interface Sheet {
  readonly name: string
  readonly isHidden: boolean
  /** Where it stands in the archive. */
  readonly part: string
}

/** What the table of contents of a workbook says. */
export interface WorkbookContents {
  readonly sheets: readonly Sheet[]
  /** What day 0 is: workbooks of old Macintoshes count from 1904. */
  readonly dayZero: '1900' | '1904'
}

/** The parts of a workbook that is open, however they were unpacked. */
export interface WorkbookParts {
  has(part: string): boolean
  /** The unpacked bytes of a part, piece by piece. */
  read(part: string): Promise<AsyncIterable<Uint8Array>>
}

/** Unpacked bytes of one part; a sheet of a million rows stays below. */
export const MOST_PART_BYTES = 2 ** 31

/** Parts that are looked for in an archive; a workbook has some tens. */
export const MOST_PARTS = 10_000

/**
 * Reads which sheets a workbook has.
 *
 * @throws {CommandFailure} `file.workbook` when it is none.
 */
export async function contentsOf({ read }: WorkbookParts): Promise<WorkbookContents> {
  const places = await relationsOf(await read('xl/_rels/workbook.xml.rels'))
  return sheetsOf(await read('xl/workbook.xml'), places)
}

/** The file is no workbook, or one that something is wrong with. */
export function noWorkbook(): CommandFailure {
  const message = 'The workbook cannot be read; save it again as .xlsx, or as CSV UTF-8.'
  const dutch =
    'Het werkblad kan niet worden gelezen; bewaar het opnieuw als .xlsx, of als CSV UTF-8.'
  return new CommandFailure('file.workbook', message, 2, dutch)
}

/** Where the sheets stand, by the identifier that the list of sheets uses. */
async function relationsOf(source: AsyncIterable<Uint8Array>): Promise<Map<string, string>> {
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
  source: AsyncIterable<Uint8Array>,
  places: ReadonlyMap<string, string>,
): Promise<WorkbookContents> {
  const sheets: Sheet[] = []
  let dayZero: WorkbookContents['dayZero'] = '1900'
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
