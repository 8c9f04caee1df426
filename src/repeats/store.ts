import { bulk } from '../db/bulk.js'
import type { Tx } from '../db/client.js'
import type { SignedCommand } from './command.js'

/** Notes that a body is carried out; false when its id stands there. Waits for whoever is at it. */
export async function insertCommand(
  tx: Tx,
  { party, operation, id, digest }: SignedCommand,
  at: Date,
): Promise<boolean> {
  const rows = await bulk(
    tx,
    `INSERT INTO signed_command (party, operation, command_id, digest, at)
     VALUES ($1, $2, $3::uuid, $4::bytea, $5::timestamptz)
     ON CONFLICT DO NOTHING RETURNING command_id`,
    [party, operation, id, digest, at],
  )
  return rows.length === 1
}

/** SHA-256 of the body that an id stands for; `undefined` for none. */
export async function selectDigest(
  tx: Tx,
  { party, operation, id }: SignedCommand,
): Promise<Buffer | undefined> {
  const [row] = await bulk<{ digest: Buffer }>(
    tx,
    `SELECT digest FROM signed_command
      WHERE party = $1 AND operation = $2 AND command_id = $3::uuid`,
    [party, operation, id],
  )
  return row?.digest
}

/** Forgets commands from before an instant that lies eight days back at least. */
export async function forgetCommands(tx: Tx, before: Date): Promise<number> {
  const [row] = await bulk<{ gone: string }>(
    tx,
    'SELECT forget_signed_commands($1::timestamptz) AS gone',
    [before],
  )
  return Number(row?.gone ?? 0)
}
