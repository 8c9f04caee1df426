import t from 'tap'
import {
  outcomeOf,
  type AgreementState,
  type Answer,
  type Side,
} from '../../src/agreements/index.js'
import type { Day } from '../../src/kernel/calendar.js'

const TODAY = '2026-09-10' as Day
const open = (state: AgreementState) => ({
  state,
  validFrom: '2026-01-01' as Day,
  validUntil: null,
})

function answered(state: AgreementState, answer: Answer, side: Side = 'MUNICIPALITY'): string {
  try {
    const { state: after, isNew } = outcomeOf(open(state), answer, side, TODAY)
    return isNew ? after : `${after} still`
  } catch (error) {
    return (error as { code: string }).code
  }
}

t.test('what each answer makes of each state', async (t) => {
  const no = 'agreement.conflict'
  const table = {
    OFFERED: { ACCEPT: 'ACCEPTED', SUSPEND: no, RESUME: no, END: 'ENDED' },
    ACCEPTED: {
      ACCEPT: 'ACCEPTED still',
      SUSPEND: 'SUSPENDED',
      RESUME: 'ACCEPTED still',
      END: 'ENDED',
    },
    SUSPENDED: { ACCEPT: no, SUSPEND: 'SUSPENDED still', RESUME: 'ACCEPTED', END: 'ENDED' },
    ENDED: { ACCEPT: no, SUSPEND: no, RESUME: no, END: 'ENDED still' },
  } as const
  for (const [state, answers] of Object.entries(table)) {
    for (const [answer, expected] of Object.entries(answers)) {
      t.equal(answered(state as AgreementState, answer as Answer), expected, `${answer} ${state}`)
    }
  }
})

t.test('the creditor’s side ends what it has and says nothing else', async (t) => {
  t.equal(answered('OFFERED', 'END', 'CREDITOR'), 'ENDED')
  t.equal(answered('ACCEPTED', 'END', 'CREDITOR'), 'ENDED')
  for (const answer of ['ACCEPT', 'SUSPEND', 'RESUME'] as const) {
    t.equal(answered('SUSPENDED', answer, 'CREDITOR'), 'party.role_not_allowed')
  }
})

t.test('an offer whose period is over is not accepted any more', async (t) => {
  const over = { ...open('OFFERED'), validUntil: '2026-09-09' as Day }
  t.throws(() => outcomeOf(over, 'ACCEPT', 'MUNICIPALITY', TODAY), { code: 'agreement.conflict' })
})

t.test('an end from a later day shortens the period', async (t) => {
  const end = (fromOn: string, validUntil: string | null = null, validFrom = '2026-01-01') =>
    outcomeOf(
      { state: 'ACCEPTED', validFrom: validFrom as Day, validUntil: validUntil as Day | null },
      'END',
      'CREDITOR',
      TODAY,
      fromOn as Day,
    )
  t.strictSame(end('2026-10-01'), { state: 'ACCEPTED', validUntil: '2026-09-30', isNew: true })
  t.strictSame(end('2026-10-01', '2026-09-30'), {
    state: 'ACCEPTED',
    validUntil: '2026-09-30',
    isNew: false,
  })
  t.match(end('2026-09-10'), { state: 'ENDED' }, 'today is at once')
  t.throws(() => end('2026-12-01', '2026-09-30'), { code: 'agreement.conflict' }, 'no prolonging')
  t.throws(() => end('2026-10-01', null, '2026-11-01'), { code: 'agreement.conflict' }, 'not begun')
  t.throws(() => outcomeOf(open('OFFERED'), 'ACCEPT', 'MUNICIPALITY', TODAY, TODAY), {
    code: 'request.invalid',
    places: [{ pointer: '/fromOn' }],
  })
})
