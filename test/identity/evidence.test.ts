import { createHmac } from 'node:crypto'
import t from 'tap'
import { HmacKey } from '../../src/crypto/hash.js'
import { presenceOf, writeEvidence } from '../../src/identity/evidence.js'
import { PlainTokens } from '../../src/identity/plain-tokens.js'
import { KeyedTokens } from '../../src/identity/pseudonym.js'
import { normaliseResident, type NormalResident } from '../../src/identity/resident.js'
import {
  decodeEvidence,
  FIELD,
  KIND,
  linkRecords,
  linkSet,
  RecordSet,
} from '../../src/linkage/index.js'

interface Changes {
  readonly initials?: string
  readonly surname?: string
  readonly birthDate?: string
  readonly postcode?: string
  readonly street?: string
  readonly addition?: string
  readonly phone?: readonly string[]
  readonly email?: readonly string[]
}

function resident(changes: Changes = {}): NormalResident {
  const { initials = 'J.P.', surname = 'van den Berg', birthDate = '1980-03-14' } = changes
  const { postcode = '1234AB', street, addition, phone = ['0612345679'], email } = changes
  return normaliseResident(
    {
      person: { initials, surname, birthDate },
      address: { postcode, houseNumber: 12, addition, street },
      phone,
      email: email ?? ['j@example.nl'],
    },
    '2026-10-31',
  )
}

function kindsOf(one: NormalResident): number[] {
  const kinds: number[] = []
  writeEvidence(one, { token: (kind) => kinds.push(kind) })
  return kinds
}

const key = (byte: number) => new HmacKey(Buffer.alloc(32, byte))
const evidenceOf = (one: NormalResident, byte = 1) => new KeyedTokens(key(byte)).evidenceOf(one)
const hex = (buffer: Buffer | null) => buffer?.toString('hex')

t.test(
  'a usual record has some sixteen tokens, and one without birth date half of them',
  async (t) => {
    t.equal(kindsOf(resident()).length, 16)
    t.equal(kindsOf(resident({ birthDate: '' })).length, 6)
    t.equal(kindsOf(resident({ birthDate: '', phone: [], email: [] })).length, 2)
  },
)

t.test('both names of married people give evidence', async (t) => {
  const two = kindsOf(resident({ surname: 'Berg-Jansen' }))
  t.equal(two.filter((kind) => kind === KIND.nameDate.code).length, 2)
})

t.test('a placeholder date decides nothing beside an area or full initials alone', async (t) => {
  const kinds = kindsOf(resident({ birthDate: '1980-01-01' }))
  t.ok(kinds.includes(KIND.nameDate.code))
  for (const kind of [KIND.surnameDateArea, KIND.fullNameDate, KIND.initialDatePostcode]) {
    t.notOk(kinds.includes(kind.code))
  }
})

t.test('a post office box is no place to live', async (t) => {
  const box = resident({ street: 'Postbus' })
  t.notOk(presenceOf(box) & FIELD.address)
  t.notOk(kindsOf(box).includes(KIND.namePostcode.code))
  t.equal(new KeyedTokens(key(1)).addressPseudonym(box), null)
  t.equal(new KeyedTokens(key(1)).logSubject(box).household, null)
})

t.test('a token is an HMAC of its fields under the key, cut to sixteen bytes', async (t) => {
  const tokens = decodeEvidence(evidenceOf(resident({ email: [] })).evidence)
  const phone = tokens.find(({ kind }) => kind === KIND.phone.code)
  const expected = createHmac('sha256', Buffer.alloc(32, 1)).update('evidence/1/1/0612345679\n')
  t.equal(hex(phone!.token), expected.digest().subarray(0, 16).toString('hex'))
})

t.test('the same person written differently has the same evidence', async (t) => {
  const other = resident({
    initials: 'JP',
    surname: 'Berg, v.d.',
    birthDate: '14-3-1980',
    postcode: '1234 ab',
    phone: ['+31 6 12345679'],
    email: ['J@Example.NL '],
  })
  t.strictSame(evidenceOf(other), evidenceOf(resident()))
})

