import { entryForCreditor, recordAccess, type LogSubject } from '../../access-log/index.js'
import { keyOf } from '../../cases/index.js'
import type { Context } from '../../context.js'
import type { Tx } from '../../db/client.js'
import { inTransaction } from '../../db/transaction.js'
import {
  municipalEntry,
  municipalScope,
  pullCases,
  selectSubjects,
  type Municipality,
} from '../../feeds/index.js'
import type { components } from '../../generated/openapi.js'
import { dayOf, type Month } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import { allows, lockOutcomes, selectKnownCases, selectStanding } from '../../outcomes/index.js'
import type { MunicipalityCode } from '../../parties/index.js'
import { answerByOf, canWithdraw, PAUSE_MONTHS } from '../pause.js'
import { selectPause } from '../store.js'
import { pauseView, standing } from '../view.js'
import * as store from './store.js'

type Schemas = components['schemas']

/** What is asked, and who stands for it. */
export interface PauseAsk {
  readonly pauseId: string
  readonly month: Month
  readonly caseId: string
  readonly creditorId: string
  readonly notificationId: string
  /** Whole months; one unless told. */
  readonly months?: number | undefined
  /** SHA-256 of the signed body. */
  readonly digest: Buffer
  /** Fingerprint of the certificate that signed, hexadecimal. */
  readonly signer: string
}

/**
 * Asks the creditor of a notification to wait with collection. Only about what the municipality
 * received in a closed month, that still stands there, and that the resident's recorded consent covers
 * for this creditor. The same ask again is the same ask.
 *
 * @throws {HubError} `pause.notification_unknown`; `pause.stopped` for what was taken back, corrected,
 *   held at a resident's request or handed over; `pause.no_consent`; `pause.conflict` when its id was
 *   used, or a pause about the notification stands.
 */
export function askPause(
  context: Context,
  caller: Municipality,
  ask: PauseAsk,
): Promise<Schemas['CollectionPause']> {
  const { municipality } = caller
  const { pauseId, creditorId: creditor, notificationId, digest, signer } = ask
  const now = context.clock.now()
  const today = dayOf(now)
  return inTransaction(context.db, 'collection_pauses.ask', municipalScope(caller), async (tx) => {
    // A report that withdraws the consent comes before, or finds the ask.
    await lockOutcomes(tx, municipality)
    await store.lockRights(tx, municipality)
    const before = await selectPause(tx, municipality, pauseId)
    if (before !== undefined) {
      if (!before.digest.equals(digest)) throw standsOtherwise()
      return pauseView(before, today)
    }
    const { shownAs } = await askable(tx, caller, ask)
    await store.updateOverdue(tx, municipality, { creditor, notificationId }, today)
    const { month, caseId, months = PAUSE_MONTHS } = ask
    const isKept = await store.insertPause(tx, municipality, {
      ...{ pauseId, askedBy: caller.id, month, caseId, creditor, notificationId, shownAs, months },
      ...{ digest, askedAt: now, answerBy: answerByOf(today) },
    })
    if (!isKept) throw standsOtherwise()
    const entry = { ...municipalEntry(caller, 'PAUSE', 'askCollectionPause'), actorKey: signer }
    const shared = { pauseId, months }
    await recordAccess(tx, context, [
      {
        ...entry,
        objects: {
          ...{ municipality, month, cases: [caseId], creditor, notifications: [notificationId] },
          ...{ ...shared, body: digest.toString('hex') },
        },
        count: 1,
        at: now,
        subjects: await subjectsOf(tx, ask),
      },
      {
        ...entryForCreditor(entry, { creditor, shownAs }),
        objects: {
          ...{ municipality: shownAs ?? municipality, notifications: [notificationId] },
          ...shared,
        },
        count: 1,
        at: now,
      },
    ])
    return pauseView((await selectPause(tx, municipality, pauseId))!, today)
  })
}

/** A signed withdrawal. */
export interface PauseWithdrawal {
  readonly pauseId: string
  readonly digest: Buffer
  /** Fingerprint of the certificate that signed, hexadecimal. */
  readonly signer: string
}

/**
 * Takes an ask back, or ends what was confirmed. The creditor learns that, and nothing of why. Again
 * changes nothing.
 *
 * @throws {HubError} `pause.unknown`; `pause.conflict` when it was declined, or its days are over.
 */
