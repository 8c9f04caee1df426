import { HubError } from './errors.js'

/** Deepest nesting of a body; the contract itself needs five levels. */
const MOST_LEVELS = 16

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads a body as JSON that every reader understands alike (RFC 7493): proper UTF-8, no byte order
 * mark, no member named twice, no half surrogates, shallow.
 *
 * @throws {HubError} `request.unreadable_json`, with a constant detail: messages of `JSON.parse`
 *   quote what was sent.
 */
export function parseJson(bytes: Buffer): unknown {
  const { members, levels } = scan(bytes)
  if (levels > MOST_LEVELS) throw unreadable(`It is nested deeper than ${MOST_LEVELS} levels.`)
  let value: unknown
  try {
    value = JSON.parse(decoder.decode(bytes))
  } catch {
    throw unreadable('It is not JSON in UTF-8.')
  }
  if (countMembers(value) !== members) throw unreadable('An object names a member twice.')
  return value
}

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** Counts colons outside of strings, one for each member, and the levels of nesting. */
function scan(bytes: Buffer): { members: number; levels: number } {
  let members = 0
  let level = 0
  let levels = 0
  for (let at = 0; at < bytes.length; at++) {
    switch (bytes[at]) {
      case QUOTE:
        at = endOfString(bytes, at)
        break
      case 0x3a:
        members++
        break
      case 0x5b:
      case 0x7b:
        if (++level > levels) levels = level
        break
      case 0x5d:
      case 0x7d:
        level--
        break
    }
  }
  return { members, levels }
}

function endOfString(bytes: Buffer, start: number): number {
  for (let at = start + 1; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === QUOTE) return at
    if (byte === BACKSLASH) at++
  }
  return bytes.length
}

/**
 * Counts the members of all objects in a value. Of a member named twice, `JSON.parse` keeps one, so
 * that there are fewer than the text has colons. Levels are few, so recursion is safe.
 */
function countMembers(value: unknown): number {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw unreadable('A text is not proper Unicode.')
    return 0
  }
  if (typeof value !== 'object' || value === null) return 0
  let count = 0
  if (Array.isArray(value)) {
    for (const item of value) count += countMembers(item)
    return count
  }
  const names = Object.keys(value)
  for (const name of names) {
    if (!name.isWellFormed()) throw unreadable('A text is not proper Unicode.')
    count += 1 + countMembers((value as Readonly<Record<string, unknown>>)[name])
  }
  return count
}

function unreadable(reason: string): HubError {
  return new HubError('request.unreadable_json', `The body cannot be read. ${reason}`)
}
