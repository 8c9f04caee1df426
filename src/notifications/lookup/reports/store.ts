import { plainArray } from '../../../db/arrays.js'
import { bulk } from '../../../db/bulk.js'
import type { Tx } from '../../../db/client.js'
import type { Kind, Reported, WithdrawalReason } from '../../../debts/index.js'
import { firstDayOf, type Month, monthOf, type Day } from '../../../kernel/calendar.js'
import type { Sector } from '../../../kernel/sector.js'

/** A pseudonym under which a customer of a creditor may have been reported before. */
export interface CustomerProbe {
  readonly creditor: string
  readonly municipality: string
  /** 16 bytes as latin-1 text. */
  readonly pseudonym: string
  /** What the customer is called in the answer. */
  readonly customer: string
}

interface Row {
  readonly at: string
  readonly creditor: string
  readonly notification_id: string
  readonly month: Day
  readonly kind: Kind
  readonly sector: Sector
  readonly arrears_cents: string | null
  readonly reported_on: Day
  readonly predecessor_id: string | null
  readonly withdrawal_reason: WithdrawalReason | null
  readonly pseudonym: Buffer | null
}

// A lateral query with a limit is answered row by row from the index, whatever the planner thinks of
// the size of a month: what it costs does not grow with what others delivered. The limit is far above
// what a creditor says about a customer in half a year.
const COLUMNS = (of: string) => `${of}.creditor, ${of}.municipality, ${of}.notification_id,
  ${of}.month, ${of}.kind, ${of}.sector, ${of}.arrears_cents, ${of}.reported_on,
  ${of}.predecessor_id, ${of}.withdrawal_reason, ${of}.customer_pseudonym`
const SELECT_REPORTS = `
  WITH RECURSIVE about AS (
    SELECT p.at, ${COLUMNS('n')}
      FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS p (creditor, municipality, at)
     CROSS JOIN LATERAL (
       SELECT * FROM notification c
        WHERE c.customer_pseudonym = substr($3::bytea, (p.at::integer - 1) * 16 + 1, 16)
          AND c.creditor = p.creditor AND c.municipality = p.municipality
          AND c.month >= $4::date AND c.month <= $5::date
        LIMIT 100) n
     UNION
    SELECT a.at, ${COLUMNS('n')}
      FROM about a
     CROSS JOIN LATERAL (
       SELECT * FROM notification f
        WHERE f.predecessor_id = a.notification_id
          AND f.creditor = a.creditor AND f.municipality = a.municipality
          AND f.month >= $4::date AND f.month <= $5::date
        LIMIT 100) n)
  SELECT at - 1 AS at, creditor, notification_id, month, kind, sector, arrears_cents, reported_on,
         predecessor_id, withdrawal_reason, customer_pseudonym AS pseudonym
    FROM about`

/**
 * What the same creditor reported about its customers before, and what followed on that, by customer.
 * Row-level security leaves out creditors whom the caller does not deliver for.
 *
 * @param from First month, and `until` the last.
 */
export async function selectReports(
  tx: Tx,
  probes: readonly CustomerProbe[],
  from: Month,
  until: Month,
): Promise<Map<string, readonly Reported[]>> {
  const found = new Map<string, Map<string, Reported>>()
  if (probes.length === 0) return new Map()
  const rows = await bulk<Row>(tx, SELECT_REPORTS, [
    plainArray(probes.map(({ creditor }) => creditor)),
    plainArray(probes.map(({ municipality }) => municipality)),
    Buffer.from(probes.map(({ pseudonym }) => pseudonym).join(''), 'latin1'),
    firstDayOf(from),
    firstDayOf(until),
  ])
  for (const row of rows) {
    const { customer, pseudonym } = probes[Number(row.at)]!
    const isSame = row.pseudonym?.toString('latin1') === pseudonym
    let about = found.get(customer)
    if (about === undefined) found.set(customer, (about = new Map<string, Reported>()))
    // Found under one epoch and as what follows under the other: known to be the same customer.
    if (isSame || !about.has(row.notification_id)) {
      about.set(row.notification_id, reportedOf(row, isSame ? customer : null))
    }
  }
  return new Map([...found].map(([customer, about]) => [customer, [...about.values()]]))
}

function reportedOf(row: Row, customer: string | null): Reported {
  return {
    creditor: row.creditor,
    notificationId: row.notification_id,
    month: monthOf(row.month),
    kind: row.kind,
    sector: row.sector,
    arrearsCents: Number(row.arrears_cents ?? 0),
    reportedOn: row.reported_on,
    predecessorId: row.predecessor_id,
    withdrawalReason: row.withdrawal_reason,
    subject: null,
    customer,
  }
}
