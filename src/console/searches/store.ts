import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import type { Asked, Question } from './question.js'

/** Whose search it is: the organisation, and the person by role pseudonym. */
export interface Owner {
  readonly party: string
  readonly holder: string
}

/** A search as it is kept. */
export interface Search extends Question {
  readonly searchId: string
  /** What the person calls it; `null` until it is saved. */
  readonly name: string | null
}

interface Row {
  readonly search: string
  readonly controller: string
  readonly filter: Asked
  readonly reason: string
  readonly name: string | null
}

const COLUMNS = 'search, controller, filter, reason, name'

/** Keeps a search without a name. */
export async function insertSearch(
  tx: Tx,
  { party, holder }: Owner,
  searchId: string,
  { controller, reason, asked }: Question,
  at: Date,
): Promise<void> {
  await bulk(
    tx,
    `INSERT INTO console_search (search, party, holder, controller, filter, reason, created_at)
     VALUES ($1::uuid, $2, $3, $4, $5::text::jsonb, $6, $7::timestamptz)`,
    [searchId, party, holder, controller, JSON.stringify(asked), reason, at],
  )
}

/** One search of a person. */
export async function selectSearch(
  tx: Tx,
  { party, holder }: Owner,
  searchId: string,
): Promise<Search | undefined> {
  const [row] = await bulk<Row>(
    tx,
    `SELECT ${COLUMNS} FROM console_search
      WHERE search = $1::uuid AND party = $2 AND holder = $3`,
    [searchId, party, holder],
  )
  return row && toSearch(row)
}

/** The searches that a person saved, by name. */
export async function selectSaved(tx: Tx, { party, holder }: Owner): Promise<Search[]> {
  const rows = await bulk<Row>(
    tx,
    `SELECT ${COLUMNS} FROM console_search
      WHERE party = $1 AND holder = $2 AND name IS NOT NULL ORDER BY name, search LIMIT 100`,
    [party, holder],
  )
  return rows.map(toSearch)
}

/** Gives a search of a person a name; whether there is such a search. */
export async function updateName(
  tx: Tx,
  { party, holder }: Owner,
  searchId: string,
  name: string,
): Promise<boolean> {
  const rows = await bulk(
    tx,
    `UPDATE console_search SET name = $4
      WHERE search = $1::uuid AND party = $2 AND holder = $3 RETURNING search`,
    [searchId, party, holder, name],
  )
  return rows.length > 0
}

/** Removes a search of a person. */
export async function deleteSearch(
  tx: Tx,
  { party, holder }: Owner,
  searchId: string,
): Promise<void> {
  await bulk(
    tx,
    'DELETE FROM console_search WHERE search = $1::uuid AND party = $2 AND holder = $3',
    [searchId, party, holder],
  )
}

/** Removes what a party asked before an instant and did not save. */
export async function deleteUnsaved(tx: Tx, party: string, before: Date): Promise<void> {
  await bulk(
    tx,
    `DELETE FROM console_search
      WHERE party = $1 AND name IS NULL AND created_at < $2::timestamptz`,
    [party, before],
  )
}

function toSearch({ search, filter, ...row }: Row): Search {
  return { ...row, searchId: search, asked: filter }
}
