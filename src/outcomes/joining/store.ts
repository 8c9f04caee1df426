import { plainArray } from '../../db/arrays.js'
import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import { firstDayOf, type Month } from '../../kernel/calendar.js'
import type { MunicipalityCode, PartyId } from '../../parties/index.js'
import type { CaseOutcome, Listed } from '../judge.js'

/** An urgent case that is none any more, and the case of the closed feed that holds what it was about. */
export interface LeftCase {
  readonly caseId: string
  /** Null when nothing of it is in the feed: a resident stopped it, or it was handed over. */
  readonly into: string | null
  /** Notifications of the case that holds it. */
  readonly listed: readonly Listed[]
}

/** Urgent cases that were worked on and have another id in the feed of their month, by id. */
export async function selectLeft(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
): Promise<LeftCase[]> {
  const rows = await bulk<{
    case_id: string
    into_id: string | null
    creditors: string[] | null
    notification_ids: string[] | null
  }>(
    tx,
    `SELECT DISTINCT ON (k.case_id) k.case_id, i.case_id AS into_id, i.creditors,
            i.notification_ids
       FROM urgent_cases($1, $2::date) k
       LEFT JOIN feed_item i ON i.municipality = $1 AND i.month = $2::date
        AND EXISTS (SELECT FROM unnest(i.creditors, i.notification_ids) AS n (creditor, id)
                     WHERE n.creditor = k.creditor AND n.id = k.notification_id)
      WHERE k.weight > 0
        AND NOT EXISTS (SELECT FROM feed_item f WHERE f.municipality = $1 AND f.month = $2::date
                                                  AND f.case_id = k.case_id)
      ORDER BY k.case_id, i.case_id NULLS LAST`,
    [municipality, firstDayOf(month)],
  )
  return rows.map(({ case_id: caseId, into_id: into, creditors, notification_ids: ids }) => ({
    caseId,
    into,
    listed: (creditors ?? []).map((creditor, at) => ({ creditor, notificationId: ids![at]! })),
  }))
}

/** The latest report about a case. */
export interface LatestReport {
  readonly version: number
  readonly reportId: string
  readonly report: CaseOutcome
}

/** The latest report about each of some cases of a month; those without any are left out. */
export async function selectLatest(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  caseIds: readonly string[],
): Promise<ReadonlyMap<string, LatestReport>> {
  const rows = await bulk<{
    case_id: string
    version: number
    report_id: string
    report: CaseOutcome
  }>(
    tx,
    `SELECT DISTINCT ON (case_id) case_id, version, report_id, report FROM outcome
      WHERE municipality = $1 AND month = $2::date
        AND case_id IN (SELECT unnest($3::uuid[]))
      ORDER BY case_id, version DESC`,
    [municipality, firstDayOf(month), plainArray(caseIds)],
  )
  return new Map(
    rows.map(({ case_id: caseId, version, report_id: reportId, report }) => [
      caseId,
      { version, reportId, report },
    ]),
  )
}

/** What was told about notifications stands under the case that holds them now. */
export async function moveStanding(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  caseId: string,
  into: string,
): Promise<void> {
  await bulk(
    tx,
    `UPDATE outcome_notification SET case_id = $4::uuid
      WHERE municipality = $1 AND month = $2::date AND case_id = $3::uuid`,
    [municipality, firstDayOf(month), caseId, into],
  )
}

/**
 * Removes assignments, with what was sealed for them, of cases that the feed of a closed month does not
 * have: nothing else would forget them. Who had one in hand.
 */
export async function deleteLeftAssignments(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
): Promise<readonly PartyId[]> {
  const rows = await bulk<{ executor: PartyId; ended_at: string | null }>(
    tx,
    `DELETE FROM assignment a
      WHERE a.municipality = $1 AND a.month = $2::date
        AND NOT EXISTS (SELECT FROM feed_item f WHERE f.municipality = $1 AND f.month = $2::date
                                                  AND f.case_id = a.case_id)
      RETURNING a.executor, a.ended_at`,
    [municipality, firstDayOf(month)],
  )
  return rows.flatMap(({ executor, ended_at: endedAt }) => (endedAt === null ? [executor] : []))
}
