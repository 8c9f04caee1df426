import { recordAccess, type AccessEntry } from '../../access-log/index.js'
import type { Context } from '../../context.js'
import type { Tx } from '../../db/client.js'
import { inTransaction } from '../../db/transaction.js'
import type { RightsSubject } from '../../identity/index.js'
import {
  addDays,
  dayOf,
  firstDayOf,
  monthOf,
  monthsAfter,
  type Day,
} from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import { randomId } from '../../kernel/identifiers.js'
import type { Officer } from '../../log-review/index.js'
import { noteLookup, takeQuota, tellAlarm, type Alarm } from '../../quotas/index.js'
import { insertClock } from '../clock/store.js'
import { dueAfter } from '../deadline.js'
import { insertSteps, type StepRow } from '../life/store.js'
import { actionOf } from '../notice.js'
import { signNotices } from '../notices/service.js'
import { selectStanding } from '../notices/store.js'
import { selectPolicy } from '../policies/store.js'
import { DEFAULT_POLICY, policyName, type RightKind } from '../policy.js'
import { toldAtRegistration } from '../standing.js'
import { selectTakenOver } from '../taken-over/store.js'
import { byCreditor, tell, tellingEntry, toldStep } from '../telling/service.js'
import * as store from './store.js'

/** Operations of the contract that officers call about requests of residents. */
export type RightsOperation =
  'listObjections' | 'registerObjection' | 'getObjection' | 'liftObjection' | 'answerObjection'

/** An officer who signed in as a person, or calls with a personal certificate. */
export type RightsOfficer = Officer & {
  readonly holder: string
  /** What is called; left out at a page of the console. */
  readonly operation?: RightsOperation
  /** SHA-256 of the signed body, and who signed it. */
  readonly signed?: { readonly digest: Buffer; readonly signer: string }
}

/** What registering needs of the process. */
export type RightsContext = Pick<Context, 'db' | 'clock' | 'config' | 'keys' | 'log' | 'metrics'>

/** What an officer registers, beside whom it is about. */
export interface Asked {
  /** Id that the caller gave it, so that it is never registered twice; else it gets one. */
  readonly request?: string
  readonly municipality: string
  readonly kind: RightKind
  /** Reference of the file and why; never a name. */
  readonly reason: string
  /** When the municipality received it: from then on the resident waits for an answer. */
  readonly receivedOn: Day
}

/**
 * Registers what a resident asks for: stops delivery of what was received, has the municipality
 * corrected and creditors told as policy says, and from now on compares new notifications. All of it
 * or nothing, and all of it logged.
 *
 * @returns The id of the request.
 * @throws {HubError} `party.role_not_allowed` when the officer does not review the municipality's log,
 *   `rights.registered` when there is one of that id, `quota.exceeded`: registering tells how many notifications there are, so it counts as a trace.
 */
