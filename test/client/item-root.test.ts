import { randomBytes } from 'node:crypto'
import t from 'tap'
import { changedItems, itemDigests, itemsRoot } from '../../src/browser/item-root.js'
import type { components } from '../../src/generated/openapi.js'
import { itemsRootOf } from '../../src/client/receipt.js'
import { report, withdrawal } from '../notifications/build.js'

type Item = components['schemas']['Notification']

t.test('a browser computes the root that the receipt must name', async (t) => {
  const nonce = randomBytes(32).toString('base64url')
  for (const count of [1, 2, 3, 7, 16, 33]) {
    const items = Array.from({ length: count }, (_, at) =>
      at % 5 === 4
        ? withdrawal(100 + at, at)
        : report(at, at % 2 === 0 ? { customerReference: `K${at} é` } : {}),
    ) as Item[]
    const digests = await itemDigests(items, nonce)
    t.equal(await itemsRoot(digests), itemsRootOf(items, nonce), `${count} items`)
  }
})

t.test('an item that changed is named', async (t) => {
  const nonce = randomBytes(32).toString('base64url')
  const items = [1, 2, 3, 4].map((number) => report(number, { customerReference: 'K' })) as Item[]
  const planned = await itemDigests(items, nonce)
  const found = (changed: readonly Item[]) => changedItems(planned, changed, nonce)
  t.strictSame(await found(items), [])
  for (const change of [{ arrearsCents: 1 }, { customerReference: 'L' }, { phone: [] }]) {
    const changed = items.map((item, at) => (at === 2 ? { ...item, ...change } : item))
    t.strictSame(await found(changed as Item[]), [2])
  }
  t.strictSame(await found([items[1]!, items[0]!, items[2]!, items[3]!]), [0, 1], 'and its order')
  t.strictSame(await found(items.slice(1)), [], 'a batch of another size names none')
})
