import { plainArray } from '../../db/arrays.js'
import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import { firstDayOf, type Month } from '../../kernel/calendar.js'
import type { MunicipalityCode } from '../../parties/index.js'

/** Where cases of one closed month stand in it, as a log entry about a list of them says it. */
export interface CasePlaces {
  /** The entry that closed the month and says who stands at which place. */
  readonly closingEntry: string
  /** Places from 0, as the database writes a multirange: `{[0,3),[17,18)}`. */
  readonly places: string
}

/**
 * Places of cases in their closed month; `undefined` for no case. What is read by them is found by a
 * trace and after a breach, as with a pull, and an entry stays small however long the list.
 */
export async function selectPlaces(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  caseIds: readonly string[],
): Promise<CasePlaces | undefined> {
  if (caseIds.length === 0) return undefined
  const [row] = await bulk<CasePlaces>(
    tx,
    `SELECT f.closing_entry AS "closingEntry",
            range_agg(int4range(i.position, i.position + 1))::text AS places
       FROM feed f
       JOIN feed_item i ON i.municipality = $1 AND i.month = $2::date
        AND i.case_id IN (SELECT unnest($3::uuid[]))
      WHERE f.municipality = $1 AND f.month = $2::date GROUP BY f.closing_entry`,
    [municipality, firstDayOf(month), plainArray(caseIds)],
  )
  return row
}
