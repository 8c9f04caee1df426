import t from 'tap'
import { laneTable } from '../../src/cli/urgent-lane.js'
import { WONING } from '../helpers/hub.js'
import { id } from '../notifications/build.js'

const short = (number: number) => id(number).slice(0, 8)
const item = (notification: object, around: object = {}) => ({
  reason: 'CRISIS',
  statusAtPull: 'NEW',
  notification: { creditorId: WONING, notificationId: id(1), kind: 'EARLY', ...notification },
  ...around,
})

t.test('the lane names what a withdrawal takes back, and nobody', async (t) => {
  const inCase = { caseId: id(90), caseMonth: '2026-08' }
  const gone = { statusAtPull: 'WITHDRAWN', takesBack: [id(6)] }
  const identity = { person: { surname: 'Verzonnen1' }, address: { houseNumber: 1 } }
  const paid = { kind: 'WITHDRAWAL', notificationId: id(2), predecessorId: id(1) }
  const lines = laneTable([
    item({ identity }, { deadlineOn: '2026-09-04' }),
    item(
      { ...paid, withdrawalReason: 'PAID' },
      { ...gone, ...inCase, caseStatus: 'WITHDRAWN', reason: 'WITHDRAWAL_AFTER_CLOSE' },
    ),
    item({ ...paid, withdrawalReason: 'ERROR' }, { ...gone, ...inCase, caseStatus: 'UPDATED' }),
    item({ kind: 'CORRECTION', notificationId: id(4), predecessorId: id(3) }),
  ] as never)
  const [head, , crisis, payment, mistake, correction] = lines
  t.match(head, /^reason +deadline +status +creditor +notification +case *$/)
  t.match(crisis, new RegExp(`^CRISIS +2026-09-04 +NEW +${WONING} +${short(1)} *$`))
  t.match(payment, `takes back ${short(1)} ${short(6)}`)
  t.match(payment, new RegExp(`^WITHDRAWAL PAID .* 2026-08 ${short(90)} NO VISIT *$`))
  t.match(mistake, new RegExp(`^WITHDRAWAL ERROR .* 2026-08 ${short(90)} stands *$`))
  t.match(correction, `${short(4)} in place of ${short(3)}`)
  t.notMatch(lines.join('\n'), /Verzonnen/)
})
