import type { components } from '../generated/openapi.js'
import type { OutcomeCode } from '../outcomes/index.js'
import type { ContactRow, OutcomeRow } from './store.js'

type Schemas = components['schemas']

/** Endings in which help was accepted (national monitor). */
const HELP: ReadonlySet<OutcomeCode> = new Set<OutcomeCode>([
  'QUICK_FIX',
  'FOLLOW_UP',
  'FOLLOW_UP_FIN',
  'FOLLOW_UP_NONFIN',
])

/** Endings that say by themselves that somebody was reached. */
const REACHED: ReadonlySet<OutcomeCode> = new Set<OutcomeCode>([
  ...HELP,
  'LOST_CONTACT',
  'SELF_OR_NO_HELP',
  'ALREADY_PAID',
])

/** Adds up what was reported about a month, in the definitions of the national monitor. */
export function outcomeStatistics(
  rows: readonly OutcomeRow[],
  contacts: readonly ContactRow[],
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
    contactAttempts: contacts.map(({ kind, attempts, reached }) => ({
      // The contract lets no other kind in.
      kind: kind as Schemas['ContactKind'],
      attempts,
      reached,
    })),
  }
}
