import type { components } from '../generated/openapi.js'

type Schemas = components['schemas']
type Report = Schemas['CaseOutcome']
type Attempt = Schemas['ContactAttempt']

/** Members that a source says one by one. */
type Member =
  | 'takenUpOn'
  | 'outcome'
  | 'closedOn'
  | 'planMade'
  | 'planMadeOn'
  | 'offerAcceptedOn'
  | 'firstConversationOn'
  | 'helpAcceptedOn'

/** Of what is said: a value, or `null` for what is no longer true. What is left out is not said. */
type Said<Whole> = { readonly [Name in keyof Whole]?: Exclude<Whole[Name], undefined> | null }

/** What a source knows about a case; everything else about it stays as others reported it. */
export interface CaseChange extends Said<Pick<Report, Member>> {
  readonly caseId: string
  readonly month: string
  /** How notifications stand; those that are not named stay as they are. */
  readonly notifications: Report['notifications']
  /** Attempts that the source knows of; `isWhole` when there are no others. */
  readonly contacts?: { readonly attempts: readonly Attempt[]; readonly isWhole: boolean }
  readonly decision?: Said<NonNullable<Report['decision']>> | null
  readonly referral?: Said<NonNullable<Report['referral']>> | null
  readonly consentToShare?: Said<NonNullable<Report['consentToShare']>> | null
}

/**
 * The report that is left when a source has said what it knows: the latest one with that in its place.
 * A report of the contract is whole, so whoever sends only what it knows itself takes away what
 * others reported.
 *
 * @param before The latest report of the hub; `undefined` without one.
 * @returns Possibly incomplete where the source was; the contract and the hub say so.
 */
export function changedReport(before: Report | undefined, change: CaseChange): Report {
  const { caseId, month, notifications, contacts, ...said } = change
  const { decision, referral, consentToShare, ...members } = said
  const groups = {
    ...(decision !== undefined && { decision: changed(before?.decision, decision) }),
    ...(referral !== undefined && { referral: changed(before?.referral, referral) }),
    ...(consentToShare !== undefined && {
      consentToShare: consentAfter(before?.consentToShare, consentToShare),
    }),
  }
  const whole = {
    ...before,
    caseId: before?.caseId ?? caseId,
    month,
    ...members,
    ...groups,
    notifications: standingAfter(before?.notifications ?? [], notifications),
    contactAttempts: attemptsAfter(before?.contactAttempts ?? [], contacts),
  }
  // What was taken away is left out; what a source left incomplete the contract refuses.
  return present(whole) as unknown as Report
}

function changed<Whole extends object>(
  before: Whole | undefined,
  said: Said<Whole> | null,
): object | undefined {
  return said === null ? undefined : present({ ...before, ...said })
}

/**
 * A consent of another day, or another answer, is another consent: nothing of the earlier one holds
 * for it. Of the same one what is not said stays: what it is for, and when it was withdrawn.
 */
function consentAfter(
  before: Report['consentToShare'],
  said: Said<NonNullable<Report['consentToShare']>> | null,
): object | undefined {
  if (said === null) return undefined
  const isOther =
    before === undefined ||
    (said.on !== undefined && said.on !== before.on) ||
    (said.given !== undefined && said.given !== before.given)
  const base = isOther ? { given: true, creditors: [] } : before
  const consent: Record<string, unknown> = present({ ...base, ...said })
  // Who does not consent lets nobody know anything.
  return consent['given'] === false ? { ...consent, creditors: [] } : consent
}

function standingAfter(
  before: Report['notifications'],
  said: Report['notifications'],
): Report['notifications'] {
  const known = new Map(said.map((one) => [keyOf(one), one]))
  const stood = new Set(before.map(keyOf))
  return [
    ...before.map((one) => ({ ...one, status: known.get(keyOf(one))?.status ?? one.status })),
    ...said.filter((one) => !stood.has(keyOf(one))),
  ]
}

/** The place of a notification in a report, by who sent it and its identifier there. */
function keyOf(one: { readonly creditorId: string; readonly notificationId: string }): string {
  return `${one.creditorId} ${one.notificationId.toLowerCase()}`
}

/**
 * Attempts that are not there yet are added. Of one that is, the part of the day is filled in and
 * whether somebody was reached; that somebody was, stays.
 */
function attemptsAfter(
  before: readonly Attempt[],
  contacts: CaseChange['contacts'],
): readonly Attempt[] {
  if (contacts === undefined) return before
  if (contacts.isWhole) return isSame(before, contacts.attempts) ? before : contacts.attempts
  const attempts = [...before]
  const taken = new Set<number>()
  for (const attempt of contacts.attempts) {
    const at = attempts.findIndex(
      (one, index) => index < before.length && !taken.has(index) && isOne(one, attempt),
    )
    if (at < 0) attempts.push(attempt)
    else {
      taken.add(at)
      const reached = attempts[at]!.reached || attempt.reached
      attempts[at] = { ...attempts[at]!, ...attempt, reached }
    }
  }
  if (attempts.length === before.length) return attempts
  return attempts.sort((left, right) => (left.on < right.on ? -1 : left.on > right.on ? 1 : 0))
}

/** The same attempt, of which somebody else may not have known the part of the day. */
function isOne(left: Attempt, right: Attempt): boolean {
  const isThen =
    left.partOfDay === undefined ||
    right.partOfDay === undefined ||
    left.partOfDay === right.partOfDay
  return left.kind === right.kind && left.on === right.on && isThen
}

/** Whether two lists hold the same attempts, in any order. */
function isSame(left: readonly Attempt[], right: readonly Attempt[]): boolean {
  const words = (all: readonly Attempt[]) =>
    all
      .map(({ kind, on, partOfDay = '', reached }) => `${on} ${kind} ${partOfDay} ${reached}`)
      .sort()
      .join()
  return words(left) === words(right)
}

/** Without what was taken away or is not there. */
function present(value: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).filter(([, one]) => one !== null && one !== undefined),
  )
}
