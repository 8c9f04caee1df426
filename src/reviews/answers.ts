import type { components } from '../generated/openapi.js'
import type { Item, Step } from './items/store.js'
import type { PlanSummary } from './store.js'

type Schemas = components['schemas']

/** A plan as the contract writes it. */
export function planOf(plan: PlanSummary): Schemas['ReviewSummary'] {
  return {
    planId: plan.plan,
    month: plan.month,
    madeAt: plan.madeAt.toISOString(),
    firstNumber: plan.first,
    lastNumber: plan.last,
    population: plan.population,
    seed: plan.seed.toString('hex'),
    checkpoint: plan.checkpoint,
    found: plan.found,
    items: plan.items,
    closed: plan.closed,
  }
}

/** An item of a plan as the contract writes it. */
export function itemOf(item: Item): Schemas['ReviewItem'] {
  const { assignee, decision } = item
  return {
    itemId: item.item,
    position: item.position,
    kind: item.kind,
    entryId: item.entry,
    number: item.number,
    actor: item.actor,
    facts: { ...item.facts },
    status: item.status,
    ...(assignee !== null && { assignee }),
    ...(decision !== null && { decision }),
  }
}

/** A step as the contract writes it. */
export function stepOf({ at, step, party, holder, decision, text }: Step) {
  return {
    at: at.toISOString(),
    step,
    party,
    holder,
    ...(decision !== null && { decision }),
    ...(text !== null && { text }),
  }
}
