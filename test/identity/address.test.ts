import t from 'tap'
import { matchAddress } from '../../src/identity/address.js'

const at = (postcode: string, houseNumber: string | number, addition = '', street = '') =>
  matchAddress({ postcode, houseNumber, addition, street })

t.test('a Dutch postcode is six characters in capitals', async (t) => {
  for (const text of ['1234AB', '1234 ab', ' 1234  Ab ', '1234AB Ommen']) {
    t.match(at(text, 1), { postcode: '1234AB', area: '1234' }, text)
  }
})

t.test('letters that are never issued, and zeros, are no Dutch postcode', async (t) => {
  for (const letters of ['SA', 'SD', 'SS']) t.not(at(`1234${letters}`, 1).postcode.length, 0)
  t.equal(at('0000', 1).postcode, '')
  t.equal(at('', 1).postcode, '')
  t.equal(at('?', 1).postcode, '')
})

t.test('a foreign postcode is kept in letters and digits', async (t) => {
  t.match(at('2618', 8), { postcode: '2618', area: '2618' })
  t.match(at('SW1A 1AA', 8), { postcode: 'SW1A1AA', area: 'SW1A' })
})

t.test('number and addition are told apart however they are joined', async (t) => {
  const cases = [
    ['12', 'A', '12', 'A'],
    ['12A', '', '12', 'A'],
    ['12-a', '', '12', 'A'],
    ['12 bis', '', '12', 'BIS'],
    ['12 hs', '', '12', 'HS'],
    ['12', 'huis', '12', 'HS'],
    ['12 2-hoog', '', '12', '2'],
    ['12', 'II', '12', 'II'],
    ['0012', '', '12', ''],
    ['nr. 7', '', '7', ''],
    ['12/3', '', '12', '3'],
    ['', '', '', ''],
  ] as const
  for (const [house, addition, number, normal] of cases) {
    t.match(at('1234AB', house, addition), { number, addition: normal }, `${house}|${addition}`)
  }
  t.match(at('1234AB', 12, 'b'), { number: '12', addition: 'B' })
})

t.test('a post office box is known by its street', async (t) => {
  for (const street of ['Postbus', 'postbus 12', 'P.O. Box', 'Antwoordnummer']) {
    t.equal(at('1234AB', 12, '', street).isBox, true, street)
  }
  t.equal(at('1234AB', 'Postbus 12').isBox, true)
  t.equal(at('1234AB', 12, '', 'Postbusweg').isBox, false)
})
