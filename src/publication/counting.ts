import type { MunicipalityCode } from '../parties/index.js'
import type { Counts } from './table.js'
import { SECTOR_GROUPS } from './variables.js'

/** A group of equal cases or notifications of one municipality, as the database counts them. */
export interface CountRow {
  readonly municipality: MunicipalityCode
  /** Of cases; null for notifications. */
  readonly matchClass: string | null
  /** Reported last; null while there is none. */
  readonly outcome: string | null
  readonly reached: boolean | null
  /** Of notifications; null for cases, and for a municipality without any. */
  readonly sector: string | null
  readonly value: number
}

/** Codes of outcomes as the national monitor groups them. */
export interface ResultCodes {
  /** Help was accepted. */
  readonly help: ReadonlySet<string>
  /** The outcome itself says that somebody was reached. */
  readonly reached: ReadonlySet<string>
}

const CLASS_VARIABLES: Readonly<Record<string, string>> = {
  SINGLE: 'cases.single',
  MULTIPLE: 'cases.multiple',
  CONSECUTIVE: 'cases.consecutive',
  MULTIPLE_CONSECUTIVE: 'cases.multipleConsecutive',
}

/** Adds up what was counted, by municipality and variable; a municipality without anything has zeros. */
export function countsOf(rows: readonly CountRow[], codes: ResultCodes): Counts {
  const counts = new Map<MunicipalityCode, Map<string, number>>()
  for (const row of rows) {
    const counted = counts.get(row.municipality) ?? new Map<string, number>()
    counts.set(row.municipality, counted)
    const add = (variable: string) => {
      counted.set(variable, (counted.get(variable) ?? 0) + row.value)
    }
    if (row.matchClass !== null) {
      add(CLASS_VARIABLES[row.matchClass] ?? 'cases.single')
      add(resultOf(row, codes))
    } else if (row.sector !== null) {
      add(sectorVariable(row.sector))
    }
  }
  return counts
}

function resultOf({ outcome, reached }: CountRow, codes: ResultCodes): string {
  if (outcome === null) return 'result.open'
  if (codes.help.has(outcome)) return 'result.helpAccepted'
  return reached === true || codes.reached.has(outcome) ? 'result.reached' : 'result.notReached'
}

function sectorVariable(sector: string): string {
  const found = Object.entries(SECTOR_GROUPS).find(([, sectors]) =>
    (sectors as readonly string[]).includes(sector),
  )
  return `notifications.${found?.[0] ?? 'other'}`
}
