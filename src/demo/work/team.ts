import type { OpenedCase, OpenedFeed } from '../../client/index.js'
import type { components } from '../../generated/openapi.js'
import { addDays, firstDayOf, monthsAfter, type Month } from '../../kernel/calendar.js'
import { organisationOf, type Programme } from '../../programmes/index.js'
import { registerParty } from '../../registry/index.js'
import { OPERATOR } from '../enrolment.js'
import { inOrder, type DemoMunicipality } from '../municipality.js'
import type { SeededRandom } from '../random.js'
import type { Setting } from '../setting.js'
import { actionOf } from '../strategy.js'
import { accepted, Executor } from './executor.js'
import { enrolPerson, type Person } from './person.js'

type Attempt = components['schemas']['ContactAttempt']

/** Programmes of which several organisations ring the doorbells. */
const SEVERAL = ['almere-vroeg-eropaf', 's-hertogenbosch-vroegsignalering']
/** A creditor of the covenant that is sent to ring a bell too, in 's-Hertogenbosch. */
const RINGING_CREDITORS: Readonly<Record<string, readonly string[]>> = {
  's-hertogenbosch-vroegsignalering': ['brabant-water'],
}
/** Cases of one month that are given away, so that the demonstration stays short. */
const MOST_ASSIGNED = 12

/** The people of one municipality at the workbench, and who visits for them. */
export interface Team {
  readonly municipality: DemoMunicipality
  readonly coordinator: Person
  readonly consultant: Person
  readonly viewer: Person
  readonly executors: readonly Executor[]
  /** By name of the executor: cases it was given. */
  readonly given: Map<string, number>
}

/** Gathers the team of a municipality; executors make their keys and are admitted with them. */
export async function gatherTeam(
  setting: Setting,
  programme: Programme,
  municipality: DemoMunicipality,
  executors: Map<string, Executor>,
): Promise<Team> {
  const { code, key, coordinator: own } = municipality
  const enrol = (duty: 'COORDINATOR' | 'CONSULTANT' | 'VIEWER') =>
    enrolPerson(setting, own.id, `${duty.toLowerCase()}-${key}`, { [code]: duty })
  const team: Team = {
    municipality,
    coordinator: await enrol('COORDINATOR'),
    consultant: await enrol('CONSULTANT'),
    viewer: await enrol('VIEWER'),
    executors: SEVERAL.includes(programme.id)
      ? await executorsOf(setting, programme, executors)
      : [],
    given: new Map(),
  }
  if (team.executors.length === 0) return team
  await team.coordinator.begin(code)
  for (const executor of team.executors) {
    const keyId = await executor.offerKey()
    const admission = { executor: executor.party, keyId }
    accepted(await team.coordinator.submit('/console/work/executors', admission))
    team.given.set(executor.name, 0)
  }
  return team
}

async function executorsOf(
  setting: Setting,
  { id, participants }: Programme,
  known: Map<string, Executor>,
): Promise<readonly Executor[]> {
  const ringing = RINGING_CREDITORS[id] ?? []
  for (const key of ringing) {
    const { sandboxId, name } = organisationOf(key)
    const plain = (role: 'creditor' | 'executor') => ({ role, municipality: null, controller: '' })
    const roles = [plain('creditor'), plain('executor')]
    await registerParty(setting.context, OPERATOR, { id: sandboxId, name, roles })
  }
  const visiting = participants.filter(({ part }) => part === 'EXECUTOR')
  const keys = [...visiting.map(({ organisation }) => organisation), ...ringing]
  for (const key of keys.filter((one) => !known.has(one))) {
    const { sandboxId, name } = organisationOf(key)
    known.set(key, await Executor.enrol(setting, key, sandboxId, name))
  }
  return keys.map((key) => known.get(key)!)
}

/** The coordinator divides the doorbells of a month: each case to one organisation, in turn. */
export async function assignMonth(team: Team, month: Month, { cases }: OpenedFeed): Promise<void> {
  const { coordinator, municipality, executors, given } = team
  if (executors.length === 0) return
  await coordinator.begin(municipality.code)
  const chosen = inOrder(cases)
    .filter((one) => mayBeVisited(municipality, one))
    .slice(0, MOST_ASSIGNED)
  for (const [index, found] of chosen.entries()) {
    const executor = executors[index % executors.length]!
    await executor.receive(coordinator, month, found)
    given.set(executor.name, given.get(executor.name)! + 1)
  }
}

function mayBeVisited(municipality: DemoMunicipality, found: OpenedCase): boolean {
  const isReadable = found.notifications.some(({ identity }) => identity !== undefined)
  return (
    isReadable && found.statusAtPull !== 'WITHDRAWN' && actionOf(municipality, found) === 'VISIT'
  )
}

/** The executors ring the bells of what they have in hand of a month, and say whether somebody was there. */
export async function visitMonth(team: Team, month: Month, random: SeededRandom): Promise<void> {
  const { municipality, executors } = team
  for (const executor of executors) {
    const inHand = new Map((await executor.look(municipality.code)).map((one) => [one.caseId, one]))
    for (const { caseId } of inOrder(municipality.months.get(month)?.cases ?? [])) {
      const one = inHand.get(caseId)
      if (one === undefined) continue
      const on = addDays(firstDayOf(monthsAfter(month, 1)), random.between(3, 10))
      const partOfDay = random.pick(['MORNING', 'AFTERNOON', 'EVENING'] as const)
      const attempt: Attempt = { kind: 'HOME_VISIT', on, partOfDay, reached: random.chance(0.45) }
      await executor.report(one, attempt)
      municipality.visits.set(caseId, attempt)
    }
  }
}

/** Everybody of the team goes home. */
export function goHome({ coordinator, consultant, viewer, executors }: Team): void {
  for (const one of [coordinator, consultant, viewer, ...executors]) one.leave()
}
