/** A birth date in its three parts, digits only. Day and month may have been swapped by the creditor. */
export interface BirthDate {
  readonly year: string
  readonly month: string
  readonly day: string
  /** 1 January or 1 July: what registers fill in for newcomers whose day is unknown. */
  readonly isPlaceholder: boolean
}

const ISO = /^(\d{4})[-/. ]?(\d{2})[-/. ]?(\d{2})(?:$|[t ])/
const DUTCH = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})$/
const MONTHS = ['jan', 'feb', 'mrt', 'apr', 'mei', 'jun', 'jul', 'aug', 'sep', 'okt', 'nov', 'dec']

/**
 * Reads a birth date: ISO or eight digits, or day-month-year in digits or with a month's name.
 *
 * A date that does not exist, lies before 1900 or after `today`, or is the filler 1 January 1900 or
 * 1901 counts as missing.
 *
 * @param today `YYYY-MM-DD`; later dates are refused, and two-digit years lie before it.
 */
export function parseBirthDate(text: string | undefined, today: string): BirthDate | undefined {
  const trimmed = text?.trim().toLowerCase() ?? ''
  if (trimmed === '') return undefined
  const parts = ISO.exec(trimmed)
  if (parts !== null) return birthDate(parts[1]!, parts[2]!, parts[3]!, today)
  const dutch = DUTCH.exec(withMonthNumber(trimmed))
  if (dutch === null) return undefined
  return birthDate(fullYear(dutch[3]!, today), two(dutch[2]!), two(dutch[1]!), today)
}

/**
 * The digits of a birth date, year first when that can be told. Unlike `parseBirthDate` this keeps a
 * date with a slip in it that names no day, for comparisons that forgive one slip.
 */
export function birthDateDigits(text: string | undefined, date: BirthDate | undefined): string {
  if (date !== undefined) return `${date.year}${date.month}${date.day}`
  const digits = (text ?? '').replace(/\D+/g, '')
  return digits.length >= 7 && digits.length <= 9 && !/^190[01]0101$/.test(digits) ? digits : ''
}

function birthDate(year: string, month: string, day: string, today: string): BirthDate | undefined {
  // 13 as a month is a day in the wrong place: creditors abroad write the month first.
  if (Number(month) > 12 && Number(day) <= 12) return birthDate(year, day, month, today)
  const instant = Date.UTC(Number(year), Number(month) - 1, Number(day))
  const exists = new Date(instant).toISOString().slice(0, 10) === `${year}-${month}-${day}`
  const isLate = `${year}-${month}-${day}` > today
  const isFiller = month === '01' && day === '01' && (year === '1900' || year === '1901')
  if (!exists || isLate || year < '1900' || isFiller) return undefined
  const isPlaceholder = day === '01' && (month === '01' || month === '07')
  return { year, month, day, isPlaceholder }
}

function withMonthNumber(text: string): string {
  return text.replace(/[a-z]{3,}\.?/, (name) => {
    const month = MONTHS.indexOf(name.slice(0, 3).replace('maa', 'mrt').replace('oct', 'okt'))
    return month < 0 ? name : String(month + 1)
  })
}

function fullYear(year: string, today: string): string {
  if (year.length === 4) return year
  return Number(year) > Number(today.slice(2, 4)) ? `19${year}` : `20${year}`
}

function two(number: string): string {
  return number.padStart(2, '0')
}
