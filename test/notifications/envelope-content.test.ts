import { createHash } from 'node:crypto'
import t from 'tap'
import { canonicalBytes } from '../../src/kernel/canonical.js'
import { EMPTY_ROOT, leafHash, rootOf } from '../../src/log-tree/tree.js'
import { committedText, itemDigest, ItemSalts } from '../../src/notifications/commitment.js'
import {
  envelopeDigest,
  envelopesRoot,
  envelopeText,
  readEnvelopeText,
  type EnvelopeContent,
} from '../../src/notifications/envelope-content.js'
import { ItemTree } from '../../src/notifications/item-tree.js'
import { id, report, type AnyItem } from './build.js'

const SALTS = new ItemSalts(Buffer.alloc(32, 9))

function contentsOf(items: readonly AnyItem[]): EnvelopeContent[] {
  const texts = items.map((item, index) => committedText(item, index, SALTS))
  const digests = texts.map((text, index) => itemDigest(SALTS.item(index), text))
  const tree = new ItemTree(Buffer.from(digests.join(''), 'latin1'))
  return items.map((item, index) => ({
    v: 1,
    creditorId: item['creditorId'] as string,
    notificationId: item['notificationId'] as string,
    batchId: id(1),
    item: texts[index]!,
    salt: SALTS.item(index).toString('base64url'),
    index,
    count: items.length,
    path: tree.pathOf(index),
    itemsRoot: tree.root.toString('hex'),
  }))
}

t.test('what is sealed reads back as it was, and proves itself', async (t) => {
  for (const items of [[report(1)], [report(1), report(2), report(3)]]) {
    for (const [index, content] of contentsOf(items).entries()) {
      const { item, isProven, content: read } = readEnvelopeText(envelopeText(content))
      t.strictSame(item, items[index])
      t.strictSame(read, content)
      t.ok(isProven)
    }
  }
})

t.test('one that was changed in any part proves nothing', async (t) => {
  const [content] = contentsOf([report(1), report(2)]) as [EnvelopeContent]
  const changes: Partial<EnvelopeContent>[] = [
    { item: content.item.replace('Verzonnen1', 'Verzonnen2') },
    { index: 1 },
    { count: 3 },
    { path: [] },
    { salt: SALTS.item(1).toString('base64url') },
    { itemsRoot: '00'.repeat(32) },
  ]
  for (const change of changes) {
    t.notOk(readEnvelopeText(envelopeText({ ...content, ...change })).isProven)
  }
})

t.test('a reference is there when it may be, proven; otherwise not at all', async (t) => {
  const [content] = contentsOf([report(1, { customerReference: 'KL "1"' })]) as [EnvelopeContent]
  const withheld = readEnvelopeText(envelopeText(content))
  t.ok(withheld.isProven)
  t.notOk('customerReference' in withheld.item)

  const salt = SALTS.reference(0).toString('base64url')
  const shown = readEnvelopeText(envelopeText({ ...content, reference: { value: 'KL "1"', salt } }))
  t.ok(shown.isProven)
  t.equal(shown.item['customerReference'], 'KL "1"')
  const forged = envelopeText({ ...content, reference: { value: 'KL "2"', salt } })
  t.notOk(readEnvelopeText(forged).isProven)
})

t.test('what is not the content of an envelope is refused', async (t) => {
  const [content] = contentsOf([report(1)]) as [EnvelopeContent]
  for (const wrong of [{ v: 2 }, { path: 'x' }, { item: 1 }, { index: '0' }, { reference: {} }]) {
    t.throws(() => readEnvelopeText(JSON.stringify({ ...content, ...wrong })), TypeError)
  }
})

t.test('the root over envelopes binds creditor, notification, digest and order', async (t) => {
  const envelopes = [1, 2, 3].map((number) => ({
    creditorId: '00000099000000001000',
    notificationId: id(number),
    digest: envelopeDigest(`jwe ${number}`),
  }))
  t.strictSame(envelopes[0]!.digest, createHash('sha256').update('jwe 1').digest())
  const leaves = envelopes.map((one) =>
    leafHash(canonicalBytes({ ...one, digest: one.digest.toString('hex') })),
  )
  t.strictSame(envelopesRoot(envelopes), rootOf(leaves))
  t.notSame(envelopesRoot([...envelopes].reverse()), rootOf(leaves))
  t.strictSame(envelopesRoot([]), EMPTY_ROOT)
})
