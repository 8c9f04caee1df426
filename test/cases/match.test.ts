import t from 'tap'
import { idFromDigest } from '../../src/kernel/identifiers.js'
import { matchMonth, type MatchedCase } from '../../src/cases/match.js'
import type { Notified } from '../../src/cases/notified.js'
import { sha256 } from '../../src/crypto/hash.js'
import type { Day } from '../../src/kernel/calendar.js'
import { AUGUST, creditor, id, month, notified, PROFILE, somebody } from './build.js'

const run = (all: readonly Notified[]): MatchedCase[] =>
  matchMonth({
    month: AUGUST,
    notified: all,
    profile: PROFILE,
    idOf: (who, which) => idFromDigest(sha256(`${who} ${which}`)),
  })
const one = (number: number, overrides: Partial<Notified> = {}) =>
  notified({ notificationId: id(number), ...overrides })
const idsOf = ({ notifications }: MatchedCase) =>
  notifications.map(({ notified: { notificationId } }) => Number(notificationId.slice(-3)))
const households = (all: readonly Notified[]) =>
  run(all)
    .map(idsOf)
    .sort((left, right) => left[0]! - right[0]!)

const JANSEN = somebody({ name: 'jansen', phone: '0600000001', birthDate: '1980-02-03' })
const BAKKER = somebody({ name: 'bakker', initial: 'B' })

t.test('people of different names at one address are one case', async (t) => {
  const [found, ...others] = run([one(1, JANSEN), one(2, { ...BAKKER, sector: 'WATER' })])
  t.equal(others.length, 0)
  t.match(found, {
    matchClass: 'MULTIPLE',
    sectors: ['RENT', 'WATER'],
    workBin: 'VISIT',
    status: 'NEW',
    quality: ['OTHER_PERSONS_AT_ADDRESS'],
    notifications: [{ person: 1 }, { person: 2 }],
  })
  t.match(found?.ruleVersion, /^match-\d+\/link-\d+\/triage-3$/)
})

t.test('two additions are two cases, and the other is mentioned', async (t) => {
  const left = somebody({ name: 'jansen', addition: 'A' })
  const right = somebody({ name: 'bakker', addition: 'B' })
  const cases = run([one(1, left), one(2, right)])
  t.equal(cases.length, 2)
  for (const found of cases) {
    t.match(found, { matchClass: 'SINGLE', quality: ['NO_PHONE', 'OTHER_PERSONS_AT_ADDRESS'] })
  }
})

t.test('an address of many names is nobody’s household', async (t) => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  const office = names.map((name, at) => one(at + 1, somebody({ name, phone: `06${at}` })))
  t.strictSame(households(office.slice(0, 6)), [[1, 2, 3, 4, 5, 6]], 'six still are one')
  const cases = run(office)
  t.equal(cases.length, 7)
  t.ok(cases.every(({ quality }) => quality.includes('SHARED_ADDRESS')))
})

t.test('an address of many names over the months is nobody’s household either', async (t) => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  const office = names.map((name, at) => {
    const known = one(at + 1, somebody({ name, phone: `06${at}` }))
    return at < 2 ? known : { ...known, month: month('2026-05'), evidence: null }
  })
  t.equal(run(office.slice(0, 6)).length, 1, 'six still are one')
  const cases = run(office)
  t.equal(cases.length, 2)
  t.ok(cases.every(({ quality }) => quality.includes('SHARED_ADDRESS')))
})

t.test('without an address each person is a case', async (t) => {
  const box = { address: null }
  const jansen = { ...JANSEN, ...box, evidence: { ...JANSEN.evidence!, address: null } }
  const bakker = { ...BAKKER, ...box, evidence: { ...BAKKER.evidence!, address: null } }
  t.strictSame(households([one(1, jansen), one(2, bakker), one(3, jansen)]), [[1, 3], [2]])
})

t.test('earlier months make a case consecutive and are not in it', async (t) => {
  const { evidence: _, ...known } = JANSEN
  const july = one(9, { ...known, month: month('2026-07'), customer: 'c', arrearsCents: 12_000 })
  const [found] = run([one(1, { ...JANSEN, customer: 'c' }), july])
  t.match(found, {
    matchClass: 'CONSECUTIVE',
    consecutiveMonths: 2,
    totalArrearsCents: 10_000,
    quality: ['AMOUNT_NOT_INCREASED'],
  })
  t.strictSame(idsOf(found!), [1])
  t.match(found?.notifications, [{ repeatOf: id(9), amountTrendCents: -2_000 }])
})

t.test('a correction moves a notification, also to another address', async (t) => {
  const elsewhere = somebody({ name: 'jansen', building: 'building-2' })
  const correction = one(3, { ...elsewhere, kind: 'CORRECTION', predecessorId: id(1) })
  t.strictSame(households([one(1, JANSEN), one(2, BAKKER), correction]), [[2], [3]])
  t.ok(run([one(1, JANSEN), correction]).every(({ status }) => status === 'NEW'))
})

