import t from 'tap'
import type { Day } from '../../src/kernel/calendar.js'
import { CELL_ERROR, columnLetters, type Cell } from '../../src/spreadsheet/cell.js'
import { requireFields, understandColumns } from '../../src/spreadsheet/columns.js'
import { fieldNamed, FIELDS, fieldAt } from '../../src/spreadsheet/fields.js'
import { fieldCalled, fieldOfHeading, headingOf } from '../../src/spreadsheet/headings.js'
import { readRow, type Reading } from '../../src/spreadsheet/row.js'
import { SENTENCES_EN } from '../../src/spreadsheet/sentences-en.js'
import { SENTENCES_NL } from '../../src/spreadsheet/sentences-nl.js'
import { explain } from '../../src/spreadsheet/sentences.js'
import { Survey } from '../../src/spreadsheet/survey.js'
import { templateRows } from '../../src/spreadsheet/template.js'

const ANY = ['Naam', 'Postcode', 'Huisnummer']

/** Reads one row below headings; three that are always known stand in front. */
function read(
  heading: string,
  cell: Cell,
  changes: Partial<Reading> = {},
  others: readonly (readonly Cell[])[] = [],
) {
  const columns = understandColumns([...ANY, heading])
  const survey = new Survey(columns)
  const cells: Cell[] = ['Verzonnen', '1315ZZ', '1', cell]
  for (const row of [cells, ...others]) survey.add(row)
  return readRow(cells, {
    columns,
    notationOf: survey.notationOf.bind(survey),
    municipalities: { almere: '0034', hengelogld: '0000' },
    given: {},
    reportedOn: '2026-08-10' as Day,
    ...changes,
  })
}

const codeOf = (heading: string, cell: Cell, changes: Partial<Reading> = {}) =>
  read(heading, cell, changes).findings[0]?.code

t.test('headings are known in Dutch, in English and as people write them', async (t) => {
  const headings = [
    ['Huis nr.', 'houseNumber'],
    ['HUISNUMMER', 'houseNumber'],
    ['Bedrag (€)', 'arrears'],
    ['arrearsCents', 'arrearsCents'],
    ['  e-mailadres ', 'email'],
    ['Vóórletters', 'initials'],
    ['Date of birth', 'birthDate'],
    ['gewezen op schuldhulpverlening', 'pointedToDebtHelpOn'],
  ] as const
  for (const [heading, name] of headings) t.equal(fieldOfHeading(heading)?.name, name, heading)
  for (const { name } of FIELDS) {
    for (const language of ['nl', 'en'] as const) {
      t.equal(fieldOfHeading(headingOf(name, language))?.name, name)
    }
    t.equal(fieldOfHeading(name)?.name, name)
  }
  for (const heading of [
    '',
    'Nr',
    'Saldo',
    'Opmerkingen',
    'constructor',
    '__proto__',
    '💩',
    "'; DROP TABLE",
  ]) {
    t.equal(fieldOfHeading(heading), undefined, heading)
  }
})

t.test('a row without headings is not taken for one, and is not repeated', async (t) => {
  t.throws(() => understandColumns(['Verzonnen', '1315ZZ', 12]), {
    code: 'headings.none',
    message: 'headings.none',
  })
  t.throws(() => understandColumns([...ANY, 'Bedrag', 'Openstaand']), {
    code: 'headings.twice',
    fields: ['arrears'],
    columns: ['D', 'E'],
  })
  t.throws(() => understandColumns([...ANY, 'Bedrag', 'Bedrag in centen']), {
    code: 'headings.twice',
  })
  const known = understandColumns([...ANY, 'Telefoon', 'Mobiel', 'Opmerking', 'Bijzonderheden'])
  t.equal(known.known.length, 5, 'telephone numbers may stand in several columns')
  t.strictSame(known.unknown, [
    { index: 5, heading: 'Opmerking' },
    { index: 6, heading: 'Bijzonderheden' },
  ])
  const told = new Map([
    ['opmerking', fieldNamed('street')!],
    ['column G', fieldNamed('city')!],
  ])
  t.equal(understandColumns([...ANY, 'a', 'b', 'Opmerking', 'x'], told).known.length, 5)
  t.throws(() => requireFields(known, new Set(['sector'])), { code: 'headings.missing' })
  requireFields(
    understandColumns(['OIN', 'Gemeente', 'Voorganger', 'Reden intrekking', 'Soort melding']),
    new Set(),
  )
})

