import { integerArray, plainArray, textArray } from '../db/arrays.js'
import { bulk } from '../db/bulk.js'
import type { Tx } from '../db/client.js'
import type { PreparedEntry } from './entry.js'

/** An entry as it was written: its number and leaf are what a receipt promises. */
export interface RecordedEntry {
  readonly entryId: string
  readonly controller: string
  /** Place among the entries of the controller, from 1, without gaps. */
  readonly number: number
  /** 32 bytes: the RFC 6962 leaf hash that will stand in the tree. */
  readonly leaf: Buffer
}

/** Writes entries and their subjects; numbers are given out in the same statement. */
export async function appendEntries(
  tx: Tx,
  entries: readonly PreparedEntry[],
): Promise<{ entryId: string; number: number; leaf: Buffer }[]> {
  const owners: number[] = []
  const firsts: number[] = []
  const references: string[] = []
  entries.forEach(({ subjects }, at) => {
    firsts.push(owners.length)
    for (const reference of subjects.references) {
      owners.push(at + 1)
      references.push(reference)
    }
  })
  const written = await bulk<{ entry: string; number: string; leaf: Buffer }>(
    tx,
    `SELECT entry, number, leaf
       FROM log_append($1::text[], $2::bytea, $3::integer[], $4::integer[], $5::bytea, $6::text[])`,
    [
      textArray(entries.map(({ record }) => record)),
      Buffer.concat(entries.map(({ salt }) => salt)),
      integerArray(firsts),
      integerArray(owners),
      Buffer.concat(entries.map(({ subjects }) => subjects.rows)),
      textArray(references),
    ],
  )
  return written.map(({ entry, number, leaf }) => ({
    entryId: entry,
    number: Number(number),
    leaf,
  }))
}

/** Counts a refusal; true for the first of its kind within the minute. */
export async function countDenial(
  tx: Tx,
  key: { fingerprint: string; operation: string; code: string },
  at: Date,
  template: string,
): Promise<boolean> {
  const [row] = await bulk<{ first: boolean }>(
    tx,
    'SELECT log_deny($1, $2, $3, $4::timestamptz, $5::jsonb) AS first',
    [key.fingerprint, key.operation, key.code, at, template],
  )
  return row?.first === true
}

/** The log of a registered party or municipality, or the hub's own; `undefined` for any other word. */
export async function selectController(tx: Tx, named: string): Promise<string | undefined> {
  const [row] = await bulk<{ controller: string }>(
    tx,
    `SELECT id AS controller FROM party WHERE id = $1
      UNION SELECT party FROM party_role WHERE role = 'municipality' AND municipality = $1
      UNION SELECT 'hub' WHERE $1 = 'hub' LIMIT 1`,
    [named],
  )
  return row?.controller
}

/** Takes the counts of refusals in minutes that are over. */
export async function takeDenials(
  tx: Tx,
  now: Date,
): Promise<{ minute: Date; repeats: number; template: unknown }[]> {
  const rows = await bulk<{ minute: string; repeats: string; template: unknown }>(
    tx,
    'SELECT minute, repeats, template FROM log_take_denials($1::timestamptz)',
    [now],
  )
  return rows.map(({ minute, repeats, template }) => ({
    minute: new Date(minute),
    repeats: Number(repeats),
    template,
  }))
}

/** Controller and number of an entry that concerns a party; `undefined` when it does not. */
export async function selectConcerned(
  tx: Tx,
  party: string,
  entryId: string,
): Promise<{ controller: string; number: number } | undefined> {
  const [row] = await bulk<{ controller: string; number: string }>(
    tx,
    'SELECT controller, number FROM log_concerns($1::uuid, $2)',
    [entryId, party],
  )
  return row && { controller: row.controller, number: Number(row.number) }
}

/** Where an entry of the partition stands that the transaction names; `undefined` when it is of another. */
export async function selectReviewed(
  tx: Tx,
  controller: string,
  entryId: string,
): Promise<{ controller: string; number: number } | undefined> {
  const [row] = await bulk<{ number: string }>(
    tx,
    'SELECT number FROM log_entry WHERE entry = $1::uuid AND controller = $2',
    [entryId, controller],
  )
  return row && { controller, number: Number(row.number) }
}

/** Every controller that has entries, for the operator. */
export async function selectControllers(tx: Tx): Promise<string[]> {
  const rows = await bulk<{ controller: string }>(
    tx,
    'SELECT controller FROM log_partition ORDER BY controller',
  )
  return rows.map(({ controller }) => controller)
}

/** A record with everything that its leaf is made from, and its place in a tree. */
export interface PlacedRecord {
  readonly index: number
  readonly number: number
  /** RFC 8785 text. */
  readonly record: string
  readonly salt: Buffer
}

/** Records of one controller after a number that a tree holds, by number, for an export. */
export async function selectRecords(
  tx: Tx,
  controller: string,
  tree: number,
  after: number,
  limit: number,
): Promise<PlacedRecord[]> {
  const rows = await bulk<{ index: string; number: string; record: Buffer; salt: Buffer }>(
    tx,
    `SELECT l.index, e.number, e.record, e.salt
       FROM log_entry e JOIN log_leaf l ON l.entry = e.entry AND l.tree = $2::smallint
      WHERE e.controller = $1 AND e.number > $3::bigint ORDER BY e.number LIMIT $4::integer`,
    [controller, tree, after, limit],
  )
  return rows.map(({ index, number, record, salt }) => ({
    index: Number(index),
    number: Number(number),
    record: record.toString('utf8'),
    salt,
  }))
}

/** An intake entry as a feed shows it. */
export interface IntakeRecord {
  readonly entryId: string
  readonly number: number
  /** RFC 8785 text. */
  readonly record: string
  readonly salt: Buffer
}

/** Intake entries of a controller by id, with what their leaves commit to; for its own feed. */
export async function selectIntakeRecords(
  tx: Tx,
  controller: string,
  entryIds: readonly string[],
): Promise<IntakeRecord[]> {
  const rows = await bulk<{ entry: string; number: string; record: Buffer; salt: Buffer }>(
    tx,
    `SELECT e.entry, e.number, e.record, e.salt FROM unnest($2::uuid[]) AS u (entry)
       JOIN log_entry e ON e.entry = u.entry AND e.controller = $1 AND e.action = 'INTAKE'
      ORDER BY e.number`,
    [controller, plainArray(entryIds)],
  )
  return rows.map(({ entry, number, record, salt }) => ({
    entryId: entry,
    number: Number(number),
    record: record.toString('utf8'),
    salt,
  }))
}
