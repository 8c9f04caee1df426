import { randomUUID } from 'node:crypto'
import t from 'tap'
import { sequencePending } from '../../src/access-log/index.js'
import { freePort } from '../../src/demo/free-port.js'
import { checkLogEntry, checkReceipt } from '../../src/client/index.js'
import type { components } from '../../src/generated/openapi.js'
import { WONING, startHub } from '../helpers/hub.js'
import { report } from '../notifications/build.js'
import { connectAs, identityOf } from './connection.js'

type Item = components['schemas']['Notification']

t.test('a creditor checks that a receipt is for what it sent', async (t) => {
  const hub = await startHub(t)
  await sequencePending(hub.context)
  const connection = await connectAs(t, hub, hub.as(WONING))
  const items = [report(1), report(2)] as unknown as Item[]
  const body = connection.signBatch(randomUUID(), items)
  const { document: receipt, text } = await connection.submit(body)
  t.equal(receipt.counts.rejected, 0)

  await t.test('the same bytes again bring the very same receipt', async (t) => {
    t.equal((await connection.submit(body)).text, text)
  })

  await t.test(
    'a receipt that leaves something out, or is for something else, is not believed',
    async (t) => {
      const wrong = [
        ['receipt.batch', { ...receipt, batchId: randomUUID() }],
        ['receipt.count', { ...receipt, items: receipt.items.slice(1) }],
        ['receipt.count', { ...receipt, counts: { ...receipt.counts, accepted: 0 } }],
        ['receipt.root', { ...receipt, itemsRoot: '00'.repeat(32) }],
      ] as const
      for (const [what, changed] of wrong)
        t.throws(() => checkReceipt(body, changed), { name: 'VerificationError', what })
      const other = connection.signBatch(receipt.batchId, [items[1]!, items[0]!])
      t.throws(() => checkReceipt(other, { ...receipt, bodyDigest: undefined! }), {
        name: 'VerificationError',
        what: 'receipt.root',
      })
    },
  )

  await t.test('the entry that it promised is in the log within the minute', async (t) => {
    await t.rejects(connection.logProof(receipt.logEntries[0]!.entryId), {
      code: 'log.not_integrated',
    })
    await sequencePending(hub.context)
    const promised = receipt.logEntries.find(({ controller }) => controller === WONING)!
    const proof = await connection.logProof(promised.entryId)
    const identity = await identityOf(hub)
    checkLogEntry(identity, promised, proof)
    const [first = ''] = proof.proof
    const flipped = [
      `${first.slice(0, -1)}${first.endsWith('0') ? '1' : '0'}`,
      ...proof.proof.slice(1),
    ]
    t.throws(() => checkLogEntry(identity, promised, { ...proof, proof: flipped }), {
      name: 'VerificationError',
      what: 'log.inclusion',
    })
    t.throws(() => checkLogEntry(identity, promised, { ...proof, leaf: '00'.repeat(32) }), {
      name: 'VerificationError',
      what: 'log.entry',
    })
  })
})

t.test('a hub that cannot be reached is told apart from one that refuses', async (t) => {
  const hub = await startHub(t)
  await sequencePending(hub.context)
  const connection = await connectAs(t, { ...hub, port: await freePort() }, hub.as(WONING))
  await t.rejects(connection.mandates(), { name: 'UnreachableError', reason: 'ECONNREFUSED' })
  const creditor = await connectAs(t, hub, hub.as(WONING))
  await t.rejects(creditor.feeds(), {
    name: 'RefusedError',
    status: 403,
    code: 'party.role_not_allowed',
  })
})
