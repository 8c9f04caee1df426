import type { components } from '../generated/openapi.js'
import type { OpenedCase } from '../client/index.js'
import { addDays, firstDayOf, monthsAfter, type Day, type Month } from '../kernel/calendar.js'
import type { Clock } from '../kernel/clock.js'
import { inOrder, using, type DemoMunicipality } from './municipality.js'
import type { SeededRandom } from './random.js'
import { actionOf, attemptsOf } from './strategy.js'

type Outcome = components['schemas']['CaseOutcome']
type Code = components['schemas']['OutcomeCode']

/** Endings of those who were reached; about a third accepts help (national monitor, 2024). */
const REACHED: readonly (readonly [share: number, code: Code])[] = [
  [0.18, 'QUICK_FIX'],
  [0.1, 'FOLLOW_UP_FIN'],
  [0.04, 'FOLLOW_UP_NONFIN'],
  [0.16, 'ALREADY_PAID'],
  [0.12, 'LOST_CONTACT'],
  [1, 'SELF_OR_NO_HELP'],
]
/** Endings without contact. */
const UNREACHED: readonly (readonly [share: number, code: Code])[] = [
  [0.03, 'DECEASED'],
  [0.05, 'NOT_RESIDENT'],
  [0.06, 'KNOWN_DEBT_HELP'],
  [0.08, 'NT_REPEAT'],
  [1, 'NO_CONTACT'],
]
/** How often somebody is reached by what the bin proposes: at the door most. */
const FOUND = { VISIT: 0.42, PHONE: 0.25, LETTER: 0.12, NONE: 0 } as const
const NOT_TAKEN_UP: ReadonlySet<Code> = new Set<Code>([
  'DECEASED',
  'NOT_RESIDENT',
  'KNOWN_DEBT_HELP',
  'NT_REPEAT',
])
/**
 * Reports what came of the cases of a month, a month later; one in ten is not finished by then, which
 * the hub's reminders show. What a municipality holds back for now it does not report about.
 */
export async function reportMonth(
  municipality: DemoMunicipality,
  month: Month,
  random: SeededRandom,
  clock: Clock,
): Promise<void> {
  const outcomes = inOrder(municipality.months.get(month)?.cases ?? [])
    .filter(({ statusAtPull }) => statusAtPull !== 'WITHDRAWN')
    .filter((found) => actionOf(municipality, found) !== 'NONE')
    .map((found) => outcomeOf(municipality, found, month, random))
  if (outcomes.length === 0) return
  await using(municipality.coordinator.folder, clock, async (hub) => {
    const { document } = await hub.reportOutcomes(outcomes)
    for (const { caseId } of document.results.filter(({ status }) => status !== 'REJECTED')) {
      const report = outcomes.find((one) => one.caseId === caseId)
      if (report !== undefined) municipality.outcomes.set(caseId, report)
    }
    if (document.counts.rejected > 0) throw new Error('the hub refused a report of its own cases')
  })
}

/** What came of one case, approached as the municipality's contact strategy says. */
function outcomeOf(
  municipality: DemoMunicipality,
  found: OpenedCase,
  month: Month,
  random: SeededRandom,
): Outcome {
  const visit = municipality.visits.get(found.caseId)
  const first = firstDayOf(monthsAfter(month, 1))
  // What cannot wait is taken up on the day that the month is there, or the day after.
  const takenUp = addDays(
    first,
    found.urgency === 'NORMAL' ? random.between(1, 4) : random.between(0, 1),
  )
  const action = actionOf(municipality, found)
  const isFound = random.chance(FOUND[action])
  const tried = attemptsOf(municipality, found, takenUp, visit, isFound, random)
  const isReached = tried.some(({ reached }) => reached)
  const code = drawn(isReached ? REACHED : UNREACHED, random)
  const isTaken = visit !== undefined || !NOT_TAKEN_UP.has(code)
  const outcome = isTaken && NOT_TAKEN_UP.has(code) ? 'NO_CONTACT' : code
  const isOpen = isTaken && random.chance(0.1)
  const attempts = isTaken ? tried : []
  const status = isTaken ? ('TAKEN_UP' as const) : (code as 'NT_REPEAT')
  const closed = addDays((attempts.at(-1)?.on ?? takenUp) as Day, random.between(1, 4))
  const spoken = (attempts.find(({ reached }) => reached)?.on ?? takenUp) as Day
  const isHelped = outcome === 'QUICK_FIX' || outcome.startsWith('FOLLOW_UP')
  return {
    caseId: found.caseId,
    month,
    notifications: found.notifications.map(({ creditorId, notificationId }) => ({
      creditorId,
      notificationId,
      status,
    })),
    contactAttempts: attempts,
    ...(isTaken && { decision: { action, on: takenUp } }),
    ...(isTaken && { takenUpOn: takenUp }),
    ...(isHelped && {
      offerAcceptedOn: spoken,
      firstConversationOn: addDays(spoken, 1),
      helpAcceptedOn: addDays(spoken, 1),
      planMade: true,
      planMadeOn: addDays(spoken, 1),
    }),
    ...(!isOpen && { outcome, closedOn: isTaken ? closed : takenUp }),
    ...(!isOpen && referralOf(outcome, closed)),
    ...(isHelped && random.chance(0.6) && consentOf(found, spoken)),
  }
}

function referralOf(code: Code, agreedOn: Day): Pick<Outcome, 'referral'> | undefined {
  if (code === 'FOLLOW_UP_FIN') {
    return { referral: { to: 'DEBT_HELP', kind: 'FINANCIAL', agreedOn } }
  }
  if (code !== 'FOLLOW_UP_NONFIN') return undefined
  return { referral: { to: 'SOCIAL_TEAM', kind: 'NON_FINANCIAL', agreedOn } }
}

function consentOf({ notifications }: OpenedCase, on: Day): Pick<Outcome, 'consentToShare'> {
  const creditors = [...new Set(notifications.map(({ creditorId }) => creditorId))]
  return {
    consentToShare: { given: true, on, creditors, givenBy: 'RESIDENT', what: ['HELP_ACCEPTED'] },
  }
}

function drawn(shares: readonly (readonly [number, Code])[], random: SeededRandom): Code {
  return shares.find(([share]) => random.chance(share))![1]
}
