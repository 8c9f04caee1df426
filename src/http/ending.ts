import { isDay, type Day } from '../kernel/calendar.js'
import type { Node } from './contract-document.js'

/** How long an operation that is on its way out still works. */
export interface Ending {
  /** From when on nobody should begin to use it. */
  readonly deprecatedOn: Day
  /** Last day on which it works; `undefined` while that is not decided. */
  readonly sunsetOn: Day | undefined
  /** What to read about it: the guide to what comes instead. */
  readonly link: string | undefined
}

/**
 * Reads from the contract whether an operation ends: `deprecated: true` with `x-deprecated-on`, and
 * `x-sunset` and `x-deprecation-link` once they are known.
 *
 * @returns `undefined` for an operation that stays.
 * @throws {Error} When the contract says so by halves: then the hub does not start.
 */
export function endingOf(node: Node): Ending | undefined {
  const { deprecated, 'x-deprecated-on': from, 'x-sunset': sunset } = node
  const link = node['x-deprecation-link']
  if (deprecated !== true) {
    if (from === undefined && sunset === undefined && link === undefined) return undefined
    throw new Error(`${String(node['operationId'])} ends, but is not deprecated`)
  }
  if (!isDayText(from) || !(sunset === undefined || isDayText(sunset))) {
    throw new Error(`${String(node['operationId'])} is deprecated, but not from or until a day`)
  }
  if (sunset !== undefined && sunset < from) {
    throw new Error(`${String(node['operationId'])} ends before it is deprecated`)
  }
  return {
    deprecatedOn: from,
    sunsetOn: sunset,
    link: typeof link === 'string' ? link : undefined,
  }
}

function isDayText(value: unknown): value is Day {
  return typeof value === 'string' && isDay(value)
}

/**
 * The headers of every answer of such an operation: `Deprecation` (RFC 9745, a date of structured
 * fields) and `Sunset` (RFC 8594, the last second of its last day in UTC).
 */
export function endingHeaders(ending: Ending | undefined): Readonly<Record<string, string>> {
  if (ending === undefined) return {}
  const { deprecatedOn, sunsetOn } = ending
  const from = Date.parse(`${deprecatedOn}T00:00:00Z`) / 1000
  const until = sunsetOn && new Date(`${sunsetOn}T23:59:59Z`).toUTCString()
  return { deprecation: `@${from}`, ...(until !== undefined && { sunset: until }) }
}

/**
 * The `Link` of an answer with what to read about the end added to it (RFC 9745, section 3).
 *
 * @param given The links that the answer has already.
 */
export function endingLink(ending: Ending | undefined, given: unknown): string | undefined {
  if (ending?.link === undefined) return undefined
  const link = `<${ending.link}>; rel="deprecation"; type="text/html"`
  return typeof given === 'string' ? `${given}, ${link}` : link
}
