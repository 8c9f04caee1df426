import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import type { Day } from '../../kernel/calendar.js'
import type { RightsPolicy } from '../policy.js'

/** A policy as it is registered: from a day on, until a later version takes its place. */
export interface RegisteredRights extends RightsPolicy {
  readonly municipality: string
  readonly validFrom: Day
}

/** The policy in force; `undefined` when the municipality chose none. */
export async function selectPolicy(
  tx: Tx,
  municipality: string,
  on: Day,
): Promise<RightsPolicy | undefined> {
  const [row] = await bulk<RightsPolicy>(
    tx,
    `SELECT version, effects FROM rights_policy WHERE municipality = $1 AND valid_from <= $2::date
      ORDER BY valid_from DESC, version DESC LIMIT 1`,
    [municipality, on],
  )
  return row
}

/** Registers the next version; returns its number. */
export async function insertPolicy(
  tx: Tx,
  { municipality, validFrom, effects }: Omit<RegisteredRights, 'version'>,
): Promise<number> {
  const [row] = await bulk<{ version: number }>(
    tx,
    `INSERT INTO rights_policy (municipality, version, valid_from, effects)
     SELECT $1, coalesce(max(version), 0) + 1, $2::date, $3::text::jsonb
       FROM rights_policy WHERE municipality = $1 RETURNING version`,
    [municipality, validFrom, JSON.stringify(effects)],
  )
  return row!.version
}

/** All policies with their versions, by municipality. */
export function selectPolicies(tx: Tx): Promise<RegisteredRights[]> {
  return bulk<RegisteredRights>(
    tx,
    `SELECT municipality, version, valid_from AS "validFrom", effects
       FROM rights_policy ORDER BY municipality, version`,
  )
}
