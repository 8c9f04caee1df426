import { recordAccess, type AccessEntry } from '../../access-log/index.js'
import type { Tx } from '../../db/client.js'
import { dayOf } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import { isUuid } from '../../kernel/identifiers.js'
import {
  entryOf,
  proofOf,
  within,
  type RightsContext,
  type RightsOfficer,
} from '../requests/service.js'
import { selectClocks, type Clock } from '../clock/store.js'
import { signNotices } from '../notices/service.js'
import { selectStanding } from '../notices/store.js'
import { byCreditor, tell, tellingEntry, toldStep } from '../telling/service.js'
import { insertNotice, lockIntake, selectMunicipality } from '../requests/store.js'
import { standingKey, toldAtLifting } from '../standing.js'
import * as store from './store.js'

/** A municipality whose requests an officer sees. */
export interface MunicipalRights {
  readonly municipality: string
  readonly controller: string
  readonly requests: readonly store.RightsRequest[]
  /** When answers are due, also of those who ask for access. */
  readonly clocks: readonly Clock[]
  /** Request behind which the next page begins; `undefined` on the last one. */
  readonly next: string | undefined
}

/**
 * The requests of every municipality whose log the officer reviews, a page of each; logged in each of
 * them.
 *
 * @param after Request behind which its municipality's list goes on.
 */
export async function listRequests(
  context: RightsContext,
  officer: RightsOfficer,
  after?: string,
): Promise<readonly MunicipalRights[]> {
  const found: MunicipalRights[] = []
  const from = after !== undefined && isUuid(after) ? after : null
  for (const controller of officer.controllers) {
    const one = await within(context, officer, controller, async (tx) => {
      const municipality = await selectMunicipality(tx, controller)
      if (municipality === undefined) return undefined
      const { clocks, next } = await selectClocks(tx, municipality, from)
      const ids = clocks.map(({ request }) => request)
      const requests = await store.selectRequests(tx, municipality, ids)
      await recordAccess(tx, context, [
        looked(officer, controller, { municipality }, clocks.length),
      ])
      return { municipality, controller, requests, clocks, next }
    })
    if (one !== undefined) found.push(one)
  }
  return found
}

/** A request with everything that happened. */
export interface OpenRequest {
  readonly request: store.RightsRequest
  readonly holds: readonly store.Hold[]
  readonly notices: readonly store.IssuedNotice[]
  readonly steps: readonly store.StepRow[]
}

/** Shows a request with everything that happened; logged. @throws {HubError} `route.unknown`. */
export function readRequest(
  context: RightsContext,
  officer: RightsOfficer,
  id: string,
): Promise<OpenRequest> {
  return inRequest(context, officer, id, false, async (tx, controller, request) => {
    const holds = await store.selectHolds(tx, id)
    const notices = await store.selectNotices(tx, id)
    const steps = await store.selectSteps(tx, id)
    const objects = { municipality: request.municipality, request: id }
    await recordAccess(tx, context, [looked(officer, controller, objects, 1)])
    return { request, holds, notices, steps }
  })
}

/**
 * Lifts a request: what is still there is handed out again, the municipality that was corrected is
 * told what holds from then on, creditors that were told hear of it, and new notifications are no
 * longer compared. Nobody is told to go on with what another request still holds, or with what was
 * erased; what another request disputes goes on as disputed. Of what no feed will bring any more,
 * because its month was closed without it, the creditor hears that it was stopped, and may report anew.
 *
 * @throws {HubError} `route.unknown`, `rights.lifted` when it was lifted before.
 */
export async function liftRequest(
  context: RightsContext,
  officer: RightsOfficer,
  id: string,
): Promise<void> {
  await inRequest(context, officer, id, true, async (tx, controller, request) => {
    const now = context.clock.now()
    const { municipality, policy } = request
    const holds = (await store.selectHolds(tx, id)).filter(({ liftedAt }) => liftedAt === null)
    const steps = await store.selectSteps(tx, id)
    if (!(await store.liftRequest(tx, id, now))) {
      throw new HubError('rights.lifted', 'The request was lifted before.')
    }
    const standing = await selectStanding(tx, municipality, id, holds)
    const notices = signNotices(context, request, toldAtLifting(holds, standing), now)
    const missed = await store.selectMissed(tx, id)
    const resumed = holds.filter(
      (hold) => !standing.stopped.has(standingKey(hold)) && !missed.has(standingKey(hold)),
    )
    // What was reached when the request came was told then.
    const unheard = holds.filter(
      (hold) => missed.has(standingKey(hold)) && hold.heldAt > request.registeredAt,
    )
    const late = request.effects.tellsCreditor ? await byCreditor(tx, municipality, unheard) : []
    const wasTold = new Set(steps.filter(({ step }) => step === 'TOLD').map(({ party }) => party))
    const creditors = (await byCreditor(tx, municipality, resumed)).filter(({ creditor }) =>
      wasTold.has(creditor),
    )
    const persons = await store.selectSubjects(tx, request.entry)
    const common = entryOf(officer, controller, officer.operation ?? 'consoleRightsLift')
    const [, ...tellings] = await recordAccess(tx, context, [
      {
        ...common,
        objects: {
          municipality,
          request: id,
          kind: request.kind,
          notices: notices.map(({ noticeId }) => noticeId),
          ...proofOf(officer),
        },
        count: holds.length,
        at: now,
        subjects: persons.map((person) => ({ ...person, reference: id })),
      },
      ...[...creditors, ...late].map((one) => tellingEntry(common, municipality, policy, one, now)),
    ])
    for (const notice of notices) await insertNotice(tx, request, notice)
    const numbers = tellings.map(({ number }) => number)
    await tell(tx, request, dayOf(now), creditors, numbers, 'RESUMED_ON_REQUEST')
    const lateNumbers = numbers.slice(creditors.length)
    await tell(tx, request, dayOf(now), late, lateNumbers, 'STOPPED_ON_REQUEST')
    await store.insertSteps(tx, request, now, [
      { step: 'LIFTED', party: officer.id, count: holds.length },
      ...notices.map(({ count }) => ({ step: 'NOTIFIED', party: controller, count }) as const),
      ...[...creditors, ...late].map(({ creditor, ids }) => toldStep(creditor, ids.length)),
    ])
  })
}

async function inRequest<Result>(
  context: RightsContext,
  officer: RightsOfficer,
  id: string,
  toChange: boolean,
  body: (tx: Tx, controller: string, request: store.RightsRequest) => Promise<Result>,
): Promise<Result> {
  for (const controller of isUuid(id) ? officer.controllers : []) {
    const found = await within(context, officer, controller, async (tx) => {
      const municipality = await selectMunicipality(tx, controller)
      if (municipality === undefined) return undefined
      // Before the request itself, as intake does; and two that are lifted at once take turns.
      if (toChange) await lockIntake(tx, municipality)
      const request = await store.selectRequest(tx, municipality, id, toChange)
      return request && { result: await body(tx, controller, request) }
    })
    if (found !== undefined) return found.result
  }
  throw new HubError('route.unknown', 'There is no such request.')
}

function looked(
  officer: RightsOfficer,
  controller: string,
  objects: AccessEntry['objects'],
  count: number,
): AccessEntry {
  const entry = entryOf(officer, controller, officer.operation ?? 'consoleRights')
  return { ...entry, action: 'VIEW', objects, count }
}
