import { activityPath } from '../activity.js'
import {
  entryEvidence,
  parentOf,
  recordOf,
  spanOf,
  type Attributes,
  type ExportSource,
  type ProvenEntry,
} from './evidence.js'

/** One record of the Authorization Decision Log, version 1.0. */
export interface AdlRecord {
  /** 32 lower-case hex digits. */
  readonly trace_id: string
  /** 16 lower-case hex digits. */
  readonly span_id: string
  /** Left out when nothing called for it. */
  readonly parent_span_id?: string
  readonly event_name: 'adl.access_evaluation'
  /** Milliseconds since 1970. */
  readonly timestamp: number
  readonly status: 'Unset' | 'Error'
  /** References to what the decision rests on. */
  readonly attributes: Attributes
  /** What was asked and decided, in the words of AuthZEN. */
  readonly body: Attributes
  readonly resource: { readonly attributes: Attributes }
}

/**
 * The decision that an entry is about: who asked, for what, under which rule, allowed or not. A
 * refusal is no error. Residents do not appear: they are in the processing log.
 */
export function adlRecord(source: ExportSource, entry: ProvenEntry): AdlRecord {
  const record = recordOf(entry)
  const { actor, actorKey, role, executor, operation, action, objects } = record
  return {
    trace_id: record.traceId,
    span_id: spanOf(record.entry),
    ...parentOf(record),
    event_name: 'adl.access_evaluation',
    timestamp: Date.parse(record.at),
    status: record.result === 'ERROR' ? 'Error' : 'Unset',
    attributes: {
      'adl.core.policies': [
        source.publicUrl + activityPath(record.processingActivity),
        ...(record.ruleVersion === undefined ? [] : [record.ruleVersion]),
      ],
      ...(record.transactionId !== undefined && {
        'adl.fsc.transaction_id': record.transactionId,
      }),
    },
    body: {
      'adl.core.request': {
        subject: {
          type: 'party',
          id: actor,
          properties: { role, key: actorKey, ...(executor !== undefined && { executor }) },
        },
        action: { name: operation, properties: { kind: action } },
        resource: { type: 'partition', id: record.controller, properties: objects },
        context: { purpose: record.purpose, legalBasis: record.legalBasis },
      },
      'adl.core.response': {
        decision: record.result === 'ALLOW',
        context: { result: record.result, count: record.count },
      },
    },
    resource: { attributes: entryEvidence(source, entry) },
  }
}
