import { stringify } from 'csv-stringify/sync'
import type { LoggedEntry } from '../../log-review/index.js'

const MEMBERS = [
  'at',
  'actor',
  'role',
  'action',
  'operation',
  'purpose',
  'legalBasis',
  'result',
  'count',
  'traceId',
] as const

/**
 * Entries for a spreadsheet, with the members that people look at. No cell begins as a formula.
 */
export function entriesAsCsv(entries: readonly LoggedEntry[]): string {
  const rows = entries.map(({ entryId, number, record }) => {
    const members = JSON.parse(record) as Readonly<Record<string, unknown>>
    return [
      number,
      entryId,
      ...MEMBERS.map((name) => members[name]),
      JSON.stringify(members['objects']),
    ]
  })
  const header = ['number', 'entry', ...MEMBERS, 'objects']
  return stringify([header, ...rows], { escape_formulas: true, record_delimiter: 'windows' })
}

/**
 * Entries with everything that their leaves are made from, one per line, so that whoever receives the
 * file can check them and miss none: the record stands there verbatim.
 */
export function entriesAsLines(entries: readonly LoggedEntry[]): string {
  return entries
    .map(
      ({ index, number, salt, record }) =>
        `{"index":${index},"number":${number},"salt":"${salt.toString('hex')}","record":${record}}\n`,
    )
    .join('')
}
