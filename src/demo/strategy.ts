import type { components } from '../generated/openapi.js'
import type { OpenedCase } from '../client/index.js'
import { addDays, type Day } from '../kernel/calendar.js'
import type { TriageProfile } from '../parties/index.js'
import type { DemoMunicipality } from './municipality.js'
import type { SeededRandom } from './random.js'

type Attempt = components['schemas']['ContactAttempt']
type BinAction = TriageProfile['bins'][number]['action']
type ContactChannel = TriageProfile['contactStrategy'][number]['channel']

const KIND_OF: Readonly<Record<ContactChannel, Attempt['kind']>> = {
  LETTER: 'LETTER',
  PHONE: 'TELEPHONE',
  VISIT: 'HOME_VISIT',
  CARD: 'CARD',
}
const WITH_VISIT: readonly ContactChannel[] = ['LETTER', 'PHONE', 'VISIT', 'CARD']
const FROM_AFAR: readonly ContactChannel[] = ['LETTER', 'PHONE']
const PARTS = ['MORNING', 'AFTERNOON', 'EVENING'] as const

/** What the coordinator decides: here always what the bin of the case proposes. */
export function actionOf(
  { triage }: Pick<DemoMunicipality, 'triage'>,
  { workBin }: Pick<OpenedCase, 'workBin'>,
): BinAction {
  return triage.bins.find(({ name }) => name === workBin)?.action ?? 'LETTER'
}

/**
 * Which steps are taken when a person decides what the bin proposes. Where only what is urgent gets a
 * visit at once, everybody else who was not reached is visited in the end.
 */
function channelsOf({ bins }: TriageProfile, action: BinAction): readonly ContactChannel[] {
  if (action === 'NONE') return []
  const isSorted = bins.some((bin) => bin.name !== 'URGENT' && bin.action === 'VISIT')
  return action === 'VISIT' || !isSorted ? WITH_VISIT : FROM_AFAR
}

/**
 * The attempts at contact that the municipality's strategy asks for, in its order and on its days: none
 * after somebody was reached, no call without a number, no visit while visits are off, and a card only
 * where nobody was at home.
 *
 * @param visit What an executor reported about its visit, when the case was in its hands.
 * @param isReached Whether somebody is reached at all, when nobody visited for the municipality.
 */
export function attemptsOf(
  { triage }: Pick<DemoMunicipality, 'triage'>,
  found: OpenedCase,
  takenUp: Day,
  visit: Attempt | undefined,
  isReached: boolean,
  random: SeededRandom,
): Attempt[] {
  const action = visit === undefined ? actionOf({ triage }, found) : 'VISIT'
  const steps = stepsOf(triage, found, takenUp, channelsOf(triage, action))
  if (steps.length === 0) return []
  const by = visit === undefined && isReached ? random.pick(answered(steps)) : undefined
  const attempts: Attempt[] = []
  for (const step of steps) {
    const { channel, on } = step
    const last = attempts.at(-1)
    if (channel === 'CARD' && last?.kind !== 'HOME_VISIT') continue
    const isVisit = channel === 'VISIT'
    if (isVisit && visit !== undefined) attempts.push(visit)
    else if (channel === 'CARD') attempts.push({ ...last!, kind: 'CARD', reached: false })
    else {
      const partOfDay = isVisit ? { partOfDay: random.pick(PARTS) } : {}
      attempts.push({ kind: KIND_OF[channel], on, ...partOfDay, reached: step === by })
    }
    if (attempts.at(-1)!.reached) break
  }
  return attempts.sort((left, right) => (left.on < right.on ? -1 : left.on > right.on ? 1 : 0))
}

interface Step {
  readonly channel: ContactChannel
  readonly on: Day
}

/** Steps at which somebody can be met; a letter only where nothing else is done. */
function answered(steps: readonly Step[]): readonly Step[] {
  const met = steps.filter(({ channel }) => channel === 'VISIT' || channel === 'PHONE')
  return met.length > 0 ? met : steps.filter(({ channel }) => channel === 'LETTER')
}

function stepsOf(
  { contactStrategy }: TriageProfile,
  { notifications, urgency }: OpenedCase,
  takenUp: Day,
  channels: readonly ContactChannel[],
): readonly Step[] {
  const hasPhone = notifications.some(({ identity }) => (identity?.phone ?? []).length > 0)
  // What cannot wait is not left for a fortnight.
  const most = urgency === 'NORMAL' ? 60 : 1
  return contactStrategy
    .filter(({ channel, when }) => channels.includes(channel) && (when === undefined || hasPhone))
    .map((step) => ({ ...step, on: addDays(takenUp, Math.min(step.afterDays, most)) }))
    .filter(({ offFrom, offUntil, on }) => {
      const isOff =
        offFrom !== undefined && on >= offFrom && (offUntil === undefined || on <= offUntil)
      return !isOff
    })
}
