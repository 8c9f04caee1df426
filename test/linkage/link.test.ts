import t from 'tap'
import { makeRecords } from './generator.js'
import { idsOf, link, record } from './measure.js'
import { Random } from './random.js'

const DAD = record({ recordId: 'a', initials: 'J.', birthDate: '1960-02-03', phone: '0611112222' })
const SON = record({ recordId: 'b', initials: 'J.', birthDate: '1990-05-06', phone: '0633334444' })

/** People found, each as the ids of its records. */
const people = (records: readonly ReturnType<typeof record>[]) =>
  idsOf(records, link(records).person)
const households = (records: readonly ReturnType<typeof record>[]) =>
  idsOf(records, link(records).household)

t.test('one person in two spellings is one', async (t) => {
  const other = record({
    recordId: 'b',
    initials: 'JP',
    surname: 'JANSSEN',
    birthDate: '03-02-1960',
  })
  t.strictSame(people([record({ recordId: 'a', birthDate: '1960-02-03' }), other]), ['a b'])
})

t.test('parent and child of one name at one address stay two', async (t) => {
  t.strictSame(people([DAD, SON]), ['a', 'b'])
})

t.test('a record without birth date that could be either of two people stays alone', async (t) => {
  const either = record({ recordId: 'c', initials: 'J.', birthDate: '', phone: '0611112222' })
  t.strictSame(people([DAD, either]), ['a c'], 'with one of them it is known')
  t.strictSame(people([DAD, SON, either]), ['a', 'b', 'c'], 'with both it is doubt')
})

t.test('name and address without birth date or contact are doubt', async (t) => {
  const plain = { birthDate: '', phone: '', email: '' }
  t.strictSame(
    people([
      record({ ...plain, recordId: 'a', initials: 'J' }),
      record({ ...plain, recordId: 'b', initials: 'J' }),
    ]),
    ['a', 'b'],
  )
})

t.test('contradicting full initials are two people, one initial contradicts nothing', async (t) => {
  const same = { birthDate: '1960-02-03' }
  t.strictSame(
    people([
      record({ ...same, recordId: 'a', initials: 'J.P.' }),
      record({ ...same, recordId: 'b', initials: 'J.M.' }),
    ]),
    ['a', 'b'],
  )
  t.strictSame(
    people([
      record({ ...same, recordId: 'a', initials: 'J.P.' }),
      record({ ...same, recordId: 'b', initials: 'J' }),
    ]),
    ['a b'],
  )
})

t.test('a telephone number of many people proves nothing', async (t) => {
  const names = ['Bos', 'Vos', 'Smit', 'Mulder', 'Dekker']
  const office = names.map((surname, at) =>
    record({
      recordId: `o${at}`,
      surname,
      postcode: `2000A${'ABCDE'[at]}`,
      phone: '0201234561',
      birthDate: '',
    }),
  )
  const twice = [
    record({ recordId: 'a', birthDate: '', phone: '0201234561', postcode: '3000AA' }),
    record({ recordId: 'b', birthDate: '', phone: '0201234561', postcode: '4000AA' }),
  ]
  t.strictSame(people(twice), ['a b'], 'of one name only')
  t.equal(people([...twice, ...office]).includes('a b'), false, 'of six names')
})

t.test('a contact that one person uses under two names is that person’s own', async (t) => {
  const phone = '0611112222'
  const dated = record({ recordId: 'a', initials: 'J.', birthDate: '1960-02-03', phone })
  const called = record({ recordId: 'b', initials: 'H.', birthDate: '1960-02-03', phone })
  const partner = record({ recordId: 'b', initials: 'M.', birthDate: '1962-09-08', phone })
  const undated = record({ recordId: 'c', initials: 'J.', birthDate: '', phone })
  t.strictSame(people([dated, called, undated]), ['a b c'])
  t.strictSame(people([dated, partner, undated]), ['a', 'b', 'c'], 'the family’s')
})

t.test('of one guardian, equal full initials are one person', async (t) => {
  const office = { phone: '0201234561', postcode: '2000AB', birthDate: '' }
  const letters = [...'bdfgklmnpr']
  const names = letters.flatMap((one) => letters.map((two) => `${one}a${two}a`))
  const clients = (count: number) =>
    [...names, ...names].slice(0, count).map((surname, at) => {
      const initials = at < names.length ? 'J.' : 'K.'
      return record({ ...office, recordId: `o${at}`, initials, surname })
    })
  const twice = (initials: string) =>
    ['a', 'b'].map((recordId) => record({ ...office, recordId, initials, surname: 'Vos' }))
  t.ok(people([...twice('J.P.'), ...clients(20)]).includes('a b'))
  t.notOk(people([...twice('J.'), ...clients(20)]).includes('a b'), 'one initial is a couple’s too')
  t.notOk(people([...twice('J.P.'), ...clients(150)]).includes('a b'), 'nobody’s guardian')
})

