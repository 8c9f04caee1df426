import t from 'tap'
import { recordsOf, type Pulled } from '../../../src/client/case-system/index.js'

const CREDITOR = '00000099000000001000'

/** An opened case of one notification, as far as records look at it. */
const opened = (caseId: string, notificationId: string) => ({
  caseId,
  statusAtPull: 'NEW',
  notifications: [{ creditorId: CREDITOR, notificationId, identity: {} }],
})

/** An opened urgent item. */
const urgent = (urgentId: string, notification: object, rest: object = {}) => ({
  urgentId,
  issuedAt: '2026-09-02T09:00:00.000Z',
  statusAtPull: 'NEW',
  notification: { creditorId: CREDITOR, kind: 'END_OF_SUPPLY', ...notification },
  ...rest,
})

t.test('a withdrawal reaches every record of the debt', (t) => {
  const records = recordsOf({
    months: new Map([['2026-08', [opened('case', 'in-august'), opened('other', 'another-debt')]]]),
    urgent: [
      urgent('ending', { notificationId: 'ending', predecessorId: 'in-september' }),
      urgent(
        'paid',
        {
          kind: 'WITHDRAWAL',
          notificationId: 'paid',
          predecessorId: 'in-september',
          withdrawalReason: 'PAID',
        },
        { takesBack: ['in-august', 'ending'] },
      ),
    ],
    corrections: [],
  } as unknown as Pulled)
  t.strictSame(
    records.map(({ id, status }) => [id, status]),
    [
      ['case', 'WITHDRAWN'],
      ['other', 'NEW'],
      ['ending', 'WITHDRAWN'],
    ],
  )
  t.match(
    records.flatMap(({ notifications }) => notifications).map((one) => one.withdrawalReason),
    ['PAID', undefined, 'PAID'],
  )
  t.end()
})
