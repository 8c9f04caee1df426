import type { DeliveryInput } from '../../../src/client/ddas/index.js'
import type { OpenedCase, OpenedNotification, OpenedUrgent } from '../../../src/client/index.js'

type Item = NonNullable<OpenedNotification['identity']>

const CREDITOR = '00000099000000001000'

function item(number: number, more: Partial<Item> = {}): Item {
  return {
    notificationId: `signal-${number}`,
    creditorId: CREDITOR,
    municipalityCode: '0034',
    sector: 'RENT',
    kind: 'EARLY',
    crisis: false,
    arrearsCents: 12_350,
    oldestDueOn: '2026-07-01',
    reportedOn: '2026-08-04',
    person: { surname: 'Verzonnen' },
    address: { postcode: '1315ZZ', houseNumber: number },
    attestations: {} as Item['attestations'],
    ...more,
  } as Item
}

function notification(
  number: number,
  identity: Item | undefined,
  more: Partial<OpenedNotification> = {},
): OpenedNotification {
  return {
    notificationId: `signal-${number}`,
    creditorId: CREDITOR,
    sector: 'RENT',
    kind: 'EARLY',
    arrearsCents: 12_350,
    oldestDueOn: '2026-07-01',
    reportedOn: '2026-08-04',
    crisis: false,
    ...(identity !== undefined && { identity }),
    ...more,
  } as OpenedNotification
}

function opened(number: number, notifications: readonly OpenedNotification[]): OpenedCase {
  return {
    caseId: `case-${number}`,
    matchPeriodStart: '2026-08-01',
    matchPeriodEnd: '2026-08-31',
    matchedOn: '2026-09-01',
    notifications,
  } as unknown as OpenedCase
}

const BSN = { surname: 'Verzonnen', bsn: '999990019' }

/** A small month: a crisis that was in the lane, two people of one household, one withdrawn. */
export const INPUT: DeliveryInput = {
  from: '2026-08-01',
  to: '2026-08-31',
  now: new Date('2026-09-10T09:00:00Z'),
  municipalityCode: '0034',
  supplierCode: '00000099000000034000',
  organisation: { naam: 'Gemeente Almere', 'kvk-nummer': '00000034' },
  cases: [
    opened(1, [notification(1, item(1, { warmHandover: true }), { crisis: true })]),
    opened(2, [
      notification(2, item(2, { address: { postcode: '1315ZZ', houseNumber: 2, addition: 'A' } }), {
        sector: 'WATER',
        arrearsCents: 9_949,
      }),
      notification(
        3,
        item(3, { person: BSN, address: { postcode: '1315 zz', houseNumber: 2, addition: 'B' } }),
        {
          sector: 'MUNICIPAL_TAX',
        },
      ),
    ]),
    opened(3, [notification(4, undefined, { withheld: 'WITHDRAWN' })]),
  ],
  urgent: [
    {
      urgentId: 'urgent-1',
      notification: {
        notificationId: 'signal-1',
        creditorId: CREDITOR,
        identity: item(1, { address: { postcode: '1315ZZ', houseNumber: 3 } }),
      },
    } as unknown as OpenedUrgent,
  ],
  outcomes: new Map([
    [
      'case-2',
      {
        caseId: 'case-2',
        month: '2026-08',
        notifications: [
          { creditorId: CREDITOR, notificationId: 'signal-2', status: 'TAKEN_UP' },
          { creditorId: CREDITOR, notificationId: 'signal-3', status: 'NT_REPEAT' },
        ],
        takenUpOn: '2026-09-02',
        contactAttempts: [
          { kind: 'LETTER', on: '2026-09-02', reached: false },
          { kind: 'HOME_VISIT', on: '2026-09-08', partOfDay: 'EVENING', reached: true },
        ],
        outcome: 'REFERRED_WITHOUT_RESIDENT',
        closedOn: '2026-09-09',
      },
    ],
  ]),
}