t.test('what a cell means follows from its column', async (t) => {
  const item = (heading: string, cell: Cell) => read(heading, cell).item as any // eslint-disable-line @typescript-eslint/no-explicit-any -- an item in the making
  t.equal(item('Gemeente', 'gemeente Almere').municipalityCode, '0034')
  t.equal(item('Gemeente', 34).municipalityCode, '0034')
  t.equal(item('Soort vaste last', 'Huur').sector, 'RENT')
  t.equal(item('Sector', 'ENERGY_GAS').sector, 'ENERGY_GAS')
  t.equal(item('Soort melding', 'einde levering').kind, 'END_OF_SUPPLY')
  t.strictSame(item('Mobiel', '06-12 34 56 78 | 0031 20 1234567').phone, [
    '+31612345678',
    '+31201234567',
  ])
  t.strictSame(item('Mobiel', '+31 (0)6 12345678').phone, ['+31612345678'])
  t.strictSame(item('Email', 'a@b.example; c@d.example').email, ['a@b.example', 'c@d.example'])
  t.equal(item('Geen bezwaar', 'JA').attestations.noObjection, true)
  t.equal(item('Geen bezwaar', false).attestations.noObjection, false)
  t.equal(item('Crisis', 'nee').crisis, false)
  t.equal(item('Klantnr', 10023).customerReference, '10023')
  t.strictSame(item('Straat', ' Dorpsstraat ').address, {
    postcode: '1315ZZ',
    houseNumber: 1,
    street: 'Dorpsstraat',
  })
  t.match(item('Straat', ''), { kind: 'EARLY', crisis: false, reportedOn: '2026-08-10' })
})

t.test('a house number takes its addition along, and never a second house', async (t) => {
  const address = (number: Cell, addition: Cell = '') => {
    const columns = understandColumns(['Naam', 'Postcode', 'Huisnr', 'Toev'])
    const cells: Cell[] = ['Verzonnen', '1315 zz', number, addition]
    const reading = { columns, notationOf: () => ({}), municipalities: {}, given: {} }
    return readRow(cells, { ...reading, reportedOn: '2026-08-10' as Day })
  }
  t.match(address('12a').item, { address: { houseNumber: 12, addition: 'a' } })
  t.match(address('12 bis').item, { address: { houseNumber: 12, addition: 'bis' } })
  t.match(address(12, 'h').item, { address: { houseNumber: 12, addition: 'h' } })
  for (const [number, addition] of [
    ['12-14', ''],
    ['12a', 'b'],
    ['a', ''],
    ['123456', ''],
    [1.5, ''],
  ] as const) {
    const [finding] = address(number, addition).findings
    t.match(finding?.code, /HOUSE_NUMBER_UNREADABLE|NUMBER_ROUNDED/)
  }
})

t.test('an addition counts wherever its column stands; amounts may be in cents', async (t) => {
  const columns = understandColumns(['Toev', 'Huisnr', 'Naam', 'Bedrag in centen'])
  const reading = { columns, notationOf: () => ({}), municipalities: {}, given: {} }
  const readCells = (...cells: Cell[]) =>
    readRow(cells, { ...reading, reportedOn: '2026-08-10' as Day })
  t.match(readCells('b', '12', 'Verzonnen', '12345'), {
    item: { address: { houseNumber: 12, addition: 'b' }, arrearsCents: 12_345 },
    findings: [],
  })
  t.match(readCells('b', '12a', 'Verzonnen', '1,5').findings, [
    { code: 'HOUSE_NUMBER_UNREADABLE', field: 'houseNumber' },
    { code: 'AMOUNT_UNREADABLE', field: 'arrearsCents' },
  ])
})

t.test('what is the same for all rows needs no column, and never replaces a cell', async (t) => {
  const given = { sector: 'huur', street: 'Gegevenstraat' }
  t.match(read('Straat', 'Eigenstraat', { given }).item, {
    sector: 'RENT',
    address: { street: 'Eigenstraat' },
  })
  t.match(read('Straat', ' ', { given }).item, { address: { street: 'Gegevenstraat' } })
  t.equal(fieldCalled('naturalPerson')?.name, 'naturalPerson')
  t.equal(fieldCalled('Natuurlijk persoon')?.name, 'naturalPerson')
  t.equal(fieldCalled('kleur'), undefined)
})

