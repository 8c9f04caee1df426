import t from 'tap'
import { parseInitials } from '../../src/identity/initials.js'

t.test('initials are read however they are written', async (t) => {
  for (const text of [
    'J.P.M.',
    'JPM',
    'J P M',
    'j.p.m.',
    'jpm',
    'J.P.M. (Hans)',
    'dhr. J.P.M.',
    'J. P. M.',
  ]) {
    t.match(parseInitials(text), { first: 'j', full: 'jpm', given: '' }, text)
  }
})

t.test('one initial is no full set, so it contradicts nothing', async (t) => {
  for (const text of ['J', 'J.', 'j', ' J. ']) {
    t.match(parseInitials(text), { first: 'j', full: '', doubtful: false }, text)
  }
})

t.test('abbreviated names count once', async (t) => {
  t.match(parseInitials('Th.M.'), { first: 't', full: 'tm' })
  t.match(parseInitials('Chr.'), { first: 'c', full: '' })
  t.match(parseInitials('Joh. P.'), { first: 'j', full: 'jp' })
})

t.test('a first name gives its initial and the name', async (t) => {
  t.match(parseInitials('Hans'), { first: 'h', full: '', given: 'hans' })
  t.match(parseInitials('michaela'), { first: 'm', full: '', given: 'michaela' })
  t.match(parseInitials('Johanna Maria'), { first: 'j', full: 'jm', given: 'johanna' })
  t.match(parseInitials('JOHANNES'), { first: 'j', given: 'johannes' })
  t.match(parseInitials('Éva'), { first: 'e', given: 'eva' })
})

t.test('capitals that may be a short name are in doubt', async (t) => {
  t.match(parseInitials('JAN'), { first: 'j', full: 'jan', doubtful: true })
  t.match(parseInitials('J.A.N.'), { first: 'j', full: 'jan', doubtful: false })
})

t.test('nothing gives nothing', async (t) => {
  for (const text of ['', ' ', '-', '?', 'dhr.']) {
    t.strictSame(parseInitials(text), { first: '', full: '', given: '', doubtful: false }, text)
  }
})
