import t from 'tap'
import { AreaCollector, type Source } from '../../src/postcodes/area.js'

function collect(source: Source, rows: readonly (readonly string[])[]) {
  const collector = new AreaCollector(source)
  for (const row of rows) collector.add(row)
  return { areas: collector.areas(), skipped: collector.skipped }
}

t.test('the GeoNames file: no heading, postcode and municipality by place', async (t) => {
  const row = (postcode: string, code: string) => [
    'NL',
    postcode,
    'Almere',
    'Flevoland',
    '16',
    'Almere',
    code,
    '',
    '',
    '52.37',
    '5.2',
    '6',
  ]
  const { areas, skipped } = collect('geonames', [
    row('1311', '0034'),
    row('1312 AB', '34'),
    row('1311', '0034'),
    row('1311', '0050'),
    row('', '0034'),
    row('1313', ''),
  ])
  t.strictSame(areas, [
    { postcode: '1311', municipality: '0034', others: ['0050'], district: null },
    { postcode: '1312AB', municipality: '0034', others: [], district: null },
  ])
  t.equal(skipped, 2)
})

t.test(
  'the table of Statistics Netherlands: many house numbers, most of them decide',
  async (t) => {
    const { areas } = collect('cbs', [
      ['\uFEFFPC6', 'Huisnummer', 'Buurt2025', 'Wijk2025', 'Gemeente2025'],
      ['7731AB', '1', '1750001', '17500', '175'],
      ['7731AB', '3', '1600001', '16000', '160'],
      ['7731AB', '5', '1600001', '16000', '160'],
    ])
    t.strictSame(areas, [
      { postcode: '7731AB', municipality: '0160', others: ['0175'], district: '17500' },
    ])
  },
)

t.test('the table with the columns pc4, gm_code and other_gm_codes', async (t) => {
  const { areas } = collect('pc4', [
    ['pc4', 'gm_code', 'gm_name', 'other_gm_codes', 'status', 'places', 'note'],
    ['1011', 'GM0363', 'Amsterdam', '', 'unique', 'Amsterdam', ''],
    ['1396', 'GM0736', 'De Ronde Venen', 'GM0437 GM0363', 'decided', 'Baambrugge', ''],
  ])
  t.strictSame(areas, [
    { postcode: '1011', municipality: '0363', others: [], district: null },
    { postcode: '1396', municipality: '0736', others: ['0363', '0437'], district: null },
  ])
})

t.test('an empty file has no areas', async (t) => {
  t.strictSame(collect('cbs', []), { areas: [], skipped: 0 })
})