t.test('nothing is the same under another key', async (t) => {
  const one = decodeEvidence(evidenceOf(resident(), 1).evidence).map(({ token }) => hex(token))
  const other = decodeEvidence(evidenceOf(resident(), 2).evidence).map(({ token }) => hex(token))
  t.equal(one.length, other.length)
  t.strictSame(
    one.filter((token) => other.includes(token)),
    [],
  )
})

t.test('swapped day and month are one date', async (t) => {
  const one = evidenceOf(resident({ birthDate: '1980-03-11' }))
  const other = evidenceOf(resident({ birthDate: '1980-11-03' }))
  const tokens = (evidence: Buffer) =>
    decodeEvidence(evidence)
      .filter(({ kind }) => kind === KIND.nameDate.code)
      .map(({ token }) => hex(token))
  t.strictSame(tokens(one.evidence), tokens(other.evidence))
  t.equal(one.tags, other.tags)
})

t.test('pseudonyms follow what they are over and nothing else', async (t) => {
  const tokens = new KeyedTokens(key(3))
  const plain = resident()
  t.equal(tokens.addressPseudonym(plain)?.length, 16)
  t.strictSame(
    tokens.addressPseudonym(resident({ addition: 'A', surname: 'Bos' })),
    tokens.addressPseudonym(plain),
  )
  t.equal(tokens.additionPseudonym(plain), null)
  t.not(
    hex(tokens.additionPseudonym(resident({ addition: 'A' }))),
    hex(tokens.additionPseudonym(resident({ addition: 'B' }))),
  )
  t.strictSame(tokens.subjectPseudonym(resident({ initials: 'K' })), tokens.subjectPseudonym(plain))
  t.not(
    hex(tokens.subjectPseudonym(resident({ birthDate: '' }))),
    hex(tokens.subjectPseudonym(plain)),
  )
  const { household, person } = tokens.logSubject(plain)
  t.strictSame(tokens.logSubject(resident({ initials: 'J.', birthDate: '' })), {
    household,
    person,
  })
  t.equal(tokens.logSubject(resident({ initials: '' })).person, null)
  t.strictSame(tokens.logSubject(resident({ initials: '' })).household, household)
  t.not(hex(household), hex(tokens.addressPseudonym(plain)))
})

t.test('customer references are kept apart per creditor and character by character', async (t) => {
  const tokens = new KeyedTokens(key(3))
  const all = [
    tokens.customerPseudonym('a', 'bc'),
    tokens.customerPseudonym('ab', 'c'),
    tokens.customerPseudonym('a', 'b%'),
    tokens.customerPseudonym('a', 'b%25'),
    tokens.customerPseudonym('a', 'é'),
    tokens.customerPseudonym('a', '%C3%A9'),
    tokens.customerPseudonym('a', '😀'),
    tokens.customerPseudonym('a', '😁'),
  ]
  t.equal(new Set(all.map(hex)).size, all.length)
})

t.test('an offline evaluation links exactly as the keyed tokens do', async (t) => {
  const residents = [
    resident(),
    resident({ surname: 'Berg-Jansen', postcode: '9999ZZ', email: [] }),
    resident({ initials: 'K', surname: 'Vos', birthDate: '' }),
    resident({ initials: 'michaela', surname: 'neumann', postcode: '2618' }),
    resident({ initials: 'micheala', surname: 'neuman', postcode: '2618', phone: [] }),
  ]
  const set = new RecordSet()
  const plain = new PlainTokens(set)
  residents.forEach((one, index) => plain.add(`r${index}`, one))
  const keyed = new KeyedTokens(key(5))
  const stored = residents.map((one, index) => ({
    id: `r${index}`,
    ...keyed.evidenceOf(one),
    address: keyed.addressPseudonym(one),
    addition: keyed.additionPseudonym(one),
  }))
  t.strictSame(linkSet(set), linkRecords(stored))
  t.strictSame([...linkRecords(stored).person], [0, 0, 2, 3, 3])
})
