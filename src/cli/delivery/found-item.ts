import { createHmac } from 'node:crypto'
import { canonicalText } from '../../kernel/canonical.js'
import type { Finding } from '../../spreadsheet/index.js'

/** One notification as a file holds it. */
export interface FoundItem {
  /** Row of the sheet, line of the file, or place in the list, counted from 1. */
  readonly row: number
  readonly item: Readonly<Record<string, unknown>>
  readonly findings: readonly Finding[]
  /** Whether its identifier was made here, from its content. */
  readonly isIdMade: boolean
}

/**
 * Gives an item without identifier one that follows from its content and the month of its report, so
 * that the same row is the same notification however often and from whichever file it is sent. Under a
 * key of the party: whoever sees the identifier can test no guess about the person.
 */
export function withId(
  item: Readonly<Record<string, unknown>>,
  key: Buffer,
): Readonly<Record<string, unknown>> {
  const { reportedOn, ...rest } = item
  const month = typeof reportedOn === 'string' ? reportedOn.slice(0, 7) : ''
  const mac = createHmac('sha256', key)
    .update(canonicalText({ ...rest, month }))
    .digest()
  // A UUID of version 8: what its bits mean is ours (RFC 9562).
  mac[6] = 0x80 | (mac[6]! & 0x0f)
  mac[8] = 0x80 | (mac[8]! & 0x3f)
  const hex = mac.toString('hex')
  const notificationId = [
    ...[hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)],
    hex.slice(20, 32),
  ].join('-')
  return { notificationId, ...item }
}
