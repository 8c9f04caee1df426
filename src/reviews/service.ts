import { byHub, recordAccess, sequencePending } from '../access-log/index.js'
import type { Context } from '../context.js'
import type { Tx } from '../db/client.js'
import { inTransaction } from '../db/transaction.js'
import { firstDayOf, instantOf, monthsAfter, type Month } from '../kernel/calendar.js'
import { HubError } from '../kernel/errors.js'
import { randomId } from '../kernel/identifiers.js'
import { unverifiedCheckpoint } from '../log-tree/index.js'
import type { Trace } from '../parties/index.js'
import { seedOf } from './draw.js'
import { ANOMALY_KINDS, REVIEW_RULES, type AnomalyKind } from './rules.js'
import { selectMatches, type Span } from './rules/store.js'
import { insertItems, selectDrawn, type NewItem } from './items/store.js'
import * as store from './store.js'

/** A plan that this call made. */
export interface MadePlan {
  readonly plan: string
  readonly controller: string
  readonly items: number
}

/**
 * Makes the review plan of a month for every partition that has an officer and an entry in it. Making
 * a plan again changes nothing: it is drawn once.
 *
 * @returns The plans that were made now.
 * @throws {HubError} `log.not_integrated` while an entry of the month has no place in the tree.
 */
export async function makePlans(
  context: Context,
  month: Month,
  trace: Trace,
): Promise<readonly MadePlan[]> {
  await sequencePending(context)
  const controllers = await inTransaction(
    context.db,
    'reviews.controllers',
    { role: 'vroegsignaal_job' },
    store.selectReviewed,
  )
  const made: MadePlan[] = []
  for (const controller of controllers) {
    const scope = { role: 'vroegsignaal_officer', controller } as const
    const plan = await inTransaction(context.db, 'reviews.plan', scope, (tx) =>
      makePlan(tx, context, controller, month, trace),
    )
    if (plan !== undefined) made.push(plan)
  }
  return made
}

async function makePlan(
  tx: Tx,
  context: Context,
  controller: string,
  month: Month,
  trace: Trace,
): Promise<MadePlan | undefined> {
  const span: Span = {
    from: instantOf(firstDayOf(month), 0),
    until: instantOf(firstDayOf(monthsAfter(month, 1)), 0),
  }
  const held = await store.selectSpan(tx, controller, span)
  if (held === undefined) return undefined
  const { first, last, population, checkpoint } = held
  if (held.unplaced > 0 || checkpoint === null) {
    throw new HubError('log.not_integrated', 'Entries of the month are not in the tree yet.')
  }
  const { size, root } = unverifiedCheckpoint(checkpoint)
  const seed = seedOf(controller, month, root)
  const { items, found } = await selectItems(tx, controller, span, seed)
  const plan: store.Plan = {
    plan: randomId(),
    controller,
    month,
    madeAt: context.clock.now(),
    checkpoint,
    seed,
    first,
    last,
    population,
    rulesVersion: REVIEW_RULES.version,
    found,
  }
  if (!(await store.insertPlan(tx, plan))) return undefined
  await insertItems(tx, plan, items)
  await recordAccess(tx, context, [
    {
      ...byHub(controller, 'job'),
      action: 'REVIEW',
      operation: 'job.review',
      objects: {
        month,
        plan: plan.plan,
        items: items.length,
        found,
        seed: seed.toString('hex'),
        checkpointSize: size,
      },
      ruleVersion: `review@${REVIEW_RULES.version}`,
      count: last - first + 1,
      ...trace,
      at: plan.madeAt,
    },
  ])
  return { plan: plan.plan, controller, items: items.length }
}

/** What is to be looked at: matches of the rules first, then what was drawn. */
async function selectItems(
  tx: Tx,
  controller: string,
  span: Span,
  seed: Buffer,
): Promise<{
  readonly items: readonly NewItem[]
  readonly found: Readonly<Record<AnomalyKind, number>>
}> {
  const items: NewItem[] = []
  const found: Partial<Record<AnomalyKind, number>> = {}
  for (const kind of ANOMALY_KINDS) {
    const { all, first } = await selectMatches(tx, kind, controller, span)
    found[kind] = all
    for (const match of first) items.push({ ...match, item: randomId(), kind })
  }
  const drawn = await selectDrawn(tx, controller, span, seed, REVIEW_RULES.sampleSize)
  for (const match of drawn) items.push({ ...match, item: randomId(), kind: 'SAMPLE' })
  return { items, found: found as Readonly<Record<AnomalyKind, number>> }
}