t.test('a withdrawal within the month leaves a case that says so', async (t) => {
  const withdrawal = one(4, {
    kind: 'WITHDRAWAL',
    predecessorId: id(1),
    withdrawalReason: 'PAID',
    address: null,
    arrearsCents: 0,
    reportedOn: '2026-08-20' as Day,
  })
  const [alone] = run([one(1, JANSEN), withdrawal])
  t.match(alone, {
    status: 'WITHDRAWN',
    totalArrearsCents: 0,
    notificationCount: 1,
    urgency: 'NORMAL',
    reasons: [{ code: 'WITHDRAWN' }],
    notifications: [{ isWithdrawn: true }],
  })
  const [both] = run([one(1, JANSEN), one(2, BAKKER), withdrawal])
  t.match(both, { status: 'NEW', matchClass: 'SINGLE', totalArrearsCents: 10_000 })
  t.strictSame(
    both?.notifications.map(({ isWithdrawn }) => isWithdrawn),
    [true, false],
  )
})

t.test('what is withdrawn or corrected after its month was closed shows in this one', async (t) => {
  const july = month('2026-07')
  const { evidence: _, ...neighbour } = BAKKER
  const withdrawal = one(4, {
    kind: 'WITHDRAWAL',
    predecessorId: id(1),
    withdrawalReason: 'PAID',
    address: null,
    reportedOn: '2026-08-02' as Day,
  })
  const [gone] = run([one(1, { ...JANSEN, month: july }), withdrawal])
  t.match(gone, { status: 'WITHDRAWN', notifications: [{ isWithdrawn: true }] })
  t.strictSame(idsOf(gone!), [1])
  const [less] = run([
    one(1, { ...JANSEN, month: july }),
    one(2, { ...neighbour, month: july }),
    withdrawal,
  ])
  t.equal(less?.status, 'UPDATED', 'another notification of July still stands')
  const correction = one(5, { ...JANSEN, kind: 'CORRECTION', predecessorId: id(1) })
  const [corrected] = run([one(1, { ...JANSEN, month: july }), correction])
  t.match(corrected, { status: 'UPDATED', matchClass: 'SINGLE' }, 'and makes nothing consecutive')
  t.strictSame(run([one(1, { ...JANSEN, month: july })]), [], 'July alone is no case')
})

t.test('any order of arrival gives the same cases', async (t) => {
  let seed = 7
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((seed / 2 ** 32) * below)
  }
  for (let round = 0; round < 60; round++) {
    const all: Notified[] = []
    for (let number = 1; number <= 40; number++) {
      const person = somebody({
        name: `name-${random(9)}`,
        initial: 'ABC'[random(3)]!,
        building: `building-${random(5)}`,
        ...(random(3) === 0 && { addition: 'XY'[random(2)]! }),
        ...(random(2) === 0 && { birthDate: `19${70 + random(4)}-01-02` }),
        ...(random(2) === 0 && { phone: `06${random(6)}` }),
      })
      const earlier = random(3) === 0
      const kind = (['EARLY', 'EARLY', 'EARLY', 'UPDATE', 'CORRECTION', 'WITHDRAWAL'] as const)[
        random(6)
      ]!
      all.push(
        one(number, {
          ...person,
          ...(earlier && { month: month(`2026-0${2 + random(6)}`), evidence: null }),
          ...(kind === 'WITHDRAWAL' && {
            address: null,
            addition: null,
            evidence: null,
            withdrawalReason: (['PAID', 'ERROR'] as const)[random(2)]!,
          }),
          kind,
          creditor: creditor(1 + random(3)),
          sector: (['RENT', 'WATER', 'ENERGY_GAS'] as const)[random(3)]!,
          customer: random(2) === 0 ? `customer-${random(6)}` : null,
          predecessorId: kind === 'EARLY' ? null : id(1 + random(40)),
          arrearsCents: 100 + random(90_000),
          reportedOn: `2026-08-${String(10 + random(9))}` as Day,
        }),
      )
    }
    const expected = JSON.stringify(run(all))
    for (let shuffle = 0; shuffle < 5; shuffle++) {
      const mixed = all.map((each) => ({ each, rank: random(1e6) }))
      mixed.sort((left, right) => left.rank - right.rank)
      const found = run(mixed.map(({ each }) => each))
      if (JSON.stringify(found) !== expected) t.fail(`round ${round} depends on the order`)
    }
    const listed = run(all).flatMap(idsOf)
    const current = all.filter((each) => each.month === AUGUST && each.kind !== 'WITHDRAWAL')
    t.ok(listed.length >= current.length / 2, 'and there is something to see')
  }
})

t.test('an id from a digest has the shape of version 4', async (t) => {
  t.match(
    idFromDigest(sha256('x')),
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  )
  t.equal(idFromDigest(sha256('x')), idFromDigest(sha256('x')))
})
