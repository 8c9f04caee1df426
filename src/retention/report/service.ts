import { selectSecretFates, type SecretFate } from '../../identity/index.js'
import { HubError } from '../../kernel/errors.js'
import { change, consult, list, type Operator, type RegistryContext } from '../../registry/index.js'
import { compactTable, selectCounts, type CountRow } from './store.js'

export type { CountRow } from './store.js'

/** What the hub still holds of everything that has a term, against the schedule. */
export interface RetentionReport {
  readonly countedAt: string
  readonly counts: readonly CountRow[]
  readonly overdue: number
  readonly held: number
  readonly keys: readonly SecretFate[]
}

/** Counts what there is, what is overdue and what is held, from the tables themselves; logged. */
export async function retentionReport(
  context: RegistryContext,
  operator: Operator,
): Promise<RetentionReport> {
  const at = context.clock.now()
  const keys = await consult(context, 'retentionKeys', selectSecretFates)
  const counts = await list(context, operator, 'retentionReport', (tx) => selectCounts(tx, at))
  const overdue = counts.reduce((total, row) => total + row.overdue, 0)
  const held = counts.reduce((total, row) => total + row.held, 0)
  return { countedAt: at.toISOString(), counts, overdue, held, keys }
}

/** Tables that rows are removed from one by one, so that bytes of theirs stay in free space. */
export const COMPACTABLE: readonly string[] = [
  'log_entry',
  'log_subject',
  'batch',
  'notification_key',
  'intake',
  'feed',
  'urgent_item',
  'redelivery',
  'redelivery_request',
  'match_run',
  'outcome_report',
  'outcome_notification',
  'feedback_item',
  'console_search',
  'statistic_month',
  'counted_month',
  'rights_request',
  'rights_hold',
  'rights_notice',
  'rights_step',
  'rights_clock',
  'review_plan',
  'review_item',
  'review_step',
  'review_question',
  'review_own_address',
  'delivery_quality',
  'enrolment',
  'invitation',
  'agreement',
  'agency',
  'certificate',
  'work_duty',
  'party',
  'legal_hold',
  'console_session',
]

/**
 * Writes a table anew that rows were removed from, so that nothing of them is left in its file. The
 * table is locked meanwhile: for a quiet hour.
 *
 * @throws {HubError} `registry.invalid` for another table.
 */
export function compact(
  context: RegistryContext,
  operator: Operator,
  table: string,
): Promise<void> {
  if (!COMPACTABLE.includes(table)) {
    throw new HubError('registry.invalid', `The tables are ${COMPACTABLE.join(', ')}.`)
  }
  return change(context, operator, 'compactTable', async (tx) => {
    await compactTable(tx, table)
    return { result: undefined, objects: { table } }
  })
}
