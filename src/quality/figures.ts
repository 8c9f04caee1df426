import type { components } from '../generated/openapi.js'

type Schemas = components['schemas']

/** A count as it was kept, summed over batches. */
export interface Counted {
  readonly measure: string
  readonly code: string
  readonly items: number
}

/** Figures of the median creditor, as the database gives them; `null` where too few contribute. */
export interface MedianRow {
  readonly creditors: number | null
  readonly rejected: number | null
  readonly warned: number | null
  readonly phone_missing: number | null
  readonly email_missing: number | null
  readonly contact_missing: number | null
  readonly mismatched: number | null
  readonly not_grown: number | null
  readonly age_days: number | null
}

const WEEK_DAYS = 7

/**
 * The quality of one sector of one creditor: counts, shares per mille, and the median of the sector
 * where enough creditors make it up. A share of nothing is left out.
 */
export function sectorQuality(
  sector: string,
  counted: readonly Counted[],
  median: MedianRow | undefined,
): Schemas['SectorQuality'] {
  const of = (measure: string) =>
    counted.filter((row) => row.measure === measure).reduce((sum, { items }) => sum + items, 0)
  const [items, accepted, warned] = [of('ITEMS'), of('ACCEPTED'), of('WARNED')]
  const rejected = items - accepted
  const reports = of('REPORTS')
  const age = medianWeeks(counted)
  const figures: Schemas['QualityFigures'] = {
    ...share('rejectedPerMille', rejected, items),
    ...share('warnedPerMille', warned, accepted),
    ...share('phoneMissingPerMille', of('PHONE_MISSING'), reports),
    ...share('emailMissingPerMille', of('EMAIL_MISSING'), reports),
    ...share('contactMissingPerMille', of('CONTACT_MISSING'), reports),
    ...share('mismatchedPerMille', of('MISMATCHED'), items),
    ...share('notGrownPerMille', of('NOT_GROWN'), of('REPEATS')),
    ...(age === undefined ? {} : { daysToDelivery: age * WEEK_DAYS }),
  }
  return {
    ...(sector === '' ? {} : { sector: sector as Schemas['Sector'] }),
    items,
    accepted,
    warned,
    rejected,
    repeats: of('REPEATS'),
    errors: byCode(counted, 'ERROR'),
    warnings: byCode(counted, 'WARNING'),
    figures,
    ...medianOf(sector, median),
  }
}

function medianOf(
  sector: string,
  median: MedianRow | undefined,
): Pick<Schemas['SectorQuality'], 'sectorMedian' | 'noMedian'> {
  if (sector === '') return { noMedian: 'NO_SECTOR' }
  if (median === undefined || median.creditors === null) return { noMedian: 'TOO_FEW_CREDITORS' }
  const known = {
    rejectedPerMille: median.rejected,
    warnedPerMille: median.warned,
    phoneMissingPerMille: median.phone_missing,
    emailMissingPerMille: median.email_missing,
    contactMissingPerMille: median.contact_missing,
    mismatchedPerMille: median.mismatched,
    notGrownPerMille: median.not_grown,
    daysToDelivery: median.age_days,
  }
  const figures = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null))
  return { sectorMedian: { creditors: median.creditors, figures } }
}

function share<Name extends string>(
  name: Name,
  part: number,
  whole: number,
): Partial<Record<Name, number>> {
  if (whole === 0) return {}
  return { [name]: Math.round((1000 * part) / whole) } as Record<Name, number>
}

function byCode(counted: readonly Counted[], measure: string): { code: string; items: number }[] {
  return counted
    .filter((row) => row.measure === measure)
    .map(({ code, items }) => ({ code, items }))
    .sort((left, right) => right.items - left.items || (left.code < right.code ? -1 : 1))
}

/** The week by which half of the items were delivered, counted from their oldest due date. */
function medianWeeks(counted: readonly Counted[]): number | undefined {
  const ages = counted
    .filter(({ measure }) => measure === 'AGE_WEEKS')
    .map(({ code, items }) => ({ weeks: Number(code), items }))
    .sort((left, right) => left.weeks - right.weeks)
  const total = ages.reduce((sum, { items }) => sum + items, 0)
  let upto = 0
  return ages.find(({ items }) => (upto += items) * 2 >= total)?.weeks
}
