import { HubError } from '../../kernel/errors.js'
import type { EntryFilter } from '../question.js'

/** What the read extension of the Logboek Dataverwerkingen is asked by. */
export interface LdvQuestion {
  readonly traceId?: string | undefined
  /** Address of a version of an activity, as records name it. */
  readonly activity?: string | undefined
  readonly subject?: { readonly id: string; readonly type: string } | undefined
  /** Milliseconds since 1970. */
  readonly startTime?: number | undefined
  /** Milliseconds since 1970, not included. */
  readonly endTime?: number | undefined
}

/** The kinds of pseudonym that records name somebody by. */
export const SUBJECT_TYPES = {
  household: 'urn:vroegsignaal:log:household',
  person: 'urn:vroegsignaal:log:person',
} as const

/** Days that a question about one person's pseudonym may span: the log is ordered by household. */
const MOST_DAYS = 92
const DAY_MS = 86_400_000

/**
 * The filter of the log that a question comes to.
 *
 * @param activities Address of an activity to its name in the log.
 * @throws {HubError} `request.invalid` when nothing is asked by, for an activity or a kind of pseudonym
 *   that is not the hub's, or for a person without a period of at most 92 days.
 */
export function ldvFilter(
  question: LdvQuestion,
  activities: ReadonlyMap<string, string>,
): EntryFilter {
  const { traceId, activity, subject, startTime, endTime } = question
  const asked = [traceId, activity, subject, startTime, endTime]
  if (asked.every((part) => part === undefined)) {
    throw invalid('Ask by a trace, an activity, a data subject, or a time.')
  }
  const processingActivity = activity === undefined ? undefined : activities.get(activity)
  if (activity !== undefined && processingActivity === undefined) {
    throw invalid('That is no processing activity of this hub.')
  }
  return {
    traceId: traceId?.replaceAll('-', ''),
    processingActivity,
    from: startTime === undefined ? undefined : new Date(startTime),
    until: endTime === undefined ? undefined : new Date(endTime),
    ...subjectFilter(subject, startTime, endTime),
  }
}

function subjectFilter(
  subject: LdvQuestion['subject'],
  startTime: number | undefined,
  endTime: number | undefined,
): Pick<EntryFilter, 'household' | 'person'> {
  if (subject === undefined) return {}
  const bytes = Buffer.from(subject.id, 'hex')
  if (subject.type === SUBJECT_TYPES.household) return { household: bytes }
  if (subject.type !== SUBJECT_TYPES.person) {
    throw invalid('A data subject is named by a pseudonym of this log, as its records name it.')
  }
  if (startTime === undefined || endTime === undefined) throw personNeedsPeriod()
  if (endTime - startTime > MOST_DAYS * DAY_MS) throw personNeedsPeriod()
  return { person: bytes }
}

function personNeedsPeriod(): HubError {
  return invalid(`A person is asked for within a period of at most ${MOST_DAYS} days.`)
}

function invalid(detail: string): HubError {
  return new HubError('request.invalid', detail)
}
