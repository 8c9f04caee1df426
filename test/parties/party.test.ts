import t from 'tap'
import {
  assertNumberFits,
  isIssuedId,
  isRole,
  issuedId,
  parseMunicipalityCode,
  parsePartyId,
} from '../../src/parties/party.js'
import { fingerprintHex } from '../../src/parties/caller.js'

const TEST_NUMBER = '00000099000000034000'
const REAL_NUMBER = '00000003273742220000'

t.test('a party is named by an OIN or by an id of the hub, and by nothing like them', async (t) => {
  for (const id of [TEST_NUMBER, REAL_NUMBER, 'VS-0123456789AB', '0000000800000000ABCD']) {
    t.equal(parsePartyId(id), id)
  }
  const wrong = [
    '',
    TEST_NUMBER.slice(1),
    `${TEST_NUMBER}0`,
    ` ${TEST_NUMBER}`,
    '00000012000000034000',
    'VS-0123456789AI',
    'vs-0123456789AB',
    `${TEST_NUMBER}\n`,
  ]
  for (const text of wrong) {
    t.throws(() => parsePartyId(text), { code: 'certificate.organisation_number' }, text)
  }
})

t.test('test numbers are for sandboxes, and sandboxes for test numbers', async (t) => {
  const test = parsePartyId(TEST_NUMBER)
  const real = parsePartyId(REAL_NUMBER)
  const issued = parsePartyId('VS-0123456789AB')
  assertNumberFits(test, { sandbox: true })
  assertNumberFits(real, { sandbox: false })
  t.throws(() => assertNumberFits(test, { sandbox: false }), { code: 'certificate.test_number' })
  t.throws(() => assertNumberFits(real, { sandbox: true }), { code: 'certificate.test_number' })
  t.doesNotThrow(() => assertNumberFits(issued, { sandbox: true }))
  t.doesNotThrow(() => assertNumberFits(issued, { sandbox: false }))
})

t.test('an id that the hub issues reads back, and follows from the random bytes', async (t) => {
  const id = issuedId(Buffer.alloc(8, 0xff))
  t.equal(id, 'VS-ZZZZZZZZZZZZ')
  t.equal(parsePartyId(issuedId(Buffer.alloc(8))), 'VS-000000000000')
  t.ok(isIssuedId(id))
  t.notOk(isIssuedId(parsePartyId(TEST_NUMBER)))
})

t.test('a municipality is four digits, leading zeros and all', async (t) => {
  t.equal(parseMunicipalityCode('0034'), '0034')
  for (const text of ['34', '00345', 'GM34', '003４']) {
    t.throws(() => parseMunicipalityCode(text), { code: 'party.malformed' }, text)
  }
})

t.test('roles are a closed list', async (t) => {
  t.ok(isRole('officer'))
  t.notOk(isRole('operator'))
})

t.test('a fingerprint is hex or canonical base64url, and always kept as hex', async (t) => {
  const hex = 'ab'.repeat(32)
  const base64url = Buffer.from(hex, 'hex').toString('base64url')
  t.equal(fingerprintHex(hex), hex)
  t.equal(fingerprintHex(base64url), hex)
  t.equal(fingerprintHex(hex.toUpperCase()), undefined)
  t.equal(fingerprintHex(`${base64url.slice(0, -1)}_`), undefined, 'stray bits')
  t.equal(fingerprintHex('0198b0c8'), undefined)
})
