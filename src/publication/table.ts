import type { MunicipalityCode } from '../parties/index.js'
import {
  NATION,
  placeName,
  type Counted,
  type Period,
  type Place,
  type Row,
  type Sum,
} from './cell.js'
import { VARIABLES } from './variables.js'

/** What was counted of one municipality in one period: by name of the variable; absent is zero. */
export type Counts = ReadonlyMap<MunicipalityCode, ReadonlyMap<string, number>>

/** Every cell of a period: municipalities, sums of variables, and the row over all of them. */
export function tableOf(period: Period, counts: Counts): Counted[] {
  const rows = new Map<Row, Map<string, number>>()
  const nation = new Map<string, number>()
  for (const [municipality, counted] of counts) {
    const row = new Map<string, number>()
    for (const { name, groups } of VARIABLES) {
      const value = (groups[0] ?? [name]).reduce((sum, part) => sum + (counted.get(part) ?? 0), 0)
      row.set(name, value)
      nation.set(name, (nation.get(name) ?? 0) + value)
    }
    rows.set(municipality, row)
  }
  rows.set(NATION, nation)
  return [...rows].flatMap(([row, values]) =>
    [...values].map(([variable, value]): Counted => ({ period, row, variable, value })),
  )
}

/**
 * The sums that anybody knows between published places: of variables, of municipalities, and of the
 * months of a year that are published.
 */
export function sumsOf(places: readonly Place[]): Sum[] {
  const known = new Set(places.map(placeName))
  const periods = [...new Set(places.map(({ period }) => period))]
  const sums: Sum[] = []
  const add = (total: string, parts: readonly string[]) => {
    const present = parts.filter((part) => known.has(part))
    if (known.has(total) && present.length > 0) sums.push({ total, parts: present })
  }
  const rowsOf = new Map<Period, Set<Row>>()
  for (const { period, row } of places) {
    const rows = rowsOf.get(period) ?? new Set()
    rowsOf.set(period, rows.add(row))
  }
  for (const [period, rows] of rowsOf) {
    const towns = [...rows].filter((row) => row !== NATION)
    for (const { name: variable, groups } of VARIABLES) {
      add(
        placeName({ period, row: NATION, variable }),
        towns.map((row) => placeName({ period, row, variable })),
      )
      for (const row of rows) {
        for (const group of groups) {
          add(
            placeName({ period, row, variable }),
            group.map((part) => placeName({ period, row, variable: part })),
          )
        }
        if (period.length !== 4) continue
        const months = periods.filter((other) => other.startsWith(`${period}-`))
        if (months.length < 12) continue
        add(
          placeName({ period, row, variable }),
          months.map((month) => placeName({ period: month, row, variable })),
        )
      }
    }
  }
  return sums
}
