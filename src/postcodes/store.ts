import { plainArray, textArray } from '../db/arrays.js'
import { bulk } from '../db/bulk.js'
import type { Tx } from '../db/client.js'
import { addDays, type Day } from '../kernel/calendar.js'
import type { PostcodeArea } from './area.js'

/** Where a table came from; kept with every import. */
export interface ImportRow {
  readonly importId: string
  readonly source: string
  readonly version: string
  readonly licence: string
  readonly importedAt: Date
}

/** Records an import. */
export async function insertImport(tx: Tx, row: ImportRow, rows: number): Promise<void> {
  await bulk(
    tx,
    `INSERT INTO postcode_import (import_id, source, version, licence, rows, imported_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [row.importId, row.source, row.version, row.licence, rows, row.importedAt],
  )
}

/**
 * Ends the areas in force before `from`; the table that follows takes over on that day. Areas that
 * were to begin on that day or later are replaced.
 */
export async function endAreas(tx: Tx, from: Day): Promise<void> {
  await bulk(tx, 'DELETE FROM postcode_area WHERE valid_from >= $1', [from])
  await bulk(
    tx,
    `UPDATE postcode_area SET valid_until = $1
      WHERE valid_until IS NULL OR valid_until > $1`,
    [addDays(from, -1)],
  )
}

/** Adds areas that hold from a day on. */
export async function insertAreas(
  tx: Tx,
  areas: readonly PostcodeArea[],
  from: Day,
  importId: string,
): Promise<void> {
  await bulk(
    tx,
    `INSERT INTO postcode_area (postcode, municipality, others, district, valid_from, import_id)
     SELECT postcode, municipality, string_to_array(others, ' '), district, $5::date, $6::uuid
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
         AS area (postcode, municipality, others, district)`,
    [
      plainArray(areas.map(({ postcode }) => postcode)),
      plainArray(areas.map(({ municipality }) => municipality)),
      textArray(areas.map(({ others }) => others.join(' '))),
      textArray(areas.map(({ district }) => district)),
      from,
      importId,
    ],
  )
}

/** Areas in force on a day that one of these postcodes lies in, six characters or the first four. */
export async function selectAreas(
  tx: Tx,
  postcodes: readonly string[],
  day: Day,
): Promise<PostcodeArea[]> {
  if (postcodes.length === 0) return []
  const wanted = new Set(postcodes.flatMap((postcode) => [postcode, postcode.slice(0, 4)]))
  return bulk<{
    postcode: string
    municipality: string
    others: string[]
    district: string | null
  }>(
    tx,
    `SELECT postcode, municipality, others, district FROM postcode_area
      WHERE postcode = ANY ($1::text[]) AND valid_from <= $2
        AND (valid_until IS NULL OR valid_until >= $2)`,
    [plainArray([...wanted]), day],
  )
}

/** Whether any table is in force on a day. */
export async function hasAreas(tx: Tx, day: Day): Promise<boolean> {
  const rows = await bulk<{ found: boolean }>(
    tx,
    `SELECT EXISTS (SELECT FROM postcode_area
        WHERE valid_from <= $1 AND (valid_until IS NULL OR valid_until >= $1)) AS found`,
    [day],
  )
  return rows[0]!.found
}
