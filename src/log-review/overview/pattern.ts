import { addDays, type Day } from '../../kernel/calendar.js'

/** Entries of one day by who acted and what for. */
export interface DayCount {
  readonly day: Day
  readonly actor: string
  readonly purpose: string
  readonly entries: number
}

/** One day beside what is usual for its day of the week. */
export interface DayPattern {
  readonly day: Day
  readonly entries: number
  /** Median of the same day of the four weeks before. */
  readonly usual: number
  readonly isUnusual: boolean
}

/** One party or purpose: the last seven days beside what is usual in a week. */
export interface WeekPattern {
  readonly key: string
  readonly entries: number
  /** Median of the four weeks before. */
  readonly usual: number
  readonly isUnusual: boolean
}

/** Days that are shown. */
export const SHOWN_DAYS = 28

/** Weeks that say what is usual. */
const WEEKS = 4

/** Days that must be counted for it: those shown, and four weeks before the first of them. */
export const COUNTED_DAYS = SHOWN_DAYS + WEEKS * 7

/** So many entries more than usual are no matter of chance in a quiet log either. */
const MARGIN = 10

/** The days that are shown, oldest first, today last. */
export function dayPatterns(counts: readonly DayCount[], today: Day): DayPattern[] {
  const totals = new Map<Day, number>()
  for (const { day, entries } of counts) totals.set(day, (totals.get(day) ?? 0) + entries)
  return Array.from({ length: SHOWN_DAYS }, (_, at) => {
    const day = addDays(today, at + 1 - SHOWN_DAYS)
    const before = weeksBefore((weeks) => totals.get(addDays(day, -7 * weeks)) ?? 0)
    return { day, ...compared(totals.get(day) ?? 0, before) }
  })
}

/**
 * The last seven days, today included, of everybody who acted or everything it was done for, in the
 * five weeks up to today; most entries first.
 */
export function weekPatterns(
  counts: readonly DayCount[],
  today: Day,
  keyOf: (count: DayCount) => string,
): WeekPattern[] {
  const weeks = new Map<string, number[]>()
  for (const count of counts) {
    const week = weekOf(count.day, today)
    if (week > WEEKS) continue
    const key = keyOf(count)
    const totals = weeks.get(key) ?? Array.from({ length: WEEKS + 1 }, () => 0)
    totals[week]! += count.entries
    weeks.set(key, totals)
  }
  return [...weeks]
    .map(([key, [now = 0, ...before]]) => ({ key, ...compared(now, before) }))
    .sort((left, right) => right.entries - left.entries || (left.key < right.key ? -1 : 1))
}

function weekOf(day: Day, today: Day): number {
  let week = 0
  for (let from = addDays(today, -6); day < from; from = addDays(from, -7)) week += 1
  return week
}

function weeksBefore(count: (weeks: number) => number): number[] {
  return Array.from({ length: WEEKS }, (_, at) => count(at + 1))
}

/** Unusual is twice as much and more than a few, or hardly anything where there is much. */
function compared(entries: number, before: readonly number[]) {
  const usual = median(before)
  const isUnusual = entries > 2 * usual + MARGIN || (usual > 4 * MARGIN && entries < usual / 4)
  return { entries, usual, isUnusual }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right)
  const middle = sorted.length / 2
  return (sorted[Math.floor(middle - 0.5)]! + sorted[Math.floor(middle)]!) / 2
}
