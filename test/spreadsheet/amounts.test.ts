import t from 'tap'
import { decimalSignOf, readCents, readEuros } from '../../src/spreadsheet/amounts.js'

const AMBIGUOUS = { code: 'AMOUNT_AMBIGUOUS' }
const UNREADABLE = { code: 'AMOUNT_UNREADABLE' }

t.test('an amount that can mean one thing only is read', async (t) => {
  const amounts = [
    ['1234', 123_400],
    ['0', 0],
    ['12,5', 1250],
    ['12.50', 1250],
    ['0,05', 5],
    ['1.234,56', 123_456],
    ['1,234.56', 123_456],
    ['1.234.567,8', 123_456_780],
    ['1.234.567', 123_456_700],
    ['1,234,567', 123_456_700],
    ['€ 1.234,56', 123_456],
    ['EUR 12', 1200],
    ['12,50 euro', 1250],
    ['1.234,-', 123_400],
    ['25,--', 2500],
    ['1 234,56', 123_456],
    ['1\u00a0234,56', 123_456],
    ['1\u202f234,56', 123_456],
    ["1'234.56", 123_456],
    [1234.56, 123_456],
    [0.1 + 0.2, 30],
    [12.35, 1235],
  ] as const
  for (const [cell, cents] of amounts) t.equal(readEuros(cell, undefined), cents, String(cell))
})

t.test('an amount that can mean two things is refused, not guessed', async (t) => {
  for (const cell of ['1.234', '1,234', '12.345', '999,000']) {
    t.throws(() => readEuros(cell, undefined), AMBIGUOUS, cell)
  }
  t.equal(readEuros('1.234', 'comma'), 123_400)
  t.equal(readEuros('1,234', 'dot'), 123_400)
  // Read the other way it would have three decimals.
  t.throws(() => readEuros('1.234', 'dot'), UNREADABLE)
  t.throws(() => readEuros('1,234', 'comma'), UNREADABLE)
})

t.test('what is no amount is refused', async (t) => {
  const wrong = [
    ...[
      '',
      'geen',
      '-12,50',
      '12,505',
      '1.23.456',
      '1,2,3',
      '12,345,6',
      '1.234,567',
      '0.123',
      ',50',
    ],
    ...[
      '12-',
      '1e5',
      '0x10',
      '١٢',
      '99999999999',
      '12 50',
      '€',
      '1..234',
      'NaN',
      true,
      Symbol('x'),
    ],
    ...[-1, 12.345, NaN, Infinity, 1e12],
  ]
  for (const cell of wrong) t.throws(() => readEuros(cell as string, 'comma'), UNREADABLE)
  t.throws(() => readEuros('1,234.56', 'comma', true), UNREADABLE, 'told otherwise')
})

t.test('a column shows its decimal sign by amounts that can mean one thing only', async (t) => {
  for (const cell of ['1.234,56', '12,5', '1.234.567']) t.equal(decimalSignOf(cell), 'comma', cell)
  for (const cell of ['1,234.56', '12.5', '1,234,567']) t.equal(decimalSignOf(cell), 'dot', cell)
  for (const cell of ['1234', '1.234', '1,234', 'geen', 12.5])
    t.equal(decimalSignOf(cell), undefined)
})

t.test('cents are whole', async (t) => {
  t.equal(readCents('123456'), 123_456)
  t.equal(readCents(500), 500)
  for (const cell of ['12,50', '1.000', '-5', '', 1.5, true]) {
    t.throws(() => readCents(cell), UNREADABLE)
  }
})
