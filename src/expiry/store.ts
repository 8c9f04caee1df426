import { bulk } from '../db/bulk.js'
import type { Tx } from '../db/client.js'
import type { Expiry, ExpiryKind } from './expiry.js'

/** What of the party and municipality of the transaction comes to its end, the soonest first. */
export async function selectOwn(tx: Tx): Promise<Expiry[]> {
  const rows = await bulk<{ kind: ExpiryKind; id: string; ends_at: string; replaced: boolean }>(
    tx,
    'SELECT kind, id, ends_at, replaced FROM own_expiries() ORDER BY ends_at, kind, id LIMIT 5000',
    [],
  )
  return rows.map(({ kind, id, ends_at, replaced }) => ({
    kind,
    id,
    endsAt: new Date(ends_at),
    isReplaced: replaced,
  }))
}

/** How many of a kind end soon, over all parties; names nobody. */
export interface ExpiryCount {
  readonly kind: 'transport' | 'signing' | 'agreement' | 'sealing_key'
  /** Days until the first of them ends. */
  readonly least: number
  /** Counts by step. */
  readonly within: Readonly<Record<30 | 14 | 7 | 1, number>>
}

/** Counts what ends with nothing to take its place. */
export async function selectCounts(tx: Tx, now: Date): Promise<ExpiryCount[]> {
  const rows = await bulk<{
    kind: ExpiryCount['kind']
    least_days: number
    within_30: string
    within_14: string
    within_7: string
    within_1: string
  }>(tx, 'SELECT * FROM expiry_counts($1::timestamptz)', [now])
  return rows.map((row) => ({
    kind: row.kind,
    least: row.least_days,
    within: {
      30: Number(row.within_30),
      14: Number(row.within_14),
      7: Number(row.within_7),
      1: Number(row.within_1),
    },
  }))
}
