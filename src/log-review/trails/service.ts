import { type RecordedEntry } from '../../access-log/index.js'
import { inTransaction } from '../../db/transaction.js'
import { isUuid } from '../../kernel/identifiers.js'
import { tellAlarm } from '../../quotas/index.js'
import { tellApart, type ApartMarks } from '../notified/apart.js'
import { selectNotified, type KeptNotification, type NotifiedFact } from '../notified/store.js'
import { noteOfOfficer } from '../noting/service.js'
import { readableBy, trailSteps } from '../question.js'
import type { Officer, TracedSubject, TrailStep } from '../question.js'
import { ask, confidential, otherLog, requireController, type ReviewContext } from '../service.js'
import * as store from '../store.js'

const MOST_TOUCHES = 10_000

/** What touched one household. */
export interface Trail {
  readonly steps: TrailStep[]
  /** The notifications among them, as far as they are kept, oldest first. */
  readonly notifications: readonly NotifiedFact[]
  /** Whether there is more than an answer holds. */
  readonly truncated: boolean
  /** Partitions among those read that are confidential: their steps are not for the resident. */
  readonly confidential: readonly string[]
  /** Partitions that this officer reviews but may not read now, and that are left out. */
  readonly leftOut: readonly string[]
  /** The entry of this very reading. */
  readonly recorded: RecordedEntry
}

/**
 * Shows an officer every entry of its partition that touched a household, and logs that it did, as
 * a touch of the same household.
 *
 * @param subjects The same household and person under the key of each year that the log still has.
 * @throws {HubError} As `searchEntries`.
 */
export async function tracesOf(
  context: ReviewContext,
  officer: Officer,
  subjects: readonly TracedSubject[],
  { controller, reason }: { controller?: string | undefined; reason: string },
): Promise<Trail> {
  const asked = requireController(officer, controller)
  const trail = await traceIn(context, officer, subjects, asked, reason, 1, [])
  await noteTrace(context, officer, subjects, [asked], trail.steps)
  return trail
}

/** Nothing of a trace is answered before it was noted beside the others of the day. */
async function noteTrace(
  context: ReviewContext,
  officer: Officer,
  [looked]: readonly TracedSubject[],
  controllers: readonly string[],
  steps: readonly TrailStep[],
): Promise<void> {
  const scope = { role: 'vroegsignaal_officer', party: officer.id } as const
  const about = steps.filter(({ references }) => references.some((name) => name !== 'trace'))
  const lookup = {
    subject: looked?.household,
    person: looked?.person,
    found: about.length,
    controllers,
  }
  const alarm = await inTransaction(context.db, 'log_review.lookup', scope, (tx) =>
    noteOfOfficer(tx, context, officer, 'traceDataSubject', lookup),
  )
  tellAlarm(context, alarm)
}

async function traceIn(
  context: ReviewContext,
  officer: Officer,
  subjects: readonly TracedSubject[],
  controller: string,
  reason: string,
  cost: 0 | 1,
  marks: readonly ApartMarks[],
): Promise<Trail> {
  const households = subjects.map(({ household }) => household)
  const persons = subjects.flatMap(({ person }) => (person === null ? [] : [person]))
  const question = { controller, operation: 'traceDataSubject', reason, cost } as const
  return ask(context, officer, question, async (tx) => {
    const most = MOST_TOUCHES
    const touches = await store.selectTrail(tx, controller, households, persons, most + 1)
    const steps = trailSteps(touches.slice(0, most))
    const named = new Set(steps.flatMap(({ references }) => references.filter(isNotification)))
    const kept = await selectNotified(tx, [...named])
    return {
      answer: {
        steps,
        notifications: factsOf(kept, steps, marks),
        truncated: touches.length > most,
        confidential: (await store.isConfidential(tx, controller)) ? [controller] : [],
        leftOut: [],
      },
      objects: { steps: steps.length },
      count: steps.length,
      subjects: subjects.map((subject) => ({ ...subject, reference: 'trace' })),
    }
  })
}

/**
 * Traces a household in every partition that the officer reviews; each reading is logged where it
 * took place, and all of them are one trace of the quota.
 *
 * @param marks By what notifications tell the resident from others of that name; without them nothing
 *   is told apart.
 * @returns The steps of one partition after the other, and the entry of the first reading.
 * @throws {HubError} As `searchEntries`.
 */
export async function traceEverywhere(
  context: ReviewContext,
  officer: Officer,
  subjects: readonly TracedSubject[],
  reason: string,
  marks: readonly ApartMarks[] = [],
): Promise<Trail> {
  const [first, ...others] = readableBy(officer)
  if (first === undefined) throw officer.controllers.length > 0 ? confidential() : otherLog()
  const trails = [await traceIn(context, officer, subjects, first, reason, 1, marks)]
  for (const controller of others) {
    trails.push(await traceIn(context, officer, subjects, controller, reason, 0, marks))
  }
  const found = trails.flatMap(({ steps }) => steps)
  await noteTrace(context, officer, subjects, [first, ...others], found)
  return {
    steps: found.slice(0, MOST_TOUCHES),
    notifications: trails.flatMap(({ notifications }) => notifications),
    truncated: found.length > MOST_TOUCHES || trails.some(({ truncated }) => truncated),
    confidential: trails.flatMap(({ confidential }) => confidential),
    leftOut: officer.sealed ?? [],
    recorded: trails[0]!.recorded,
  }
}

/** Says of each notification whether it is about the resident: by name, then by what else is known. */
function factsOf(
  kept: readonly KeptNotification[],
  steps: readonly TrailStep[],
  marks: readonly ApartMarks[],
): NotifiedFact[] {
  const own = new Set(steps.flatMap((step) => step.own))
  const isOwn = (one: KeptNotification) => own.has(`${one.creditor}/${one.notificationId}`)
  const about = kept.filter(isOwn)
  const agreements = new Map(tellApart(about, marks).map((agrees, at) => [about[at]!, agrees]))
  return kept.map((one) => {
    const { epoch: _epoch, subject: _subject, addition: _addition, ...fact } = one
    return { ...fact, agrees: agreements.get(one) ?? 'OTHER' }
  })
}

/** `creditor/notification`, and not a case or a place in a feed. */
function isNotification(reference: string): boolean {
  const [creditor = '', id = ''] = reference.split('/')
  return creditor !== 'feed' && isUuid(id)
}
