import { isDay, type Day } from '../kernel/calendar.js'
import { isSector, type Sector } from '../kernel/sector.js'

/** What a work bin proposes to do; a person decides. */
export const BIN_ACTIONS = ['LETTER', 'PHONE', 'VISIT', 'NONE'] as const
/** What a work bin proposes to do. */
export type BinAction = (typeof BIN_ACTIONS)[number]

/** Ways to approach a household; a card is left when nobody is at home. */
export const CONTACT_CHANNELS = ['LETTER', 'PHONE', 'VISIT', 'CARD'] as const
/** One way to approach a household. */
export type ContactChannel = (typeof CONTACT_CHANNELS)[number]

/** How urgent a case is (Wgs art. 4(2)). */
export const URGENCIES = ['NORMAL', 'HIGH', 'CRISIS'] as const
/** One degree of urgency. */
export type Urgency = (typeof URGENCIES)[number]

/** How notifications on an address relate (national monitor); several can hold. */
export const MATCH_KINDS = ['SINGLE', 'MULTIPLE', 'CONSECUTIVE'] as const
/** One relation of notifications on an address. */
export type MatchKind = (typeof MATCH_KINDS)[number]

/** When a case falls into a bin: every criterion given must hold, and none given holds always. */
export interface BinCriteria {
  /** Distinct creditor sectors in the month, at least. */
  readonly minSectors?: number
  /** Euro cents over the latest notification of each creditor, at least. */
  readonly minTotalArrearsCents?: number
  /** Euro cents, at most. */
  readonly maxTotalArrearsCents?: number
  /** Months in a row with a notification, at least. */
  readonly minConsecutiveMonths?: number
  /** One of these urgencies. */
  readonly urgencies?: readonly Urgency[]
  /** One of these relations; a case that is multiple and consecutive answers to both. */
  readonly matchKinds?: readonly MatchKind[]
  /** At least one notification of one of these sectors. */
  readonly sectors?: readonly Sector[]
  /** Whether a telephone number is known. */
  readonly phoneKnown?: boolean
  /** Whether an e-mail address is known. */
  readonly emailKnown?: boolean
  /** Euro cents by which the arrears grew since they were reported before, at least. */
  readonly minGrowthCents?: number
  /** One of these districts, as the postcode table names them. */
  readonly districts?: readonly string[]
}

/** One work bin (werkbakje): a name, a proposal, and when a case falls into it. */
export interface WorkBin {
  /** Stable name, `UPPER_SNAKE`. */
  readonly name: string
  readonly nl: string
  readonly en: string
  readonly action: BinAction
  readonly criteria: BinCriteria
}

/** One step of the contact strategy. */
export interface ContactStep {
  readonly channel: ContactChannel
  /** Days after the case was taken up. */
  readonly afterDays: number
  /** Only when a telephone number is known. */
  readonly when?: 'PHONE_KNOWN'
  /** The channel is switched off from this day … */
  readonly offFrom?: Day
  /** … up to and including this day; open when absent. */
  readonly offUntil?: Day
}

/** How one municipality weighs its cases (afwegingskader). Nothing in it can drop a case. */
export interface TriageProfile {
  /** Rises with every change; decisions name it. */
  readonly version: number
  /** Trigger rule: distinct sectors a case needs. 1 takes every signal; a case below it is held back. */
  readonly minSectors: number
  /** Whether an imminent disconnection, eviction or termination passes the trigger rule. */
  readonly disconnectionBypasses: boolean
  /** In order; the first whose criteria hold takes the case. The last holds always. */
  readonly bins: readonly WorkBin[]
  /** Name of the bin for cases that the trigger rule holds back: every signal deserves an offer. */
  readonly lowPriorityBin: string
  readonly contactStrategy: readonly ContactStep[]
  /**
   * Euro cents; a case that owes less in all is of low priority, unless it is urgent. Sorts and never
   * drops. Absent: no threshold.
   */
  readonly thresholdCents?: number
  /** Terms of practice that the municipality sets itself; absent: those that the hub suggests. */
  readonly terms?: TriageTerms
}

