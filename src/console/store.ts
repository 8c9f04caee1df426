import { bulk } from '../db/bulk.js'
import type { Tx } from '../db/client.js'
import type { Session } from './session.js'

/** Keeps a new session. */
export async function insertSession(tx: Tx, party: string, session: Session): Promise<void> {
  await bulk(
    tx,
    `INSERT INTO console_session (token_hash, party, fingerprint, begun_at, seen_at)
     VALUES ($1, $2, $3, $4::timestamptz, $5::timestamptz)`,
    [session.tokenHash, party, session.fingerprint, session.begunAt, session.seenAt],
  )
}

/** A session of a party by the hash of its token. */
export async function selectSession(
  tx: Tx,
  party: string,
  tokenHash: Buffer,
): Promise<Session | undefined> {
  const [row] = await bulk<{
    fingerprint: string
    begun_at: string
    seen_at: string
    municipality: string | null
  }>(
    tx,
    `SELECT fingerprint, begun_at, seen_at, municipality FROM console_session
      WHERE token_hash = $1 AND party = $2`,
    [tokenHash, party],
  )
  return (
    row && {
      tokenHash,
      fingerprint: row.fingerprint,
      begunAt: new Date(row.begun_at),
      seenAt: new Date(row.seen_at),
      municipality: row.municipality,
    }
  )
}

/** Notes that a session is in use; a note of an earlier moment does not undo a later one. */
export async function noteUse(tx: Tx, tokenHash: Buffer, at: Date): Promise<void> {
  await bulk(
    tx,
    `UPDATE console_session SET seen_at = greatest(seen_at, $2::timestamptz) WHERE token_hash = $1`,
    [tokenHash, at],
  )
}

/** Keeps for which municipality the person of a session acts from now on. */
export async function updateMunicipality(
  tx: Tx,
  tokenHash: Buffer,
  municipality: string,
): Promise<void> {
  await bulk(tx, 'UPDATE console_session SET municipality = $2 WHERE token_hash = $1', [
    tokenHash,
    municipality,
  ])
}

/** Ends a session; whether there was one. */
export async function deleteSession(tx: Tx, tokenHash: Buffer): Promise<boolean> {
  const gone = await bulk(
    tx,
    'DELETE FROM console_session WHERE token_hash = $1 RETURNING token_hash',
    [tokenHash],
  )
  return gone.length > 0
}

/** Removes what is left of a party's sessions that began before an instant. */
export async function deleteSessionsBefore(tx: Tx, party: string, before: Date): Promise<void> {
  await bulk(tx, 'DELETE FROM console_session WHERE party = $1 AND begun_at < $2::timestamptz', [
    party,
    before,
  ])
}
