import { stringify } from 'csv-stringify/sync'
import type { Numbers } from '../../statistics/index.js'

type Row = readonly [table: string, row: string, name: string, measure: string, value: number]

/**
 * A month as a file for programs and spreadsheets: one line per number, each with the table and the row
 * that it stands in. Names of parties are as the register has them.
 */
export function numbersCsv({ statistics, names }: Numbers): string {
  const { municipalityCode, month, cases, outcomes, transfers } = statistics
  const counts = (table: string, row: string, of: object): Row[] =>
    Object.entries(of).flatMap(([measure, value]): Row[] =>
      typeof value === 'number' ? [[table, row, nameOf(names, row), measure, value]] : [],
    )
  const rows = [
    ...counts('cases', '', cases),
    ...counts('outcomes', '', outcomes),
    ...counts('transfers', '', transfers ?? {}),
    ...outcomes.byOutcome.flatMap((one) => counts('byOutcome', one.outcome, one)),
    ...outcomes.contactAttempts.flatMap((one) => counts('contactAttempts', one.kind, one)),
    ...(outcomes.strategies ?? []).flatMap((one) => counts('strategies', one.strategy, one)),
    ...(outcomes.byCreditor ?? []).flatMap((one) => counts('byCreditor', one.creditorId, one)),
    ...(outcomes.byExecutor ?? []).flatMap((one) => counts('byExecutor', one.executorId, one)),
  ]
  return stringify([
    ['municipality', 'month', 'table', 'row', 'name', 'measure', 'value'],
    ...rows.map((row) => [municipalityCode, month, ...row]),
  ])
}

/** What could begin a formula in a spreadsheet gets an apostrophe in front (OWASP, CSV injection). */
function nameOf(names: ReadonlyMap<string, string>, id: string): string {
  const name = names.get(id) ?? ''
  return /^[=+\-@\t\r\n|%]/.test(name) ? `'${name}` : name
}