/** Terms of practice, in days. No law sets any of them. */
export interface TriageTerms {
  /** After the closing of the feed, to take a case up. */
  readonly takeUpDays: number
  /** After taking up, to close a case. */
  readonly closeDays: number
  /** After the closing of the feed, when eviction was announced. */
  readonly eviction?: {
    readonly contactDays: number
    readonly visitDays: number
    readonly planDays: number
  }
}

const BIN_NAME = /^[A-Z][A-Z0-9_]{1,39}$/
const MOST_BINS = 20
const PROFILE_MEMBERS = [
  'version',
  'minSectors',
  'disconnectionBypasses',
  'bins',
  'lowPriorityBin',
  'contactStrategy',
  'thresholdCents',
  'terms',
]
const BIN_MEMBERS = ['name', 'nl', 'en', 'action', 'criteria']
const STEP_MEMBERS = ['channel', 'afterDays', 'when', 'offFrom', 'offUntil']

/**
 * Reads a profile as an operator or municipality wrote it. Unknown members are mistakes.
 *
 * @returns The profile, or every mistake found, each as `place: what is wrong`.
 */
export function readTriageProfile(
  input: unknown,
): { readonly profile: TriageProfile } | { readonly mistakes: readonly string[] } {
  const mistakes: string[] = []
  const report = (place: string, isWrong: boolean, what: string): void => {
    if (isWrong) mistakes.push(`${place}: ${what}`)
  }
  const profile = record(input)
  if (profile === undefined) return { mistakes: ['profile: is not an object'] }
  unknownMembers('profile', profile, PROFILE_MEMBERS, report)
  report('version', !isCount(profile['version'], 1, 1_000_000), 'is a whole number above zero')
  report('minSectors', !isCount(profile['minSectors'], 1, 10), 'is a whole number from 1 to 10')
  const bypasses = profile['disconnectionBypasses']
  report('disconnectionBypasses', typeof bypasses !== 'boolean', 'is true or false')
  const bins = list(profile['bins'])
  report('bins', bins.length < 1 || bins.length > MOST_BINS, `are 1 to ${MOST_BINS}`)
  const names = bins.map((bin, index) => checkBin(`bins/${index}`, bin, report))
  report('bins', new Set(names).size !== names.length, 'have different names')
  const last = record(record(bins.at(-1))?.['criteria'])
  report('bins', last !== undefined && Object.keys(last).length > 0, 'end with one for every case')
  report('lowPriorityBin', !names.includes(profile['lowPriorityBin']), 'names one of the bins')
  const steps = profile['contactStrategy']
  report('contactStrategy', !Array.isArray(steps), 'is a list')
  list(steps).forEach((step, index) => checkStep(`contactStrategy/${index}`, step, report))
  const { thresholdCents } = profile
  const isBad = thresholdCents !== undefined && !amount(thresholdCents)
  report('thresholdCents', isBad, 'is an amount in euro cents')
  const { terms } = profile
  report('terms', terms !== undefined && !isTerms(terms), 'are whole numbers of days, as described')
  return mistakes.length > 0 ? { mistakes } : { profile: input as TriageProfile }
}

type Report = (place: string, isWrong: boolean, what: string) => void

function checkBin(place: string, input: unknown, report: Report): unknown {
  const bin = record(input)
  if (bin === undefined) {
    report(place, true, 'is not an object')
    return undefined
  }
  unknownMembers(place, bin, BIN_MEMBERS, report)
  const { name } = bin
  const isName = typeof name === 'string' && BIN_NAME.test(name)
  report(`${place}/name`, !isName, 'is written LIKE_THIS')
  for (const language of ['nl', 'en']) {
    const text = bin[language]
    report(`${place}/${language}`, !isShortText(text), 'is a text of 1 to 120 characters')
  }
  report(`${place}/action`, !isOneOf(BIN_ACTIONS, bin['action']), `is ${BIN_ACTIONS.join(', ')}`)
  const criteria = record(bin['criteria'])
  report(`${place}/criteria`, criteria === undefined, 'is an object')
  for (const [name, value] of Object.entries(criteria ?? {})) {
    const holds = CRITERIA[name]
    report(`${place}/criteria/${name}`, holds?.(value) !== true, 'is unknown or out of range')
  }
  return name
}

