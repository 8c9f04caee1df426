import t from 'tap'
import { leafData } from '../../../src/access-log/index.js'
import { disagreeing, type PromisedBatch } from '../../../src/feeds/closing/agreement.js'
import { leafHash } from '../../../src/log-tree/tree.js'
import { envelopesRoot } from '../../../src/notifications/index.js'
import { creditor, id } from '../../cases/build.js'

const envelope = (number: number, byte = number) => ({
  creditor: creditor(1),
  notificationId: id(number),
  digest: Buffer.alloc(32, byte),
})

/** A batch as intake logged it, with other envelopes there now. */
function batch(logged: ReturnType<typeof envelope>[], now = logged): PromisedBatch {
  const root = envelopesRoot(
    logged.map(({ creditor: creditorId, ...rest }) => ({ creditorId, ...rest })),
  )
  const objects = { count: logged.length, envelopesRoot: root.toString('hex') }
  const record = JSON.stringify({ objects })
  const salt = Buffer.alloc(32, 9)
  const leaf = leafHash(leafData(salt, Buffer.from(record), 7))
  return { entryId: id(500), record, salt, number: 7, leaf, envelopes: now }
}
const agrees = (one: PromisedBatch) => disagreeing([one], leafData, envelopesRoot).length === 0

t.test('what intake logged and what is there agree or not', async (t) => {
  const [a, b] = [envelope(1), envelope(2)]
  const table: [string, PromisedBatch, boolean][] = [
    ['untouched', batch([a, b]), true],
    ['a batch of withdrawals', batch([]), true],
    ['in another order', batch([a, b], [b, a]), false],
    ['one missing', batch([a, b], [a]), false],
    ['one too many', batch([a], [a, b]), false],
    ['one repeated', batch([a, b], [a, a]), false],
    ['contents swapped', batch([a, b], [envelope(1, 2), envelope(2, 1)]), false],
    ['of another creditor', batch([a], [{ ...a, creditor: creditor(2) }]), false],
    ['another number', { ...batch([a]), number: 8 }, false],
    ['another salt', { ...batch([a]), salt: Buffer.alloc(32, 8) }, false],
    [
      'a record written to fit',
      { ...batch([a]), record: batch([b]).record, envelopes: [b] },
      false,
    ],
  ]
  for (const [what, one, isGood] of table) t.equal(agrees(one), isGood, what)
  t.strictSame(disagreeing([batch([a]), batch([a], [])], leafData, envelopesRoot), [id(500)])
})
