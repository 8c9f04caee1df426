import { createHash, createHmac, randomBytes } from 'node:crypto'
import t from 'tap'
import { canonicalText } from '../../src/kernel/canonical.js'
import { leafHash, rootOf, verifyInclusion } from '../../src/log-tree/tree.js'
import { committedText, itemDigest, ItemSalts } from '../../src/notifications/commitment.js'
import { itemText } from '../../src/notifications/item-text.js'
import { ItemTree } from '../../src/notifications/item-tree.js'
import { report, withdrawal, without } from './build.js'

const NONCE = Buffer.alloc(32, 7)

t.test('the text of an item', async (t) => {
  t.test('is its canonical text, whatever the order of its members', async (t) => {
    const items = [
      report(1),
      report(2, { person: { surname: 'É"\\\u2028x', bsn: '123456789' }, warmHandover: true }),
      report(3, { address: { houseNumber: 1, addition: 'B', postcode: '1315ZZ' }, email: [] }),
      withdrawal(4, 1),
      without(report(5), 'phone', 'attestations'),
    ]
    for (const item of items) {
      const shuffled = Object.fromEntries(Object.entries(item).reverse())
      t.equal(itemText(shuffled, undefined), canonicalText(item))
    }
  })

  t.test('is canonical also for items that the contract does not know', async (t) => {
    const items = [
      { ...report(1), unknown: { b: 1, a: [2, { d: 1, c: null }] } },
      { ...report(1), person: { surname: 'x', nested: { b: 1, a: 2 } } },
      { ...report(1), person: null },
      { ...report(1), address: [{ b: 1, a: 2 }] },
      { ...report(1), sector: { b: 1, a: 2 } },
      { ...report(1), phone: [{ b: 1, a: 2 }] },
      { ...report(1), attestations: { noObjection: { b: 1, a: 2 } } },
      {},
    ]
    for (const item of items) t.equal(itemText(item, undefined), canonicalText(item))
  })
})

t.test('salts and digests are what a creditor computes from its own copy', async (t) => {
  const salts = new ItemSalts(NONCE)
  const item = report(1)
  const index = Buffer.alloc(4)
  index.writeUInt32BE(258)
  const salt = createHmac('sha256', NONCE).update('item').update(index).digest()
  t.strictSame(salts.item(258), salt)
  const digest = createHash('sha256').update(salt).update(canonicalText(item)).digest('binary')
  t.equal(itemDigest(salt, committedText(item, 258, salts)), digest)
  const none = new ItemSalts(undefined)
  t.notSame(none.item(0), new ItemSalts(undefined).item(0), 'without a nonce nobody can')
  t.strictSame(none.item(0), none.item(0), 'but they stay the same in the batch')
})

t.test('a customer reference is committed to, not shown', async (t) => {
  const salts = new ItemSalts(NONCE)
  const text = committedText(report(1, { customerReference: 'KL-000123' }), 3, salts)
  const salt = createHmac('sha256', NONCE)
    .update('reference')
    .update(Buffer.from([0, 0, 0, 3]))
    .digest()
  const commitment = createHash('sha256').update(salt).update('KL-000123').digest('base64url')
  t.notMatch(text, 'KL-000123')
  t.equal(text, canonicalText(report(1, { customerReference: commitment })))
})

t.test('a long item is digested like a short one', async (t) => {
  const salt = Buffer.alloc(32, 1)
  for (const length of [0, 10, 5_000, 50_000, 20]) {
    const text = 'é'.repeat(length)
    const expected = createHash('sha256').update(salt).update(text).digest('binary')
    t.equal(itemDigest(salt, text), expected)
  }
})

t.test('the tree has the root and the paths of RFC 6962, for every size', async (t) => {
  for (let size = 1; size <= 40; size++) {
    const digests = Array.from({ length: size }, () => randomBytes(32))
    const tree = new ItemTree(Buffer.concat(digests))
    t.equal(tree.size, size)
    t.strictSame(tree.root, rootOf(digests.map(leafHash)))
    digests.forEach((digest, index) => {
      const path = tree.pathOf(index).map((hash) => Buffer.from(hash, 'base64url'))
      t.ok(verifyInclusion(leafHash(digest), index, size, path, tree.root), `${index} of ${size}`)
    })
  }
  t.throws(() => new ItemTree(Buffer.alloc(0)), RangeError)
})
