/** A value that JSON can carry. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/**
 * The canonical text of a JSON value (RFC 8785): members sorted by UTF-16 code units, no white
 * space, numbers and strings as ECMAScript serialises them. Members that are `undefined` are left
 * out, as `JSON.stringify` does.
 *
 * @throws {TypeError} For a number that is not finite, or a lone surrogate: JSON cannot carry them.
 */
export function canonicalText(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('JSON has no such number')
    return JSON.stringify(value)
  }
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new TypeError('JSON text must be well-formed Unicode')
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`
  if (typeof value === 'object') {
    const record = value as Record<string, unknown>
    let text = ''
    for (const key of Object.keys(record).sort()) {
      const member = record[key]
      if (member === undefined) continue
      if (text !== '') text += ','
      text += `${canonicalText(key)}:${canonicalText(member)}`
    }
    return `{${text}}`
  }
  throw new TypeError('not a JSON value')
}

/** The canonical bytes of a JSON value (RFC 8785), for hashing. */
export function canonicalBytes(value: unknown): Buffer {
  return Buffer.from(canonicalText(value), 'utf8')
}