t.test('a household is an address, whether the addition is there or not', async (t) => {
  const records = [
    record({ recordId: 'a', initials: 'A', surname: 'Bos' }),
    record({ recordId: 'b', initials: 'B', surname: 'Vos', addition: 'a' }),
    record({ recordId: 'c', initials: 'C', surname: 'Smit', houseNumber: '13' }),
  ]
  t.strictSame(households(records), ['a b', 'c'])
})

t.test(
  'several records with the only addition and several without are two dwellings',
  async (t) => {
    const bare = [
      record({ recordId: 'a', initials: 'A', surname: 'Bos', birthDate: '' }),
      record({ recordId: 'b', initials: 'B', surname: 'Bos', birthDate: '' }),
    ]
    const added = (surname: string) => [
      record({ recordId: 'c', initials: 'C', surname: 'Vos', addition: 'A', birthDate: '' }),
      record({ recordId: 'd', initials: 'A', surname, addition: 'A', birthDate: '' }),
    ]
    t.strictSame(households([...bare, ...added('Smit')]), ['a b', 'c d'])
    t.strictSame(households([...bare, ...added('Bos')]), ['a b c d'], 'a name in common')
    t.strictSame(households([...bare, added('Smit')[0]!]), ['a b c'], 'one creditor adds too much')
  },
)

t.test('two additions are two dwellings, and a record without goes by its name', async (t) => {
  const records = [
    record({ recordId: 'a', initials: 'A', surname: 'Bos', addition: 'A', birthDate: '' }),
    record({ recordId: 'b', initials: 'B', surname: 'Vos', addition: 'B', birthDate: '' }),
    record({ recordId: 'c', initials: 'B', surname: 'Vos', birthDate: '' }),
    record({ recordId: 'd', initials: 'D', surname: 'Smit', birthDate: '' }),
  ]
  t.strictSame(households(records), ['a', 'b c', 'd'])
})

t.test(
  'an address of seven names is nobody’s household, additions make dwellings there',
  async (t) => {
    const surnames = ['Bos', 'Vos', 'Smit', 'Mulder', 'Dekker', 'Visser', 'Bakker']
    const home = surnames.map((surname, at) =>
      record({ recordId: `r${at}`, surname, birthDate: '' }),
    )
    t.equal(households(home).length, 7)
    const flats = home.map((one, at) => ({ ...one, addition: at < 2 ? '1' : String(at) }))
    t.equal(households(flats).length, 6)
  },
)

t.test('a person alone at an address joins the household of the other records', async (t) => {
  const records = [
    record({ recordId: 'a', birthDate: '1960-02-03' }),
    record({ recordId: 'b', birthDate: '1960-02-03' }),
    record({ recordId: 'c', birthDate: '1960-02-03', houseNumber: '21' }),
    record({ recordId: 'd', surname: 'Vos', initials: 'K' }),
  ]
  t.strictSame(people(records), ['a b c', 'd'])
  t.strictSame(households(records), ['a b c d'])
})

t.test('no records, and records that say nothing, are linked to nothing', async (t) => {
  t.strictSame(people([]), [])
  const empty = {
    initials: '',
    surname: '',
    birthDate: '',
    postcode: '',
    houseNumber: '',
    phone: '',
    email: '',
  }
  const records = ['a', 'b'].map((recordId) => record({ ...empty, recordId }))
  t.strictSame(people(records), ['a', 'b'])
  t.strictSame(households(records), ['a', 'b'])
})

t.test('the order of arrival changes nothing, also after deletions', async (t) => {
  for (const seed of [1, 2, 3]) {
    const random = new Random(seed)
    const records = makeRecords(seed, 1500)
    const all = link(records)
    const expected = [idsOf(records, all.person), idsOf(records, all.household)]
    for (let round = 0; round < 3; round += 1) {
      const shuffled = random.shuffle([...records])
      const again = link(shuffled)
      t.strictSame([idsOf(shuffled, again.person), idsOf(shuffled, again.household)], expected)
    }
    const kept = records.filter(() => random.chance(0.8))
    const rest = link(kept)
    const shuffled = random.shuffle([...kept])
    t.strictSame(
      idsOf(shuffled, link(shuffled).person),
      idsOf(kept, rest.person),
      'without a fifth',
    )
  }
})
