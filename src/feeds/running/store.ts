import { plainArray } from '../../db/arrays.js'
import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import type { Foldable } from '../../cases/index.js'
import { firstDayOf, type Day, type Month } from '../../kernel/calendar.js'
import type { Sector } from '../../kernel/sector.js'
import type { MunicipalityCode } from '../../parties/index.js'

/** An urgent notification of a month that is not closed, with its envelope and what it entitles to. */
export interface RunningRow {
  readonly case_id: string
  readonly issued_at: string
  readonly deadline_on: Day | null
  readonly creditor: string
  readonly notification_id: string
  readonly agreement_id: string | null
  /** The name that others may see, when the mandate entitles to it. */
  readonly creditor_name: string | null
  readonly entitled_fields: readonly string[]
  readonly kind: Foldable['kind']
  readonly sector: Sector
  readonly arrears_cents: string
  readonly oldest_due_on: Day | null
  readonly reported_on: Day
  readonly crisis: boolean
  readonly has_phone: boolean
  readonly delivery_key: string
  readonly jwe: string | null
  /** Hexadecimal. */
  readonly digest: string
}

/**
 * What named cases of a month that is not closed hold of the urgent lane, acknowledged or not, in the
 * order in which it came in. Nothing for a closed month: then its feed tells.
 */
export function selectRunning(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  caseIds: readonly string[],
): Promise<RunningRow[]> {
  return bulk<RunningRow>(
    tx,
    `SELECT u.case_id, u.issued_at, u.deadline_on, u.creditor, u.notification_id, m.agreement_id,
            p.name AS creditor_name, coalesce(m.entitled_fields, '{}') AS entitled_fields, n.kind,
            n.sector, n.arrears_cents, n.oldest_due_on, n.reported_on, n.crisis, n.has_phone,
            e.delivery_key, e.jwe, encode(e.digest, 'hex') AS digest
       FROM unnest($3::uuid[]) AS w (case_id)
       JOIN urgent_item u ON u.municipality = $1 AND u.month = $2::date AND u.case_id = w.case_id
       JOIN notification n ON n.municipality = u.municipality AND n.month = u.month
        AND n.creditor = u.creditor AND n.notification_id = u.notification_id
       JOIN envelope e ON e.municipality = u.municipality AND e.month = u.month
        AND e.creditor = u.creditor AND e.notification_id = u.notification_id
       LEFT JOIN agreement m ON m.agreement_id = n.mandate_id
       LEFT JOIN party p ON p.id = u.creditor
      WHERE n.kind <> 'WITHDRAWAL'
        AND NOT EXISTS (SELECT FROM feed f WHERE f.municipality = $1 AND f.month = $2::date)
      ORDER BY u.intake_number, u.position`,
    [municipality, firstDayOf(month), plainArray(caseIds)],
  )
}
