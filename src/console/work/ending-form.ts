import type { components } from '../../generated/openapi.js'
import { BIN_ACTIONS } from '../../parties/index.js'
import type { Ending, WorkCase } from '../../workbench/index.js'
import type { Form } from '../form.js'
import {
  CONSENT_GIVERS,
  creditorsOf,
  KINDS_OF_HELP,
  OUTCOMES,
  REFERRED_TO,
  SHARED_THINGS,
  STATUSES,
  type Remark,
} from './case-form.js'
import { FormReader } from './form-reader.js'

type Schemas = components['schemas']
type Notifications = Schemas['FeedItem']['notifications']

/** Days of a case on its way, in the order in which they come. */
export const MILESTONES = [
  'takenUpOn',
  'offerAcceptedOn',
  'firstConversationOn',
  'helpAcceptedOn',
  'planMadeOn',
  'closedOn',
] as const

const YES_OR_NO = ['yes', 'no'] as const

/** An ending as it was filled in, or what was wrong with it. */
export interface ReadEnding {
  readonly ending: Ending
  /** With one of these nothing is kept. */
  readonly mistakes: readonly Remark[]
}

/** How a case ended, as it was filled in. What its parts say about each other is judged elsewhere. */
export function readEnding(form: Form, { notifications }: Schemas['FeedItem']): ReadEnding {
  const reader = new FormReader(form)
  const days = Object.fromEntries(MILESTONES.map((name) => [name, reader.day(name)]))
  const planMade = reader.choice('planMade', YES_OR_NO)
  if (days['planMadeOn'] && planMade === null) reader.wrong('planMade', 'PLAN_UNSAID')
  const asked = {
    ...days,
    outcome: reader.choice('outcome', OUTCOMES),
    planMade: planMade && planMade === 'yes',
    decision: decisionIn(reader),
    referral: referralIn(reader),
    consentToShare: consentIn(reader, notifications),
  }
  const known = Object.entries(asked).filter(([, value]) => value !== undefined)
  const statuses = notifications.map(
    (_, at) => reader.choice(`status_${at}`, STATUSES) ?? undefined,
  )
  return {
    // What was not on the form is not said: see Ending.
    ending: { ...Object.fromEntries(known), statuses } as Ending,
    mistakes: reader.mistakes,
  }
}

/** The fields as a report says them, for whoever fills them in again. */
export function endingFields({ item, versions }: Pick<WorkCase, 'item' | 'versions'>): Form {
  const [last] = versions
  const report = last?.report
  const { referral, consentToShare: consent, decision, planMade } = report ?? {}
  const standing = new Map(
    report?.notifications.map((one) => [`${one.creditorId} ${one.notificationId}`, one.status]),
  )
  const yesOrNo = (value: boolean | undefined) => (value === undefined ? '' : value ? 'yes' : 'no')
  const ticked = (isOn: boolean) => (isOn ? 'yes' : '')
  const what = consent?.what ?? ['HELP_ACCEPTED']
  return new Map(
    Object.entries({
      version: String(last?.version ?? 0),
      outcome: report?.outcome ?? '',
      ...Object.fromEntries(MILESTONES.map((name) => [name, report?.[name] ?? ''])),
      planMade: yesOrNo(planMade),
      decision: decision?.action ?? '',
      decidedOn: decision?.on ?? '',
      ...Object.fromEntries(
        item.notifications.map(({ creditorId, notificationId }, at) => [
          `status_${at}`,
          standing.get(`${creditorId} ${notificationId}`) ?? 'TAKEN_UP',
        ]),
      ),
      ...{ referralTo: referral?.to ?? '', referralKind: referral?.kind ?? '' },
      referralOn: referral?.agreedOn ?? '',
      consentGiven: yesOrNo(consent?.given),
      ...{ consentOn: consent?.on ?? '', consentBy: consent?.givenBy ?? '' },
      ...Object.fromEntries(
        SHARED_THINGS.map((each) => [`what_${each}`, ticked(what.includes(each))]),
      ),
      ...Object.fromEntries(
        creditorsOf(item.notifications).map(({ id }, at) => [
          `share_${at}`,
          ticked(consent?.creditors.includes(id) === true),
        ]),
      ),
      consentWithdrawnOn: consent?.withdrawnOn ?? '',
    }),
  )
}

const FIELD_OF: Readonly<Record<string, string>> = {
  'decision/on': 'decidedOn',
  referral: 'referralTo',
  'referral/kind': 'referralKind',
  'referral/agreedOn': 'referralOn',
  'consentToShare/on': 'consentOn',
  'consentToShare/withdrawnOn': 'consentWithdrawnOn',
}

/** The remark with the field that it is about, from its place in the report. */
export function besideField({ code, pointer }: Schemas['OutcomeRemark']): Remark {
  const place = pointer.replace(/^\/outcomes\/\d+\//, '')
  const [name = '', at] = place.split('/')
  if (name === 'contactAttempts' || name === 'caseId') return { code }
  if (name === 'notifications') return { code, field: `status_${at ?? 0}` }
  return { code, field: FIELD_OF[place] ?? name }
}

/** What a person decided about the proposal, and when. */
function decisionIn(reader: FormReader): Ending['decision'] {
  const said = reader.together('DECISION_HALF', {
    decision: reader.choice('decision', BIN_ACTIONS),
    decidedOn: reader.day('decidedOn'),
  })
  return said && { action: said.decision, on: said.decidedOn }
}

/** To whom, what kind and when belong together. */
function referralIn(reader: FormReader): Ending['referral'] {
  const said = reader.together('REFERRAL_HALF', {
    referralTo: reader.choice('referralTo', REFERRED_TO),
    referralKind: reader.choice('referralKind', KINDS_OF_HELP),
    referralOn: reader.day('referralOn'),
  })
  return said && { to: said.referralTo, kind: said.referralKind, agreedOn: said.referralOn }
}

/** Half a consent is none, and is never taken for one: nor is it dropped. */
function consentIn(reader: FormReader, notifications: Notifications): Ending['consentToShare'] {
  const given = reader.choice('consentGiven', YES_OR_NO)
  const on = reader.day('consentOn')
  const givenBy = reader.choice('consentBy', CONSENT_GIVERS)
  const withdrawnOn = reader.day('consentWithdrawnOn')
  const creditors = creditorsOf(notifications)
    .filter((_, at) => reader.isTicked(`share_${at}`))
    .map(({ id }) => id)
  const what = SHARED_THINGS.filter((each) => reader.isTicked(`what_${each}`))
  if (given === undefined && !reader.has('consentOn')) return undefined
  if (given === null || given === undefined) {
    const isEmpty = !on && !givenBy && !withdrawnOn && creditors.length === 0
    return isEmpty ? null : reader.wrong('consentGiven', 'CONSENT_UNSAID')
  }
  if (on === null || !reader.has('consentOn')) reader.wrong('consentOn', 'CONSENT_DAY')
  if (given === 'yes' && what.length === 0) reader.wrong('consentGiven', 'CONSENT_WHAT')
  if (given === 'yes' && creditors.length === 0) reader.wrong('consentGiven', 'CONSENT_TO_NOBODY')
  if (!on) return undefined
  return {
    given: given === 'yes',
    on,
    // Who does not consent lets nobody know anything.
    creditors: given === 'yes' ? creditors : [],
    ...(what.length > 0 && { what }),
    ...(givenBy && { givenBy }),
    ...(withdrawnOn && { withdrawnOn }),
  }
}
