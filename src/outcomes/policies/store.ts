import { textArray } from '../../db/arrays.js'
import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import type { Day } from '../../kernel/calendar.js'
import type { MunicipalityCode } from '../../parties/index.js'
import type { FeedbackPolicy } from '../feedback-policy.js'

/** A policy as it is registered: from a day on, until a later version takes its place. */
export interface RegisteredPolicy extends FeedbackPolicy {
  readonly municipality: string
  readonly validFrom: Day
}

/** Registers the next version; returns its number. */
export async function insertPolicy(
  tx: Tx,
  { municipality, validFrom, profile, neutral }: Omit<RegisteredPolicy, 'version'>,
): Promise<number> {
  const [row] = await bulk<{ version: number }>(
    tx,
    `INSERT INTO feedback_policy (municipality, version, valid_from, profile, neutral)
     SELECT $1, coalesce(max(version), 0) + 1, $2::date, $3, $4::text[]
       FROM feedback_policy WHERE municipality = $1
     RETURNING version`,
    [municipality, validFrom, profile, textArray(neutral)],
  )
  return row!.version
}

/** All policies with their versions, by municipality. */
export function selectPolicies(tx: Tx): Promise<RegisteredPolicy[]> {
  return bulk<RegisteredPolicy>(
    tx,
    `SELECT municipality, version, valid_from AS "validFrom", profile, neutral
       FROM feedback_policy ORDER BY municipality, version`,
  )
}

/** The feedback policy in force; `undefined` when the municipality chose none. */
export async function selectPolicy(
  tx: Tx,
  municipality: MunicipalityCode,
  on: Day,
): Promise<FeedbackPolicy | undefined> {
  const rows = await bulk<FeedbackPolicy>(
    tx,
    `SELECT profile, version, neutral FROM feedback_policy
      WHERE municipality = $1 AND valid_from <= $2::date
      ORDER BY valid_from DESC, version DESC LIMIT 1`,
    [municipality, on],
  )
  return rows[0]
}
