import { recordAccess, type AccessEntry } from '../../access-log/index.js'
import type { Context } from '../../context.js'
import type { Tx } from '../../db/client.js'
import { inTransaction } from '../../db/transaction.js'
import { HubError } from '../../kernel/errors.js'
import { isUuid, randomId } from '../../kernel/identifiers.js'
import { readableBy, requireController, type Officer } from '../../log-review/index.js'
import { isRepeat } from '../../repeats/index.js'
import {
  LONGEST_TEXT,
  requireOther,
  requireSecond,
  statusAfter,
  type Decision,
} from '../finding.js'
import type { ReviewStep } from '../finding.js'
import { insertQuestion } from '../questions/store.js'
import * as items from '../items/store.js'
import { selectOwnAddress } from '../own-address/store.js'
import { selectPlans, type PlanSummary } from '../store.js'

/** Operations of the contract that officers call about reviews. */
export type ReviewOperation =
  'listReviews' | 'getReview' | 'getReviewItem' | 'takeReviewStep' | 'getReviewReport'

/** An officer who signed in as a person, or calls with a personal certificate. */
export type Reviewer = Officer & {
  readonly holder: string
  /** What is called; left out at a page of the console. */
  readonly operation?: ReviewOperation
  /** SHA-256 of the signed body, and who signed it. */
  readonly signed?: {
    readonly digest: Buffer
    readonly signer: string
    readonly stepId: string
  }
}

/** What reviewing needs of the process. */
export type WorkContext = Pick<Context, 'db' | 'clock'>

/** Plans of a partition, and how the person's own address stands. */
export interface Plans {
  readonly controller: string
  readonly plans: readonly PlanSummary[]
  /** When the officer's own address was kept last. */
  readonly ownAddressAt: Date | undefined
}

/** Lists the plans of a partition, newest first; logged. @throws {HubError} As `requireController`. */
export function listPlans(
  context: WorkContext,
  officer: Reviewer,
  asked: string | undefined,
): Promise<Plans> {
  const controller = requireController(officer, asked)
  return within(context, officer, controller, async (tx) => {
    const plans = await selectPlans(tx, controller)
    const own = { party: officer.id, holder: officer.holder }
    const ownAddressAt = await selectOwnAddress(tx, own)
    const objects = { plans: plans.length }
    await recordAccess(tx, context, [looked(officer, controller, objects, plans.length)])
    return { controller, plans, ownAddressAt }
  })
}

/** Items that are not closed yet, of one partition; for the overview, which logs itself. */
export function countOpenItems(
  context: WorkContext,
  officer: Officer,
  controller: string,
): Promise<number> {
  return within(context, officer, requireController(officer, controller), (tx) =>
    items.countOpen(tx, controller),
  )
}

/** A plan with its items. */
export interface OpenPlan {
  readonly plan: PlanSummary
  readonly items: readonly items.Item[]
}

/** Shows a plan with its items; logged. @throws {HubError} `route.unknown`. */
export async function readPlan(
  context: WorkContext,
  officer: Reviewer,
  planId: string,
): Promise<OpenPlan> {
  return inPlan(context, officer, planId, async (tx, plan) => {
    const found = await items.selectItems(tx, plan.controller, plan.month)
    const objects = { month: plan.month, items: found.length }
    await recordAccess(tx, context, [looked(officer, plan.controller, objects, found.length)])
    return { plan, items: found }
  })
}

/** An item with what was done with it. */
export interface OpenItem {
  readonly controller: string
  readonly plan: string
  readonly item: items.Item
  readonly steps: readonly items.Step[]
}

/** Shows an item with what was done with it; logged. @throws {HubError} `route.unknown`. */
export async function readItem(
  context: WorkContext,
  officer: Reviewer,
  itemId: string,
): Promise<OpenItem> {
  return inItem(context, officer, itemId, async (tx, controller, item) => {
    const steps = await items.selectSteps(tx, controller, [item.item])
    const plans = await selectPlans(tx, controller)
    const plan = plans.find(({ month }) => month === item.month)?.plan ?? ''
    const objects = { month: item.month, item: item.item }
    await recordAccess(tx, context, [looked(officer, controller, objects, 1)])
    return { controller, plan, item, steps }
  })
}

/** What an officer does with an item. */
export interface Act {
  readonly step: Exclude<ReviewStep, 'ANSWER'>
  /** Question, or reasons of a decision; needed for those. */
  readonly text: string
  /** Needed for `DECIDE`. */
  readonly decision: Decision | undefined
}

/**
 * Takes a step with an item, and logs it. What was decided by one officer is closed or sent back by
 * another. A signed step that was taken before is not taken again, wherever the item has come since.
 *
 * @throws {HubError} `route.unknown`, `review.not_now`, `review.second_person`, `body.conflict` for a
 *   stepId that was used otherwise, `request.malformed` when a text or a decision is missing.
 */
