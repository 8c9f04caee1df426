import { bulk } from '../../src/db/bulk.js'
import { plainArray } from '../../src/db/arrays.js'
import type { Database } from '../../src/db/client.js'
import { inTransaction } from '../../src/db/transaction.js'
import { firstDayOf, monthsBefore, type Month } from '../../src/kernel/calendar.js'
import type { MonthOf } from './hub-process.js'
import { timed } from './say.js'

const LOOK_BACK = 6

/**
 * Reads what a match run needs and nothing more: everything that it uses of the month, and the few
 * columns of the six months before at the same addresses. The rows are thrown away.
 */
export async function readMonths(
  db: Database,
  served: MonthOf['served'],
  month: Month,
): Promise<{ readonly seconds: number; readonly rows: number }> {
  const first = firstDayOf(month)
  const from = firstDayOf(monthsBefore(month, LOOK_BACK))
  let rows = 0
  const { seconds } = await timed(async () => {
    for (const { code, party } of served) {
      const scope = { role: 'vroegsignaal_job', municipality: code, controller: party } as const
      rows += await inTransaction(db, 'bench.read', scope, async (tx) => {
        const current = await bulk<{ address: string | null }>(tx, MONTH, [code, first])
        const addresses = new Set<string>()
        for (const { address } of current) if (address !== null) addresses.add(address)
        const before = await bulk(tx, BEFORE, [code, from, first, plainArray([...addresses])])
        return current.length + before.length
      })
    }
  })
  return { seconds, rows }
}

const MONTH = `
  SELECT creditor, notification_id, month, kind, sector, crisis, crisis_ground,
         planned_termination_on, arrears_cents, oldest_due_on, reported_on, predecessor_id,
         withdrawal_reason, encode(address_pseudonym, 'hex') AS address, addition_pseudonym,
         subject_pseudonym, customer_pseudonym, evidence, presence, tags, has_phone, has_email,
         quality, warnings, district, mandate_id
    FROM notification WHERE municipality = $1 AND month = $2::date`

const BEFORE = `
  SELECT creditor, notification_id, month, kind, sector, arrears_cents, reported_on, predecessor_id,
         withdrawal_reason, address_pseudonym, addition_pseudonym, subject_pseudonym,
         customer_pseudonym
    FROM notification
   WHERE municipality = $1 AND month >= $2::date AND month < $3::date
     AND (kind IN ('CORRECTION', 'WITHDRAWAL')
       OR address_pseudonym IN (SELECT decode(a, 'hex') FROM unnest($4::text[]) AS u (a)))`
