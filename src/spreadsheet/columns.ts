import type { DecimalSign } from './amounts.js'
import { columnLetters, isEmpty, type Cell } from './cell.js'
import type { DateForm, DateOrder } from './dates.js'
import { mayRepeat, type Field, type FieldName } from './fields.js'
import { fieldOfHeading, plainHeading } from './headings.js'

/** One column that was understood. */
export interface KnownColumn {
  readonly index: number
  readonly heading: string
  readonly field: Field & { readonly name: FieldName }
}

/** A column that nothing is sent of. */
export interface UnknownColumn {
  readonly index: number
  readonly heading: string
}

/** How the first row of a sheet was understood. */
export interface Columns {
  readonly known: readonly KnownColumn[]
  readonly unknown: readonly UnknownColumn[]
  /** How many columns have a heading. */
  readonly width: number
}

/** Why the headings cannot be used; nothing of what stands there is repeated. */
export class HeadingProblem extends Error {
  override readonly name = 'HeadingProblem'
  readonly code: 'headings.none' | 'headings.twice' | 'headings.missing'
  /** Fields that are missing, or that two columns hold. */
  readonly fields: readonly FieldName[]
  /** Letters of the columns that hold the same. */
  readonly columns: readonly string[]

  constructor(
    code: HeadingProblem['code'],
    fields: readonly FieldName[] = [],
    columns: readonly string[] = [],
  ) {
    super(code)
    this.code = code
    this.fields = fields
    this.columns = columns
  }
}

/** With fewer known headings than this the first row is taken for data, which may not be shown. */
const LEAST_KNOWN = 3

/**
 * Understands the row of headings.
 *
 * @param told Fields by heading or column letter, for headings that nobody could know; `undefined` for
 *   a column that nothing is to be sent of.
 * @throws {HeadingProblem} When there are no headings, or two columns hold the same.
 */
export function understandColumns(
  cells: readonly Cell[],
  told: ReadonlyMap<string, Field | undefined> = new Map(),
): Columns {
  const known: KnownColumn[] = []
  const unknown: UnknownColumn[] = []
  let width = 0
  for (const [index, cell] of cells.entries()) {
    if (isEmpty(cell)) continue
    width = index + 1
    const heading = typeof cell === 'string' ? cell.trim() : ''
    const names = [plainHeading(heading), `column ${columnLetters(index)}`]
    const name = names.find((one) => told.has(one))
    const field = name === undefined ? fieldOfHeading(heading) : told.get(name)
    if (field === undefined) unknown.push({ index, heading })
    else known.push({ index, heading, field: field as KnownColumn['field'] })
  }
  if (known.length < LEAST_KNOWN) throw new HeadingProblem('headings.none')
  const amount = (name: string) => (name === 'arrearsCents' ? 'arrears' : name)
  for (const { index, field } of known) {
    const same = known.filter((other) => amount(other.field.name) === amount(field.name))
    if (same.length === 1 || mayRepeat(field)) continue
    const letters = same.map((other) => columnLetters(other.index))
    if (same[0]!.index === index) throw new HeadingProblem('headings.twice', [field.name], letters)
  }
  return { known, unknown, width }
}

/** What cannot be left out of a report, unless it is given for all rows. */
const NEEDED: readonly FieldName[] = [
  ...(['creditorId', 'municipalityCode', 'sector', 'arrears', 'oldestDueOn', 'surname'] as const),
  ...(['postcode', 'houseNumber', 'personalContactOn', 'pointedToDebtHelpOn'] as const),
  ...(['writtenRemindersSent', 'offeredToShareOn', 'noObjection', 'currentCustomer'] as const),
  ...(['noRunningArrangement', 'naturalPerson'] as const),
]
const NEEDED_TO_WITHDRAW: readonly FieldName[] = [
  ...(['creditorId', 'municipalityCode', 'predecessorId', 'withdrawalReason'] as const),
]

/**
 * Checks that every field that must be there has a column or a value for all rows. A file with
 * withdrawals alone needs less.
 *
 * @throws {HeadingProblem} `headings.missing`.
 */
export function requireFields({ known }: Columns, given: ReadonlySet<string>): void {
  const present = new Set<string>([...given, ...known.map(({ field }) => field.name)])
  if (present.has('arrearsCents')) present.add('arrears')
  const lacking = (needed: readonly FieldName[]) => needed.filter((name) => !present.has(name))
  const missing = lacking(NEEDED)
  if (missing.length === 0) return
  const isForWithdrawals = present.has('withdrawalReason') && !present.has('surname')
  if (isForWithdrawals && lacking(NEEDED_TO_WITHDRAW).length === 0) return
  throw new HeadingProblem('headings.missing', missing)
}

/** What the cells of a column show about the notation of amounts and dates. */
export interface Notation {
  readonly sign?: DecimalSign | 'both' | undefined
  readonly order?: DateOrder | 'both' | undefined
  /** Only shown; every cell is read as it is written. */
  readonly form?: DateForm | 'both' | undefined
}
