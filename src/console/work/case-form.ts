import type { components } from '../../generated/openapi.js'
import { isDay, type Day } from '../../kernel/calendar.js'
import type { NotificationStatus, OutcomeCode } from '../../outcomes/index.js'
import type { Ending } from '../../workbench/index.js'
import type { Form } from '../form.js'

type Schemas = components['schemas']

/** Something wrong with what was filled in, by the code that the contract has for it. */
export interface Remark {
  readonly code: string
}

/** The ten kinds of the national data standard, the usual ones first. */
export const CONTACT_KINDS: readonly Schemas['ContactKind'][] = [
  'HOME_VISIT',
  'TELEPHONE',
  'LETTER',
  'CARD',
  'E_MAIL',
  'TEXT_MESSAGE',
  'APPOINTMENT',
  'ADMINISTRATIVE',
  'OTHER',
  'UNKNOWN',
]
export const PARTS_OF_DAY = ['MORNING', 'AFTERNOON', 'EVENING'] as const
export const REFERRED_TO = ['DEBT_HELP', 'SOCIAL_TEAM', 'LEGAL_AID', 'VOLUNTEERS', 'OTHER'] as const
/** What a resident may let creditors know, and who said so. */
export const SHARED_THINGS = ['HELP_ACCEPTED', 'COLLECTION_PAUSE'] as const
export const CONSENT_GIVERS = ['RESIDENT', 'HOUSEHOLD_MEMBER', 'REPRESENTATIVE'] as const
export const KINDS_OF_HELP = ['FINANCIAL', 'NON_FINANCIAL'] as const

/** The sixteen outcomes of the national data standard. */
export const OUTCOMES: readonly OutcomeCode[] = [
  'NO_CONTACT',
  'LOST_CONTACT',
  'SELF_OR_NO_HELP',
  'ALREADY_PAID',
  'QUICK_FIX',
  'FOLLOW_UP',
  'FOLLOW_UP_FIN',
  'FOLLOW_UP_NONFIN',
  'KNOWN_DEBT_HELP',
  'OTHER_TRAJECTORY',
  'DECEASED',
  'NOT_RESIDENT',
  'NT_REPEAT',
  'NT_INCORRECT',
  'NT_OTHER',
  'REFERRED_WITHOUT_RESIDENT',
]

/** How a notification can stand, the eight values of the national data standard. */
export const STATUSES: readonly NotificationStatus[] = [
  'NOT_TAKEN_UP_YET',
  'TAKEN_UP',
  'KNOWN_DEBT_HELP',
  'DECEASED',
  'NOT_RESIDENT',
  'NT_REPEAT',
  'NT_INCORRECT',
  'NT_OTHER',
]

/** The version of the report that the page of the form was made with; 0 before the first. */
export function versionIn(form: Form): number {
  const version = Number(form.get('version') ?? '')
  return Number.isInteger(version) && version >= 0 ? version : -1
}

/** An attempt as it was filled in; `undefined` when kind or day are missing or wrong. */
export function readAttempt(form: Form): Schemas['ContactAttempt'] | undefined {
  const kind = oneOf(CONTACT_KINDS, form.get('kind'))
  const on = dayIn(form, 'on')
  const partOfDay = oneOf(PARTS_OF_DAY, form.get('part'))
  if (kind === undefined || on === undefined) return undefined
  return {
    kind,
    on,
    ...(partOfDay !== undefined && { partOfDay }),
    reached: form.get('reached') === 'yes',
  }
}

/** How a case ended, as it was filled in; what is missing is said by whoever judges the report. */
export function readEnding(form: Form, { notifications }: Schemas['FeedItem']): Ending {
  const outcome = oneOf(OUTCOMES, form.get('outcome'))
  const closedOn = dayIn(form, 'closedOn')
  const takenUpOn = dayIn(form, 'takenUpOn')
  const referral = referralIn(form)
  const consentToShare = consentIn(form, notifications)
  return {
    ...(outcome !== undefined && { outcome }),
    ...(closedOn !== undefined && { closedOn }),
    ...(takenUpOn !== undefined && { takenUpOn }),
    ...(form.get('planMade') === 'yes' && { planMade: true }),
    ...(referral !== undefined && { referral }),
    ...(consentToShare !== undefined && { consentToShare }),
    statuses: notifications.map(
      (_, at) => oneOf(STATUSES, form.get(`status_${at}`)) ?? 'NOT_TAKEN_UP_YET',
    ),
  }
}

/** Creditors of a case, each once, in the order of its notifications. */
export function creditorsOf(
  notifications: Schemas['FeedItem']['notifications'],
): readonly { readonly id: string; readonly name: string }[] {
  const names = new Map(
    notifications.map(({ creditorId, creditorName }) => [creditorId, creditorName ?? creditorId]),
  )
  return [...names].map(([id, name]) => ({ id, name }))
}

/** Half a consent is none: to whom, what kind and when belong together. */
function referralIn(form: Form): Schemas['Referral'] | undefined {
  const to = oneOf(REFERRED_TO, form.get('referralTo'))
  const kind = oneOf(KINDS_OF_HELP, form.get('referralKind'))
  const agreedOn = dayIn(form, 'referralOn')
  return to && kind && agreedOn ? { to, kind, agreedOn } : undefined
}

function consentIn(
  form: Form,
  notifications: Schemas['FeedItem']['notifications'],
): Schemas['ConsentToShare'] | undefined {
  const given = form.get('consentGiven')
  const on = dayIn(form, 'consentOn')
  if ((given !== 'yes' && given !== 'no') || on === undefined) return undefined
  const creditors = creditorsOf(notifications)
    .filter((_, at) => form.get(`share_${at}`) === 'yes')
    .map(({ id }) => id)
  const what = SHARED_THINGS.filter((each) => form.get(`what_${each}`) === 'yes')
  const givenBy = oneOf(CONSENT_GIVERS, form.get('consentBy'))
  const withdrawnOn = dayIn(form, 'consentWithdrawnOn')
  return {
    given: given === 'yes',
    on,
    // A consent to nothing is for nobody: left out, `what` would mean help that was accepted.
    creditors: given === 'yes' && what.length > 0 ? creditors : [],
    ...(what.length > 0 && { what }),
    ...(givenBy !== undefined && { givenBy }),
    ...(withdrawnOn !== undefined && { withdrawnOn }),
  }
}

function dayIn(form: Form, name: string): Day | undefined {
  const text = form.get(name) ?? ''
  return isDay(text) ? text : undefined
}

function oneOf<Value extends string>(
  known: readonly Value[],
  text: string | undefined,
): Value | undefined {
  return known.find((each) => each === text)
}
