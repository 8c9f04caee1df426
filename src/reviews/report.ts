import { canonicalText } from '../kernel/canonical.js'
import type { Item, Step } from './items/store.js'
import type { Plan } from './store.js'
import { REVIEW_RULES } from './rules.js'

/** `typ` of the signature over a report. */
export const REPORT_TYPE = 'vroegsignaal-review+jws'

/** A report as it is handed over: verify the signature over the canonical text of `report`. */
export interface SignedReport {
  readonly report: ReviewReport
  /** Detached JWS of the hub, in the profile of its answers. */
  readonly signature: string
}

/** What was reviewed in a month, and what came of it. No resident is in it. */
export interface ReviewReport {
  readonly hub: string
  readonly controller: string
  readonly month: string
  readonly plan: string
  readonly plannedAt: string
  readonly reportedAt: string
  /** What the draw follows from. */
  readonly draw: {
    readonly checkpoint: string
    readonly seed: string
    readonly firstNumber: number
    readonly lastNumber: number
    readonly population: number
    readonly size: number
  }
  readonly rules: { readonly version: number; readonly found: Readonly<Record<string, number>> }
  readonly counts: {
    readonly items: number
    readonly byStatus: Readonly<Record<string, number>>
    readonly byDecision: Readonly<Record<string, number>>
  }
  readonly items: readonly ReportedItem[]
}

/** An item as a report shows it. */
export interface ReportedItem {
  readonly position: number
  readonly kind: string
  readonly entry: string
  readonly number: number
  readonly actor: string
  readonly facts: Readonly<Record<string, number | string>>
  readonly status: string
  readonly decision: string | null
  readonly steps: readonly {
    readonly at: string
    readonly step: string
    readonly party: string
    readonly holder: string
    readonly decision: string | null
    readonly text: string | null
  }[]
}

/** The report of a plan as its items stand now. */
export function reportOf(
  hub: string,
  plan: Plan,
  items: readonly Item[],
  steps: readonly Step[],
  now: Date,
): ReviewReport {
  const { controller, month, checkpoint, seed, first, last, population, found } = plan
  return {
    hub,
    controller,
    month,
    plan: plan.plan,
    plannedAt: plan.madeAt.toISOString(),
    reportedAt: now.toISOString(),
    draw: {
      checkpoint,
      seed: seed.toString('hex'),
      firstNumber: first,
      lastNumber: last,
      population,
      size: REVIEW_RULES.sampleSize,
    },
    rules: { version: plan.rulesVersion, found },
    counts: {
      items: items.length,
      byStatus: tally(items.map(({ status }) => status)),
      byDecision: tally(items.flatMap(({ decision }) => decision ?? [])),
    },
    items: items.map((item) => reported(item, steps)),
  }
}

/** The text that is signed (RFC 8785). */
export function reportText(report: ReviewReport): string {
  return canonicalText(report)
}

function reported(item: Item, steps: readonly Step[]): ReportedItem {
  const { position, kind, entry, number, actor, facts, status, decision } = item
  const own = steps.filter((step) => step.item === item.item)
  return {
    position,
    kind,
    entry,
    number,
    actor,
    facts,
    status,
    decision,
    steps: own.map(({ at, step, party, holder, decision: decided, text }) => ({
      at: at.toISOString(),
      step,
      party,
      holder,
      decision: decided,
      text,
    })),
  }
}

function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}
