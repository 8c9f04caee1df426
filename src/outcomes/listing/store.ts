import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import { firstDayOf, type Day, type Month } from '../../kernel/calendar.js'
import type { ContactStep, MunicipalityCode, TriageTerms } from '../../parties/index.js'
import type { CaseOutcome } from '../judge.js'

/** A closed month as its cases are followed. */
export interface FollowedMonth {
  readonly closedAt: Date
  readonly items: number
  /** The terms that the municipality set in its triage profile, if any. */
  readonly terms: TriageTerms | undefined
  /** Its contact strategy, if it has one. */
  readonly strategy: readonly ContactStep[] | undefined
}

/** When a month was closed, and the terms that hold on a day; `undefined` while it is open. */
export async function selectFollowedMonth(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  on: Day,
): Promise<FollowedMonth | undefined> {
  const rows = await bulk<{
    closed_at: Date
    items: number
    terms: TriageTerms | null
    strategy: ContactStep[] | null
  }>(
    tx,
    `SELECT f.closed_at, f.items, p.profile -> 'terms' AS terms,
            p.profile -> 'contactStrategy' AS strategy
       FROM feed f
       LEFT JOIN LATERAL (SELECT profile FROM triage_profile
                           WHERE municipality = $1 AND valid_from <= $3::date
                           ORDER BY valid_from DESC, version DESC LIMIT 1) p ON true
      WHERE f.municipality = $1 AND f.month = $2::date`,
    [municipality, firstDayOf(month), on],
  )
  const [row] = rows
  if (row === undefined) return undefined
  const { closed_at: closedAt, items, terms, strategy } = row
  return { closedAt, items, terms: terms ?? undefined, strategy: strategy ?? undefined }
}

/** A case of a closed month, with the latest report about it. */
export interface FollowedCase {
  readonly case_id: string
  /** Its place in the feed, from 0; a hold can leave gaps when its neighbours are forgotten. */
  readonly position: number
  readonly urgency: 'NORMAL' | 'HIGH' | 'CRISIS'
  readonly deadline_on: Day | null
  /** A crisis about rent. */
  readonly is_eviction: boolean
  readonly work_bin: string
  readonly is_phone_known: boolean
  readonly version: number | null
  readonly reported_at: Date | null
  readonly report: CaseOutcome | null
}

/**
 * Cases of a closed month from a place of its feed on, in the order of the feed. What they were made
 * of is forgotten before they are: then neither bin nor urgency is known, and nothing says that there
 * is no number to call.
 */
export function selectFollowedCases(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  from: number,
  limit: number,
): Promise<FollowedCase[]> {
  return bulk<FollowedCase>(
    tx,
    `SELECT i.case_id, i.position, coalesce(c.urgency, 'NORMAL') AS urgency, c.deadline_on,
            coalesce(c.work_bin, '') AS work_bin,
            coalesce(NOT 'NO_PHONE' = ANY (c.quality), true) AS is_phone_known,
            coalesce(c.urgency = 'CRISIS' AND 'RENT' = ANY (c.sectors), false) AS is_eviction,
            o.version, o.reported_at, o.report
       FROM feed_item i
       LEFT JOIN matched_case c
         ON c.municipality = $1 AND c.month = $2::date AND c.case_id = i.case_id
       LEFT JOIN LATERAL (SELECT version, reported_at, report FROM outcome o
                           WHERE o.municipality = $1 AND o.month = $2::date
                             AND o.case_id = i.case_id
                           ORDER BY version DESC LIMIT 1) o ON true
      WHERE i.municipality = $1 AND i.month = $2::date AND i.position >= $3::integer
      ORDER BY i.position LIMIT $4::integer`,
    [municipality, firstDayOf(month), from, limit],
  )
}