const amount = (value: unknown): boolean => isCount(value, 0, 1_000_000_000)
const CRITERIA: Readonly<Record<string, (value: unknown) => boolean>> = {
  minSectors: (value) => isCount(value, 1, 10),
  minTotalArrearsCents: amount,
  maxTotalArrearsCents: amount,
  minConsecutiveMonths: (value) => isCount(value, 1, 60),
  urgencies: (value) => isListOf(value, (item) => isOneOf(URGENCIES, item)),
  matchKinds: (value) => isListOf(value, (item) => isOneOf(MATCH_KINDS, item)),
  sectors: (value) => isListOf(value, (item) => typeof item === 'string' && isSector(item)),
  phoneKnown: (value) => typeof value === 'boolean',
  emailKnown: (value) => typeof value === 'boolean',
  minGrowthCents: (value) => isCount(value, 1, 1_000_000_000),
  districts: (value) => isListOf(value, isShortText),
}

const TERMS = ['takeUpDays', 'closeDays']
const EVICTION_TERMS = ['contactDays', 'visitDays', 'planDays']

function isTerms(value: unknown): boolean {
  const { eviction, ...plain } = record(value) ?? { missing: true }
  return isDays(plain, TERMS) && (eviction === undefined || isDays(eviction, EVICTION_TERMS))
}

function isDays(value: unknown, names: readonly string[]): boolean {
  const found = record(value) ?? {}
  return (
    Object.keys(found).length === names.length &&
    names.every((name) => isCount(found[name], 1, 365))
  )
}

function checkStep(place: string, input: unknown, report: Report): void {
  const step = record(input)
  if (step === undefined) {
    report(place, true, 'is not an object')
    return
  }
  unknownMembers(place, step, STEP_MEMBERS, report)
  const { channel, afterDays, when, offFrom, offUntil } = step
  report(`${place}/channel`, !isOneOf(CONTACT_CHANNELS, channel), CONTACT_CHANNELS.join(', '))
  report(`${place}/afterDays`, !isCount(afterDays, 0, 365), 'is a whole number from 0 to 365')
  report(`${place}/when`, when !== undefined && when !== 'PHONE_KNOWN', 'is PHONE_KNOWN')
  report(`${place}/offFrom`, offFrom !== undefined && !isDayText(offFrom), 'is a day')
  const isEnd = isDayText(offUntil) && isDayText(offFrom) && offFrom <= offUntil
  report(`${place}/offUntil`, offUntil !== undefined && !isEnd, 'is a day not before offFrom')
}

function unknownMembers(
  place: string,
  given: Readonly<Record<string, unknown>>,
  known: readonly string[],
  report: Report,
): void {
  report(
    place,
    Object.keys(given).some((name) => !known.includes(name)),
    `has members other than ${known.join(', ')}`,
  )
}

function record(input: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof input === 'object' && input !== null && !Array.isArray(input)
    ? (input as Record<string, unknown>)
    : undefined
}

function list(input: unknown): readonly unknown[] {
  return Array.isArray(input) ? (input as unknown[]) : []
}

function isCount(value: unknown, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most
}

function isShortText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '' && value.length <= 120
}

function isDayText(value: unknown): value is Day {
  return typeof value === 'string' && isDay(value)
}

function isOneOf(allowed: readonly string[], value: unknown): boolean {
  return typeof value === 'string' && allowed.includes(value)
}

function isListOf(value: unknown, fits: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(fits)
}
