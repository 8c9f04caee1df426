import type { Month } from '../../kernel/calendar.js'
import type { Clock } from '../../kernel/clock.js'
import { RefusedError, type OpenedCase } from '../../client/index.js'
import { inOrder, using, type DemoMunicipality } from '../municipality.js'
import type { Person } from '../work/person.js'
import type { Team } from '../work/team.js'

/** What people of a municipality tried, and how often the hub did what it must. */
export interface Probes {
  /** Envelopes that a consultant was handed, still sealed. */
  readonly sealed: number
  /** Requests of a viewer of numbers for cases and envelopes, all refused. */
  readonly viewerRefused: number
  /** Referrals without the consent of the resident, all refused. */
  readonly referralsRefused: number
}

/**
 * Lets a consultant and a viewer of numbers reach for the same case, and refers somebody who did not
 * agree to it.
 *
 * @throws {Error} When the hub let pass what it must refuse: then the demonstration has failed.
 */
export async function probe(team: Team, month: Month, clock: Clock): Promise<Probes> {
  const { municipality, consultant, viewer } = team
  const found = openCase(municipality, month)
  const { code } = municipality
  await consultant.begin(code)
  await viewer.begin(code)
  const wish = { month, cases: found.caseId }
  const { text } = await consultant.submit('/console/work/sealed', wish)
  const sealed = text.match(/"jwe":/g)?.length ?? 0
  if (sealed === 0) throw new Error('a consultant was handed nothing')
  const answers = [
    await viewer.submit('/console/work/sealed', wish),
    await viewer.get(`/console/work/cases/${month}/${found.caseId}`),
  ]
  const numbers = await viewer.get('/console/work/numbers')
  if (answers.some(({ status }) => status !== 403) || numbers.status !== 200) {
    throw new Error('a viewer of numbers sees numbers, and nothing else')
  }
  const referralsRefused = await referWithout(municipality, found, month, clock)
  return { sealed, viewerRefused: answers.length, referralsRefused }
}

/** A case whose envelopes the hub still has, with the person in it. */
function openCase({ months }: DemoMunicipality, month: Month): OpenedCase {
  const found = inOrder(months.get(month)!.cases).find(
    ({ notifications, statusAtPull }) =>
      statusAtPull !== 'WITHDRAWN' && notifications.every(({ identity }) => identity !== undefined),
  )
  if (found === undefined) throw new Error('nobody can be read in this month')
  return found
}

async function referWithout(
  { coordinator }: DemoMunicipality,
  { caseId, notifications, matchPeriodEnd: on }: OpenedCase,
  month: Month,
  clock: Clock,
): Promise<number> {
  const report = {
    caseId,
    month,
    notifications: notifications.map(({ creditorId, notificationId }) => ({
      creditorId,
      notificationId,
      status: 'TAKEN_UP' as const,
    })),
    takenUpOn: on,
    contactAttempts: [{ kind: 'HOME_VISIT' as const, on, reached: true }],
    outcome: 'FOLLOW_UP_NONFIN' as const,
    closedOn: on,
  }
  const { document } = await using(coordinator.folder, clock, (hub) => hub.reportOutcomes([report]))
  const codes = document.results.flatMap(({ errors = [] }) => errors.map(({ code }) => code))
  if (!codes.includes('REFERRAL_MISSING')) throw new Error('a referral without consent passed')
  return document.counts.rejected
}

/** A municipality asks for a month before its end. @returns 1, as often as it was refused. */
export async function tooEarly(
  { coordinator }: DemoMunicipality,
  month: Month,
  clock: Clock,
): Promise<number> {
  try {
    await using(coordinator.folder, clock, (hub) => hub.feedPage(month))
  } catch (error) {
    if (error instanceof RefusedError && error.code === 'feed.month_open') return 1
    throw error
  }
  throw new Error('an open month was released')
}

/**
 * A consultant of two municipalities acts for one at a time: from each she reaches for a case of the
 * other.
 *
 * @returns How often she saw her own, and how often the other was refused.
 */
export async function acrossTheBorder(
  both: Person,
  [one, other]: readonly [DemoMunicipality, DemoMunicipality],
  month: Month,
): Promise<{ readonly own: number; readonly refused: number }> {
  const counts = { own: 0, refused: 0 }
  await both.begin()
  const pageOf = (town: DemoMunicipality) =>
    both.get(`/console/work/cases/${month}/${openCase(town, month).caseId}`)
  for (const [here, there] of [
    [one, other],
    [other, one],
  ] as const) {
    await both.choose(here.code)
    if ((await pageOf(here)).status === 200) counts.own += 1
    if ((await pageOf(there)).status === 404) counts.refused += 1
  }
  if (counts.own !== 2 || counts.refused !== 2) throw new Error('two municipalities are not apart')
  return counts
}
