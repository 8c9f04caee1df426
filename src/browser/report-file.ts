import { safeCell } from '../cli/files/safe-cells.js'
import type { RowOutcome } from '../cli/delivery/state.js'
import type { components } from '../generated/openapi.js'
import {
  columnLetters,
  explain,
  headingOf,
  type Columns,
  type Finding,
} from '../spreadsheet/index.js'
import { outcomesOf } from './row-check.js'
import { rowsOf, type Delivery } from './delivery-plan.js'
import { language, say } from './words.js'

/** One line about one row, in words. */
export interface ReportLine {
  readonly row: number
  readonly column: string
  readonly field: string
  readonly outcome: string
  readonly code: string
  readonly says: string
  readonly remedy: string
}

/** What can be found about the notation of a cell is said on the page, not on a command line. */
const OF_PAGE: Partial<Record<string, 'deliver.say_decimals' | 'deliver.say_dates'>> = {
  AMOUNT_AMBIGUOUS: 'deliver.say_decimals',
  DATE_AMBIGUOUS: 'deliver.say_dates',
}

/** Outcomes as lines: a row and a place, what it is, what to do. Nothing of what stood in the file. */
export function reportLines(
  outcomes: readonly RowOutcome[],
  columns: Columns | undefined,
): ReportLine[] {
  return outcomes.flatMap(({ row, status, findings }) =>
    findings.map((finding) => ({
      row,
      ...placeOf(finding, columns),
      outcome: say(`deliver.status.${status}`),
      code: finding.code,
      ...wordsOf(finding),
    })),
  )
}

/** Every line as CSV for a spreadsheet, in which nothing is calculated. */
export function reportCsv(lines: readonly ReportLine[]): string {
  const head = (['row', 'column', 'means', 'outcome'] as const).map((key) => say(`deliver.${key}`))
  const rows = lines.map(({ row, column, field, outcome, code, says, remedy }) => [
    String(row),
    ...[column, field, outcome, code, says, remedy],
  ])
  const all = [[...head, 'Code', say('deliver.says'), say('deliver.remedy')], ...rows]
  return `\ufeff${all.map((cells) => cells.map(csvCell).join(';')).join('\r\n')}\r\n`
}

/** What became of the rows of a delivery: those left out, and what the receipts say. */
export function finalOutcomes(
  { batches, outcomes, receipts }: Delivery,
  isInEuros: boolean,
): RowOutcome[] {
  const delivered = new Set<number>()
  const said = batches.flatMap((batch) => {
    const receipt = receipts[batch.batchId]
    if (receipt === undefined) return []
    const rows = rowsOf(batch)
    for (const row of rows) delivered.add(row)
    const { items } = JSON.parse(receipt.text) as components['schemas']['Receipt']
    return outcomesOf(
      rows.map((row) => ({ row, isIdMade: false })),
      items,
      isInEuros,
    )
  })
  const before = outcomes.filter(({ row }) => !delivered.has(row))
  return [...before, ...said].sort((left, right) => left.row - right.row)
}

function placeOf(
  { field }: Finding,
  columns: Columns | undefined,
): Pick<ReportLine, 'column' | 'field'> {
  if (field === undefined) return { column: '', field: '' }
  const known = columns?.known.find((each) => each.field.name === field)
  return {
    column: known === undefined ? '' : columnLetters(known.index),
    field: headingOf(field, language),
  }
}

function wordsOf({ code }: Finding): Pick<ReportLine, 'says' | 'remedy'> {
  const words = explain(code, language)
  const own = OF_PAGE[code]
  return own === undefined ? words : { ...words, remedy: say(own) }
}

function csvCell(text: string): string {
  const safe = safeCell(text)
  return /[;"\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
