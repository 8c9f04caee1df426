import { isDeepStrictEqual } from 'node:util'
import type { Month } from '../../kernel/calendar.js'
import type { Figures, Held, Totals } from '../../statistics/index.js'

/** A municipality's evaluation of a programme, as it was made at the municipality. */
export interface Evaluated {
  readonly municipality: string
  /** SHA-256 of the file, hexadecimal. */
  readonly digest: string
  /** Its months, as the file has them: nothing in them is trusted before it was compared. */
  readonly months: readonly EvaluatedMonth[]
  readonly totals: unknown
}

/** One month of an evaluation. */
export interface EvaluatedMonth extends Readonly<Record<string, unknown>> {
  readonly month: unknown
}

const COMPARED = ['municipalityCode', 'cases', 'outcomes', 'transfers'] as const

/**
 * Compares an evaluation with what the hub holds: every closed month must be in it, and no other, with
 * the figures of this moment, and its totals must be theirs.
 *
 * @param totalsOf Adds months up.
 * @returns What does not agree, by month and kind of figure and never by number; `undefined` when all
 *   agrees.
 */
export function disagreement(
  { municipality, months, totals }: Evaluated,
  held: Held,
  totalsOf: (months: readonly Figures[]) => Totals,
): string | undefined {
  const about = `The evaluation of municipality ${municipality}`
  const evaluated = new Map(months.map((one) => [one.month, one]))
  if (evaluated.size < months.length) return `${about} holds a month twice.`
  const missing = [...held.months.keys()].filter((month) => !evaluated.has(month))
  if (missing.length > 0) {
    return `${about} lacks ${missing.join(', ')}: it must hold every month that is removed.`
  }
  if ([...evaluated.keys()].some((month) => !held.months.has(month as Month))) {
    return `${about} holds a month that is not of the programme, or of which the hub has nothing.`
  }
  for (const [month, figures] of held.months) {
    const own = evaluated.get(month)!
    const expected: Readonly<Record<string, unknown>> = {
      municipalityCode: municipality,
      ...figures,
    }
    const different = COMPARED.filter(
      (name) => !isDeepStrictEqual(own[name], plain(expected[name])),
    )
    if (different.length > 0) {
      return `${about} does not agree with the hub about ${month}: ${different.join(', ')}. Evaluate again.`
    }
  }
  if (!isDeepStrictEqual(totals, plain(totalsOf([...held.months.values()])))) {
    return `${about} has totals that are not the sum of its months. Evaluate again.`
  }
  return undefined
}

/** As it stands in a file of JSON. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown
}
