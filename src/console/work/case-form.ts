import type { components } from '../../generated/openapi.js'
import { isDay, type Day } from '../../kernel/calendar.js'
import type { NotificationStatus, OutcomeCode } from '../../outcomes/index.js'
import type { Form } from '../form.js'

type Schemas = components['schemas']

/** Something about what was filled in: a code of the contract, or one of the form's own. */
export interface Remark {
  readonly code: string
  /** Name of the field that it is about, when it is about one. */
  readonly field?: string
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

/** Creditors of a case, each once, in the order of its notifications. */
export function creditorsOf(
  notifications: Schemas['FeedItem']['notifications'],
): readonly { readonly id: string; readonly name: string }[] {
  const names = new Map(
    notifications.map(({ creditorId, creditorName }) => [creditorId, creditorName ?? creditorId]),
  )
  return [...names].map(([id, name]) => ({ id, name }))
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
