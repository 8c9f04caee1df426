import { recordAccess } from '../access-log/index.js'
import type { Context } from '../context.js'
import { inTransaction } from '../db/transaction.js'
import { HubError } from '../kernel/errors.js'
import type { Caller } from '../parties/index.js'
import { isOpen, LONGEST_HOURS, needsNote, newToken, tokenHash, type Session } from './session.js'
import * as store from './store.js'

/** What signing in and out needs of the process. */
export type SessionContext = Pick<Context, 'db' | 'clock'>

/** A person who calls, by certificate. */
export interface Person extends Caller {
  /** Role pseudonym; `null` for a certificate of software, which cannot sign in. */
  readonly holder: string | null
}

const HOUR_MS = 3_600_000

/**
 * Signs a person in with the certificate of the connection, and logs it in the hub's partition.
 *
 * @returns The token of the session; the hub keeps its hash only.
 * @throws {HubError} `certificate.not_personal`.
 */
export async function signIn({ db, clock }: SessionContext, person: Person): Promise<string> {
  requirePersonal(person)
  const now = clock.now()
  const token = newToken()
  const session: Session = {
    tokenHash: tokenHash(token)!,
    fingerprint: person.fingerprint,
    begunAt: now,
    seenAt: now,
    municipality: null,
  }
  await inTransaction(db, 'console.sign_in', scopeOf(person), async (tx) => {
    await store.deleteSessionsBefore(
      tx,
      person.id,
      new Date(now.getTime() - LONGEST_HOURS * HOUR_MS),
    )
    await store.insertSession(tx, person.id, session)
    await recordAccess(tx, { clock }, [entryOf(person, 'SIGN_IN', 'consoleSignIn')])
  })
  return token
}

/** Ends a session at once, for every page that is still open, and logs it. */
export async function signOut(
  { db, clock }: SessionContext,
  person: Person,
  token: string,
): Promise<void> {
  const hash = tokenHash(token)
  if (hash === undefined) return
  await inTransaction(db, 'console.sign_out', scopeOf(person), async (tx) => {
    if (!(await store.deleteSession(tx, hash))) return
    await recordAccess(tx, { clock }, [entryOf(person, 'SIGN_OUT', 'consoleSignOut')])
  })
}

/**
 * The open session of a token, when it is of this very certificate. Its use is noted, so that it goes
 * on.
 *
 * @returns `undefined` when there is none, or none any more.
 * @throws {HubError} `certificate.not_personal`.
 */
export async function continueSession(
  { db, clock }: SessionContext,
  person: Person,
  token: string | undefined,
): Promise<Session | undefined> {
  requirePersonal(person)
  const hash = token === undefined ? undefined : tokenHash(token)
  if (hash === undefined) return undefined
  const now = clock.now()
  return inTransaction(db, 'console.session', scopeOf(person), async (tx) => {
    const session = await store.selectSession(tx, person.id, hash)
    if (session === undefined || !isOpen(session, person.fingerprint, now)) return undefined
    if (needsNote(session, now)) await store.noteUse(tx, hash, now)
    return session
  })
}

/** Keeps for which municipality a person acts in a session; who may was asked before. */
export async function chooseMunicipality(
  { db }: SessionContext,
  person: Person,
  session: Session,
  municipality: string,
): Promise<void> {
  await inTransaction(db, 'console.choose', scopeOf(person), (tx) =>
    store.updateMunicipality(tx, session.tokenHash, municipality),
  )
}

/** @throws {HubError} `certificate.not_personal` for a certificate without a holder. */
export function requirePersonal(person: Person): asserts person is Person & { holder: string } {
  if (person.holder !== null) return
  throw new HubError('certificate.not_personal', 'The console is for people, not for software.')
}

function scopeOf(person: Person) {
  return { role: 'vroegsignaal_edge', party: person.id } as const
}

function entryOf(
  person: Person,
  action: 'SIGN_IN' | 'SIGN_OUT',
  operation: 'consoleSignIn' | 'consoleSignOut',
) {
  return {
    controller: 'hub',
    actor: person.id,
    actorKey: person.fingerprint,
    role: person.role,
    action,
    operation,
    objects: {},
    result: 'ALLOW',
    count: 1,
    ...person.trace,
  } as const
}
