import { bulk } from '../db/bulk.js'
import { plainArray } from '../db/arrays.js'
import type { Tx } from '../db/client.js'
import { firstDayOf, type Month } from '../kernel/calendar.js'
import type { MunicipalityCode } from '../parties/index.js'
import type { Period } from './cell.js'
import type { CountRow } from './counting.js'
import type { Content } from './content.js'

/** What the attack came to, as it is kept. */
export interface KeptAttack {
  readonly targets: number
  readonly unknowns: number
  readonly equations: number
  readonly exposed: number
}

/** A line of the ledger. */
export interface Publication {
  readonly period: Period
  readonly preparedAt: string
  readonly preparedBy: string
  readonly content: Content
  readonly attack: KeptAttack
  readonly releasedAt: string | null
  readonly releasedBy: string | null
  readonly withdrawnAt: string | null
  readonly withdrawalReason: string | null
}

/** Counts a month over the municipalities that closed it. In the operator's role. */
export async function countMonth(tx: Tx, month: Month): Promise<CountRow[]> {
  const rows = await bulk<{
    municipality: MunicipalityCode
    match_class: string | null
    outcome: string | null
    reached: boolean | null
    sector: string | null
    value: string
  }>(tx, 'SELECT * FROM count_month($1::date)', [firstDayOf(month)])
  return rows.map(({ match_class: matchClass, value, ...row }) => ({
    ...row,
    matchClass,
    value: Number(value),
  }))
}

/** Keeps what was counted of a month; counting again replaces it. */
export async function keepCounts(
  tx: Tx,
  month: Month,
  counts: readonly (readonly [MunicipalityCode, string, number])[],
): Promise<void> {
  await bulk(
    tx,
    `INSERT INTO counted_month (municipality, month, variable, value)
     SELECT u.municipality, $1::date, u.variable, u.value
       FROM unnest($2::text[], $3::text[], $4::bigint[]) AS u (municipality, variable, value)
     ON CONFLICT (municipality, month, variable) DO UPDATE SET value = excluded.value`,
    [
      firstDayOf(month),
      plainArray(counts.map(([municipality]) => municipality)),
      plainArray(counts.map(([, variable]) => variable)),
      plainArray(counts.map(([, , value]) => String(value))),
    ],
  )
}

/** Sums of what was kept of the months of a year. */
export async function selectYear(
  tx: Tx,
  year: string,
): Promise<{ municipality: MunicipalityCode; variable: string; value: number }[]> {
  const rows = await bulk<{ municipality: MunicipalityCode; variable: string; value: string }>(
    tx,
    `SELECT municipality, variable, sum(value) AS value FROM counted_month
      WHERE month >= make_date($1::integer, 1, 1) AND month < make_date($1::integer + 1, 1, 1)
      GROUP BY 1, 2 ORDER BY 1, 2`,
    [year],
  )
  return rows.map((row) => ({ ...row, value: Number(row.value) }))
}

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`
const iso = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', ${ISO}) AS ${column}`
const COLUMNS = `period, ${iso('prepared_at')}, prepared_by, content, attack, ${iso('released_at')},
  released_by, ${iso('withdrawn_at')}, withdrawal_reason`

interface PublicationRow {
  readonly period: Period
  readonly prepared_at: string
  readonly prepared_by: string
  readonly content: Content
  readonly attack: KeptAttack
  readonly released_at: string | null
  readonly released_by: string | null
  readonly withdrawn_at: string | null
  readonly withdrawal_reason: string | null
}

/** The ledger in the order of periods: what the caller's role may see of it. */
export async function selectPublications(tx: Tx, period?: Period): Promise<Publication[]> {
  const rows = await bulk<PublicationRow>(
    tx,
    `SELECT ${COLUMNS} FROM publication WHERE $1::text IS NULL OR period = $1::text ORDER BY period`,
    [period ?? null],
  )
  return rows.map((row) => ({
    period: row.period,
    preparedAt: row.prepared_at,
    preparedBy: row.prepared_by,
    content: row.content,
    attack: row.attack,
    releasedAt: row.released_at,
    releasedBy: row.released_by,
    withdrawnAt: row.withdrawn_at,
    withdrawalReason: row.withdrawal_reason,
  }))
}

/** Keeps a draft in place of an earlier one; false when the period was released already. */
export async function keepDraft(
  tx: Tx,
  draft: Pick<Publication, 'period' | 'preparedBy' | 'content' | 'attack'>,
  at: Date,
): Promise<boolean> {
  const rows = await bulk(
    tx,
    `INSERT INTO publication (period, prepared_at, prepared_by, content, attack)
     VALUES ($1, $2::timestamptz, $3, $4::jsonb, $5::jsonb)
     ON CONFLICT (period) DO UPDATE
       SET prepared_at = excluded.prepared_at, prepared_by = excluded.prepared_by,
           content = excluded.content, attack = excluded.attack
     WHERE publication.released_at IS NULL
     RETURNING period`,
    [
      draft.period,
      at,
      draft.preparedBy,
      JSON.stringify(draft.content),
      JSON.stringify(draft.attack),
    ],
  )
  return rows.length === 1
}

/** Releases the draft that was prepared at this instant; false when it is another one by now. */
export async function markReleased(
  tx: Tx,
  { period, preparedAt }: Pick<Publication, 'period' | 'preparedAt'>,
  by: string,
  at: Date,
): Promise<boolean> {
  const rows = await bulk(
    tx,
    `UPDATE publication SET released_at = $3::timestamptz, released_by = $4
      WHERE period = $1 AND prepared_at = $2::timestamptz AND released_at IS NULL RETURNING period`,
    [period, preparedAt, at, by],
  )
  return rows.length === 1
}

/** Takes a publication back; false when it was not there to take. */
export async function markWithdrawn(
  tx: Tx,
  period: Period,
  { by, reason, at }: { readonly by: string; readonly reason: string; readonly at: Date },
): Promise<boolean> {
  const rows = await bulk(
    tx,
    `UPDATE publication SET withdrawn_at = $2::timestamptz, withdrawn_by = $3, withdrawal_reason = $4
      WHERE period = $1 AND released_at IS NOT NULL AND withdrawn_at IS NULL RETURNING period`,
    [period, at, by, reason],
  )
  return rows.length === 1
}
