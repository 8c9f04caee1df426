import { recordAccess, type LoggedAction, type LoggedOperation } from '../access-log/index.js'
import type { Context } from '../context.js'
import { sha256 } from '../crypto/hash.js'
import { inTransaction } from '../db/transaction.js'
import type { Tx } from '../db/client.js'
import { HubError } from '../kernel/errors.js'
import { assertNumberFits, parsePartyId, type PartyId, type Trace } from '../parties/index.js'
import type { Application, StatusQuestion } from './application.js'
import { oneKey } from './issuing/service.js'
import { assertHeld, readBroughtKey } from './keys/service.js'
import * as store from './store.js'

/** What receiving applications takes of the process. */
export type EnrolmentContext = Pick<Context, 'config' | 'db' | 'clock'>

/** An application as it came over the wire. */
export interface Sent {
  readonly bytes: Buffer
  /** What the bytes say; its shape was checked. */
  readonly application: Application
  /** Every occurrence of the two headers of proof. */
  readonly proofs: Readonly<Record<'transport' | 'signing', readonly string[]>>
}

/** Applications that wait for a decision at most; more nobody could look at. */
const MOST_WAITING = 1000
const MOST_AGE_MS = 7 * 24 * 60 * 60_000
const MOST_AHEAD_MS = 5 * 60_000
const SCOPE = { role: 'vroegsignaal_enrolment', controller: 'hub' } as const

/**
 * Takes an application in, to be decided on by an operator. The same once more changes nothing.
 *
 * Nothing in the answer depends on who takes part already, on names in registers or on what others
 * sent: a stranger learns what is wrong with its own application and nothing else.
 *
 * @throws {HubError} `body.*` for one that was made for elsewhere or too long ago, `certificate.*` for
 *   a request or certificate, `registry.conflict` for one key in both, `enrolment.not_proven`,
 *   `enrolment.conflict`, `enrolment.full`, `log.unavailable`.
 */
export async function receiveApplication(
  context: EnrolmentContext,
  trace: Trace,
  { bytes, application, proofs }: Sent,
): Promise<void> {
  const now = context.clock.now()
  assertFrame(context, application, now)
  const party = partyOf(context, application)
  const transport = await readBroughtKey(context, party, 'transport', application.transport)
  const signing = await readBroughtKey(context, party, 'signing', application.signing)
  if (transport.keyHash === signing.keyHash) throw oneKey()
  await assertHeld(context, transport, bytes, proofs.transport)
  await assertHeld(context, signing, bytes, proofs.signing)
  await inTransaction(context.db, 'enrolment.receive', SCOPE, async (tx) => {
    const received = await store.receive(tx, application, sha256(bytes), MOST_WAITING, now)
    if (received === 'FULL') {
      throw new HubError('enrolment.full', 'Too many applications wait for a decision.', {
        retryAfterSeconds: 3600,
      })
    }
    if (received === 'CONFLICT') {
      throw new HubError('enrolment.conflict', 'This enrolmentId was used for another application.')
    }
    await record(tx, context, trace, 'CONFIG', 'requestEnrolment', {
      enrolment: application.enrolmentId,
      organisation: application.organisation.organisationNumber,
      wishes: application.wishes.length,
      repeated: received === 'REPEATED',
    })
  })
}

/** How an application stands, for who has its secret. */
export interface Standing extends store.StatusRow {
  readonly enrolmentId: string
}

/**
 * Tells how an application stands, and hands out the certificates once it was accepted.
 *
 * @throws {HubError} `enrolment.unknown`, also for a wrong secret.
 */
export async function applicationStatus(
  context: EnrolmentContext,
  trace: Trace,
  { enrolmentId, secret }: StatusQuestion,
): Promise<Standing> {
  const digest = sha256(secret)
  return inTransaction(context.db, 'enrolment.status', SCOPE, async (tx) => {
    const row = await store.selectStatus(tx, enrolmentId, digest)
    if (row === undefined) {
      throw new HubError('enrolment.unknown', 'No application has this identifier and secret.')
    }
    const objects = { enrolment: enrolmentId, state: row.state }
    await record(tx, context, trace, 'VIEW', 'getEnrolment', objects)
    return { enrolmentId, ...row }
  })
}

/** The party that an application is of; `undefined` when it has no number. */
function partyOf(
  { config }: Pick<Context, 'config'>,
  { organisation: { organisationNumber: number } }: Application,
): PartyId | undefined {
  if (number === undefined) return undefined
  const party = parsePartyId(number)
  assertNumberFits(party, config)
  return party
}

function assertFrame(
  { config }: Pick<Context, 'config'>,
  { hub, createdAt }: Application,
  now: Date,
): void {
  if (hub !== config.hubId) {
    throw new HubError('body.wrong_hub', 'The application was signed for another hub.')
  }
  const age = now.getTime() - new Date(createdAt).getTime()
  if (!(age <= MOST_AGE_MS && -age <= MOST_AHEAD_MS)) {
    throw new HubError('body.stale', 'createdAt lies too far in the past or in the future.')
  }
}

async function record(
  tx: Tx,
  context: EnrolmentContext,
  trace: Trace,
  action: LoggedAction,
  operation: LoggedOperation,
  objects: Readonly<Record<string, string | number | boolean | undefined>>,
): Promise<void> {
  await recordAccess(tx, context, [
    {
      controller: 'hub',
      actor: 'unknown',
      actorKey: null,
      role: 'none',
      action,
      operation,
      objects,
      result: 'ALLOW',
      count: 1,
      ...trace,
      at: context.clock.now(),
    },
  ])
}
