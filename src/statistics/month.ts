import type { components } from '../generated/openapi.js'
import type { OutcomeCode } from '../outcomes/index.js'
import type { ApproachCounts, ApproachRow, ContactRow, OutcomeRow } from './store.js'

type Schemas = components['schemas']

/** Endings in which help was accepted (national monitor). */
export const HELP: ReadonlySet<OutcomeCode> = new Set<OutcomeCode>([
  'QUICK_FIX',
  'FOLLOW_UP',
  'FOLLOW_UP_FIN',
  'FOLLOW_UP_NONFIN',
])

/** Endings that say by themselves that somebody was reached. */
export const REACHED: ReadonlySet<OutcomeCode> = new Set<OutcomeCode>([
  ...HELP,
  'LOST_CONTACT',
  'SELF_OR_NO_HELP',
  'ALREADY_PAID',
])

/** Adds up what was reported about a month, in the definitions of the national monitor. */
export function outcomeStatistics(
  rows: readonly OutcomeRow[],
  contacts: readonly ContactRow[],
  approaches: ApproachCounts,
): Schemas['OutcomeStatistics'] {
  const sum = (of: (row: OutcomeRow) => number) => rows.reduce((total, row) => total + of(row), 0)
  const isOf = (set: ReadonlySet<OutcomeCode>, { outcome }: OutcomeRow) =>
    outcome !== null && set.has(outcome)
  return {
    reported: sum(({ cases }) => cases),
    takenUp: sum((row) => row.taken_up),
    closed: sum(({ outcome, cases }) => (outcome === null ? 0 : cases)),
    reached: sum((row) => (isOf(REACHED, row) ? row.cases : row.reached)),
    helpAccepted: sum((row) => (isOf(HELP, row) ? row.cases : 0)),
    planMade: sum((row) => row.plan_made),
    byOutcome: rows.flatMap(({ outcome, cases }) => (outcome === null ? [] : [{ outcome, cases }])),
    visits: contacts.find(({ kind }) => kind === 'HOME_VISIT')?.attempts ?? 0,
    ...approaches,
    contactAttempts: contacts.map(({ kind, attempts, reached }) => ({
      // The contract lets no other kind in.
      kind: kind as Schemas['ContactKind'],
      attempts,
      reached,
    })),
  }
}

/** Adds up how the households of a month were approached, by way and by who reported. */
export function approachCounts(approaches: readonly ApproachRow[]): ApproachCounts {
  return {
    strategies: STRATEGIES.flatMap((strategy) => strategyCount(strategy, approaches)),
    byCreditor: creditorCounts(approaches),
  }
}

const STRATEGIES = ['NONE', 'LETTER_ONLY', 'REMOTE', 'VISIT'] as const
type Strategy = (typeof STRATEGIES)[number]

/**
 * How a household was approached: the strongest way counts. A card is left at a visit; what was done
 * on paper alone is no approach.
 */
function strategyOf({ kinds }: ApproachRow): Strategy {
  const has = (...wanted: readonly string[]) => kinds.some((kind) => wanted.includes(kind))
  if (has('HOME_VISIT', 'CARD', 'APPOINTMENT')) return 'VISIT'
  if (has('TELEPHONE', 'E_MAIL', 'TEXT_MESSAGE', 'OTHER', 'UNKNOWN')) return 'REMOTE'
  return has('LETTER') ? 'LETTER_ONLY' : 'NONE'
}

function strategyCount(
  strategy: Strategy,
  approaches: readonly ApproachRow[],
): Schemas['StrategyCount'][] {
  const own = approaches.filter((row) => strategyOf(row) === strategy)
  if (own.length === 0) return []
  const helped = own.filter(({ outcome }) => outcome !== null && HELP.has(outcome))
  return [{ strategy, ...reachedAndPlanned(own), helpAccepted: helped.length }]
}

/** Reported, reached, plan made, as the programme in Almere counted: by who reported. */
function creditorCounts(approaches: readonly ApproachRow[]): Schemas['CreditorCount'][] {
  const creditors = [...new Set(approaches.flatMap((row) => row.creditors))].sort()
  return creditors.map((creditorId) => ({
    creditorId,
    ...reachedAndPlanned(approaches.filter((row) => row.creditors.includes(creditorId))),
  }))
}

function reachedAndPlanned(rows: readonly ApproachRow[]) {
  const isReached = ({ outcome, reached }: ApproachRow) =>
    reached || (outcome !== null && REACHED.has(outcome))
  return {
    cases: rows.length,
    reached: rows.filter(isReached).length,
    planMade: rows.filter(({ plan_made: planMade }) => planMade === true).length,
  }
}
