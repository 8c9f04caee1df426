import t from 'tap'
import { parseForm } from '../../src/console/form.js'

const parse = (text: string) => parseForm(Buffer.from(text, 'latin1'))

t.test('a form is read as it was sent', async (t) => {
  const form = parse('a=1&b=x+y%26z&c=&reason=%C3%A9%0D%0Aline')
  t.strictSame(
    [...form],
    [
      ['a', '1'],
      ['b', 'x y&z'],
      ['c', ''],
      ['reason', 'é\nline'],
    ],
  )
  t.strictSame([...parse('')], [])
  t.equal(parse('a=e%CC%81').get('a'), 'é', 'composed')
})

t.test('what is not one is refused, without a word of it', async (t) => {
  for (const text of [
    'a=1&a=2',
    'a=%',
    'a=%FF',
    'a=\xff',
    '__proto__x[]=1',
    'a[b]=1',
    'a=%00',
    'a=%1B',
    'a=%E2%80%AE',
    Array.from({ length: 241 }, (_, at) => `f${at}=1`).join('&'),
  ]) {
    t.throws(
      () => parse(text),
      { code: 'request.malformed', message: 'The form could not be read.' },
      text,
    )
  }
})