export async function registerRequest(
  context: RightsContext,
  officer: RightsOfficer,
  { request = randomId(), municipality, kind, reason, receivedOn }: Asked,
  subject: RightsSubject,
): Promise<string> {
  const controller = await controllerOf(context, officer, municipality)
  let alarm: Alarm | undefined
  const registered = await within(context, officer, controller, async (tx) => {
    await takeQuota(tx, context, officer.id, 'traceDataSubject', 1)
    const now = context.clock.now()
    const today = dayOf(now)
    const policy = (await selectPolicy(tx, municipality, today)) ?? DEFAULT_POLICY
    const effects = policy.effects[kind]
    const isHeld = effects.delivery === 'HOLD'
    const operation = officer.operation ?? 'consoleRightsRegister'
    await store.lockIntake(tx, municipality)
    const reached = [
      ...(await store.selectReached(tx, municipality, controller, subject)),
      ...(await selectTakenOver(tx, municipality, subject)),
    ]
    const told = reached.filter(({ isTold }) => isTold)
    const name = policyName(policy)
    const standing = await selectStanding(tx, municipality, null, told)
    const notices = effects.tellsMunicipality
      ? signNotices(
          context,
          { municipality, kind },
          toldAtRegistration(actionOf(effects), told, standing),
          now,
        )
      : []
    const creditors =
      effects.tellsCreditor && isHeld ? await byCreditor(tx, municipality, reached) : []
    const [entry, ...tellings] = await recordAccess(tx, context, [
      {
        ...entryOf(officer, controller, operation),
        objects: {
          municipality,
          request,
          kind,
          policy: name,
          reached: reached.length,
          told: told.length,
          notices: notices.map(({ noticeId }) => noticeId),
          ...proofOf(officer),
        },
        count: reached.length,
        at: now,
        subjects: subject.persons.map((person) => ({ ...person, reference: request })),
      },
      ...creditors.map((one) =>
        tellingEntry(entryOf(officer, controller, operation), municipality, name, one, now),
      ),
    ])
    const kept: store.NewRequest = {
      request,
      municipality,
      kind,
      registeredAt: now,
      party: officer.id,
      holder: officer.holder,
      reason,
      effects,
      policy: name,
      endsOn: lastDay(today, effects.termMonths),
      keyYear: subject.keyYear,
      tokens: subject.tokens,
      entry: entry!.entryId,
    }
    const dueOn = dueAfter(receivedOn)
    if (!(await insertClock(tx, { ...kept, reference: reason, receivedOn, dueOn }))) {
      throw registeredBefore()
    }
    await store.insertRequest(tx, kept)
    const withheld = kind === 'OBJECTION' ? 'OBJECTION' : 'RESTRICTED'
    await store.insertHolds(tx, kept, isHeld ? withheld : null, reached)
    const erased = kind === 'ERASURE' ? await store.eraseHeld(tx, request, now) : 0
    for (const notice of notices) await store.insertNotice(tx, kept, notice)
    const numbers = tellings.map(({ number }) => number)
    await tell(tx, kept, today, creditors, numbers, 'STOPPED_ON_REQUEST')
    await insertSteps(tx, kept, now, [
      { step: 'REGISTERED', party: officer.id, count: reached.length },
      ...some(isHeld && reached.length > 0, 'HELD', controller, reached.length),
      ...some(kind === 'ERASURE', 'ERASED', controller, erased),
      ...notices.flatMap(({ count }) => some(true, 'NOTIFIED', controller, count)),
      ...creditors.map(({ creditor, ids }) => toldStep(creditor, ids.length)),
    ])
    const [person] = subject.persons
    alarm = await noteLookup(tx, context, {
      ...{ party: officer.id, fingerprint: officer.fingerprint, trace: officer.trace },
      ...{ role: 'officer', operation: 'traceDataSubject' },
      ...{ subject: person?.household, person: person?.person },
      ...{ found: reached.length, controllers: [controller] },
    })
    return request
  })
  tellAlarm(context, alarm)
  return registered
}

/** Works in the partition of a municipality that the officer reviews. */
export function within<Result>(
  { db }: Pick<Context, 'db'>,
  officer: Officer,
  controller: string,
  body: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  const scope = { role: 'vroegsignaal_officer', party: officer.id, controller } as const
  return inTransaction(db, 'rights.work', scope, body)
}

/** What entries about rights have in common. */
export function entryOf<Operation extends AccessEntry['operation']>(
  { id, fingerprint, trace }: Officer,
  controller: string,
  operation: Operation,
) {
  return {
    controller,
    actor: id,
    actorKey: fingerprint,
    role: 'officer',
    action: 'RIGHTS',
    operation,
    result: 'ALLOW',
    ...trace,
  } as const
}

/** What an entry says of the signed body that asked for it; nothing at a page of the console. */
export function proofOf({ signed }: RightsOfficer) {
  return signed && { body: signed.digest.toString('hex'), signer: signed.signer }
}

/** The refusal of an id that a request has already. */
export function registeredBefore(): HubError {
  return new HubError('rights.registered', 'A request of that id is registered already.')
}

/** The party whose log the officer reviews and that is the municipality. */
export async function controllerOf(
  context: Pick<Context, 'db'>,
  officer: Officer,
  municipality: string,
): Promise<string> {
  for (const controller of officer.controllers) {
    const code = await within(context, officer, controller, (tx) =>
      store.selectMunicipality(tx, controller),
    )
    if (code === municipality) return controller
  }
  const detail = 'This officer does not review that municipality.'
  throw new HubError('party.role_not_allowed', detail, { aimedAt: municipality })
}

function some(
  isSo: boolean,
  step: StepRow['step'],
  party: string,
  count: number,
): Omit<StepRow, 'at'>[] {
  return isSo ? [{ step, party, count }] : []
}

/** The last day of a term that begins today. */
function lastDay(today: Day, months: number): Day {
  const first = firstDayOf(monthsAfter(monthOf(today), months))
  return addDays(first, Number(today.slice(8)) - 2)
}
