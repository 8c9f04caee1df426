/**
 * Columns as PostgreSQL array literals, for `INSERT … SELECT … FROM unnest($1::uuid[], …)`.
 *
 * The driver would write arrays element by element through its type table and, for bytes, through
 * two more copies; these plain loops are several times faster, and the server reads the same text.
 */

/** Texts of any content; `null` stays null, the word NULL stays a text. */
export function textArray(values: readonly (string | null)[]): string {
  let literal = ''
  for (const value of values) {
    literal += value === null ? ',NULL' : `,"${NEEDS_ESCAPE.test(value) ? escaped(value) : value}"`
  }
  return enclosed(literal)
}

/**
 * UUIDs, days (`2026-08-31`), instants (`2026-08-31T22:00:00.000Z`), codes and anything else whose
 * spelling holds only letters, digits and `.:+-_`.
 *
 * @throws {RangeError} When a value has another character, or none; it would be read as something
 *   else by the server.
 */
export function plainArray(values: readonly (string | null)[]): string {
  let literal = ''
  for (const value of values) {
    if (value !== null && !PLAIN.test(value)) throw new RangeError('Not a plain array element.')
    literal += value === null ? ',NULL' : `,"${value}"`
  }
  return enclosed(literal)
}

/**
 * Whole numbers, for smallint, integer and bigint.
 *
 * @throws {RangeError} When a number is not whole or above 2^53; the server would round or refuse.
 */
export function integerArray(values: readonly (number | bigint | null)[]): string {
  let literal = ''
  for (const value of values) {
    if (typeof value === 'number' && !Number.isSafeInteger(value)) {
      throw new RangeError('Not a whole number.')
    }
    literal += value === null ? ',NULL' : `,${value}`
  }
  return enclosed(literal)
}

/** Truth values. */
export function booleanArray(values: readonly (boolean | null)[]): string {
  let literal = ''
  for (const value of values) literal += value === null ? ',NULL' : value ? ',t' : ',f'
  return enclosed(literal)
}

/** Byte strings of any length, as bytea. */
export function bytesArray(values: readonly (Buffer | null)[]): string {
  let literal = ''
  for (const value of values) {
    literal += value === null ? ',NULL' : `,"\\\\x${value.toString('hex')}"`
  }
  return enclosed(literal)
}

const NEEDS_ESCAPE = /["\\]/
const PLAIN = /^[A-Za-z0-9.:+_-]+$/

function escaped(value: string): string {
  return value.replace(/["\\]/g, '\\$&')
}

/** Elements each led by a comma, as a literal. */
function enclosed(literal: string): string {
  return `{${literal.slice(1)}}`
}
