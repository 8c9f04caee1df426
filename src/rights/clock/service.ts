import { recordAccess } from '../../access-log/index.js'
import type { Tx } from '../../db/client.js'
import { dayOf, type Day } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import { isUuid, randomId } from '../../kernel/identifiers.js'
import type { TracedSubject } from '../../log-review/index.js'
import {
  dueAfter,
  extendableUntil,
  longestExtension,
  SOON_DAYS,
  type ClockAnswer,
} from '../deadline.js'
import {
  controllerOf,
  entryOf,
  proofOf,
  registeredBefore,
  within,
  type RightsContext,
  type RightsOfficer,
} from '../requests/service.js'
import { selectMunicipality } from '../requests/store.js'
import * as store from './store.js'

/** A request for access as an officer registers it, beside whom it is about. */
export interface AskedAccess {
  /** Id that the caller gave it; else it gets one. */
  readonly request?: string
  readonly municipality: string
  /** Reference of the file and why; never a name. */
  readonly reason: string
  /** When the municipality received it. */
  readonly receivedOn: Day
}

/**
 * Registers that a resident asks who saw the data (GDPR article 15), so that the clock runs. Nothing
 * about the resident is kept but the pseudonyms of the log's own domain, in the entry.
 *
 * @param subjects The person, under the key of each year that the log still has.
 * @returns The id of the request.
 * @throws {HubError} `party.role_not_allowed` when the officer does not review the municipality's log,
 *   `rights.registered` when there is one of that id.
 */
export async function registerAccess(
  context: RightsContext,
  officer: RightsOfficer,
  { request = randomId(), municipality, reason, receivedOn }: AskedAccess,
  subjects: readonly TracedSubject[],
): Promise<string> {
  const controller = await controllerOf(context, officer, municipality)
  return within(context, officer, controller, async (tx) => {
    const now = context.clock.now()
    const kind = 'ACCESS'
    const [entry] = await recordAccess(tx, context, [
      {
        ...entryOf(officer, controller, officer.operation ?? 'consoleRightsRegister'),
        objects: { municipality, request, kind, ...proofOf(officer) },
        count: 1,
        at: now,
        subjects: subjects.map((subject) => ({ ...subject, reference: request })),
      },
    ])
    const isNew = await store.insertClock(tx, {
      request,
      municipality,
      kind,
      reference: reason,
      receivedOn,
      registeredAt: now,
      party: officer.id,
      holder: officer.holder,
      dueOn: dueAfter(receivedOn),
      entry: entry!.entryId,
    })
    if (!isNew) throw registeredBefore()
    return request
  })
}

/**
 * Lets a request wait longer: once, while the month after receipt is not over, and to at most three
 * months after receipt. That the resident was told, and why, is what the reason says.
 *
 * @throws {HubError} `route.unknown`, `rights.answered`, `rights.extension_refused`.
 */
export function extendRequest(
  context: RightsContext,
  officer: RightsOfficer,
  id: string,
  { dueOn, reason }: { readonly dueOn: Day; readonly reason: string },
): Promise<void> {
  return change(context, officer, id, 'consoleRightsExtend', async (tx, clock) => {
    const at = context.clock.now()
    const { receivedOn } = clock
    if (clock.extendedAt !== null) throw refused('It was extended before.')
    if (dayOf(at) > extendableUntil(receivedOn)) {
      throw refused('The month in which the resident must be told is over.')
    }
    if (dueOn <= clock.dueOn || dueOn > longestExtension(receivedOn)) {
      throw refused('The new day lies after the old one, and within three months of receipt.')
    }
    await store.extendClock(tx, { request: id, dueOn, reason, by: officer.holder, at })
    return { dueOn }
  })
}

/**
 * Stops the clock of a request: the resident has the answer.
 *
 * @throws {HubError} `route.unknown`, `rights.answered`.
 */
export function answerRequest(
  context: RightsContext,
  officer: RightsOfficer,
  id: string,
  answer: ClockAnswer,
): Promise<void> {
  return change(context, officer, id, 'consoleRightsAnswer', async (tx, { dueOn }) => {
    const at = context.clock.now()
    await store.answerClock(tx, { request: id, answer, by: officer.holder, at })
    return { answer, dueOn, isLate: dayOf(at) > dueOn }
  })
}

/** The clock of a request; logged. `undefined` when no municipality of the officer has it. */
export async function readClock(
  context: RightsContext,
  officer: RightsOfficer,
  id: string,
): Promise<store.Clock | undefined> {
  for (const controller of isUuid(id) ? officer.controllers : []) {
    const found = await within(context, officer, controller, async (tx) => {
      const clock = await clockOf(tx, controller, id, false)
      if (clock === undefined) return undefined
      await recordAccess(tx, context, [
        {
          ...entryOf(officer, controller, officer.operation ?? 'consoleRights'),
          action: 'VIEW',
          objects: { municipality: clock.municipality, request: id },
          count: 1,
          at: context.clock.now(),
        },
      ])
      return clock
    })
    if (found !== undefined) return found
  }
  return undefined
}

/**
 * What waits for an answer at the municipality of a log, for the overview, which logs itself; nothing
 * when it is the log of no municipality.
 */
export async function openClocks(
  context: Pick<RightsContext, 'db' | 'clock'>,
  officer: Pick<RightsOfficer, 'controllers' | 'id' | 'fingerprint' | 'trace'>,
  controller: string,
): Promise<store.OpenClocks> {
  if (!officer.controllers.includes(controller)) return NONE_OPEN
  return within(context, officer, controller, async (tx) => {
    const municipality = await selectMunicipality(tx, controller)
    if (municipality === undefined) return NONE_OPEN
    const today = dayOf(context.clock.now())
    return store.selectOpenClocks(tx, municipality, today, SOON_DAYS)
  })
}

const NONE_OPEN: store.OpenClocks = { first: [], open: 0, soon: 0, late: 0 }

async function change(
  context: RightsContext,
  officer: RightsOfficer,
  id: string,
  operation: 'consoleRightsExtend' | 'consoleRightsAnswer',
  doing: (tx: Tx, clock: store.Clock) => Promise<Readonly<Record<string, string | boolean>>>,
): Promise<void> {
  for (const controller of isUuid(id) ? officer.controllers : []) {
    const isDone = await within(context, officer, controller, async (tx) => {
      const clock = await clockOf(tx, controller, id, true)
      if (clock === undefined) return false
      if (clock.answeredAt !== null) {
        throw new HubError('rights.answered', 'The request was answered before.')
      }
      const said = await doing(tx, clock)
      const { municipality, kind } = clock
      await recordAccess(tx, context, [
        {
          ...entryOf(officer, controller, officer.operation ?? operation),
          objects: { municipality, request: id, kind, ...said, ...proofOf(officer) },
          count: 1,
          at: context.clock.now(),
        },
      ])
      return true
    })
    if (isDone) return
  }
  throw new HubError('route.unknown', 'There is no such request.')
}

async function clockOf(
  tx: Tx,
  controller: string,
  id: string,
  toChange: boolean,
): Promise<store.Clock | undefined> {
  const municipality = await selectMunicipality(tx, controller)
  if (municipality === undefined) return undefined
  return store.selectClock(tx, municipality, id, toChange)
}

function refused(detail: string): HubError {
  return new HubError('rights.extension_refused', detail)
}
