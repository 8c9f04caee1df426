import t from 'tap'
import { dateOrderOf, readDay, type DateReading } from '../../src/spreadsheet/dates.js'

const UNTOLD: DateReading = { order: undefined, isTold: false }
const AMBIGUOUS = { code: 'DATE_AMBIGUOUS' }
const UNREADABLE = { code: 'DATE_UNREADABLE' }

t.test('a date that can mean one day only is read', async (t) => {
  const cells = [
    ...['2026-12-31', '2026/12/31', '2026-12-31T00:00:00', '2026-12-31 0:00:00', '20261231'],
    ...['31-12-2026', '31/12/2026', '31.12.2026', '31-12-2026 00:00', '12/31/2026', '12-31-2026'],
    ...['31 december 2026', '31-dec-2026', '31 DEC. 2026'],
  ]
  for (const cell of cells) t.equal(readDay(cell, UNTOLD), '2026-12-31', cell)
  t.equal(readDay('3 mei 2026', UNTOLD), '2026-05-03')
  t.equal(readDay('05/05/2026', UNTOLD), '2026-05-05')
})

t.test('with dashes or dots the day comes first, unless the column shows otherwise', async (t) => {
  t.equal(readDay('03-04-2026', UNTOLD), '2026-04-03')
  t.equal(readDay('3.4.2026', UNTOLD), '2026-04-03')
  t.throws(() => readDay('03-04-2026', { order: 'month-first', isTold: false }), AMBIGUOUS)
  t.throws(() => readDay('03-04-2026', { order: 'both', isTold: false }), AMBIGUOUS)
})

t.test('with slashes it is refused until the column shows or somebody tells', async (t) => {
  t.throws(() => readDay('03/04/2026', UNTOLD), AMBIGUOUS)
  t.throws(() => readDay('03/04/2026', { order: 'both', isTold: false }), AMBIGUOUS)
  t.equal(readDay('03/04/2026', { order: 'day-first', isTold: false }), '2026-04-03')
  t.equal(readDay('03/04/2026', { order: 'month-first', isTold: false }), '2026-03-04')
  t.equal(readDay('03-04-2026', { order: 'month-first', isTold: true }), '2026-03-04')
  t.throws(() => readDay('31/12/2026', { order: 'month-first', isTold: true }), UNREADABLE)
  t.equal(dateOrderOf('31/12/2026'), 'day-first')
  t.equal(dateOrderOf('12/31/2026'), 'month-first')
  for (const cell of ['03/04/2026', '2026-12-31', 'x', 5]) t.equal(dateOrderOf(cell), undefined)
})

t.test('the number of a workbook is a day; in a text file it is not', async (t) => {
  t.equal(readDay(46387, { ...UNTOLD, dayZero: '1900' }), '2026-12-31')
  t.equal(readDay(46387.75, { ...UNTOLD, dayZero: '1900' }), '2026-12-31')
  t.equal(readDay(61, { ...UNTOLD, dayZero: '1900' }), '1900-03-01')
  t.equal(readDay(46387 - 1462, { ...UNTOLD, dayZero: '1904' }), '2026-12-31')
  t.equal(readDay(20261231, { ...UNTOLD, dayZero: '1900' }), '2026-12-31')
  for (const number of [60, 0, -5, 73_051, NaN, Infinity]) {
    t.throws(() => readDay(number, { ...UNTOLD, dayZero: '1900' }), UNREADABLE)
  }
  t.throws(() => readDay('46387', UNTOLD), UNREADABLE)
  t.throws(() => readDay(46387, UNTOLD), UNREADABLE)
})

t.test('what is no day is refused', async (t) => {
  const cells = [
    ...['', '31-02-2026', '2026-02-29', '31-12-26', '2026-13-01', '32-01-2026', '00-00-2026'],
    ...['31-12.2026', '31 foober 2026', 'gisteren', '2026-12-31T12:00:00', '٣١-١٢-٢٠٢٦'],
    ...['1 2 2026', '99999999'],
  ]
  for (const cell of cells) t.throws(() => readDay(cell, UNTOLD), UNREADABLE, cell)
  t.throws(() => readDay(true, UNTOLD), UNREADABLE)
})
