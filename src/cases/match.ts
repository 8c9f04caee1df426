import { compare, fold, keyOf, predecessorKeyOf, repeatOf, type Repeat } from '../debts/index.js'
import type { Day, Month } from '../kernel/calendar.js'
import type { Sector } from '../kernel/sector.js'
import { EVIDENCE_RULES_VERSION } from '../linkage/index.js'
import type { TriageProfile } from '../parties/triage-profile.js'
import { summariseCase, type CaseSummary, type MatchClass } from './case.js'
import { splitHouseholds, type Household, type Placed } from './household.js'
import type { Notified } from './notified.js'
import { findPeople } from './people.js'
import { qualityOf, type QualityCode } from './quality.js'
import { triage, type Explanation } from './triage.js'
import { urgencyOf, type Urgency } from './urgency.js'

/** How a case stands against what the municipality was told in earlier months. */
export type CaseStatus = 'NEW' | 'UPDATED' | 'WITHDRAWN'

/** One notification as a case lists it. */
export interface ListedNotification {
  readonly notified: Notified
  /** Persons of a case, from 1 in order of their first notification; null when not known. */
  readonly person: number | null
  readonly repeatOf: string | null
  readonly amountTrendCents: number | null
  /** Taken back by the creditor: shown so that no visit is made. */
  readonly isWithdrawn: boolean
}

/** One household in one month. */
export interface MatchedCase {
  readonly caseId: string
  readonly matchClass: MatchClass
  readonly sectors: readonly Sector[]
  readonly notificationCount: number
  readonly consecutiveMonths: number
  readonly totalArrearsCents: number
  readonly urgency: Urgency
  readonly deadlineOn: Day | null
  readonly workBin: string
  readonly reasons: readonly Explanation[]
  readonly ruleVersion: string
  readonly quality: readonly QualityCode[]
  readonly district: string | null
  readonly status: CaseStatus
  /** By creditor and notification id. */
  readonly notifications: readonly ListedNotification[]
}

/** Version of the rules in this folder; the triage profile has one of its own. */
export const MATCH_RULES_VERSION = 1

/** Everything a match run depends on; nothing else may change its result. */
export interface MatchInput {
  readonly month: Month
  /** The month and the look-back, in any order. */
  readonly notified: readonly Notified[]
  readonly profile: TriageProfile
  /** A keyed, deterministic id from the first notification of a case. */
  readonly idOf: (creditor: string, notificationId: string) => string
  /** Urgent notifications, by key, whose case has an id already; none when left out. */
  readonly known?: ReadonlyMap<string, KnownCase>
}

/** A case that the municipality was told of before its month is closed. */
export interface KnownCase {
  readonly caseId: string
  /** 2: an executor has it in hand. 1: something was reported about it. 0: neither. */
  readonly weight: number
}

/**
 * Brings the notifications of a month together into cases, one per household.
 *
 * A function of the set of notifications: any order of arrival gives the same cases, ids included. A
 * case that was told of before, because it is urgent, keeps the id under which it is worked on.
 *
 * @returns Cases by id.
 */
export function matchMonth(input: MatchInput): MatchedCase[] {
  const { month, notified } = input
  const folded = fold(notified)
  const withdrawn = new Set<Notified>()
  for (const { one, inMonth } of folded.withdrawn) {
    if (one.month === month || inMonth === month) withdrawn.add(one)
  }
  const { placed, sharedAddresses } = findPeople([...folded.live, ...withdrawn])
  const run: Run = {
    ...input,
    ruleVersion: ruleVersionOf(input.profile),
    withdrawn,
    monthOfKey: monthsByKey(notified, month),
    taken: new Set(),
  }
  const cases: MatchedCase[] = []
  for (const [address, building] of buildingsOf(placed, run)) {
    const isShared = address === null || sharedAddresses.has(address)
    for (const household of splitHouseholds(building, isShared)) {
      const found = caseOf(household, run)
      if (found !== undefined) cases.push(found)
    }
  }
  return cases.sort((left, right) => compare(left.caseId, right.caseId))
}

/** The version of everything that decides about a case, as one text. */
export function ruleVersionOf(profile: TriageProfile): string {
  return `match-${MATCH_RULES_VERSION}/link-${EVIDENCE_RULES_VERSION}/triage-${profile.version}`
}

interface Run extends MatchInput {
  readonly ruleVersion: string
  /** Notifications to be shown as taken back. */
  readonly withdrawn: ReadonlySet<Notified>
  /** In which earlier month a notification was accepted. */
  readonly monthOfKey: ReadonlyMap<string, Month>
  /** Known ids that a case of this run has. */
  readonly taken: Set<string>
}

function isListed(one: Notified, { month, withdrawn }: Run): boolean {
  return one.month === month || withdrawn.has(one)
}

/** Buildings that something is reported about this month; those without address under null. */
function buildingsOf(placed: readonly Placed[], run: Run): ReadonlyMap<string | null, Placed[]> {
  const buildings = new Map<string | null, Placed[]>()
  for (const one of placed) {
    const { address } = one.notified
    if (!isListed(one.notified, run) || buildings.has(address)) continue
    buildings.set(address, [])
  }
  for (const one of placed) buildings.get(one.notified.address)?.push(one)
  return buildings
}

