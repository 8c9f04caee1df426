import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import type { MunicipalityCode } from '../../parties/index.js'

/** A municipality to which a case can be handed over. */
export interface Target {
  readonly code: MunicipalityCode
  readonly name: string
}

/** Every municipality but the caller's that takes part with an active sealing key, by name. */
export function selectTargets(tx: Tx): Promise<readonly Target[]> {
  return bulk<Target>(tx, 'SELECT code, name FROM transfer_targets()', [])
}

/** What of transfers waits for somebody at a municipality; counts alone. */
export interface Announced {
  /** Offers to the municipality that nobody decided about. */
  readonly open: number
  /** Those of them that cannot wait. */
  readonly crisis: number
  /** When the first of them lapses; null when there is none. */
  readonly lapsesAt: Date | null
  /**
   * Notifications that were taken over and are taken back or corrected since, of which the month is
   * not closed yet: until then no feed says so.
   */
  readonly lapsed: number
}

/** Counts what waits at an instant. */
export async function selectAnnounced(
  tx: Tx,
  municipality: MunicipalityCode,
  at: Date,
): Promise<Announced> {
  const [row] = await bulk<{
    open: number
    crisis: number
    lapses_at: string | null
    lapsed: number
  }>(
    tx,
    `SELECT count(*)::integer AS open,
            (count(*) FILTER (WHERE facts ->> 'urgency' = 'CRISIS'))::integer AS crisis,
            min(lapses_at) AS lapses_at,
            (SELECT count(DISTINCT (w.creditor, w.predecessor_id))::integer
               FROM transferred_withdrawals($1) w
              WHERE NOT EXISTS (SELECT FROM feed f
                                 WHERE f.municipality = $1 AND f.month = w.month)) AS lapsed
       FROM transfer
      WHERE receiver = $1 AND status = 'OFFERED' AND lapses_at > $2::timestamptz`,
    [municipality, at],
  )
  const first = row?.lapses_at ?? null
  return {
    open: row?.open ?? 0,
    crisis: row?.crisis ?? 0,
    lapsesAt: first === null ? null : new Date(first),
    lapsed: row?.lapsed ?? 0,
  }
}
