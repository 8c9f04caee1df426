import t from 'tap'
import { readTriageProfile } from '../../src/parties/triage-profile.js'

const every = { nl: 'Brief', en: 'Letter', action: 'LETTER', criteria: {} }
const PROFILE = {
  version: 1,
  minSectors: 2,
  disconnectionBypasses: true,
  bins: [
    {
      name: 'URGENT',
      nl: 'Spoed',
      en: 'Urgent',
      action: 'VISIT',
      criteria: { urgencies: ['CRISIS', 'HIGH'], phoneKnown: true, minSectors: 2 },
    },
    {
      name: 'HIGH_AMOUNT',
      nl: 'Hoog bedrag',
      en: 'High amount',
      action: 'PHONE',
      criteria: {
        minTotalArrearsCents: 50_000,
        maxTotalArrearsCents: 900_000,
        minConsecutiveMonths: 2,
        matchKinds: ['MULTIPLE'],
        sectors: ['RENT'],
        emailKnown: true,
        minGrowthCents: 1_000,
        districts: ['Filmwijk'],
      },
    },
    { name: 'LETTER', ...every },
    { name: 'HELD_BACK', ...every },
  ],
  lowPriorityBin: 'HELD_BACK',
  thresholdCents: 5_000,
  terms: {
    takeUpDays: 14,
    closeDays: 60,
    eviction: { contactDays: 1, visitDays: 3, planDays: 7 },
  },
  contactStrategy: [
    { channel: 'LETTER', afterDays: 0 },
    { channel: 'PHONE', afterDays: 7, when: 'PHONE_KNOWN' },
    { channel: 'VISIT', afterDays: 14, offFrom: '2026-09-01', offUntil: '2026-09-30' },
  ],
}

t.test('a complete profile is read as it was written', async (t) => {
  t.strictSame(readTriageProfile(PROFILE), { profile: PROFILE })
})

t.test('every mistake is named with its place, and the value is not repeated', async (t) => {
  const result = readTriageProfile({
    ...PROFILE,
    minSectors: 0,
    disconnectionBypasses: 'yes',
    secret: 'Jansen',
    lowPriorityBin: 'NOWHERE',
    bins: [{ name: 'small', nl: '', en: 'x', action: 'CALL', criteria: { surname: 'Jansen' } }],
    contactStrategy: [{ channel: 'FAX', afterDays: -1, when: 'NEVER', offUntil: '2026-09-30' }],
  })
  if (!('mistakes' in result)) return t.fail('was read')
  const places = result.mistakes.map((mistake) => mistake.split(':')[0])
  t.strictSame(
    new Set(places),
    new Set([
      'profile',
      'minSectors',
      'disconnectionBypasses',
      'bins',
      'bins/0/name',
      'bins/0/nl',
      'bins/0/action',
      'bins/0/criteria/surname',
      'lowPriorityBin',
      'contactStrategy/0/channel',
      'contactStrategy/0/afterDays',
      'contactStrategy/0/when',
      'contactStrategy/0/offUntil',
    ]),
  )
  t.notMatch(result.mistakes.join(), /Jansen/)
})

t.test('nothing can be dropped: the last bin takes every case', async (t) => {
  const bins = PROFILE.bins.slice(0, 2)
  t.match(readTriageProfile({ ...PROFILE, bins, lowPriorityBin: 'URGENT' }), {
    mistakes: [/end with one for every case/],
  })
})

t.test('what is no profile at all is refused', async (t) => {
  for (const input of [null, [], 'profile', 3, {}, { bins: [null], contactStrategy: [null] }]) {
    t.ok('mistakes' in readTriageProfile(input))
  }
})

t.test('terms and a threshold out of range are mistakes', async (t) => {
  const wrong = [
    { terms: { takeUpDays: 0, closeDays: 60 } },
    { terms: { takeUpDays: 14 } },
    { terms: { takeUpDays: 14, closeDays: 60, lawDays: 3 } },
    { terms: { takeUpDays: 14, closeDays: 60, eviction: { contactDays: 1 } } },
    { terms: null },
    { thresholdCents: -1 },
    { thresholdCents: '50' },
  ]
  for (const more of wrong) {
    t.ok('mistakes' in readTriageProfile({ ...PROFILE, ...more }), JSON.stringify(more))
  }
})
