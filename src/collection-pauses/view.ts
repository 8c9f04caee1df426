import type { components } from '../generated/openapi.js'
import { dayOf, type Day } from '../kernel/calendar.js'
import { statusOn, type PauseEnd, type PauseRefusal, type PauseStatus } from './pause.js'

type Schemas = components['schemas']

/** A pause as a creditor, or its agent, may have it from the database: not the case, nor what ended it. */
export interface AskedRow {
  readonly pause_id: string
  readonly seq: string
  readonly municipality: string
  readonly asked_by: string
  readonly creditor: string
  readonly notification_id: string
  readonly shown_municipality: string | null
  readonly months: number
  readonly status: PauseStatus
  readonly asked_at: string
  readonly answer_by: Day
  readonly read_at: string | null
  readonly answered_at: string | null
  readonly until_on: Day | null
  readonly decline_reason: PauseRefusal | null
  readonly withdrawn_at: string | null
}

/** A pause as its municipality has it. */
export interface PauseRow extends AskedRow {
  readonly month: Day
  readonly case_id: string
  readonly digest: Buffer
  readonly withdrawn_for: PauseEnd | null
}

/** How a pause stands on a day. */
export function standing(row: AskedRow, today: Day): PauseStatus {
  const { status, answer_by: answerBy, until_on: untilOn } = row
  return statusOn({ status, answerBy, untilOn }, today)
}

/** A pause as its municipality sees it. */
export function pauseView(row: PauseRow, today: Day): Schemas['CollectionPause'] {
  return {
    ...termsOf(row, today),
    month: row.month.slice(0, 7),
    caseId: row.case_id,
    creditorId: row.creditor,
    ...(row.read_at !== null && { readAt: instant(row.read_at) }),
    ...(row.decline_reason !== null && { refusal: row.decline_reason }),
    ...(row.withdrawn_for !== null && { endedBy: row.withdrawn_for }),
  }
}

/**
 * A pause as its creditor sees it: its own reference, who asks, and how long. Of a withdrawal it learns
 * that there was one; a municipality that it may not know to have the notification is not named.
 */
export function askedView(row: AskedRow, today: Day): Schemas['AskedPause'] {
  return {
    ...termsOf(row, today),
    municipalityCode: row.shown_municipality ?? row.municipality,
    ...(row.decline_reason !== null && { refusal: row.decline_reason }),
  }
}

function termsOf(row: AskedRow, today: Day) {
  return {
    pauseId: row.pause_id,
    notificationId: row.notification_id,
    months: row.months,
    status: standing(row, today),
    basis: 'PRACTICE',
    askedOn: dayOf(new Date(row.asked_at)),
    answerBy: row.answer_by,
    ...(row.answered_at !== null && { answeredOn: dayOf(new Date(row.answered_at)) }),
    ...(row.until_on !== null && { untilOn: row.until_on }),
    ...(row.withdrawn_at !== null && { withdrawnOn: dayOf(new Date(row.withdrawn_at)) }),
  } as const
}

function instant(text: string): string {
  return new Date(text).toISOString()
}
