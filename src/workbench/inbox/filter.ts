import { isSector, type Sector } from '../../kernel/sector.js'

/** How far a municipality is with a case. */
export const STAGES = ['OPEN', 'TAKEN_UP', 'CLOSED'] as const
export type Stage = (typeof STAGES)[number]

export const URGENCIES = ['CRISIS', 'HIGH', 'NORMAL'] as const
export type CaseUrgency = (typeof URGENCIES)[number]

export const CLASSES = ['SINGLE', 'MULTIPLE', 'CONSECUTIVE', 'MULTIPLE_CONSECUTIVE'] as const
export type CaseClass = (typeof CLASSES)[number]

/** Cases on a page. */
export const SIZES = [50, 200, 1000] as const

/** What an inbox shows of a month; what is `null` is not asked. */
export interface InboxFilter {
  readonly workBin: string | null
  readonly stage: Stage | null
  readonly urgency: CaseUrgency | null
  readonly matchClass: CaseClass | null
  readonly sector: Sector | null
  readonly district: string | null
  readonly leastCents: number | null
  readonly hasPhone: boolean | null
  readonly page: number
  readonly size: (typeof SIZES)[number]
}

const LONGEST = 120
const EUROS = /^[0-9]{1,7}$/

/**
 * Reads a filter from the query of an address; nothing in it points at a person. What cannot be read
 * is not asked, so that an old bookmark still shows something.
 */
export function readFilter(query: Readonly<Record<string, string>>): InboxFilter {
  const text = (name: string) => {
    const value = (query[name] ?? '').trim()
    return value === '' || value.length > LONGEST ? null : value
  }
  const oneOf = <Value extends string>(known: readonly Value[], name: string) =>
    known.find((each) => each === query[name]) ?? null
  const sector = query['sector'] ?? ''
  const least = query['least'] ?? ''
  const page = Number(query['page'] ?? '1')
  return {
    workBin: text('bin'),
    stage: oneOf(STAGES, 'stage'),
    urgency: oneOf(URGENCIES, 'urgency'),
    matchClass: oneOf(CLASSES, 'class'),
    sector: isSector(sector) ? sector : null,
    district: text('district'),
    leastCents: EUROS.test(least) ? Number(least) * 100 : null,
    hasPhone: query['phone'] === 'yes' ? true : query['phone'] === 'no' ? false : null,
    page: Number.isInteger(page) && page >= 1 && page <= 10_000 ? page : 1,
    size: SIZES.find((each) => String(each) === query['size']) ?? 200,
  }
}

/** The filter as the query of an address, with some of it changed. */
export function filterQuery(
  filter: InboxFilter,
  change: Partial<Readonly<Record<string, string>>> = {},
): string {
  const given: Readonly<Record<string, string | null>> = {
    bin: filter.workBin,
    stage: filter.stage,
    urgency: filter.urgency,
    class: filter.matchClass,
    sector: filter.sector,
    district: filter.district,
    least: filter.leastCents === null ? null : String(filter.leastCents / 100),
    phone: filter.hasPhone === null ? null : filter.hasPhone ? 'yes' : 'no',
    page: filter.page === 1 ? null : String(filter.page),
    size: filter.size === 200 ? null : String(filter.size),
    ...change,
  }
  const pairs = Object.entries(given).filter((pair): pair is [string, string] => Boolean(pair[1]))
  return new URLSearchParams(pairs).toString()
}
