import t from 'tap'
import { decodeEvidence, encodeEvidence, packTags } from '../../src/linkage/index.js'
import { scoreClusters } from '../../src/linkage/index.js'
import { FIELD } from '../../src/linkage/field.js'
import { KIND } from '../../src/linkage/kind.js'
import { mixedPerMillion, scorePairs } from '../../src/linkage/score.js'
import { dateTagOf, initialsTagOf, nameTagOf } from '../../src/linkage/tags.js'
import { tierOf } from '../../src/linkage/tiers.js'
import { ENOUGH, enoughAmong, isOnlyHousehold, weightOf } from '../../src/linkage/weights.js'

const NAME = FIELD.surname | FIELD.initial
const tier = (agree: number, differ = 0, isDateMissing = false) =>
  tierOf({ agree, differ, isDateMissing })

t.test('evidence is read back as it was written', async (t) => {
  const tokens = [
    { kind: 3, token: Buffer.alloc(16, 7) },
    { kind: 1, token: Buffer.alloc(16, 9) },
  ]
  const bytes = encodeEvidence(tokens)
  t.equal(bytes.length, 34)
  t.strictSame(decodeEvidence(bytes), tokens)
  t.throws(() => decodeEvidence(bytes.subarray(1)), RangeError)
})

t.test('tags are packed into thirty bits and read back', async (t) => {
  const tags = packTags({ date: 0xfff, initials: 0x2a, name: 0x801 })
  t.ok(tags < 2 ** 30)
  t.strictSame([dateTagOf(tags), initialsTagOf(tags), nameTagOf(tags)], [0xfff, 0x2a, 0x801])
  t.equal(packTags({ date: 0x1fff, initials: 0x6a, name: 0x1801 }), tags)
})

t.test(
  'no kind has the code of another, and each that pairs records is over two fields',
  async (t) => {
    const kinds = Object.values(KIND)
    t.equal(new Set(kinds.map(({ code }) => code)).size, kinds.length)
    for (const { code, proves } of kinds) {
      if (proves !== 0) t.ok((proves & (proves - 1)) !== 0, `kind ${code}`)
    }
  },
)

t.test('the decision table', async (t) => {
  const { birthDate, nearDate, address, area, phone, email, initials, ownContact, office } = FIELD
  t.equal(tier(NAME | birthDate | address), 1)
  t.equal(tier(NAME | birthDate | area), 1)
  t.equal(tier(NAME | birthDate | office), 1)
  t.equal(tier(NAME | birthDate), 0, 'a name and a date coincide')
  t.equal(tier(NAME | birthDate | FIELD.rareName), 2)
  t.equal(tier(NAME | birthDate | FIELD.rareName, phone), 0)
  t.equal(tier(FIELD.initial | birthDate | address), 1, 'married name')
  t.equal(tier(FIELD.surname | birthDate | email), 2, 'other initial')
  t.equal(tier(FIELD.surname | birthDate | address), 3, 'twins')
  t.equal(tier(NAME | nearDate | address | phone), 2)
  t.equal(tier(NAME | nearDate | address), 3)
  t.equal(tier(NAME | address, 0, true), 3, 'parent and child')
  t.equal(tier(NAME | address), 0, 'with dates that differ')
  t.equal(tier(NAME | address | initials, 0, true), 2)
  t.equal(tier(NAME | address | phone | ownContact, 0, true), 2)
  t.equal(tier(NAME | address | phone | ownContact, email, true), 3)
  t.equal(tier(NAME | address | phone, 0, true), 3, 'the family’s telephone')
  t.equal(tier(NAME | initials | FIELD.smallOffice | office, 0, true), 2, 'one guardian')
  t.equal(tier(NAME | FIELD.smallOffice | office, 0, true), 0, 'a couple of one guardian')
  t.equal(tier(NAME | address | phone | email, 0, true), 2)
})

t.test('contradictions', async (t) => {
  const both = FIELD.phone | FIELD.email
  const agree = NAME | FIELD.birthDate | FIELD.address
  t.equal(tier(agree, FIELD.initials), 0)
  t.equal(tier(agree, FIELD.phone), 1)
  t.equal(tier(agree, both), 3)
  t.equal(tier(agree | FIELD.initials, both), 1)
})

t.test('weights add up, near forms count less, contradictions count against', async (t) => {
  const { surname, given, birthDate, nearDate, postcode, number } = FIELD
  const all = surname | given | birthDate | postcode | number
  t.ok(weightOf(all, all) > ENOUGH)
  t.ok(weightOf(surname | given | postcode, surname | given | postcode) >= ENOUGH)
  t.ok(weightOf(surname | given, all) < ENOUGH)
  t.ok(weightOf(surname | nearDate, all) < weightOf(surname | birthDate, all))
  t.ok(weightOf(surname, all) < weightOf(surname, surname))
  t.ok(weightOf(given | number, given | number) < ENOUGH)
  t.ok(weightOf(birthDate | postcode | FIELD.nearName, all) >= ENOUGH, 'names swapped')
  const initial = weightOf(given | postcode, postcode)
  t.ok(initial < weightOf(given | postcode, given | postcode), 'an initial says less than a name')
})

t.test('the more records, the more it takes', async (t) => {
  t.equal(enoughAmong(0), ENOUGH)
  t.equal(enoughAmong(10_000), ENOUGH)
  t.equal(enoughAmong(20_000), ENOUGH + 1)
  t.equal(enoughAmong(1_000_000), ENOUGH + 7)
})

t.test('a family name and an address are a household, not a person', async (t) => {
  const { surname, given, birthDate, postcode, number } = FIELD
  const home = surname | postcode | number
  t.equal(isOnlyHousehold(home, home | given), true)
  t.equal(isOnlyHousehold(home, home), false, 'no first names that differ')
  t.equal(isOnlyHousehold(home | birthDate, home | given | birthDate), false)
  t.equal(isOnlyHousehold(home | given, home | given), false)
  t.equal(isOnlyHousehold(surname | postcode, home | given), false)
})

t.test('pairs are counted after closure', async (t) => {
  const score = scorePairs(Int32Array.of(0, 0, 0, 1, 2), Int32Array.of(0, 0, 1, 1, 2))
  t.match(score, {
    pairs: 3,
    truePairs: 2,
    correctPairs: 1,
    precision: 1 / 3,
    recall: 1 / 2,
    f1: 0.4,
  })
  t.match(scorePairs(Int32Array.of(0, 1), Int32Array.of(0, 1)), { precision: 1, recall: 1, f1: 1 })
  t.match(scorePairs(Int32Array.of(0, 0), Int32Array.of(0, 1)), { precision: 0, recall: 1, f1: 0 })
  t.equal(mixedPerMillion(Int32Array.of(0, 0, 1, 2), Int32Array.of(0, 1, 2, 3)), 500_000)
  t.equal(mixedPerMillion(new Int32Array(0), new Int32Array(0)), 0)
})

t.test('records without truth are left out of the score', async (t) => {
  const linked = { person: Int32Array.of(0, 0, 2, 2), household: Int32Array.of(0, 0, 0, 0) }
  const truth = { person: Int32Array.of(0, 0, -1, 1), household: undefined }
  t.match(scoreClusters(linked, truth), {
    personClusters: 2,
    householdClusters: 1,
    person: { pairs: 1, correctPairs: 1 },
    address: null,
    coverage: 1,
  })
  t.match(scoreClusters(linked, { person: undefined, household: truth.person }), {
    person: null,
    address: { pairs: 3, correctPairs: 1 },
    coverage: null,
  })
})
