import type { components } from '../../generated/openapi.js'
import { canonicalText } from '../../kernel/canonical.js'
import { dayOf, firstDayOf, lastDayOf, type Month } from '../../kernel/calendar.js'
import type { ClosedItem } from '../item.js'
import type { PageItem } from '../release/page.js'
import type { RunningRow } from './store.js'

type Schemas = components['schemas']

/** Says of an item that no match run made it: neither class nor bin say more than the lane did. */
export const RUNNING_RULES = 'urgent'

/**
 * A case of a month that is not closed, as far as the urgent lane told of it: its urgent notifications
 * and nothing else of the household, in the shape of the feed's item. It is not matched and not weighed
 * yet, so it lies in no bin.
 *
 * @param rows What the case holds, of which nothing was corrected since; one at least.
 */
export function runningItem(rows: readonly RunningRow[], month: Month): PageItem {
  const [first] = rows
  const deadlines = rows.flatMap(({ deadline_on: on }) => on ?? []).sort()
  const priced = rows.filter((row) => row.entitled_fields.includes('arrearsCents'))
  const item: ClosedItem = {
    caseId: first!.case_id,
    matchPeriodStart: firstDayOf(month),
    matchPeriodEnd: lastDayOf(month),
    matchedOn: dayOf(new Date(first!.issued_at)),
    matchClass: rows.length > 1 ? 'MULTIPLE' : 'SINGLE',
    sectorCount: new Set(rows.map(({ sector }) => sector)).size,
    notificationCount: rows.length,
    consecutiveMonths: 1,
    totalArrearsCents: priced.reduce((total, row) => total + Number(row.arrears_cents), 0),
    urgency: rows.some(({ crisis }) => crisis) ? 'CRISIS' : 'HIGH',
    ...(deadlines[0] !== undefined && { deadlineOn: deadlines[0] }),
    workBin: '',
    reasons: [],
    ruleVersion: RUNNING_RULES,
    notifications: rows.map(listed),
    quality: rows.some((row) => row.has_phone) ? [] : ['NO_PHONE'],
  }
  return {
    text: canonicalText(item),
    status: 'NEW',
    notifications: rows.map((row) => ({
      creditor: row.creditor,
      notificationId: row.notification_id,
      isEarlier: false,
      envelope: {
        deliveryKey: row.delivery_key,
        jwe: row.jwe === null ? null : Buffer.from(row.jwe, 'latin1'),
        digest: row.digest,
      },
    })),
  }
}

function listed(row: RunningRow): Schemas['FeedNotification'] {
  const may = (field: string) => row.entitled_fields.includes(field)
  const { creditor_name: creditorName, oldest_due_on: oldestDueOn } = row
  return {
    notificationId: row.notification_id,
    creditorId: row.creditor,
    ...(row.agreement_id !== null && { agreementId: row.agreement_id }),
    ...(creditorName !== null && may('creditorName') && { creditorName }),
    sector: row.sector,
    kind: row.kind,
    ...(may('arrearsCents') && { arrearsCents: Number(row.arrears_cents) }),
    ...(may('oldestDueOn') && oldestDueOn !== null && { oldestDueOn }),
    reportedOn: row.reported_on,
    crisis: row.crisis,
    sealedIdentity: { digest: row.digest },
  }
}