export async function takeStep(
  context: WorkContext,
  officer: Reviewer,
  itemId: string,
  { step, text, decision }: Act,
): Promise<void> {
  const needsText = step === 'ASK' || step === 'DECIDE' || step === 'RETURN'
  if ((needsText && text === '') || text.length > LONGEST_TEXT) throw incomplete()
  if ((step === 'DECIDE') !== (decision !== undefined)) throw incomplete()
  // A form of the console is sent once; a signed body may come again.
  const body = officer.signed
  const command = { party: officer.id, operation: 'takeReviewStep' } as const
  const signed = body && { ...command, id: body.stepId, digest: body.digest }
  await inItem(context, officer, itemId, async (tx, controller, item) => {
    if (signed !== undefined && (await isRepeat(tx, context, signed))) return
    const status = statusAfter(item.status, step)
    const steps = await items.selectSteps(tx, controller, [item.item])
    const doer = { party: officer.id, holder: officer.holder, fingerprint: officer.fingerprint }
    requireOther(await items.isOwnEntry(tx, controller, item.number, doer), step)
    if (step === 'CLOSE' || step === 'RETURN') {
      requireSecond(
        steps.findLast((each) => each.step === 'DECIDE'),
        doer,
      )
    }
    const at = context.clock.now()
    const said = text === '' ? null : text
    const decided = decision ?? null
    await items.insertStep(tx, controller, {
      ...doer,
      item: item.item,
      at,
      step,
      text: said,
      decision: decided,
    })
    await items.updateItem(tx, controller, {
      item: item.item,
      status,
      assignee: step === 'ASSIGN' ? officer.holder : item.assignee,
      decision: step === 'RETURN' ? null : (decided ?? item.decision),
    })
    if (step === 'ASK') await ask(tx, controller, item, text, at)
    await recordAccess(tx, context, [
      {
        ...entryOf(officer, controller),
        action: 'REVIEW',
        operation: officer.operation ?? 'consoleReviewStep',
        objects: {
          month: item.month,
          item: item.item,
          kind: item.kind,
          step,
          decision,
          ...(officer.signed && {
            body: officer.signed.digest.toString('hex'),
            signer: officer.signed.signer,
            stepId: officer.signed.stepId,
          }),
        },
        count: 1,
      },
    ])
  })
}

async function ask(
  tx: Tx,
  controller: string,
  item: items.Item,
  text: string,
  askedAt: Date,
): Promise<void> {
  const party = item.actor
  if (!(await items.isParty(tx, party))) {
    throw new HubError('review.not_now', 'Who acted is no party that can be asked.')
  }
  await insertQuestion(tx, {
    question: randomId(),
    item: item.item,
    controller,
    party,
    askedAt,
    text,
    number: item.number,
    about: await items.selectAbout(tx, controller, item.entry),
  })
}

/** Finds a plan of one of the officer's partitions, and works in its partition. */
export async function inPlan<Result>(
  context: WorkContext,
  officer: Reviewer,
  planId: string,
  body: (tx: Tx, plan: PlanSummary) => Promise<Result>,
): Promise<Result> {
  for (const controller of readableBy(officer)) {
    const found = await within(context, officer, controller, async (tx) => {
      const plan = (await selectPlans(tx, controller)).find((each) => each.plan === planId)
      return plan && { result: await body(tx, plan) }
    })
    if (found !== undefined) return found.result
  }
  throw unknown()
}

async function inItem<Result>(
  context: WorkContext,
  officer: Reviewer,
  itemId: string,
  body: (tx: Tx, controller: string, item: items.Item) => Promise<Result>,
): Promise<Result> {
  for (const controller of isUuid(itemId) ? readableBy(officer) : []) {
    const found = await within(context, officer, controller, async (tx) => {
      const item = await items.selectItem(tx, controller, itemId)
      return item && { result: await body(tx, controller, item) }
    })
    if (found !== undefined) return found.result
  }
  throw unknown()
}

function within<Result>(
  { db }: WorkContext,
  officer: Officer,
  controller: string,
  body: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  const scope = { role: 'vroegsignaal_officer', party: officer.id, controller } as const
  return inTransaction(db, 'reviews.work', scope, body)
}

function looked(
  officer: Reviewer,
  controller: string,
  objects: AccessEntry['objects'],
  count: number,
): AccessEntry {
  const entry = entryOf(officer, controller)
  const operation = officer.operation ?? 'consoleReview'
  return { ...entry, action: 'LOG_READ', operation, objects, count }
}

/** What entries about an officer's work have in common. */
export function entryOf({ id, fingerprint, trace }: Officer, controller: string) {
  return {
    controller,
    actor: id,
    actorKey: fingerprint,
    role: 'officer',
    result: 'ALLOW',
    ...trace,
  } as const
}

function unknown(): HubError {
  return new HubError('route.unknown', 'There is no such review.')
}

function incomplete(): HubError {
  return new HubError('request.malformed', 'A text or a decision is missing, or is too long.')
}
