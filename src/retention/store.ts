import { bulk } from '../db/bulk.js'
import type { Tx } from '../db/client.js'
import { firstDayOf, type Day, type Month } from '../kernel/calendar.js'
import type { MunicipalityCode } from '../parties/index.js'
import type { KindName } from './kinds.js'

// Everything that forgets is a function of the database, which looks up terms and holds itself.

/** How many rows of one table went, and how many a hold kept. */
export interface Removed {
  /** Table, or table and column where only that was emptied. */
  readonly from: string
  readonly removed: number
  readonly held: number
}

/** A month that a kind has left to forget. */
export interface DueMonth {
  readonly month: Month
  /** Another month still rests on it; it comes later. */
  readonly waits: boolean
}

/** Months whose term is over for a kind of a municipality and that were not worked off, oldest first. */
export async function selectDueMonths(
  tx: Tx,
  kind: KindName,
  municipality: MunicipalityCode,
  at: Date,
): Promise<DueMonth[]> {
  const rows = await bulk<{ month: Day; waits: boolean }>(
    tx,
    'SELECT month, waits FROM months_to_forget($1, $2, $3::timestamptz)',
    [kind, municipality, at],
  )
  return rows.map(({ month, waits }) => ({ month: month.slice(0, 7) as Month, waits }))
}

/** Forgets a kind of a municipality's month. */
export async function forgetMonth(
  tx: Tx,
  kind: KindName,
  municipality: MunicipalityCode,
  month: Month,
  at: Date,
): Promise<Removed[]> {
  const rows = await bulk<{ from_table: string; removed: string; held: string }>(
    tx,
    'SELECT from_table, removed, held FROM forget_month($1, $2, $3::date, $4::timestamptz)',
    [kind, municipality, firstDayOf(month), at],
  )
  return rows.map((row) => ({
    from: row.from_table,
    removed: Number(row.removed),
    held: Number(row.held),
  }))
}

/** Notes up to which month a kind of a municipality is worked off. */
export async function noteForgotten(
  tx: Tx,
  kind: KindName,
  municipality: MunicipalityCode,
  through: Month,
  at: Date,
): Promise<void> {
  await bulk(tx, 'SELECT note_forgotten($1, $2, $3::date, $4::timestamptz)', [
    kind,
    municipality,
    firstDayOf(through),
    at,
  ])
}

/** Forgets a kind of the hub as a whole; nothing when it was worked off already. */
export async function forgetOfHub(tx: Tx, kind: KindName, at: Date): Promise<Removed[]> {
  const rows = await bulk<{ from_table: string; removed: string }>(
    tx,
    'SELECT from_table, removed FROM forget_hub($1, $2::timestamptz)',
    [kind, at],
  )
  return rows.map((row) => ({ from: row.from_table, removed: Number(row.removed), held: 0 }))
}

/** What was erased of a partition of the log. */
export interface ErasedEntries {
  readonly entries: number
  readonly subjects: number
  /** Up to this number entries of the partition may be missing. */
  readonly until: number
  /** Below this place in the tree leaves may have no record. */
  readonly below: number
  readonly before: Date
  /** How many numbers up to `until` have no entry any more, for whatever reason. */
  readonly missing: number
  /** Whether there may be more to erase. */
  readonly hasMore: boolean
}

/** Erases entries of the partition that the transaction names; `undefined` when none is due. */
export async function eraseEntries(
  tx: Tx,
  controller: string,
  at: Date,
  most: number,
): Promise<ErasedEntries | undefined> {
  const [row] = await bulk<{
    entries: string
    subjects: string
    until_number: string
    below_index: string
    before: string
    more: boolean
    missing_numbers: string
  }>(
    tx,
    `SELECT entries, subjects, until_number, below_index, before, more, missing_numbers
       FROM forget_log($1, $2::timestamptz, $3::integer)`,
    [controller, at, most],
  )
  return (
    row && {
      entries: Number(row.entries),
      subjects: Number(row.subjects),
      until: Number(row.until_number),
      below: Number(row.below_index),
      before: new Date(row.before),
      missing: Number(row.missing_numbers),
      hasMore: row.more,
    }
  )
}

/** The partitions of the log, by controller. */
export async function selectPartitions(tx: Tx): Promise<string[]> {
  const rows = await bulk<{ controller: string }>(
    tx,
    'SELECT controller FROM log_partition ORDER BY controller',
  )
  return rows.map(({ controller }) => controller)
}

/** Drops one partition that holds nothing any more; its name, or `null` when there is none. */
export async function dropEmptyPartition(tx: Tx, at: Date): Promise<string | null> {
  const [row] = await bulk<{ name: string | null }>(
    tx,
    'SELECT drop_empty_partition($1::timestamptz) AS name',
    [at],
  )
  return row?.name ?? null
}

/** Writes one partition anew that rows were removed from; its name, or `null` when none needs it. */
export async function rewritePartition(tx: Tx, at: Date): Promise<string | null> {
  const [row] = await bulk<{ name: string | null }>(
    tx,
    'SELECT rewrite_partition($1::timestamptz) AS name',
    [at],
  )
  return row?.name ?? null
}
