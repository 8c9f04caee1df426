import type { Brand } from './brand.js'
import { HubError } from './errors.js'

/** A civil day in Europe/Amsterdam, `2026-08-31`. Compares as text. */
export type Day = Brand<string, 'Day'>

/** A calendar month in Europe/Amsterdam, `2026-08`. Compares as text. */
export type Month = Brand<string, 'Month'>

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/
const MS_PER_DAY = 86_400_000
const MS_PER_HOUR = 3_600_000

const amsterdam = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Amsterdam',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

const amsterdamHour = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Amsterdam',
  hour: '2-digit',
  hourCycle: 'h23',
})

/** Whether `text` names a day that exists. */
export function isDay(text: string): text is Day {
  const parts = DAY.exec(text)
  if (parts === null) return false
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  const date = new Date(Date.UTC(year, month - 1, day))
  return (
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  )
}

/** @throws {HubError} `day.malformed` when the text is not a day that exists. */
export function parseDay(text: string): Day {
  if (!isDay(text)) throw new HubError('day.malformed', 'A day is written as YYYY-MM-DD.')
  return text
}

/** Whether a text is a month, as `2026-08`. */
export function isMonth(text: string): text is Month {
  return MONTH.test(text)
}

/** @throws {HubError} `month.malformed` when the text is not a month. */
export function parseMonth(text: string): Month {
  if (!isMonth(text)) throw new HubError('month.malformed', 'A month is written as YYYY-MM.')
  return text
}

/** The civil day in Amsterdam at an instant. */
export function dayOf(instant: Date): Day {
  return amsterdam.format(instant) as Day
}

/**
 * The instant at which clocks in Amsterdam show a whole hour of a day. An hour that is skipped in
 * March means the one after it; of the hour that comes twice in October it is the first.
 */
export function instantOf(day: Day, hour: number): Date {
  const shown = Date.parse(`${day}T${String(hour).padStart(2, '0')}:00:00Z`)
  const instants = [2, 1].map((ahead) => new Date(shown - ahead * MS_PER_HOUR))
  const fits = (instant: Date) => dayOf(instant) === day && hourOf(instant) === hour
  return instants.find(fits) ?? instants[1]!
}

/** The month that a day falls in. */
export function monthOf(day: Day): Month {
  return day.slice(0, 7) as Month
}

/** The first day of a month. */
export function firstDayOf(month: Month): Day {
  return `${month}-01` as Day
}

/** The last day of a month. */
export function lastDayOf(month: Month): Day {
  return addDays(firstDayOf(monthsAfter(month, 1)), -1)
}

/** The month `count` months before another. */
export function monthsBefore(month: Month, count: number): Month {
  return monthsAfter(month, -count)
}

/** The month `count` months after another; negative counts go back. */
export function monthsAfter(month: Month, count: number): Month {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + count
  const year = Math.floor(index / 12)
  return `${String(year).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}` as Month
}

/** The day `count` days after another; negative counts go back. */
export function addDays(day: Day, count: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * MS_PER_DAY)
    .toISOString()
    .slice(0, 10) as Day
}

/** Whole days from one day to another; negative when `to` lies earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / MS_PER_DAY)
}

/** Whether a day is a Saturday, a Sunday or a Dutch public holiday. */
export function isDayOff(day: Day): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday === 0 || weekday === 6 || holidays(Number(day.slice(0, 4))).has(day)
}

/**
 * The day that lies `count` working days after another (Saturdays, Sundays and Dutch public
 * holidays do not count).
 */
export function addWorkingDays(day: Day, count: number): Day {
  let current = day
  for (let left = count; left > 0;) {
    current = addDays(current, 1)
    if (!isDayOff(current)) left -= 1
  }
  return current
}

/** Working days after `from` up to and including `to`; 0 when `to` does not lie later. */
export function workingDaysBetween(from: Day, to: Day): number {
  let count = 0
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) {
    if (!isDayOff(day)) count += 1
  }
  return count
}

function hourOf(instant: Date): number {
  return Number(amsterdamHour.format(instant))
}

const holidaysByYear = new Map<number, ReadonlySet<string>>()

/** The general public holidays (Algemene termijnenwet, article 3), with Liberation Day each year. */
function holidays(year: number): ReadonlySet<string> {
  const known = holidaysByYear.get(year)
  if (known !== undefined) return known
  const easter = easterSunday(year)
  const kingsDay = `${year}-04-27` as Day
  const onSunday = new Date(`${kingsDay}T00:00:00Z`).getUTCDay() === 0
  const found = new Set<string>([
    `${year}-01-01`,
    addDays(easter, -2),
    easter,
    addDays(easter, 1),
    onSunday ? `${year}-04-26` : kingsDay,
    `${year}-05-05`,
    addDays(easter, 39),
    addDays(easter, 49),
    addDays(easter, 50),
    `${year}-12-25`,
    `${year}-12-26`,
  ])
  holidaysByYear.set(year, found)
  return found
}

/** Easter Sunday by the anonymous Gregorian computus. */
function easterSunday(year: number): Day {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = Math.floor(b / 4)
  const e = b % 4
  const f = Math.floor((b + 8) / 25)
  const g = Math.floor((b - f + 1) / 3)
  const h = (19 * a + b - d - g + 15) % 30
  const i = Math.floor(c / 4)
  const k = c % 4
  const l = (32 + 2 * e + 2 * i - h - k) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const month = Math.floor((h + l - 7 * m + 114) / 31)
  const day = ((h + l - 7 * m + 114) % 31) + 1
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` as Day
}
