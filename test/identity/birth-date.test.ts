import t from 'tap'
import { birthDateDigits, parseBirthDate } from '../../src/identity/birth-date.js'

const TODAY = '2026-10-31'
const read = (text?: string) => {
  const date = parseBirthDate(text, TODAY)
  return date && `${date.year}-${date.month}-${date.day}`
}

t.test('a birth date is read in the ways creditors write it', async (t) => {
  const cases = [
    ['1980-03-14', '1980-03-14'],
    ['19800314', '1980-03-14'],
    ['1980-03-14T00:00:00', '1980-03-14'],
    ['14-03-1980', '1980-03-14'],
    ['14/3/1980', '1980-03-14'],
    ['14.03.1980', '1980-03-14'],
    ['14 mrt 1980', '1980-03-14'],
    ['14 maart 1980', '1980-03-14'],
    ['14-03-80', '1980-03-14'],
    ['14-03-20', '2020-03-14'],
    ['1980-14-03', '1980-03-14'],
  ] as const
  for (const [text, expected] of cases) t.equal(read(text), expected, text)
})

t.test('what cannot be a birth date counts as missing', async (t) => {
  const cases = [
    '',
    undefined,
    '1900-01-01',
    '1901-01-01',
    '1899-12-31',
    '2026-11-01',
    '2023-02-29',
  ]
  for (const text of [...cases, '1980-13-32', 'unknown', '0000-00-00', '1-2']) {
    t.equal(read(text), undefined, String(text))
  }
})

t.test('the first of January and of July are placeholders', async (t) => {
  t.equal(parseBirthDate('1970-01-01', TODAY)?.isPlaceholder, true)
  t.equal(parseBirthDate('1970-07-01', TODAY)?.isPlaceholder, true)
  t.equal(parseBirthDate('1970-03-01', TODAY)?.isPlaceholder, false)
})

t.test('digits survive a slip that makes the date impossible', async (t) => {
  t.equal(birthDateDigits('19351104', undefined), '19351104')
  t.equal(birthDateDigits('1935-13-41', undefined), '19351341')
  t.equal(birthDateDigits('14-3-1980', parseBirthDate('14-3-1980', TODAY)), '19800314')
  for (const text of ['', undefined, '1900-01-01', '12'])
    t.equal(birthDateDigits(text, undefined), '', String(text))
})
