import { outcomeOf } from '../cli/delivery/item-outcome.js'
import type { FoundItem } from '../cli/delivery/found-item.js'
import type { RowOutcome } from '../cli/delivery/state.js'
import type { components } from '../generated/openapi.js'
import { canonicalText } from '../kernel/canonical.js'
import type { Finding } from '../spreadsheet/index.js'
import { hex, utf8 } from './bytes.js'
import type { Hub } from './hub.js'
import type { SigningKey } from './signing-key.js'

type Schemas = components['schemas']
type Item = Schemas['Notification']

/** Codes of the hub that a cell without content can be behind. */
const OF_EMPTY_CELLS: ReadonlySet<string> = new Set([
  ...['SCHEMA_INVALID', 'ATTESTATION_MISSING', 'ADDRESS_INVALID'],
])

/** How many notifications are judged, and delivered, at once. */
export const PIECE = 1000

/**
 * Judges notifications: what the file shows, then the dry run of the hub.
 *
 * @param onProgress Called with the number of rows that were judged.
 * @returns What there is to tell, by row. Rows that are not in it are good.
 */
export async function checkRows(
  found: readonly FoundItem[],
  hub: Hub,
  key: SigningKey,
  isInEuros: boolean,
  onProgress: (rows: number) => void,
): Promise<RowOutcome[]> {
  const outcomes: RowOutcome[] = []
  const seen = new Set<string>()
  for (let at = 0; at < found.length; at += PIECE) {
    const asked: FoundItem[] = []
    for (const one of found.slice(at, at + PIECE)) {
      const findings = one.findings.length > 0 ? one.findings : repeated(one, seen)
      if (findings.length > 0) outcomes.push({ row: one.row, status: 'refused', findings })
      else asked.push(one)
    }
    if (asked.length > 0) {
      const items = asked.map(({ item }) => item as unknown as Item)
      const { items: answers } = await hub.validate(items, key)
      asked.forEach((one, index) => {
        const outcome = judged(one, answers[index]!, isInEuros)
        if (outcome !== undefined) outcomes.push(outcome)
      })
    }
    onProgress(Math.min(at + PIECE, found.length))
  }
  return outcomes.sort((left, right) => left.row - right.row)
}

/** What came of the items of a batch, by row. */
export function outcomesOf(
  found: readonly Pick<FoundItem, 'row' | 'isIdMade'>[],
  answers: readonly Schemas['ItemResult'][],
  isInEuros: boolean,
): RowOutcome[] {
  return found.flatMap((one, index) => outcomeOf(one, answers[index]!, isInEuros) ?? [])
}

/**
 * The hub says that something does not fit the contract; this side also sees whether anything stood
 * there, so that a landlord is told to fill in a cell.
 */
function judged(
  found: FoundItem,
  answer: Schemas['ItemResult'],
  isInEuros: boolean,
): RowOutcome | undefined {
  const outcome = outcomeOf(found, answer, isInEuros)
  if (outcome?.status !== 'refused') return outcome
  const findings = outcome.findings.map((finding, index): Finding => {
    const pointer = answer.errors?.[index]?.pointer ?? ''
    const isEmpty = finding.field !== undefined && valueAt(found.item, pointer) === undefined
    const { field } = finding
    return isEmpty && field !== undefined && OF_EMPTY_CELLS.has(finding.code)
      ? { code: 'CELL_MISSING', field }
      : finding
  })
  return { ...outcome, findings }
}

function valueAt(item: FoundItem['item'], pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], item)
}

function repeated({ item, isIdMade }: FoundItem, seen: Set<string>): readonly Finding[] {
  const key = `${String(item['notificationId'])} ${String(item['creditorId'])}`
  if (!seen.has(key)) {
    seen.add(key)
    return []
  }
  return [isIdMade ? { code: 'ROW_REPEATED' } : { code: 'ID_REPEATED', field: 'notificationId' }]
}

/**
 * Gives an item without identifier one that follows from its content and the month of its report, so
 * that the same row is the same notification however often it is sent. Under a key of this browser:
 * whoever sees the identifier can test no guess about the person.
 */
export async function withId(item: FoundItem['item'], key: CryptoKey): Promise<FoundItem['item']> {
  const { reportedOn, ...rest } = item
  const month = typeof reportedOn === 'string' ? reportedOn.slice(0, 7) : ''
  const text = canonicalText({ ...rest, month })
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, utf8(text)))
  // A UUID of version 8: what its bits mean is ours (RFC 9562).
  mac[6] = 0x80 | (mac[6]! & 0x0f)
  mac[8] = 0x80 | (mac[8]! & 0x3f)
  const digits = hex(mac)
  const ends = [8, 12, 16, 20, 32]
  const parts = ends.map((end, index) => digits.slice([0, ...ends][index], end))
  return { notificationId: parts.join('-'), ...item }
}

/** The key for such identifiers. */
export function newRowKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ]) as Promise<CryptoKey>
}
