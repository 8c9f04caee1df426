import type { NotificationRow } from './row.js'

/** How the values of a column are written into an array literal. */
export type Kind = 'plain' | 'text' | 'list' | 'integer' | 'boolean' | 'bytes'

/** One column of `notification` that differs from item to item. */
export interface Column {
  readonly name: string
  /** Element type of the array it is sent as. */
  readonly type: string
  readonly kind: Kind
  readonly of: (row: NotificationRow) => unknown
}

/** The columns in the order of the migration. */
export const COLUMNS: readonly Column[] = [
  { name: 'municipality', type: 'text', kind: 'plain', of: (row) => row.municipality },
  { name: 'creditor', type: 'text', kind: 'plain', of: (row) => row.creditor },
  { name: 'notification_id', type: 'uuid', kind: 'plain', of: (row) => row.notificationId },
  { name: 'position', type: 'integer', kind: 'integer', of: (row) => row.position },
  { name: 'kind', type: 'text', kind: 'plain', of: (row) => row.kind },
  { name: 'sector', type: 'text', kind: 'plain', of: (row) => row.sector },
  { name: 'crisis', type: 'boolean', kind: 'boolean', of: (row) => row.crisis },
  { name: 'crisis_ground', type: 'text', kind: 'plain', of: (row) => row.crisisGround },
  {
    name: 'planned_termination_on',
    type: 'date',
    kind: 'plain',
    of: (row) => row.plannedTerminationOn,
  },
  { name: 'warm_handover', type: 'boolean', kind: 'boolean', of: (row) => row.warmHandover },
  { name: 'arrears_cents', type: 'bigint', kind: 'integer', of: (row) => row.arrearsCents },
  { name: 'oldest_due_on', type: 'date', kind: 'plain', of: (row) => row.oldestDueOn },
  { name: 'reported_on', type: 'date', kind: 'plain', of: (row) => row.reportedOn },
  { name: 'predecessor_id', type: 'uuid', kind: 'plain', of: (row) => row.predecessorId },
  { name: 'withdrawal_reason', type: 'text', kind: 'plain', of: (row) => row.withdrawalReason },
  { name: 'mandate_id', type: 'uuid', kind: 'plain', of: (row) => row.mandateId },
  { name: 'legal_basis', type: 'text', kind: 'plain', of: (row) => row.legalBasis },
  {
    name: 'legal_basis_version',
    type: 'integer',
    kind: 'integer',
    of: (row) => row.legalBasisVersion,
  },
  { name: 'epoch', type: 'smallint', kind: 'integer', of: (row) => row.epoch },
  { name: 'address_pseudonym', type: 'bytea', kind: 'bytes', of: (row) => row.addressPseudonym },
  { name: 'addition_pseudonym', type: 'bytea', kind: 'bytes', of: (row) => row.additionPseudonym },
  { name: 'subject_pseudonym', type: 'bytea', kind: 'bytes', of: (row) => row.subjectPseudonym },
  { name: 'customer_pseudonym', type: 'bytea', kind: 'bytes', of: (row) => row.customerPseudonym },
  { name: 'next_epoch', type: 'smallint', kind: 'integer', of: (row) => row.nextEpoch },
  {
    name: 'next_address_pseudonym',
    type: 'bytea',
    kind: 'bytes',
    of: (row) => row.nextAddressPseudonym,
  },
  {
    name: 'next_subject_pseudonym',
    type: 'bytea',
    kind: 'bytes',
    of: (row) => row.nextSubjectPseudonym,
  },
  {
    name: 'next_customer_pseudonym',
    type: 'bytea',
    kind: 'bytes',
    of: (row) => row.nextCustomerPseudonym,
  },
  { name: 'evidence', type: 'bytea', kind: 'bytes', of: (row) => row.evidence },
  { name: 'presence', type: 'integer', kind: 'integer', of: (row) => row.presence },
  { name: 'tags', type: 'integer', kind: 'integer', of: (row) => row.tags },
  { name: 'has_phone', type: 'boolean', kind: 'boolean', of: (row) => row.hasPhone },
  { name: 'has_email', type: 'boolean', kind: 'boolean', of: (row) => row.hasEmail },
  { name: 'quality', type: 'text', kind: 'list', of: (row) => row.quality.join() },
  { name: 'warnings', type: 'text', kind: 'list', of: (row) => row.warnings.join() },
  { name: 'district', type: 'text', kind: 'text', of: (row) => row.district },
  { name: 'item_digest', type: 'bytea', kind: 'bytes', of: (row) => row.itemDigest },
]
