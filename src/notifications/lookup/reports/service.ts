import type { Tx } from '../../../db/client.js'
import { LOOK_BACK_MONTHS } from '../../../debts/index.js'
import { CustomerPseudonyms, type KeyRing } from '../../../identity/index.js'
import { type Day, firstDayOf, monthOf, monthsBefore } from '../../../kernel/calendar.js'
import type { Assessed } from '../../assess.js'
import type { Notification, ReportItem } from '../../notification.js'
import type { EarlierReports } from '../../reports.js'
import { selectReports, type CustomerProbe } from './store.js'

/**
 * Looks up what was reported before about the customers in a batch, in one statement: by pseudonym of
 * the reference that the creditor gives, in this month and the six before it. Items that name a
 * predecessor say themselves what they follow.
 *
 * @param sent The items as sent; references leave this function as pseudonyms only.
 */
export async function loadReports(
  tx: Tx,
  ring: KeyRing,
  items: readonly Assessed[],
  sent: readonly unknown[],
  today: Day,
): Promise<EarlierReports> {
  const until = monthOf(today)
  const from = monthsBefore(until, LOOK_BACK_MONTHS)
  const pseudonyms = new CustomerPseudonyms(ring, today, firstDayOf(from))
  const customers = new Map<Notification, string>()
  const times = new Map<string, number>()
  const asked = new Set<string>()
  const probes: CustomerProbe[] = []
  for (const { position, notification } of items) {
    if (notification === undefined || notification.kind === 'WITHDRAWAL') continue
    const { creditor, municipality, predecessorId } = notification
    const { customerReference } = sent[position] as ReportItem
    if (customerReference === undefined) continue
    const known = pseudonyms.of(municipality, creditor, customerReference)
    const [customer] = known
    if (customer === undefined) continue
    customers.set(notification, customer)
    times.set(customer, (times.get(customer) ?? 0) + 1)
    if (predecessorId !== undefined || asked.has(customer)) continue
    asked.add(customer)
    for (const pseudonym of known) probes.push({ creditor, municipality, pseudonym, customer })
  }
  const reports = await selectReports(tx, probes, from, until)
  // Mostly nothing else is known of a customer; then its item need not be looked at again.
  for (const [item, customer] of customers) {
    if (times.get(customer) === 1 && !reports.has(customer)) customers.delete(item)
  }
  return {
    customerOf: (item) => customers.get(item),
    about: (customer) => reports.get(customer) ?? [],
  }
}
