import { activityPath } from '../activity.js'
import {
  entryEvidence,
  parentOf,
  recordOf,
  spanOf,
  subjectEvidence,
  type Attributes,
  type EntryRecord,
  type ExportSource,
  type ProvenEntry,
  type StoredSubject,
} from './evidence.js'

/** One record of the Logboek Dataverwerkingen, version 1.0. */
export interface LdvRecord {
  /** 32 lower-case hex digits. */
  readonly trace_id: string
  /** 16 lower-case hex digits. */
  readonly span_id: string
  readonly status: 'Unset' | 'Ok' | 'Error'
  readonly name: string
  /** Milliseconds since 1970; an entry is one instant, so both are the same. */
  readonly start_time: number
  readonly end_time: number
  /** Left out when nothing called for it. */
  readonly parent_span_id?: string
  readonly resource: { readonly attributes: Attributes }
  readonly attributes: Attributes
}

/**
 * The records of one entry: itself, and below it one for each resident it touched, because a record
 * of the standard has at most one. There is no field for who acted; that is in the decision log.
 */
export function ldvRecords(source: ExportSource, entry: ProvenEntry): LdvRecord[] {
  const record = recordOf(entry)
  const own: LdvRecord = {
    ...common(source, record),
    span_id: spanOf(record.entry),
    ...parentOf(record),
    resource: { attributes: entryEvidence(source, entry) },
  }
  return [own, ...entry.subjects.map((subject) => subjectRecord(source, entry, record, subject))]
}

function subjectRecord(
  source: ExportSource,
  entry: ProvenEntry,
  record: EntryRecord,
  subject: StoredSubject,
): LdvRecord {
  const shared = common(source, record)
  const { household, person } = subject
  const named = person ?? household
  return {
    ...shared,
    // Random because of its salt, and the same in every export.
    span_id: subject.commitment.toString('hex', 0, 8),
    parent_span_id: spanOf(record.entry),
    resource: { attributes: subjectEvidence(source, entry, subject) },
    attributes: {
      ...shared.attributes,
      ...(named !== null && {
        'dpl.core.data_subject_id': named.toString('hex'),
        'dpl.core.data_subject_id_type': person === null ? HOUSEHOLD : PERSON,
      }),
    },
  }
}

/** Kinds of pseudonym: of an address, and of a person at it, under the log's own key of the year. */
const HOUSEHOLD = 'urn:vroegsignaal:log:household'
const PERSON = 'urn:vroegsignaal:log:person'

const STATUS = { ALLOW: 'Ok', DENY: 'Unset', ERROR: 'Error' } as const

function common(source: ExportSource, record: EntryRecord) {
  const { code } = record.objects
  const at = Date.parse(record.at)
  return {
    trace_id: record.traceId,
    status: STATUS[record.result],
    name: `${record.operation} ${record.action}`,
    start_time: at,
    end_time: at,
    attributes: {
      'dpl.core.processing_activity_id': source.publicUrl + activityPath(record.processingActivity),
      ...(record.result === 'ERROR' && typeof code === 'string' && { 'exception.type': code }),
    },
  }
}
