import t from 'tap'
import type { Day } from '../../src/kernel/calendar.js'
import { contactPlan } from '../../src/parties/contact-plan.js'
import { previewProfile, type WeighedCase } from '../../src/cases/preview.js'
import { PROFILE } from './build.js'

const found = (more: Partial<WeighedCase> = {}): WeighedCase => ({
  matchClass: 'SINGLE',
  sectors: ['RENT'],
  totalArrearsCents: 20_000,
  consecutiveMonths: 1,
  urgency: 'NORMAL',
  isPhoneKnown: false,
  isEmailKnown: false,
  growthCents: 0,
  district: null,
  isWithdrawn: false,
  workBin: 'LETTER',
  ...more,
})

t.test('a preview counts every case once on either side, and drops none', async (t) => {
  const cases = [
    found(),
    found({ sectors: ['RENT', 'WATER'] }),
    found({ sectors: ['RENT', 'WATER'], workBin: 'VISIT' }),
    found({ urgency: 'CRISIS' }),
    found({ workBin: 'GONE' }),
  ]
  const { bins, moves, changed, ...rest } = previewProfile(cases, PROFILE)
  t.equal(rest.cases, 5)
  t.equal(changed, 3)
  const sum = (side: 'before' | 'after') => bins.reduce((total, bin) => total + bin[side], 0)
  t.equal(sum('before'), 5)
  t.equal(sum('after'), 5)
  t.strictSame(
    moves.map(({ from, to, cases, reason }) => [from, to, cases, reason.code]),
    [
      ['GONE', 'LETTER', 1, 'NO_OTHER_BIN'],
      ['LETTER', 'VISIT', 1, 'MULTIPLE_SECTORS'],
      ['LETTER', 'AT_ONCE', 1, 'CRISIS'],
    ],
  )
  t.match(bins.at(-1), { workBin: 'GONE', before: 1, after: 0 }, 'a bin that is no more')
  t.strictSame(previewProfile([], PROFILE).moves, [])
})

t.test('the contact strategy for one case', async (t) => {
  const strategy = [
    { channel: 'LETTER', afterDays: 0 },
    { channel: 'PHONE', afterDays: 7, when: 'PHONE_KNOWN' },
    { channel: 'VISIT', afterDays: 14, offFrom: '2026-09-10', offUntil: '2026-09-20' },
  ] as const
  const steps = strategy as unknown as Parameters<typeof contactPlan>[0]
  const plan = (today: string, isPhoneKnown = true, tried: string[] = []) =>
    contactPlan(
      steps,
      { takenUpOn: '2026-09-01' as Day, isPhoneKnown, tried: new Set(tried) as never },
      today as Day,
    ).map(({ channel, on, state }) => `${channel} ${on} ${state}`)
  t.strictSame(plan('2026-09-02'), [
    'LETTER 2026-09-01 DUE',
    'PHONE 2026-09-08 PLANNED',
    'VISIT 2026-09-15 OFF',
  ])
  t.match(plan('2026-09-08', false)[1], 'NO_NUMBER', 'nobody to call')
  t.match(plan('2026-09-08', true, ['LETTER'])[0], 'DONE')
  t.match(plan('2026-09-20')[2], 'OFF', 'on its last day')
  t.match(plan('2026-09-21')[2], 'DUE', 'and on again the day after')
})
