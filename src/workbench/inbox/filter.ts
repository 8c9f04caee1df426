import { isSector, type Sector } from '../../kernel/sector.js'

/** How far a municipality is with a case; WITHDRAWN is nothing to be done any more. */
export const STAGES = ['OPEN', 'TAKEN_UP', 'CLOSED', 'WITHDRAWN'] as const
export type Stage = (typeof STAGES)[number]

/** What can be asked of the stage: one of them, or cases of which a term is over. */
export const ASKED_STAGES = [...STAGES, 'OVERDUE'] as const
export type AskedStage = (typeof ASKED_STAGES)[number]

export const URGENCIES = ['CRISIS', 'HIGH', 'NORMAL'] as const
export type CaseUrgency = (typeof URGENCIES)[number]

export const CLASSES = ['SINGLE', 'MULTIPLE', 'CONSECUTIVE', 'MULTIPLE_CONSECUTIVE'] as const
export type CaseClass = (typeof CLASSES)[number]

/** Cases on a page. */
export const SIZES = [50, 200, 1000] as const

/** What an inbox shows of a month; what is `null` is not asked. */
export interface InboxFilter {
  readonly workBin: string | null
  readonly stage: AskedStage | null
  readonly urgency: CaseUrgency | null
  readonly matchClass: CaseClass | null
  readonly sector: Sector | null
  readonly district: string | null
  /** Who reported something of it, by id. */
  readonly creditor: string | null
  readonly leastCents: number | null
  readonly mostCents: number | null
  readonly hasPhone: boolean | null
  readonly page: number
  readonly size: (typeof SIZES)[number]
}

const LONGEST = 120
const EUROS = /^[0-9]{1,7}$/
const PARTY = /^[0-9A-Za-z:-]{1,64}$/

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
  const cents = (name: string) => {
    const value = query[name] ?? ''
    return EUROS.test(value) ? Number(value) * 100 : null
  }
  const creditor = query['creditor'] ?? ''
  const page = Number(query['page'] ?? '1')
  return {
    workBin: text('bin'),
    stage: oneOf(ASKED_STAGES, 'stage'),
    urgency: oneOf(URGENCIES, 'urgency'),
    matchClass: oneOf(CLASSES, 'class'),
    sector: isSector(sector) ? sector : null,
    district: text('district'),
    creditor: PARTY.test(creditor) ? creditor : null,
    leastCents: cents('least'),
    mostCents: cents('most'),
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
    creditor: filter.creditor,
    least: eurosOf(filter.leastCents),
    most: eurosOf(filter.mostCents),
    phone: filter.hasPhone === null ? null : filter.hasPhone ? 'yes' : 'no',
    page: filter.page === 1 ? null : String(filter.page),
    size: filter.size === 200 ? null : String(filter.size),
    ...change,
  }
  const pairs = Object.entries(given).filter((pair): pair is [string, string] => Boolean(pair[1]))
  return new URLSearchParams(pairs).toString()
}

/** Whole cents as the whole euros that a form holds. */
function eurosOf(cents: number | null): string | null {
  return cents === null ? null : String(cents / 100)
}