export function withdrawPause(
  context: Context,
  caller: Municipality,
  { pauseId, digest, signer }: PauseWithdrawal,
): Promise<Schemas['CollectionPause']> {
  const { municipality } = caller
  const now = context.clock.now()
  const today = dayOf(now)
  const name = 'collection_pauses.withdraw'
  return inTransaction(context.db, name, municipalScope(caller), async (tx) => {
    await lockOutcomes(tx, municipality)
    const found = await selectPause(tx, municipality, pauseId)
    if (found === undefined) throw unknownPause()
    if (found.status === 'WITHDRAWN') return pauseView(found, today)
    const stands = canWithdraw(standing(found, today))
    if (!stands || !(await store.withdrawPause(tx, municipality, pauseId, now))) {
      throw standsOtherwise()
    }
    const { creditor, case_id: caseId, shown_municipality: shownAs } = found
    const entry = { ...municipalEntry(caller, 'PAUSE', 'withdrawCollectionPause') }
    await recordAccess(tx, context, [
      {
        ...entry,
        actorKey: signer,
        objects: {
          ...{ municipality, month: found.month.slice(0, 7), cases: [caseId], creditor },
          ...{ pauses: [pauseId], body: digest.toString('hex') },
        },
        count: 1,
        at: now,
      },
      {
        ...entryForCreditor({ ...entry, actorKey: signer }, { creditor, shownAs }),
        objects: { municipality: shownAs ?? municipality, pauses: [pauseId] },
        count: 1,
        at: now,
      },
    ])
    return pauseView((await selectPause(tx, municipality, pauseId))!, today)
  })
}

/** Withheld envelopes that say that the notification itself no longer stands with this municipality. */
const STOPPED: readonly (Schemas['Withheld'] | undefined)[] = [
  'WITHDRAWN',
  'OBJECTION',
  'RESTRICTED',
  'CORRECTED',
  'TRANSFERRED',
] satisfies Schemas['Withheld'][]

/** Whether one may ask at all, and as which municipality the creditor knows the asking one. */
async function askable(
  tx: Tx,
  caller: Municipality,
  { month, caseId, creditorId, notificationId }: PauseAsk,
): Promise<{ readonly shownAs: MunicipalityCode | null }> {
  const { municipality } = caller
  const [item] = (await pullCases(tx, caller, month, [caseId])).items
  const listed = item?.notifications.find(
    (one) => one.creditorId === creditorId && one.notificationId === notificationId,
  )
  if (listed === undefined) {
    const detail = 'No case of a closed month of this municipality holds this notification.'
    throw new HubError('pause.notification_unknown', detail)
  }
  const name = { creditor: creditorId, notificationId }
  const standings = await selectStanding(tx, municipality, [name])
  const { isGone = false, shownAs = null } = standings.get(`${creditorId} ${notificationId}`) ?? {}
  const known = (await selectKnownCases(tx, municipality, [{ caseId, month }])).get(caseId)
  const isElsewhere = known === undefined || known.isTransferred
  const isStopped = STOPPED.includes(listed.sealedIdentity.withheld)
  if (isGone || isElsewhere || isStopped || (await store.isErased(tx, name))) {
    const detail = 'The notification was taken back, corrected, stopped or handed over.'
    throw new HubError('pause.stopped', detail)
  }
  if (!allows(known.report?.consentToShare, creditorId, 'COLLECTION_PAUSE')) {
    const detail = 'No consent is recorded that lets this creditor be asked for a pause.'
    throw new HubError('pause.no_consent', detail)
  }
  return { shownAs }
}

async function subjectsOf(tx: Tx, ask: PauseAsk): Promise<LogSubject[]> {
  const name = { creditor: ask.creditorId, notificationId: ask.notificationId }
  const subject = (await selectSubjects(tx, [name])).get(keyOf(name))
  return subject === undefined ? [] : [{ ...subject, reference: ask.caseId }]
}

function standsOtherwise(): HubError {
  return new HubError(
    'pause.conflict',
    'This pauseId was used before, or the pause about this notification stands otherwise.',
  )
}

function unknownPause(): HubError {
  return new HubError('pause.unknown', 'There is no such pause of yours.')
}
