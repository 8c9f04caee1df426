import { inspect } from 'node:util'
import t from 'tap'
import { Secret } from '../../src/kernel/secret.js'

t.test('a secret shows itself only to who asks for it by name', async (t) => {
  const secret = new Secret('kanarie')
  t.equal(secret.expose(), 'kanarie')
  const shown = [
    `${secret}`,
    JSON.stringify({ secret }),
    inspect(secret),
    inspect({ a: [secret] }, { depth: 9, showHidden: true }),
  ]
  for (const text of shown) t.notMatch(text, 'kanarie')
})
