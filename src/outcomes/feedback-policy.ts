import type { components } from '../generated/openapi.js'
import type { CaseOutcome, NotificationStatus, OutcomeCode } from './judge.js'

/** All that a creditor can ever learn. */
export type FeedbackCode = components['schemas']['FeedbackCode']

/** The same as values, in the order of the contract. */
export const FEEDBACK_CODES: readonly FeedbackCode[] = [
  'NOT_TAKEN_UP',
  'NOT_TAKEN_UP_REPEAT',
  'NOT_TAKEN_UP_INCORRECT',
  'DECEASED',
  'NOT_RESIDENT',
  'KNOWN_DEBT_HELP',
  'NOT_REACHED',
  'OFFERED_NO_HELP',
  'HELP_ACCEPTED',
  'HANDLED',
  'STOPPED_ON_REQUEST',
  'RESUMED_ON_REQUEST',
  'TRANSFERRED',
]

/** What is told of an ending: nothing ever (`null`), or a code, and which one with consent. */
interface Telling {
  readonly code: FeedbackCode | null
  readonly withConsent?: FeedbackCode
}

/** Names of the profiles that the hub has. */
export const FEEDBACK_PROFILES = ['ddas-1.2', 'strict-2023'] as const
export type FeedbackProfile = (typeof FEEDBACK_PROFILES)[number]

/** What applies to a municipality that chose nothing: the text of the national data standard. */
export const DEFAULT_PROFILE: FeedbackProfile = 'ddas-1.2'

/** What a municipality tells creditors; rows with validity, see `feedback_policy`. */
export interface FeedbackPolicy {
  readonly profile: FeedbackProfile
  /** 0 for the default that nobody chose. */
  readonly version: number
  /** Codes of the profile that this municipality tells as HANDLED. */
  readonly neutral: readonly FeedbackCode[]
}

const HELP: Telling = { code: 'HANDLED', withConsent: 'HELP_ACCEPTED' }
const HANDLED: Telling = { code: 'HANDLED' }
const NEVER: Telling = { code: null }

/**
 * `ddas-1.2` follows the definitions of the data standard of 2025/26, by which a repeated or incorrect
 * signal, a death and a move are told. `strict-2023` follows the statement of 2023: that nothing is
 * done, that the person is known or wants help, or was not reached; nothing of the contact, and
 * neither death nor move. Whatever says something about help needs consent under both.
 */
const PROFILES: Readonly<Record<FeedbackProfile, Readonly<Record<OutcomeCode, Telling>>>> = {
  'ddas-1.2': {
    NT_REPEAT: { code: 'NOT_TAKEN_UP_REPEAT' },
    NT_INCORRECT: { code: 'NOT_TAKEN_UP_INCORRECT' },
    NT_OTHER: { code: 'NOT_TAKEN_UP' },
    DECEASED: { code: 'DECEASED' },
    NOT_RESIDENT: { code: 'NOT_RESIDENT' },
    KNOWN_DEBT_HELP: { code: 'KNOWN_DEBT_HELP' },
    OTHER_TRAJECTORY: HANDLED,
    NO_CONTACT: { code: 'NOT_REACHED' },
    LOST_CONTACT: { code: 'NOT_REACHED' },
    SELF_OR_NO_HELP: { code: 'OFFERED_NO_HELP' },
    ALREADY_PAID: HANDLED,
    QUICK_FIX: HELP,
    FOLLOW_UP: HELP,
    FOLLOW_UP_FIN: HELP,
    FOLLOW_UP_NONFIN: HANDLED,
    REFERRED_WITHOUT_RESIDENT: NEVER,
  },
  'strict-2023': {
    NT_REPEAT: { code: 'NOT_TAKEN_UP' },
    NT_INCORRECT: { code: 'NOT_TAKEN_UP' },
    NT_OTHER: { code: 'NOT_TAKEN_UP' },
    DECEASED: HANDLED,
    NOT_RESIDENT: HANDLED,
    KNOWN_DEBT_HELP: { code: 'KNOWN_DEBT_HELP' },
    OTHER_TRAJECTORY: HANDLED,
    NO_CONTACT: { code: 'NOT_REACHED' },
    LOST_CONTACT: HANDLED,
    SELF_OR_NO_HELP: HANDLED,
    ALREADY_PAID: HANDLED,
    QUICK_FIX: HELP,
    FOLLOW_UP: HELP,
    FOLLOW_UP_FIN: HELP,
    FOLLOW_UP_NONFIN: HANDLED,
    REFERRED_WITHOUT_RESIDENT: NEVER,
  },
}

/** Name and version of a policy, as it is kept with every decision. */
export function policyName({ profile, version }: FeedbackPolicy): string {
  return `${profile}/${version}`
}

/** Whether a status says by itself that the municipality is done with a notification. */
export function isFinal(status: NotificationStatus): status is NotificationStatus & OutcomeCode {
  return status !== 'NOT_TAKEN_UP_YET' && status !== 'TAKEN_UP'
}

/**
 * What a creditor is to be told about its notification.
 *
 * @param told What it was told last, if anything.
 * @returns `undefined` when there is nothing new to tell: not yet, never, or the same as before.
 */
export function feedbackFor(
  policy: FeedbackPolicy,
  report: CaseOutcome,
  { creditor, status }: { readonly creditor: string; readonly status: NotificationStatus },
  told: FeedbackCode | null,
): FeedbackCode | undefined {
  const ending = isFinal(status) ? status : status === 'TAKEN_UP' ? report.outcome : undefined
  if (ending === undefined) return undefined
  const { code, withConsent } = PROFILES[policy.profile][ending]
  const isAllowed = allows(report.consentToShare, creditor, 'HELP_ACCEPTED')
  const open = isAllowed && withConsent !== undefined ? withConsent : code
  // What was told before does not stay standing because nothing may be told now.
  const said = open ?? (told === null ? undefined : 'HANDLED')
  if (said === undefined) return undefined
  const kept = policy.neutral.includes(said) ? 'HANDLED' : said
  return kept === told ? undefined : kept
}

/**
 * Whether a resident's consent lets a creditor know something. Given, not withdrawn, and naming both
 * the creditor and the thing; a consent that names none is about help that was accepted.
 */
export function allows(
  consent: CaseOutcome['consentToShare'],
  creditor: string,
  what: 'HELP_ACCEPTED' | 'COLLECTION_PAUSE',
): boolean {
  return (
    consent?.given === true &&
    consent.withdrawnOn === undefined &&
    consent.creditors.includes(creditor) &&
    (consent.what ?? ['HELP_ACCEPTED']).includes(what)
  )
}
