import { bulk } from '../db/bulk.js'
import type { Tx } from '../db/client.js'
import type { PartyId } from '../parties/index.js'

/** An invitation as an operator sees it; instants as the database writes them. */
export interface InvitationRow {
  readonly invitation_id: string
  readonly party: string
  readonly holder: string
  readonly created_at: string
  readonly expires_at: string
  readonly revoked_at: string | null
  readonly used_at: string | null
}

/** An invitation that is being used. */
export interface OpenInvitation {
  readonly holder: string
  readonly answer: string | null
}

/** Adds an invitation. */
export async function insertInvitation(
  tx: Tx,
  invitation: {
    readonly id: string
    readonly party: PartyId
    readonly digest: Buffer
    readonly holder: string
    readonly createdAt: Date
    readonly expiresAt: Date
  },
): Promise<void> {
  const { id, party, digest, holder, createdAt, expiresAt } = invitation
  await bulk(
    tx,
    `INSERT INTO invitation (invitation_id, party, code_digest, holder, created_at, expires_at)
     VALUES ($1::uuid, $2, $3::bytea, $4, $5, $6)`,
    [id, party, digest, holder, createdAt, expiresAt],
  )
}

/** All invitations, the newest first. */
export function selectInvitations(tx: Tx): Promise<InvitationRow[]> {
  return bulk<InvitationRow>(
    tx,
    `SELECT invitation_id, party, holder, created_at, expires_at, revoked_at, used_at
       FROM invitation ORDER BY created_at DESC, invitation_id`,
  )
}

/** Takes an invitation back; false when there is none that could still be used. */
export async function revokeInvitation(tx: Tx, id: string, now: Date): Promise<boolean> {
  const rows = await bulk(
    tx,
    `UPDATE invitation SET revoked_at = $2
      WHERE invitation_id = $1::uuid AND revoked_at IS NULL AND used_at IS NULL
      RETURNING invitation_id`,
    [id, now],
  )
  return rows.length > 0
}

/** Whose invitation a code is. */
export async function selectInvited(
  tx: Tx,
  digest: Buffer,
): Promise<{ readonly invitation_id: string; readonly party: PartyId } | undefined> {
  const [row] = await bulk<{ invitation_id: string; party: PartyId }>(
    tx,
    'SELECT invitation_id, party FROM invitation_of($1::bytea)',
    [digest],
  )
  return row
}

/**
 * An invitation that these requests may use, or have used.
 *
 * @returns `undefined` when it was used for others, taken back, or is too old.
 */
export async function selectOpen(
  tx: Tx,
  id: string,
  requestDigest: Buffer,
  now: Date,
): Promise<OpenInvitation | undefined> {
  const [row] = await bulk<OpenInvitation>(
    tx,
    `SELECT holder, answer FROM invitation
      WHERE invitation_id = $1::uuid AND revoked_at IS NULL
        AND (request_digest = $2::bytea OR (used_at IS NULL AND expires_at > $3))`,
    [id, requestDigest, now],
  )
  return row
}

/**
 * Uses an invitation, with what is answered; nobody else uses it from then on.
 *
 * @returns False when it was used, taken back, or is too old by now.
 */
export async function use(
  tx: Tx,
  id: string,
  requestDigest: Buffer,
  answer: string,
  now: Date,
): Promise<boolean> {
  const rows = await bulk(
    tx,
    `UPDATE invitation SET request_digest = $2::bytea, answer = $3, used_at = $4
      WHERE invitation_id = $1::uuid AND revoked_at IS NULL AND used_at IS NULL AND expires_at > $4
      RETURNING invitation_id`,
    [id, requestDigest, answer, now],
  )
  return rows.length > 0
}
