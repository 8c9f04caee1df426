import t from 'tap'
import { inTransaction } from '../../src/db/transaction.js'
import type { Day } from '../../src/kernel/calendar.js'
import { importPostcodes, loadPostcodes, type PostcodeArea } from '../../src/postcodes/index.js'
import { freshDatabase } from '../helpers/database.js'
import { looker, OPERATOR, registryContext } from '../helpers/registry.js'

const day = (text: string) => text as Day
const area = (postcode: string, municipality: string, others: string[] = []): PostcodeArea => ({
  postcode,
  municipality,
  others,
  district: null,
})

t.test('the postcode table', async (t) => {
  const database = await freshDatabase(t)
  const context = registryContext(database.db)
  const look = looker(database)
  const on = (when: string, ...postcodes: string[]) =>
    inTransaction(context.db, 'test.postcodes', { role: 'vroegsignaal_intake' }, (tx) =>
      loadPostcodes(tx, postcodes, day(when)),
    )
  const load = (areas: readonly PostcodeArea[], from: string) =>
    importPostcodes(context, OPERATOR, areas, {
      source: 'pc4',
      version: from,
      licence: 'CC BY 4.0',
      from: day(from),
    })

  t.test('without a table nothing is known', async (t) => {
    const table = await on('2026-08-03', '1311AB')
    t.equal(table.isLoaded, false)
    t.equal(table.liesIn('1311AB', '0034'), undefined)
  })

  t.test('the finest area decides, and municipalities that share it are no mismatch', async (t) => {
    await load(
      [area('1311', '0034'), area('1311AB', '0050', ['0995']), area('7731', '0175')],
      '2026-01-01',
    )
    const table = await on('2026-08-03', '1311AB', '1311CD', '9999ZZ')
    t.equal(table.isLoaded, true)
    t.equal(table.liesIn('1311CD', '0034'), true)
    t.equal(table.liesIn('1311CD', '0050'), false)
    t.equal(table.liesIn('1311AB', '0050'), true)
    t.equal(table.liesIn('1311AB', '0995'), true)
    t.equal(table.liesIn('1311AB', '0034'), false)
    t.equal(table.liesIn('9999ZZ', '0034'), undefined, 'newer than the table')
    t.equal((await on('2026-08-03')).isLoaded, true)
    t.equal((await on('2025-12-31', '1311AB')).isLoaded, false)
  })

  t.test('a new table takes over on its day; earlier days keep theirs', async (t) => {
    await load([area('1311', '0402')], '2027-01-01')
    t.equal((await on('2026-12-31', '1311CD')).areaOf('1311CD')?.municipality, '0034')
    t.equal((await on('2027-01-01', '1311CD')).areaOf('1311CD')?.municipality, '0402')
    t.equal((await on('2027-01-01', '7731AB')).areaOf('7731AB'), undefined)
  })

  t.test('the same day again replaces what was to begin on it', async (t) => {
    await load([area('1311', '0034')], '2027-01-01')
    t.equal((await on('2027-01-01', '1311CD')).areaOf('1311CD')?.municipality, '0034')
  })

  t.test('an empty table is refused: it would end the one in force', async (t) => {
    await t.rejects(load([], '2028-01-01'), { code: 'registry.invalid' })
    t.equal((await on('2028-01-01', '1311CD')).isLoaded, true)
  })

  t.test('every import is kept with edition and licence, and logged', async (t) => {
    const rows = await look<{ version: string; licence: string; rows: number }>(
      'SELECT version, licence, rows FROM postcode_import ORDER BY imported_at, version, rows',
    )
    t.match(rows[0], { version: '2026-01-01', licence: 'CC BY 4.0', rows: 3 })
    const logged = await look(`SELECT 1 FROM log_entry WHERE operation = 'importPostcodes'`)
    t.equal(logged.length, rows.length)
  })
})
