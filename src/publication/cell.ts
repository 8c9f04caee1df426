import type { MunicipalityCode } from '../parties/index.js'

/** The row over all municipalities of a table. */
export const NATION = 'NL'

/** A month or a year that numbers are of: `2026-08`, `2026`. */
export type Period = string

/** Whose number a cell is. */
export type Row = MunicipalityCode | typeof NATION

/** Where a number stands in what is published. */
export interface Place {
  readonly period: Period
  readonly row: Row
  /** One of `VARIABLES`. */
  readonly variable: string
}

/** A number as it was counted. */
export interface Counted extends Place {
  /** A count: never negative. */
  readonly value: number
}

/** Why a number is not shown: it is too small itself, or protects one that is. */
export type Suppression = 'PRIMARY' | 'SECONDARY'

/** A number as it is published: with its value, or with the reason why not. */
export interface PublishedCell extends Place {
  /** `null` when it is not shown. */
  readonly value: number | null
  readonly suppression: Suppression | null
}

/** A total and the numbers it is the sum of; every reader knows that it is. */
export interface Sum {
  readonly total: string
  readonly parts: readonly string[]
}

/** The name of a place: what sums refer to. */
export function placeName({ period, row, variable }: Place): string {
  return `${period} ${row} ${variable}`
}
