import t from 'tap'
import { triage, type TriageFacts } from '../../src/cases/triage.js'
import type { BinCriteria, TriageProfile } from '../../src/parties/triage-profile.js'
import { PROFILE } from './build.js'

const FACTS: TriageFacts = {
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
}
const codes = (facts: Partial<TriageFacts>, profile: TriageProfile = PROFILE) => {
  const { workBin, reasons } = triage({ ...FACTS, ...facts }, profile)
  return [workBin, ...reasons.map(({ code }) => code)]
}
const withCriteria = (criteria: BinCriteria): TriageProfile => ({
  ...PROFILE,
  bins: [{ name: 'FIRST', nl: 'a', en: 'a', action: 'PHONE', criteria }, ...PROFILE.bins],
})

t.test('the first bin whose criteria all hold takes the case, and says why', async (t) => {
  const two = { sectors: ['RENT', 'WATER'] } as const
  t.strictSame(codes({}), ['LETTER', 'NO_OTHER_BIN'])
  t.strictSame(codes(two), ['VISIT', 'MULTIPLE_SECTORS'])
  t.strictSame(codes({ ...two, urgency: 'CRISIS' }), ['AT_ONCE', 'CRISIS'])
})

t.test('each criterion holds at its bound and not beyond', async (t) => {
  const table: [BinCriteria, Partial<TriageFacts>, string | undefined][] = [
    [{ minSectors: 1 }, {}, 'MULTIPLE_SECTORS'],
    [{ minSectors: 2 }, {}, undefined],
    [{ minTotalArrearsCents: 20_000 }, {}, 'AMOUNT_HIGH'],
    [{ minTotalArrearsCents: 20_001 }, {}, undefined],
    [{ maxTotalArrearsCents: 20_000 }, {}, 'AMOUNT_LOW'],
    [{ maxTotalArrearsCents: 19_999 }, {}, undefined],
    [{ minConsecutiveMonths: 3 }, { consecutiveMonths: 3 }, 'CONSECUTIVE_MONTHS'],
    [{ minConsecutiveMonths: 3 }, { consecutiveMonths: 2 }, undefined],
    [{ urgencies: ['HIGH'] }, { urgency: 'HIGH' }, 'END_OF_SUPPLY'],
    [{ urgencies: ['HIGH'] }, { urgency: 'CRISIS' }, undefined],
    [{ urgencies: ['NORMAL'] }, {}, 'NOT_URGENT'],
    [
      { matchKinds: ['CONSECUTIVE'] },
      { matchClass: 'MULTIPLE_CONSECUTIVE' },
      'MULTIPLE_CONSECUTIVE',
    ],
    [{ matchKinds: ['MULTIPLE'] }, { matchClass: 'CONSECUTIVE' }, undefined],
    [{ sectors: ['RENT', 'WATER'] }, {}, 'SECTOR'],
    [{ sectors: ['WATER'] }, {}, undefined],
    [{ phoneKnown: false }, {}, 'PHONE_UNKNOWN'],
    [{ phoneKnown: true }, { isPhoneKnown: true }, 'PHONE_KNOWN'],
    [{ phoneKnown: true }, {}, undefined],
    [{ emailKnown: false }, {}, 'EMAIL_UNKNOWN'],
    [{ emailKnown: true }, { isEmailKnown: true }, 'EMAIL_KNOWN'],
    [{ minGrowthCents: 500 }, { growthCents: 500 }, 'ARREARS_GREW'],
    [{ minGrowthCents: 501 }, { growthCents: 500 }, undefined],
    [{ districts: ['Filmwijk'] }, { district: 'Filmwijk' }, 'DISTRICT'],
    [{ districts: ['Filmwijk'] }, {}, undefined],
  ]
  for (const [criteria, facts, code] of table) {
    const expected = code === undefined ? 'LETTER' : 'FIRST'
    const [bin, reason] = codes({ ...facts, sectors: ['RENT'] }, withCriteria(criteria))
    if (facts.urgency !== 'CRISIS') t.equal(bin, expected, JSON.stringify(criteria))
    if (code !== undefined) t.equal(reason, code)
  }
  t.strictSame(
    codes({}, withCriteria({ minSectors: 1, phoneKnown: false })),
    ['FIRST', 'MULTIPLE_SECTORS', 'PHONE_UNKNOWN'],
    'with one reason for each',
  )
})

t.test('the trigger rule holds back but never drops', async (t) => {
  const profile = { ...PROFILE, minSectors: 2 }
  t.strictSame(codes({}, profile), ['LETTER', 'TOO_FEW_SECTORS'])
  t.strictSame(codes({ sectors: ['RENT', 'WATER'] }, profile), ['VISIT', 'MULTIPLE_SECTORS'])
  t.strictSame(codes({ urgency: 'CRISIS' }, profile), [
    'AT_ONCE',
    'DISCONNECTION_BYPASSES',
    'CRISIS',
  ])
  t.strictSame(codes({ urgency: 'HIGH' }, profile), [
    'LETTER',
    'DISCONNECTION_BYPASSES',
    'NO_OTHER_BIN',
  ])
  t.strictSame(codes({ urgency: 'CRISIS' }, { ...profile, disconnectionBypasses: false }), [
    'LETTER',
    'TOO_FEW_SECTORS',
  ])
})

t.test('what was withdrawn is not visited, whatever the rules say', async (t) => {
  t.strictSame(codes({ isWithdrawn: true, urgency: 'CRISIS' }), ['LETTER', 'WITHDRAWN'])
})

t.test('reasons speak both languages and fit the contract', async (t) => {
  for (const facts of [{}, { urgency: 'HIGH' }, { sectors: ['RENT', 'WATER'] }] as const) {
    for (const minSectors of [1, 2]) {
      for (const { code, nl, en } of triage({ ...FACTS, ...facts }, { ...PROFILE, minSectors })
        .reasons) {
        t.match(code, /^[A-Z_]{1,60}$/)
        t.ok(nl.length > 0 && nl.length <= 300 && en.length > 0 && en.length <= 300)
      }
    }
  }
})

t.test('a threshold sorts and never drops; urgency passes it', async (t) => {
  const profile = { ...PROFILE, thresholdCents: 20_001 }
  t.strictSame(codes({}, profile), [PROFILE.lowPriorityBin, 'BELOW_THRESHOLD'])
  t.strictSame(codes({ totalArrearsCents: 20_001 }, profile), ['LETTER', 'NO_OTHER_BIN'])
  t.strictSame(codes({ urgency: 'CRISIS' }, profile), ['AT_ONCE', 'CRISIS'])
})
