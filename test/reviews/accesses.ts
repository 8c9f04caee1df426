import { randomUUID } from 'node:crypto'
import { recordAccess } from '../../src/access-log/index.js'
import type { Context } from '../../src/context.js'
import { inTransaction } from '../../src/db/transaction.js'
import { ALMERE, municipalParty } from '../helpers/hub.js'
import { TRACE } from '../helpers/served.js'

const almere = municipalParty(ALMERE)

const EVERYDAY = {
  controller: almere,
  actor: almere,
  actorKey: 'ab'.repeat(32),
  role: 'municipality',
  action: 'PULL',
  operation: 'getUrgentFeed',
  objects: { municipality: ALMERE },
  result: 'ALLOW',
  ...TRACE,
} as const

/** Two pulls of Almere: an ordinary one, and a later one of five thousand items. */
export async function pulledInBulk(context: Context): Promise<void> {
  const scope = { role: 'vroegsignaal_municipality', municipality: ALMERE, party: almere } as const
  await inTransaction(context.db, 'test.bulk', scope, (tx) =>
    recordAccess(tx, context, [
      { ...EVERYDAY, count: 10, at: new Date('2026-08-18T09:00:00Z') },
      { ...EVERYDAY, count: 5000, at: new Date('2026-08-20T09:00:00Z') },
    ]),
  )
}

/** What a report says of a case, as far as it is listed. */
export interface ReportedItem {
  readonly caseId: string
  readonly notifications: readonly {
    readonly creditorId: string
    readonly notificationId: string
  }[]
}

/**
 * A report that a case was taken up and closed on 1 September, without an attempt to reach anybody;
 * and what else it says.
 */
export function closing(
  item: ReportedItem,
  {
    status = 'TAKEN_UP',
    ...more
  }: Readonly<Record<string, unknown>> & { readonly status?: string } = {},
) {
  return {
    reportId: randomUUID(),
    outcomes: [
      {
        caseId: item.caseId,
        month: '2026-08',
        notifications: item.notifications.map(({ creditorId, notificationId }) => ({
          creditorId,
          notificationId,
          status,
        })),
        takenUpOn: '2026-09-01',
        outcome: 'NO_CONTACT',
        closedOn: '2026-09-01',
        contactAttempts: [],
        ...more,
      },
    ],
  }
}
