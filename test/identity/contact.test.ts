import t from 'tap'
import { normalEmail, normalPhone } from '../../src/identity/contact.js'

t.test('a telephone number has one national form', async (t) => {
  for (const text of [
    '0612345679',
    '06-12345679',
    '06 12 34 56 79',
    '+31612345679',
    '+31 6 12345679',
    '+31 (0)6 12345679',
    '0031612345679',
    '31612345679',
    '612345679',
  ]) {
    t.equal(normalPhone(text), '0612345679', text)
  }
  t.equal(normalPhone('020-1234561'), '0201234561')
  t.equal(normalPhone('+44 20 7946 0958'), '442079460958')
})

t.test('fillers and fragments are no telephone number', async (t) => {
  for (const text of [
    '',
    '0600000000',
    '0000000000',
    '0611111111',
    '0612345678',
    '12345',
    'geen',
  ]) {
    t.equal(normalPhone(text), '', text)
  }
})

t.test('an e-mail address is trimmed and in lower case, nothing else', async (t) => {
  t.equal(normalEmail(' J.Jansen+gas@Example.NL '), 'j.jansen+gas@example.nl')
  t.not(normalEmail('j.jansen@example.nl'), normalEmail('jjansen@example.nl'))
})

t.test('fillers are no e-mail address', async (t) => {
  for (const text of [
    '',
    'geen',
    'geen@geen.nl',
    'onbekend@onbekend.nl',
    'noreply@example.nl',
    'a@b',
    'a b@c.nl',
  ]) {
    t.equal(normalEmail(text), '', text)
  }
})
