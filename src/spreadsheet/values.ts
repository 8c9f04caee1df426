import type { Cell } from './cell.js'
import { CellProblem, type ReadingCode } from './findings.js'

/** Latin letters that were read in the wrong encoding once before, and the sign for what was lost. */
const GARBLED = /[ÂÃ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|\ufffd/

/** Reads a text. @throws {CellProblem} `NUMBER_ROUNDED`, `TEXT_GARBLED`, `TEXT_NOT_ALLOWED`. */
export function readText(cell: Cell): string {
  const text = asText(cell, 'TEXT_NOT_ALLOWED')
  if (GARBLED.test(text)) throw new CellProblem('TEXT_GARBLED')
  // Half a character cannot be written down, so it cannot be signed either.
  if (!text.isWellFormed()) throw new CellProblem('TEXT_NOT_ALLOWED')
  return text
}

/** Reads a UUID in any case. @throws {CellProblem} `ID_UNREADABLE`. */
export function readId(cell: Cell): string {
  return matching(asText(cell, 'ID_UNREADABLE').toLowerCase(), /^[0-9a-f-]{36}$/, 'ID_UNREADABLE')
}

/** Reads the number of a party. @throws {CellProblem} `ID_UNREADABLE`, `NUMBER_ROUNDED`. */
export function readParty(cell: Cell): string {
  const pattern = /^([0-9A-Z]{20}|VS-[0-9A-Z]{12})$/
  return matching(asText(cell, 'ID_UNREADABLE').toUpperCase(), pattern, 'ID_UNREADABLE')
}

/**
 * Reads the code of a municipality, also when a spreadsheet dropped its zeros, or its name.
 *
 * @param byName Codes by plain name of the municipalities that may be meant.
 * @throws {CellProblem} `MUNICIPALITY_UNREADABLE`.
 */
export function readMunicipality(cell: Cell, byName: Readonly<Record<string, string>>): string {
  const text = asText(cell, 'MUNICIPALITY_UNREADABLE')
  if (/^\d{1,4}$/.test(text)) return text.padStart(4, '0')
  const name = plainMunicipality(text)
  if (!Object.hasOwn(byName, name)) throw new CellProblem('MUNICIPALITY_UNREADABLE')
  return byName[name]!
}

/** The name of a municipality without what does not count. */
export function plainMunicipality(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/^\s*gemeente\s+/, '')
    .replace(/[^a-z0-9]/g, '')
}

/** Reads a whole number. @throws {CellProblem} `NUMBER_UNREADABLE`. */
export function readWhole(cell: Cell): number {
  return Number(matching(asText(cell, 'NUMBER_UNREADABLE'), /^\d{1,9}$/, 'NUMBER_UNREADABLE'))
}

/** Reads a postcode with or without space. @throws {CellProblem} `POSTCODE_UNREADABLE`. */
export function readPostcode(cell: Cell): string {
  const text = asText(cell, 'POSTCODE_UNREADABLE').replace(/\s/g, '').toUpperCase()
  return matching(text, /^[1-9]\d{3}[A-Z]{2}$/, 'POSTCODE_UNREADABLE')
}

/** A house number, with the addition that stood behind it in the same cell. */
export interface HouseNumber {
  readonly number: number
  readonly addition?: string
}

/**
 * Reads a house number. `12a` and `12 bis` are number and addition; `12-14` could be two houses.
 *
 * @throws {CellProblem} `HOUSE_NUMBER_UNREADABLE`.
 */
export function readHouseNumber(cell: Cell): HouseNumber {
  const text = asText(cell, 'HOUSE_NUMBER_UNREADABLE')
  const parts = /^(\d{1,5})(?:[\s/-]*([A-Za-z][A-Za-z0-9 -]{0,9}))?$/.exec(text)
  if (parts === null) throw new CellProblem('HOUSE_NUMBER_UNREADABLE')
  const number = Number(parts[1])
  return parts[2] === undefined ? { number } : { number, addition: parts[2] }
}

/**
 * Reads telephone numbers, several separated by `|`, `;` or `,`. Numbers without country are Dutch.
 *
 * @returns In E.164.
 * @throws {CellProblem} `PHONE_UNREADABLE`.
 */
export function readPhones(cell: Cell): string[] {
  // A number that a spreadsheet took for an amount has lost its zero; which one, nobody can tell.
  if (typeof cell === 'number') throw new CellProblem('PHONE_UNREADABLE')
  return severalOf(asText(cell, 'PHONE_UNREADABLE'), /[|;,]/).map((text) => {
    const number = text
      .replace('(0)', '')
      .replace(/[\s().-]/g, '')
      .replace(/^00(?=[1-9])/, '+')
      .replace(/^0(?=[1-9]\d{8}$)/, '+31')
    return matching(number, /^\+[1-9]\d{6,14}$/, 'PHONE_UNREADABLE')
  })
}

/** Reads e-mail addresses, several separated by `|`, `;` or `,`. @throws {CellProblem} `EMAIL_UNREADABLE`. */
export function readEmails(cell: Cell): string[] {
  return severalOf(asText(cell, 'EMAIL_UNREADABLE'), /[|;,]/).map((text) =>
    matching(text, /^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'EMAIL_UNREADABLE'),
  )
}

function severalOf(text: string, separator: RegExp): string[] {
  const parts = text.split(separator).map((part) => part.trim())
  return parts.filter((part) => part !== '')
}

function matching(text: string, pattern: RegExp, code: ReadingCode): string {
  if (!pattern.test(text)) throw new CellProblem(code)
  return text
}

/** A number is exact up to fifteen digits; beyond that a spreadsheet has already changed it. */
function asText(cell: Cell, otherwise: ReadingCode): string {
  if (typeof cell === 'string') return cell.trim()
  if (typeof cell !== 'number') throw new CellProblem(otherwise)
  if (!Number.isSafeInteger(cell)) throw new CellProblem('NUMBER_ROUNDED')
  return String(cell)
}