t.test('what cannot be read is refused by name, whatever stands there', async (t) => {
  const naughty = [
    ...['=1+1', '@SUM(A1)', '<script>alert(1)</script>', "'; DROP TABLE x;--", '\u202egnp.exe'],
    ...['undefined', 'NaN', '1e309', '𝟙', '💩', '\u0000', 'ﷺ', 'constructor', '%s%s', '../../etc'],
  ]
  const codes = [
    ['Bedrag', 'AMOUNT_UNREADABLE'],
    ['Vervaldatum', 'DATE_UNREADABLE'],
    ['Geen bezwaar', 'TRUTH_UNREADABLE'],
    ['Sector', 'WORD_UNKNOWN'],
    ['Herinneringen', 'NUMBER_UNREADABLE'],
    ['Telefoon', 'PHONE_UNREADABLE'],
    ['Gemeente', 'MUNICIPALITY_UNREADABLE'],
    ['Meldingkenmerk', 'ID_UNREADABLE'],
    ['E-mail', 'EMAIL_UNREADABLE'],
  ] as const
  for (const [heading, code] of codes) {
    for (const cell of naughty) t.equal(codeOf(heading, cell), code, `${heading} ${cell}`)
    t.equal(codeOf(heading, CELL_ERROR), 'CELL_ERROR')
  }
  t.equal(codeOf('OIN', 9.9e19), 'NUMBER_ROUNDED')
  t.equal(codeOf('Telefoon', 612345678), 'PHONE_UNREADABLE', 'its zero was lost')
  t.equal(codeOf('Geen bezwaar', 'x'), 'TRUTH_UNREADABLE', 'a cross attests nothing')
  t.equal(codeOf('Straat', 'CafÃ©straat'), 'TEXT_GARBLED')
  t.equal(codeOf('Straat', 'Caf\ufffdstraat'), 'TEXT_GARBLED')
  t.equal(codeOf('Straat', 'half \ud800'), 'TEXT_NOT_ALLOWED')
  t.equal(codeOf('Straat', 'Ångströmstraat À'), undefined, 'letters that are right stay')
  t.equal(codeOf('Soort melding', 'toString'), 'WORD_UNKNOWN')
})

t.test('an ambiguous cell is read when its column shows how, and only then', async (t) => {
  const others = (cell: Cell): Cell[][] => [['', '', '', cell]]
  t.equal(codeOf('Bedrag', '1.234'), 'AMOUNT_AMBIGUOUS')
  t.equal(codeOf('Bedrag', '1.234', { decimals: 'comma' }), undefined)
  t.match(read('Bedrag', '1.234', {}, others('12,50')).item, { arrearsCents: 123_400 })
  const both = read('Bedrag', '1.234', {}, [...others('12,50'), ...others('12.50')])
  t.match(both.findings, [{ code: 'AMOUNT_AMBIGUOUS', field: 'arrears' }])
  t.match(read('Vervaldatum', '03/04/2026', {}, others('31/12/2026')).item, {
    oldestDueOn: '2026-04-03',
  })
  t.equal(codeOf('Vervaldatum', '03/04/2026'), 'DATE_AMBIGUOUS')
  t.equal(codeOf('Vervaldatum', '03/04/2026', { dates: 'day-first' }), undefined)
})

t.test('a withdrawal carries no person; a row has no cells without heading', async (t) => {
  const { item, findings } = read('Soort melding', 'intrekking', { given: { sector: 'RENT' } })
  t.strictSame(
    findings.map(({ code, field }) => `${code} ${field}`),
    ANY.map((_, at) => `FIELD_NOT_OF_KIND ${['surname', 'postcode', 'houseNumber'][at]}`),
  )
  t.strictSame(item, { kind: 'WITHDRAWAL', reportedOn: '2026-08-10' })
  const columns = understandColumns(ANY)
  const reading = { columns, notationOf: () => ({}), municipalities: {}, given: {} }
  const long = readRow(['a', '1315ZZ', '1', '', 'x'], {
    ...reading,
    reportedOn: '2026-08-10' as Day,
  })
  t.match(long.findings, [{ code: 'ROW_TOO_LONG' }])
})

t.test('every finding has a sentence and a remedy in both languages', async (t) => {
  for (const sentences of [SENTENCES_NL, SENTENCES_EN]) {
    for (const [code, [says, remedy]] of Object.entries(sentences)) {
      t.match(says, /\.$/, code)
      t.match(remedy, /\.$/, code)
    }
  }
  t.strictSame(explain('A_NEW_CODE' as 'DUPLICATE', 'nl'), { says: 'A_NEW_CODE', remedy: '' })
  t.not(explain('NO_MANDATE', 'nl').says, explain('NO_MANDATE', 'en').says)
})

t.test('the template is understood whole, in both languages', async (t) => {
  for (const language of ['nl', 'en'] as const) {
    const [headings, cells] = templateRows(language)
    const columns = understandColumns(headings)
    t.strictSame(columns.unknown, [])
    requireFields(columns, new Set(['creditorId']))
    const survey = new Survey(columns)
    survey.add(cells)
    const { findings } = readRow(cells, {
      columns,
      notationOf: survey.notationOf.bind(survey),
      municipalities: { almere: '0034' },
      given: {},
      reportedOn: '2026-08-10' as Day,
    })
    t.strictSame(findings, [])
  }
})

t.test(
  'columns are named as a spreadsheet does, and found by where a refusal points',
  async (t) => {
    t.strictSame([0, 25, 26, 701, 702].map(columnLetters), ['A', 'Z', 'AA', 'ZZ', 'AAA'])
    t.equal(fieldAt('/arrearsCents'), 'arrears')
    t.equal(fieldAt('/arrearsCents', false), 'arrearsCents')
    t.equal(fieldAt('/address/postcode'), 'postcode')
    t.equal(fieldAt('/phone/0'), 'phone')
    t.equal(fieldAt(''), undefined)
    t.equal(fieldAt('/nothing'), undefined)
  },
)