function caseOf(household: Household, run: Run): MatchedCase | undefined {
  const { month, profile, withdrawn } = run
  const { members } = household
  const listed = members.every(({ notified }) => isListed(notified, run))
    ? members
    : members.filter(({ notified }) => isListed(notified, run))
  const shown = listed.map(({ notified }) => notified)
  const [first] = shown
  if (first === undefined) return undefined
  const known = listed === members ? shown : members.map(({ notified }) => notified)
  const live = standing(known, withdrawn)
  const current = listed === members ? live : standing(shown, withdrawn)
  const summary = summariseCase(live, month) ?? summariseWithdrawn(shown, live, month)
  const repeats = current.map((one) => (live.length === 1 ? undefined : repeatOf(one, live)))
  const { urgency, deadlineOn } = urgencyOf(current)
  const isPhoneKnown = current.some(({ hasPhone }) => hasPhone)
  const isEmailKnown = current.some(({ hasEmail }) => hasEmail)
  const isWithdrawn = current.length === 0
  const district = districtOf(shown)
  let growthCents = 0
  for (const repeat of repeats) growthCents += Math.max(0, repeat?.amountTrendCents ?? 0)
  const { matchClass, sectors, notificationCount, consecutiveMonths, totalArrearsCents } = summary
  const { workBin, reasons } = triage(
    {
      matchClass,
      sectors,
      totalArrearsCents,
      consecutiveMonths,
      urgency,
      isPhoneKnown,
      isEmailKnown,
      growthCents,
      district,
      isWithdrawn,
    },
    profile,
  )
  return {
    caseId: knownIdOf(shown, run) ?? run.idOf(first.creditor, first.notificationId),
    matchClass,
    sectors,
    notificationCount,
    consecutiveMonths,
    totalArrearsCents,
    urgency,
    deadlineOn,
    workBin,
    reasons,
    ruleVersion: run.ruleVersion,
    quality: qualityOf(listed, repeats, household),
    district,
    status: statusOf(shown, current, live, run),
    notifications: listedOf(listed, current, repeats, run),
  }
}

/**
 * The id under which a case is worked on already: of several the one with most work behind it, and then
 * that of the first notification. No two cases ever have the same.
 */
function knownIdOf(shown: readonly Notified[], { known, taken }: Run): string | undefined {
  if (known === undefined || known.size === 0) return undefined
  const [best] = shown
    .flatMap((one) => known.get(keyOf(one)) ?? [])
    .filter(({ caseId }) => !taken.has(caseId))
    .sort((left, right) => right.weight - left.weight)
  if (best !== undefined) taken.add(best.caseId)
  return best?.caseId
}

function standing(
  notified: readonly Notified[],
  withdrawn: ReadonlySet<Notified>,
): readonly Notified[] {
  return withdrawn.size === 0 ? notified : notified.filter((one) => !withdrawn.has(one))
}

function listedOf(
  listed: readonly Placed[],
  current: readonly Notified[],
  repeats: readonly (Repeat | undefined)[],
  { withdrawn }: Run,
): ListedNotification[] {
  const persons = personNumbers(listed)
  return listed.map(({ notified, person }) => {
    const repeat = repeats[current.indexOf(notified)]
    return {
      notified,
      person: persons.get(person) ?? null,
      repeatOf: repeat?.repeatOf ?? null,
      amountTrendCents: repeat?.amountTrendCents ?? null,
      isWithdrawn: withdrawn.has(notified),
    }
  })
}

/** What was taken back is summed up as it stood, but owes nothing. */
function summariseWithdrawn(
  listed: readonly Notified[],
  live: readonly Notified[],
  month: Month,
): CaseSummary {
  const asReported = [...listed.map((one) => ({ ...one, month })), ...live]
  return { ...summariseCase(asReported, month)!, totalArrearsCents: 0 }
}

/**
 * WITHDRAWN when nothing is left of what the municipality was told; UPDATED when something of an
 * earlier, closed month changed.
 */
function statusOf(
  listed: readonly Notified[],
  current: readonly Notified[],
  live: readonly Notified[],
  { month, monthOfKey }: Run,
): CaseStatus {
  const late = new Set(listed.filter((one) => one.month !== month).map((one) => one.month))
  if (current.length === 0) {
    return live.some((one) => late.has(one.month)) ? 'UPDATED' : 'WITHDRAWN'
  }
  const correctsEarlier = current.some(
    (one) => one.kind === 'CORRECTION' && monthOfKey.has(predecessorKeyOf(one) ?? ''),
  )
  return late.size > 0 || correctsEarlier ? 'UPDATED' : 'NEW'
}

function monthsByKey(notified: readonly Notified[], month: Month): ReadonlyMap<string, Month> {
  if (!notified.some((one) => one.kind === 'CORRECTION' && one.month === month)) return new Map()
  const earlier = notified.filter((one) => one.month < month)
  return new Map(earlier.map((one) => [keyOf(one), one.month]))
}

function personNumbers(listed: readonly Placed[]): ReadonlyMap<number | null, number> {
  const numbers = new Map<number | null, number>()
  for (const { person } of listed) {
    if (person !== null && !numbers.has(person)) numbers.set(person, numbers.size + 1)
  }
  return numbers
}

/** All of a household lie in one district; where a table changed, the first by name is as good. */
function districtOf(listed: readonly Notified[]): string | null {
  let found: string | null = null
  for (const { district } of listed) {
    if (district !== null && (found === null || district < found)) found = district
  }
  return found
}
