import { stringify } from 'csv-stringify/sync'
import { NATION, SMALLEST_SHOWN, VARIABLES, type Publication } from '../../publication/index.js'

/** A table as a file for programs: one line per number; a number that is not shown is left empty. */
export function csvOf({ period, content }: Publication): string {
  const names = new Map<string, string>([...content.municipalities, [NATION, '']])
  const rows = content.cells.map(([row, variable, value]) => [
    period,
    row,
    names.get(row) ?? '',
    variable,
    value ?? '',
  ])
  return stringify([['period', 'municipality', 'name', 'variable', 'value'], ...rows])
}

/** The same with what it means and how it came about. Nothing says why a number is not shown. */
export function jsonOf({ period, content, releasedAt, attack }: Publication): string {
  const values = new Map<string, Record<string, number | null>>()
  for (const [row, variable, value] of content.cells) {
    const own = values.get(row) ?? {}
    own[variable] = value
    values.set(row, own)
  }
  const names = new Map<string, string>(content.municipalities)
  return JSON.stringify({
    period,
    releasedAt,
    smallestShown: SMALLEST_SHOWN,
    variables: VARIABLES.map(({ name, groups, nl, en }) => ({ name, groups, nl, en })),
    attack,
    rows: [...values].map(([municipality, numbers]) => ({
      municipality,
      name: names.get(municipality) ?? null,
      values: numbers,
    })),
  })
}
