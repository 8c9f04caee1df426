const hex = (digits: number) => ({ type: 'string', pattern: `^(?!0+$)[0-9a-f]{${digits}}$` })
const closed = { type: 'object', additionalProperties: false } as const
const resource = {
  ...closed,
  required: ['attributes'],
  properties: { attributes: { type: 'object' } },
} as const

/** A record of Logboek Dataverwerkingen 1.0: its fields and no others. */
export const LDV_SCHEMA = {
  ...closed,
  required: ['trace_id', 'span_id', 'status', 'name', 'start_time', 'end_time', 'attributes'],
  properties: {
    trace_id: hex(32),
    span_id: hex(16),
    parent_span_id: hex(16),
    status: { enum: ['Unset', 'Ok', 'Error'] },
    name: { type: 'string', minLength: 1 },
    start_time: { type: 'integer', minimum: 0 },
    end_time: { type: 'integer', minimum: 0 },
    resource,
    attributes: {
      ...closed,
      required: ['dpl.core.processing_activity_id'],
      properties: {
        'dpl.core.processing_activity_id': { type: 'string', pattern: '^https://' },
        'dpl.core.data_subject_id': { type: 'string', pattern: '^[0-9a-f]{32}$' },
        'dpl.core.data_subject_id_type': { type: 'string', pattern: '^urn:' },
        'exception.type': { type: 'string' },
      },
      dependentRequired: { 'dpl.core.data_subject_id': ['dpl.core.data_subject_id_type'] },
    },
  },
}

/** A record of Authorization Decision Log 1.0: its fields and no others. */
export const ADL_SCHEMA = {
  ...closed,
  required: ['trace_id', 'span_id', 'event_name', 'timestamp', 'status'],
  properties: {
    trace_id: hex(32),
    span_id: hex(16),
    parent_span_id: hex(16),
    event_name: { const: 'adl.access_evaluation' },
    timestamp: { type: 'integer', minimum: 0 },
    status: { enum: ['Unset', 'Ok', 'Error'] },
    attributes: {
      ...closed,
      properties: {
        'adl.core.policies': { type: 'array', items: { type: 'string' } },
        'adl.fsc.transaction_id': { type: 'string' },
      },
    },
    body: {
      ...closed,
      required: ['adl.core.request', 'adl.core.response'],
      properties: {
        'adl.core.request': {
          ...closed,
          required: ['subject', 'action', 'resource'],
          properties: {
            subject: { type: 'object', required: ['type', 'id'] },
            action: { type: 'object', required: ['name'] },
            resource: { type: 'object', required: ['type', 'id'] },
            context: { type: 'object' },
          },
        },
        'adl.core.response': {
          type: 'object',
          required: ['decision'],
          properties: { decision: { type: 'boolean' } },
        },
      },
    },
    resource,
  },
}
