import { randomUUID } from 'node:crypto'
import { recordAccess } from '../../access-log/index.js'
import { jobScope, type Served } from '../../cases/index.js'
import type { Context } from '../../context.js'
import type { Tx } from '../../db/client.js'
import { DatabaseError, inTransaction } from '../../db/transaction.js'
import { municipalEntry, municipalScope, type Municipality } from '../../feeds/index.js'
import type { components } from '../../generated/openapi.js'
import { dayOf, monthOf } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import type { Trace } from '../../parties/index.js'
import * as store from '../kept/store.js'
import { statusAt, transferView } from '../view.js'

type Schemas = components['schemas']

/** A signed decision. */
export interface Decision {
  readonly transferId: string
  readonly decision: Schemas['TransferDecision']['decision']
  readonly refusal: Schemas['TransferRefusal'] | undefined
  readonly digest: Buffer
  /** Fingerprint of the certificate that signed, hexadecimal. */
  readonly signer: string
}

const ENDS = { ACCEPT: 'ACCEPTED', REFUSE: 'REFUSED', WITHDRAW: 'WITHDRAWN' } as const

/**
 * Accepts or refuses an offer, or takes one back. On acceptance the case is the receiver's from this
 * transaction on: envelopes, their key and the facts move, the sender's copies go, its case ends, and
 * creditors are told what its policy allows. The same decision again changes nothing.
 *
 * @throws {HubError} `transfer.unknown` for who is not concerned; `transfer.conflict` when it was
 *   decided otherwise, or its time is over; `transfer.held` when a request, a hold or a withdrawal came
 *   between; `transfer.no_mandate` when an agreement ended since.
 */
export async function decideTransfer(
  context: Context,
  caller: Municipality,
  decision: Decision,
): Promise<Schemas['Transfer']> {
  const { municipality } = caller
  const id = decision.transferId
  const now = context.clock.now()
  return inTransaction(context.db, 'transfers.decide', municipalScope(caller), async (tx) => {
    const found = await store.selectTransfer(tx, municipality, id)
    const isSender = found?.municipality === municipality
    if (found === undefined || isSender !== (decision.decision === 'WITHDRAW')) {
      throw new HubError('transfer.unknown', 'There is no such transfer for you to decide about.')
    }
    const shown = async () => {
      const row = (await store.selectTransfer(tx, municipality, id))!
      return transferView(row, await store.selectNotifications(tx, [id]), municipality, now)
    }
    if (found.status === ENDS[decision.decision]) return shown()
    if (statusAt(found, now) !== 'OFFERED') {
      throw new HubError('transfer.conflict', 'It was decided before, or its time is over.')
    }
    if (decision.decision === 'ACCEPT') await accept(tx, context, caller, found, decision)
    else await end(tx, context, caller, found, decision)
    return shown()
  }).catch(refused)
}

async function accept(
  tx: Tx,
  context: Context,
  caller: Municipality,
  found: store.TransferRow,
  { signer, digest }: Decision,
): Promise<void> {
  const id = found.transfer_id
  const now = context.clock.now()
  const today = dayOf(now)
  const month = monthOf(today)
  const notifications = await store.selectNotifications(tx, [id])
  const goes = notifications.filter(({ stays }) => stays === null)
  const agreements = [...new Set(goes.map((one) => one.agreement_id!))]
  const inForce = await store.countInForce(tx, caller.municipality, agreements, today)
  if (inForce !== agreements.length) {
    const detail = 'An agreement that it rests on has ended; refuse it, and let it be offered anew.'
    throw new HubError('transfer.no_mandate', detail)
  }
  const caseId = randomUUID()
  const subjects = await store.selectSenderSubjects(tx, found)
  await store.acceptTransfer(tx, id, now, month, caseId)
  const entry = { ...municipalEntry(caller, 'TRANSFER', 'decideTransfer'), actorKey: signer }
  const { municipality: sender, from_party: from, receiver } = found
  const shared = { transferId: id, decision: 'ACCEPT', notifications: goes.length }
  const creditors = [
    ...new Set(notifications.flatMap(({ tell, creditor }) => (tell === null ? [] : [creditor]))),
  ].sort()
  const toldTo = (creditor: string) =>
    notifications.filter((one) => one.creditor === creditor && one.tell !== null)
  const [, , ...told] = await recordAccess(tx, context, [
    {
      ...entry,
      objects: {
        ...{ municipality: receiver, sender, month, cases: [caseId], ...shared },
        body: digest.toString('hex'),
      },
      count: 1,
      at: now,
    },
    {
      ...entry,
      controller: from,
      objects: {
        ...{ municipality: sender, receiver, month: found.month.slice(0, 7) },
        ...{ cases: [found.case_id], ...shared },
      },
      count: 1,
      at: now,
      subjects,
    },
    ...creditors.map((creditor) => ({
      ...municipalEntry(caller, 'FEEDBACK', 'decideTransfer'),
      controller: creditor,
      // The sender tells, by its own policy; who took over is told only where that lets it be known.
      actor: from,
      actorKey: null,
      objects: {
        municipality: sender,
        policy: found.policy,
        notifications: toldTo(creditor).map((one) => one.notification_id),
      },
      count: toldTo(creditor).length,
      at: now,
    })),
  ])
  await store.tellCreditors(
    tx,
    id,
    creditors.flatMap((creditor, at) =>
      toldTo(creditor).map((one, position) => ({
        creditor,
        notificationId: one.notification_id,
        number: told[at]!.number,
        position,
      })),
    ),
    today,
  )
}

