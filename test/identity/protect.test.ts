import { createHash, generateKeyPairSync } from 'node:crypto'
import t from 'tap'
import { openDeliveryKey } from '../../src/crypto/delivery-key.js'
import { open } from '../../src/crypto/envelope.js'
import { parseSealingKey } from '../../src/crypto/jwk.js'
import { KeyRing, Protector, suspectsBusiness } from '../../src/identity/index.js'
import type { Day } from '../../src/kernel/calendar.js'
import { Secret } from '../../src/kernel/secret.js'

const hash = (text: string) => createHash('sha256').update(text).digest()

const RING = new KeyRing(
  [1, 2].map((number) => ({
    number,
    startsOn: `${2025 + number}-08-01` as Day,
    endsOn: `${2026 + number}-07-31` as Day,
    checkValue: Buffer.alloc(16),
    isDestroyed: false,
  })),
  new Map([1, 2].map((number) => [number, new Secret(hash(`epoch ${number}`))])),
  new Map([2026, 2027].map((year) => [year, new Secret(hash(`year ${year}`))])),
)

const almere = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
const ommen = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
const SEALING_KEYS = new Map(
  (
    [
      ['0034', almere],
      ['0175', ommen],
    ] as const
  ).map(([code, { publicKey }]) => [code, parseSealingKey(publicKey.export({ format: 'jwk' }))]),
)

const INPUT = {
  municipality: '0034',
  creditor: '00000099000000001000',
  notificationId: 'c7e0a9d2-1f64-4b8a-8e35-6a2d90b7f412',
  resident: {
    person: { initials: 'V.', prefix: 'van', surname: 'Verzonnen' },
    address: { street: 'Fictielaan', postcode: '1315ZZ', houseNumber: 12, addition: 'B' },
    phone: ['+31600000001'],
    email: ['v@post.example'],
  },
  customerReference: 'KL-1',
  content: '{"held":"Verzonnen"}',
}

const protector = (day = '2026-08-10') => new Protector(RING, day as Day, SEALING_KEYS)

t.test('protect', async (t) => {
  t.test(
    'gives pseudonyms of 16 bytes, the same for the same person however written',
    async (t) => {
      const one = protector().protect(INPUT)
      const other = protector().protect({
        ...INPUT,
        resident: {
          person: { initials: 'v', surname: 'van VERZONNEN' },
          address: { postcode: '1315ZZ', houseNumber: 12, addition: 'b' },
        },
      })
      for (const kept of [one, other]) {
        t.equal(kept.pseudonyms.address!.length, 16)
        t.equal(kept.addition!.length, 16)
      }
      t.strictSame(one.pseudonyms, other.pseudonyms)
      t.strictSame(one.addition, other.addition)
      t.strictSame(one.subject, other.subject)
      t.match(one, { hasPhone: true, hasEmail: true })
      t.match(other, { hasPhone: false, hasEmail: false })
    },
  )

  t.test('gives unrelated ones to another municipality, epoch and year', async (t) => {
    const one = protector().protect(INPUT)
    for (const other of [
      protector().protect({ ...INPUT, municipality: '0175' }),
      protector('2027-08-10').protect(INPUT),
    ]) {
      t.notSame(one.pseudonyms.address, other.pseudonyms.address)
      t.notSame(one.pseudonyms.subject, other.pseudonyms.subject)
      t.notSame(one.pseudonyms.customer, other.pseudonyms.customer)
      t.notSame(one.subject.household, other.subject.household)
    }
  })

  t.test('writes address, subject and customer under both epochs in the overlap', async (t) => {
    t.equal(protector('2027-01-31').protect(INPUT).next, undefined)
    const { pseudonyms, next } = protector('2027-02-01').protect(INPUT)
    const later = protector('2027-08-01').protect(INPUT)
    t.equal(pseudonyms.epoch, 1)
    t.strictSame(next, later.pseudonyms, 'what the look-back will compare')
  })

  t.test('keys a re-delivery under the epoch of what it repeats', async (t) => {
    const first = protector().protect(INPUT)
    const again = protector('2027-08-10').protect({ ...INPUT, epoch: 1 })
    t.strictSame(again.pseudonyms, first.pseudonyms)
  })

  t.test('gives no household to an address where nobody lives', async (t) => {
    const resident = {
      ...INPUT.resident,
      address: { street: 'Postbus', postcode: '1300AA', houseNumber: 12 },
    }
    const kept = protector().protect({ ...INPUT, resident })
    t.equal(kept.pseudonyms.address, null)
    t.equal(kept.addition, null)
    t.strictSame(kept.subject, { household: null, person: null })
  })

  t.test('seals under one delivery key per municipality, which only it opens', async (t) => {
    const batch = protector()
    const one = batch.protect(INPUT)
    const two = batch.protect({ ...INPUT, notificationId: 'other' })
    const elsewhere = batch.protect({ ...INPUT, municipality: '0175' })
    t.equal(one.deliveryKey, two.deliveryKey)
    t.not(one.deliveryKey, elsewhere.deliveryKey)
    const keys = batch.deliveryKeys()
    t.strictSame(
      keys.map(({ municipality, deliveryKey }) => [municipality, deliveryKey]),
      [
        ['0034', one.deliveryKey],
        ['0175', elsewhere.deliveryKey],
      ],
    )
    const delivery = openDeliveryKey(keys[0]!.jwe, almere.privateKey)
    const { notificationId, creditor } = INPUT
    const { plaintext } = open(delivery, one.jwe, { notificationId, creditor })
    t.equal(plaintext.toString().trimEnd(), INPUT.content)
    t.throws(() => openDeliveryKey(keys[0]!.jwe, ommen.privateKey))
  })

  t.test('holds nothing of the person in its result', async (t) => {
    const kept = protector().protect(INPUT)
    const bytes = Object.values(kept).map((value) =>
      Buffer.isBuffer(value) ? value.toString('latin1') : JSON.stringify(value),
    )
    t.notMatch(bytes.join('\n'), /Verzonnen|Fictielaan|1315ZZ|KL-1|31600000001|post\.example/i)
  })

  t.test('refuses a day without epoch and a municipality without key', async (t) => {
    t.throws(() => protector('2030-01-01'), RangeError)
    t.throws(() => protector().protect({ ...INPUT, municipality: '0160' }), RangeError)
  })
})

t.test(
  'a surname that looks like a business is noticed, and one that does not is not',
  async (t) => {
    for (const name of [
      'Verzonnen B.V.',
      'Verzonnen BV',
      'Stichting Verzonnen',
      'V.O.F. Verzonnen',
      'Verzonnen Holding',
    ]) {
      t.ok(suspectsBusiness(name), name)
    }
    for (const name of ['Verzonnen', 'Beheerder', 'Stichtingen', 'Bvdberg', 'Vofman']) {
      t.notOk(suspectsBusiness(name), name)
    }
  },
)
