import { plainArray } from '../../db/arrays.js'
import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import type { StoredSubject } from './evidence.js'

/** A record on its way out. */
export interface LeavingRecord {
  readonly entryId: string
  readonly number: number
  readonly index: number
  /** RFC 8785 text. */
  readonly record: string
  readonly salt: Buffer
}

/** Records of one controller after a number that a tree holds up to a size, by number. */
export async function selectLeaving(
  tx: Tx,
  controller: string,
  { tree, size }: { tree: number; size: number },
  after: number,
  limit: number,
): Promise<LeavingRecord[]> {
  const rows = await bulk<{
    entry: string
    number: string
    index: string
    record: Buffer
    salt: Buffer
  }>(
    tx,
    `SELECT e.entry, e.number, l.index, e.record, e.salt
       FROM log_entry e JOIN log_leaf l ON l.entry = e.entry AND l.tree = $2::smallint
      WHERE e.controller = $1 AND e.number > $4::bigint AND l.index < $3::bigint
      ORDER BY e.number LIMIT $5::integer`,
    [controller, tree, size, after, limit],
  )
  return rows.map(({ entry, number, index, record, salt }) => ({
    entryId: entry,
    number: Number(number),
    index: Number(index),
    record: record.toString('utf8'),
    salt,
  }))
}

/** The residents whom entries of one controller touched, by entry id and in their order. */
export async function selectEntrySubjects(
  tx: Tx,
  controller: string,
  entryIds: readonly string[],
): Promise<Map<string, StoredSubject[]>> {
  const rows = await bulk<{ entry: string } & StoredSubject>(
    tx,
    `SELECT s.entry, s.position, s.household, s.person, s.reference, s.salt, s.commitment
       FROM unnest($2::uuid[]) AS u (entry)
       JOIN log_subject s ON s.entry = u.entry AND s.controller = $1
      ORDER BY s.entry, s.position`,
    [controller, plainArray(entryIds)],
  )
  const found = new Map<string, StoredSubject[]>()
  for (const { entry, ...subject } of rows) {
    const own = found.get(entry) ?? []
    own.push(subject)
    found.set(entry, own)
  }
  return found
}

/** How far one partition is, and how far a collector has it. */
export interface Shipment {
  readonly controller: string
  readonly last: number
  /** `undefined` before the first sending. */
  readonly shipped: number | undefined
}

/**
 * Every partition that a collector does not have to its end; one that is confidential waits until that
 * is lifted, and then leaves whole.
 */
export async function selectShipments(tx: Tx, sink: string): Promise<Shipment[]> {
  const rows = await bulk<{ controller: string; last_number: string; number: string | null }>(
    tx,
    `SELECT p.controller, p.last_number, s.number
       FROM log_partition p LEFT JOIN shipment s ON s.sink = $1 AND s.controller = p.controller
      WHERE (s.number IS NULL OR s.number < p.last_number) AND partition_readers(p.controller) IS NULL
      ORDER BY p.controller`,
    [sink],
  )
  return rows.map(({ controller, last_number, number }) => ({
    controller,
    last: Number(last_number),
    shipped: number === null ? undefined : Number(number),
  }))
}

/** Begins to count what a collector has of a partition; does nothing when that was begun. */
export async function beginShipment(tx: Tx, sink: string, controller: string): Promise<void> {
  await bulk(
    tx,
    'INSERT INTO shipment (sink, controller, number) VALUES ($1, $2, 0) ON CONFLICT DO NOTHING',
    [sink, controller],
  )
}

/** Moves on; false when another process was faster, whose count then stands. */
export async function advanceShipment(
  tx: Tx,
  sink: string,
  controller: string,
  from: number,
  to: number,
): Promise<boolean> {
  const rows = await bulk(
    tx,
    `UPDATE shipment SET number = $4::bigint
      WHERE sink = $1 AND controller = $2 AND number = $3::bigint RETURNING controller`,
    [sink, controller, from, to],
  )
  return rows.length === 1
}

/** A partition with the number of its newest entry. */
export interface LeavingPartition {
  readonly controller: string
  readonly last: number
  readonly isConfidential: boolean
}

/** Every partition, for the operator. */
export async function selectPartitions(tx: Tx): Promise<LeavingPartition[]> {
  const rows = await bulk<{ controller: string; last_number: string; confidential: boolean }>(
    tx,
    `SELECT controller, last_number, partition_readers(controller) IS NOT NULL AS confidential
       FROM log_partition ORDER BY controller`,
  )
  return rows.map(({ controller, last_number, confidential }) => ({
    controller,
    last: Number(last_number),
    isConfidential: confidential,
  }))
}
