import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import { firstDayOf, type Day, type Month } from '../../kernel/calendar.js'
import type { ContactStep, MunicipalityCode, TriageTerms } from '../../parties/index.js'
import type { CaseOutcome } from '../judge.js'

/** A closed month as its cases are followed. */
export interface FollowedMonth {
  readonly closedAt: Date
  /** The entry of its closing, which says who stands at which place. */
  readonly closingEntry: string
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
    closing_entry: string
    items: number
    terms: TriageTerms | null
    strategy: ContactStep[] | null
  }>(
    tx,
    `SELECT f.closed_at, f.closing_entry, f.items, p.profile -> 'terms' AS terms,
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
  const { closed_at: closedAt, closing_entry: closingEntry, items, terms, strategy } = row
  return {
    closedAt,
    closingEntry,
    items,
    terms: terms ?? undefined,
    strategy: strategy ?? undefined,
  }
}

/** A case of a closed month, with the latest report about it. */
export interface FollowedCase {
  readonly case_id: string
  /** Its place in the feed, from 0; a hold can leave gaps when its neighbours are forgotten. */
  readonly position: number
  readonly urgency: 'NORMAL' | 'HIGH' | 'CRISIS'
  readonly deadline_on: Day | null
  /** When the first came in of what makes it urgent; null where nothing does, or it is forgotten. */
  readonly urgent_at: string | null
  /** When an announcement of an eviction that still stands came in; null without one. */
  readonly eviction_at: string | null
  readonly work_bin: string
  readonly is_phone_known: boolean
  readonly version: number | null
  readonly reported_at: Date | null
  readonly report: CaseOutcome | null
}

/** Whether notification `of` is a crisis, or about supply that ends (see `urgencyOf` in src/cases). */
const URGENT = (of: string) =>
  `(${of}.crisis OR ${of}.kind = 'END_OF_SUPPLY' OR ${of}.planned_termination_on IS NOT NULL)`
const EVICTION = (of: string) =>
  `(${of}.crisis AND ${of}.crisis_ground IS NOT DISTINCT FROM 'EVICTION')`

// When what still stood of case `c` came in. A correction stands in the place of what it corrects, which
// the municipality was told of before: what that said as well counts from its own day. Each row of
// `told` remembers whether what stands announces an eviction.
const TOLD = `
  WITH RECURSIVE told AS (
    SELECT n.creditor, n.kind, n.predecessor_id, n.accepted_at, ${URGENT('n')} AS is_urgent,
           ${EVICTION('n')} AS says_eviction, ${EVICTION('n')} AS is_eviction
      FROM jsonb_to_recordset(c.notifications)
           AS l (creditor text, "notificationId" uuid, month text, "isWithdrawn" boolean)
      JOIN notification n ON n.municipality = $1 AND n.creditor = l.creditor
       AND n.month = coalesce((l.month || '-01')::date, $2::date)
       AND n.notification_id = l."notificationId"
     WHERE l."isWithdrawn" IS NOT TRUE AND ${URGENT('n')}
     UNION
    SELECT p.creditor, p.kind, p.predecessor_id, p.accepted_at, ${URGENT('p')},
           ${EVICTION('p')}, t.is_eviction
      FROM told t
      JOIN notification p ON p.municipality = $1 AND p.creditor = t.creditor
       AND p.notification_id = t.predecessor_id
     WHERE t.kind = 'CORRECTION'
  )
  SELECT min(accepted_at) FILTER (WHERE is_urgent) AS urgent_at,
         min(accepted_at) FILTER (WHERE is_eviction AND says_eviction) AS eviction_at
    FROM told`

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
    `${FOLLOWED} AND i.position >= $3::integer ORDER BY i.position LIMIT $4::integer`,
    [municipality, firstDayOf(month), from, limit],
  )
}

/** One case of a closed month. */
export async function selectFollowedCase(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  caseId: string,
): Promise<FollowedCase | undefined> {
  const rows = await bulk<FollowedCase>(tx, `${FOLLOWED} AND i.case_id = $3::uuid`, [
    municipality,
    firstDayOf(month),
    caseId,
  ])
  return rows[0]
}

/** Cases of a closed month that no report closed. */
export function selectUnclosedCases(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
): Promise<FollowedCase[]> {
  return bulk<FollowedCase>(tx, `${FOLLOWED} AND o.report ->> 'closedOn' IS NULL`, [
    municipality,
    firstDayOf(month),
  ])
}

const FOLLOWED = `
     SELECT i.case_id, i.position, coalesce(c.urgency, 'NORMAL') AS urgency, c.deadline_on,
            coalesce(c.work_bin, '') AS work_bin,
            coalesce(NOT 'NO_PHONE' = ANY (c.quality), true) AS is_phone_known,
            t.urgent_at, t.eviction_at,
            o.version, o.reported_at, o.report
       FROM feed_item i
       LEFT JOIN matched_case c
         ON c.municipality = $1 AND c.month = $2::date AND c.case_id = i.case_id
       LEFT JOIN LATERAL (SELECT version, reported_at, report FROM outcome o
                           WHERE o.municipality = $1 AND o.month = $2::date
                             AND o.case_id = i.case_id
                           ORDER BY version DESC LIMIT 1) o ON true
       LEFT JOIN LATERAL (${TOLD}) t ON c.urgency <> 'NORMAL'
      WHERE i.municipality = $1 AND i.month = $2::date`
