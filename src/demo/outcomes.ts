import type { components } from '../generated/openapi.js'
import type { OpenedCase } from '../client/index.js'
import { addDays, firstDayOf, monthsAfter, type Day, type Month } from '../kernel/calendar.js'
import type { Clock } from '../kernel/clock.js'
import { using, type DemoMunicipality } from './municipality.js'
import type { SeededRandom } from './random.js'

type Outcome = components['schemas']['CaseOutcome']
type Code = components['schemas']['OutcomeCode']
type Attempt = components['schemas']['ContactAttempt']

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
const NOT_TAKEN_UP: ReadonlySet<Code> = new Set<Code>([
  'DECEASED',
  'NOT_RESIDENT',
  'KNOWN_DEBT_HELP',
  'NT_REPEAT',
])
const PARTS = ['MORNING', 'AFTERNOON', 'EVENING'] as const

/**
 * Reports what came of the cases of a month, a month later; one in ten is not finished by then, which
 * the hub's reminders show.
 */
export async function reportMonth(
  municipality: DemoMunicipality,
  month: Month,
  random: SeededRandom,
  clock: Clock,
): Promise<void> {
  const cases = municipality.months.get(month)?.cases ?? []
  const outcomes = cases
    .filter(({ statusAtPull }) => statusAtPull !== 'WITHDRAWN')
    .map((found) => outcomeOf(found, month, random))
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

/** What came of one case: letters first, a visit where the bin proposes one, a card at the door. */
export function outcomeOf(found: OpenedCase, month: Month, random: SeededRandom): Outcome {
  const takenUp = addDays(firstDayOf(monthsAfter(month, 1)), random.between(1, 4))
  const isReached = random.chance(found.workBin === 'REMAINING' ? 0.18 : 0.42)
  const code = drawn(isReached ? REACHED : UNREACHED, random)
  const isTaken = !NOT_TAKEN_UP.has(code)
  const isOpen = isTaken && random.chance(0.1)
  const attempts = isTaken ? attemptsOf(found, takenUp, isReached, random) : []
  const status = isTaken ? ('TAKEN_UP' as const) : (code as 'NT_REPEAT')
  const closed = addDays(takenUp, random.between(12, 24))
  const spoken = (attempts.find(({ reached }) => reached)?.on ?? takenUp) as Day
  const isHelped = code === 'QUICK_FIX' || code.startsWith('FOLLOW_UP')
  return {
    caseId: found.caseId,
    month,
    notifications: found.notifications.map(({ creditorId, notificationId }) => ({
      creditorId,
      notificationId,
      status,
    })),
    contactAttempts: attempts,
    ...(isTaken && { decision: { action: actionOf(found), on: takenUp } }),
    ...(isTaken && { takenUpOn: takenUp }),
    ...(isHelped && {
      offerAcceptedOn: spoken,
      firstConversationOn: addDays(spoken, 1),
      helpAcceptedOn: addDays(spoken, 1),
      planMade: true,
      planMadeOn: addDays(spoken, 1),
    }),
    ...(!isOpen && { outcome: code, closedOn: isTaken ? closed : takenUp }),
    ...(!isOpen && referralOf(code, closed)),
    ...(isHelped && random.chance(0.6) && consentOf(found, spoken)),
  }
}

function attemptsOf(
  { workBin }: OpenedCase,
  takenUp: Day,
  isReached: boolean,
  random: SeededRandom,
): Attempt[] {
  const attempts: Attempt[] = [{ kind: 'LETTER', on: takenUp, reached: false }]
  if (random.chance(0.5)) {
    attempts.push({ kind: 'TELEPHONE', on: addDays(takenUp, 7), reached: false })
  }
  if (workBin !== 'REMAINING' || isReached) {
    const on = addDays(takenUp, random.between(8, 11))
    const partOfDay = random.pick(PARTS)
    attempts.push({ kind: 'HOME_VISIT', on, partOfDay, reached: isReached })
    if (!isReached) attempts.push({ kind: 'CARD', on, partOfDay, reached: false })
  }
  return attempts
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

/** What the coordinator decides: here what the bin proposes, a visit or else a letter. */
function actionOf({ workBin }: OpenedCase): 'VISIT' | 'LETTER' {
  return workBin === 'URGENT' || workBin === 'MULTIPLE' ? 'VISIT' : 'LETTER'
}
