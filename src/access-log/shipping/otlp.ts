import type { Json } from '../../kernel/canonical.js'
import type { AdlRecord } from './adl.js'
import type { Attributes } from './evidence.js'
import type { LdvRecord } from './ldv.js'

const SCOPE = { name: 'vroegsignaal.access-log', version: '1' }
const STATUS_CODE = { Unset: 0, Ok: 1, Error: 2 } as const
const KIND_INTERNAL = 1
const SEVERITY = { Unset: [9, 'INFO'], Error: [17, 'ERROR'] } as const

/**
 * The processing log as spans (OTLP 1 in JSON, for `/v1/traces`). Each record keeps a resource of its
 * own, because its evidence stands there.
 */
export function spansRequest(records: readonly LdvRecord[]): string {
  const resourceSpans = records.map((record) => ({
    resource: { attributes: keyValues(record.resource.attributes) },
    scopeSpans: [{ scope: SCOPE, spans: [spanFrom(record)] }],
  }))
  return JSON.stringify({ resourceSpans })
}

/** The decision log as log records (OTLP 1 in JSON, for `/v1/logs`). */
export function logsRequest(records: readonly AdlRecord[]): string {
  const resourceLogs = records.map((record) => ({
    resource: { attributes: keyValues(record.resource.attributes) },
    scopeLogs: [{ scope: SCOPE, logRecords: [logFrom(record)] }],
  }))
  return JSON.stringify({ resourceLogs })
}

function spanFrom(record: LdvRecord) {
  return {
    traceId: record.trace_id,
    spanId: record.span_id,
    ...(record.parent_span_id !== undefined && { parentSpanId: record.parent_span_id }),
    name: record.name,
    kind: KIND_INTERNAL,
    startTimeUnixNano: nanoseconds(record.start_time),
    endTimeUnixNano: nanoseconds(record.end_time),
    attributes: keyValues(record.attributes),
    status: { code: STATUS_CODE[record.status] },
  }
}

/** What a log record of OTLP has no field for travels as an attribute under the standard's name. */
function logFrom(record: AdlRecord) {
  const [severityNumber, severityText] = SEVERITY[record.status]
  return {
    timeUnixNano: nanoseconds(record.timestamp),
    observedTimeUnixNano: nanoseconds(record.timestamp),
    severityNumber,
    severityText,
    eventName: record.event_name,
    body: anyValue(record.body),
    attributes: keyValues({
      ...record.attributes,
      'log.record.uid': `${record.trace_id}-${record.span_id}`,
      ...(record.parent_span_id !== undefined && { parent_span_id: record.parent_span_id }),
      status: record.status,
    }),
    traceId: record.trace_id,
    spanId: record.span_id,
  }
}

function keyValues(attributes: Attributes): { key: string; value: object }[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }))
}

function anyValue(value: Json): object {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'number') {
    return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value }
  }
  // An empty value stands for null.
  if (value === null) return {}
  if (Array.isArray(value)) {
    return { arrayValue: { values: (value as readonly Json[]).map(anyValue) } }
  }
  return { kvlistValue: { values: keyValues(value as Attributes) } }
}

/** As a text: the number has more digits than a double can hold. */
function nanoseconds(milliseconds: number): string {
  return `${milliseconds}000000`
}
