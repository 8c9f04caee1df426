import t from 'tap'
import { Cursors } from '../../src/feeds/cursor.js'

const SECRET = Buffer.alloc(32, 1)
const august = new Cursors(SECRET, 'feed/0034/2026-08')

t.test('a cursor leads back to its place', async (t) => {
  const places: readonly (readonly [number, number])[] = [
    [0, 0],
    [1000, 0],
    [2 ** 52, 2 ** 32 - 1],
  ]
  for (const place of places) t.strictSame(august.read(august.write(...place)), place)
  t.equal(august.write(5), august.write(5), 'and is the same every time, so that pages are')
})

t.test('a cursor that this hub did not write for this list is refused', async (t) => {
  const cursor = august.write(1000)
  const refused = [
    '',
    'x',
    cursor.slice(1),
    `${cursor}=`,
    `${cursor.slice(0, -1)}${cursor.endsWith('A') ? 'B' : 'A'}`,
    new Cursors(SECRET, 'feed/0175/2026-08').write(1000),
    new Cursors(SECRET, 'feed/0034/2026-09').write(1000),
    new Cursors(Buffer.alloc(32, 2), 'feed/0034/2026-08').write(1000),
    Buffer.alloc(28).toString('base64url'),
  ]
  for (const text of refused) t.throws(() => august.read(text), { code: 'feed.cursor' }, text)
})