async function end(
  tx: Tx,
  context: Context,
  caller: Municipality,
  found: store.TransferRow,
  { decision, refusal, signer, digest }: Decision,
): Promise<void> {
  const id = found.transfer_id
  const now = context.clock.now()
  const { municipality: sender, receiver, from_party: from, to_party: to } = found
  const isRefusal = decision === 'REFUSE'
  const why = isRefusal ? (refusal ?? 'OTHER') : null
  await store.endTransfer(tx, id, isRefusal ? 'REFUSED' : 'WITHDRAWN', why, now)
  const entry = { ...municipalEntry(caller, 'TRANSFER', 'decideTransfer'), actorKey: signer }
  const shared = { transferId: id, decision, ...(why !== null && { refusal: why }) }
  await recordAccess(tx, context, [
    {
      ...entry,
      controller: from,
      objects: {
        ...{ municipality: sender, receiver, month: found.month.slice(0, 7) },
        ...{ cases: [found.case_id], ...shared, body: digest.toString('hex') },
      },
      count: 1,
      at: now,
      subjects: await store.selectSenderSubjects(tx, found),
    },
    {
      ...entry,
      controller: to,
      objects: { municipality: receiver, sender, ...shared },
      count: 1,
      at: now,
    },
  ])
}

/**
 * Ends what nobody decided about in time; what was sealed for it goes.
 *
 * @param fence Refuses the commit by throwing, when somebody else has taken over the work.
 * @returns How many offers lapsed.
 */
export function lapseTransfers(
  context: Pick<Context, 'db' | 'clock'>,
  served: Served,
  trace: Trace,
  fence: (tx: Tx) => Promise<void> = async () => undefined,
): Promise<number> {
  const now = context.clock.now()
  return inTransaction(context.db, 'transfers.lapse', jobScope(served), async (tx) => {
    const overdue = await store.selectOverdue(tx, served.code, now)
    for (const id of overdue) await store.endTransfer(tx, id, 'LAPSED', null, now)
    await fence(tx)
    if (overdue.length === 0) return 0
    await recordAccess(tx, context, [
      {
        controller: served.party,
        actor: 'hub',
        actorKey: null,
        role: 'job',
        action: 'TRANSFER',
        operation: 'job.purge',
        objects: { municipality: served.code, transfers: [...overdue] },
        result: 'ALLOW',
        count: overdue.length,
        at: now,
        ...trace,
      },
    ])
    return overdue.length
  })
}

function refused(error: unknown): never {
  if (error instanceof DatabaseError && error.sqlState === '55006') {
    const detail = 'A request, a hold or a withdrawal came between; it stays where it is.'
    throw new HubError('transfer.held', detail)
  }
  if (error instanceof DatabaseError && error.sqlState === '55000') {
    throw new HubError('transfer.conflict', 'It was decided before, or its time is over.')
  }
  throw error
}
