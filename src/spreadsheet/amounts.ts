import type { Cell } from './cell.js'
import { CellProblem } from './findings.js'

/** Which sign stands before the cents. */
export type DecimalSign = 'comma' | 'dot'

const SIGN: Readonly<Record<string, DecimalSign>> = { ',': 'comma', '.': 'dot' }
const MOST_EUROS = 10_000_000

/** What the text of an amount says of itself. */
type Form =
  | { readonly is: 'plain'; readonly euros: string; readonly cents: string }
  | {
      readonly is: 'marked'
      readonly sign: DecimalSign
      readonly euros: string
      readonly cents: string
    }
  | { readonly is: 'ambiguous'; readonly thousands: DecimalSign; readonly euros: string }
  | { readonly is: 'none' }

/**
 * Which sign an amount shows to be the decimal one: `1.234,56` and `12,5` show the comma. Nothing for
 * an amount that shows none, such as `1234` or `1.234`.
 */
export function decimalSignOf(cell: Cell): DecimalSign | undefined {
  if (typeof cell !== 'string') return undefined
  const form = formOf(cell)
  return form.is === 'marked' ? form.sign : undefined
}

/**
 * Reads an amount in euros. `1.234` and `1,234` can be read in two ways; they are read only when it is
 * known which sign is the decimal one.
 *
 * @param sign What the other cells of the column show, or what the reader was told.
 * @param isTold Whether it was told: then an amount in the other notation is no amount.
 * @returns Whole euro cents.
 * @throws {CellProblem} `AMOUNT_AMBIGUOUS`, `AMOUNT_UNREADABLE`.
 */
export function readEuros(cell: Cell, sign: DecimalSign | undefined, isTold = false): number {
  if (typeof cell === 'number') return centsOfNumber(cell)
  const form = typeof cell === 'string' ? formOf(cell) : ({ is: 'none' } as const)
  switch (form.is) {
    case 'none':
      throw new CellProblem('AMOUNT_UNREADABLE')
    case 'plain':
      return inCents(form.euros, form.cents)
    case 'marked':
      if (isTold && form.sign !== sign) throw new CellProblem('AMOUNT_UNREADABLE')
      return inCents(form.euros, form.cents)
    case 'ambiguous':
      if (sign === undefined) throw new CellProblem('AMOUNT_AMBIGUOUS')
      // With the sign of thousands as decimal sign there would be three decimals.
      if (form.thousands === sign) throw new CellProblem('AMOUNT_UNREADABLE')
      return inCents(form.euros, '')
  }
}

/** Reads an amount in whole cents. @throws {CellProblem} `AMOUNT_UNREADABLE`. */
export function readCents(cell: Cell): number {
  const text = typeof cell === 'number' ? String(cell) : cell
  if (typeof text !== 'string' || !/^\s*\d{1,12}\s*$/.test(text)) {
    throw new CellProblem('AMOUNT_UNREADABLE')
  }
  return Number(text)
}

function formOf(cell: string): Form {
  const text = cell
    .replace(/^\s*(€|eur(o|os)?\b)/i, '')
    .replace(/(€|\beur(o|os)?)\s*$/i, '')
    .trim()
    .replace(/(\d)[\s'’](?=\d{3}(\D|$))/g, '$1')
  const dashed = /^([\d.,]*\d)([.,])-{1,2}$/.exec(text)
  if (dashed !== null) return dashedForm(dashed[1]!, dashed[2]!)
  if (/^\d{1,9}$/.test(text)) return { is: 'plain', euros: text, cents: '' }
  const last = /^([\d.,]*\d)([.,])(\d+)$/.exec(text)
  if (last === null) return { is: 'none' }
  const [, before = '', mark = '', after = ''] = last
  const other = otherThan(mark)
  if (after.length <= 2 && isWhole(before, other)) {
    const euros = before.replaceAll(other, '')
    return { is: 'marked', sign: SIGN[mark]!, euros, cents: after }
  }
  const whole = `${before}${mark}${after}`
  if (!groupsBy(whole, mark)) return { is: 'none' }
  const euros = whole.replaceAll(mark, '')
  // Two signs of thousands cannot both be the decimal one.
  if (before.includes(mark)) return { is: 'marked', sign: SIGN[other]!, euros, cents: '' }
  return { is: 'ambiguous', thousands: SIGN[mark]!, euros }
}

/** `1.234,-`: a dash for the cents shows the decimal sign. */
function dashedForm(before: string, mark: string): Form {
  const other = otherThan(mark)
  if (!isWhole(before, other)) return { is: 'none' }
  return { is: 'marked', sign: SIGN[mark]!, euros: before.replaceAll(other, ''), cents: '' }
}

function otherThan(mark: string): string {
  return mark === '.' ? ',' : '.'
}

function isWhole(text: string, thousands: string): boolean {
  return /^\d{1,9}$/.test(text) || groupsBy(text, thousands)
}

/** Whether a text is digits in groups of three, as in `1.234.567`. */
function groupsBy(text: string, mark: string): boolean {
  const [first = '', ...rest] = text.split(mark)
  return /^[1-9]\d{0,2}$/.test(first) && rest.length > 0 && rest.every((one) => /^\d{3}$/.test(one))
}

function inCents(euros: string, cents: string): number {
  if (Number(euros) > MOST_EUROS) throw new CellProblem('AMOUNT_UNREADABLE')
  return Number(euros) * 100 + Number(cents.padEnd(2, '0'))
}

/** A workbook keeps amounts as binary fractions: 12.35 is a hair beside it. */
function centsOfNumber(amount: number): number {
  const cents = Math.round(amount * 100)
  const isExact = Math.abs(amount * 100 - cents) < 1e-4
  if (!isExact || !(amount >= 0) || amount > MOST_EUROS) throw new CellProblem('AMOUNT_UNREADABLE')
  return cents
}
