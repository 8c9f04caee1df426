import { createHash } from 'node:crypto'
import t from 'tap'
import { startHub, WONING } from '../helpers/hub.js'
import { id, report } from './build.js'
import { counts, resign } from './look.js'

t.test('fifty equal batches at once, and two different ones with the same ids', async (t) => {
  const hub = await startHub(t)
  const woning = hub.as(WONING)
  const items = Array.from({ length: 20 }, (_, at) => report(1 + at))
  const body = woning.sign('submitNotificationBatch', { batchId: id(1000), notifications: items })
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => woning.send('/v1/notification-batches', body)),
  )
  t.equal(new Set(answers.map(({ text }) => text)).size, 1)
  t.equal(new Set(answers.map(({ headers }) => headers['payload-signature'])).size, 1)
  t.ok(answers.every(({ status }) => status === 202))
  t.match(await counts(hub), { notification: 20, envelope: 20, batch: 1, log_subject: 20 })

  const more = Array.from({ length: 20 }, (_, at) => report(100 + at))
  const both = await Promise.all([
    woning.submit(id(2000), more),
    woning.submit(id(2001), [...more].reverse()),
    woning.submit(id(2002), more),
  ])
  const accepted = both.map(({ body: receipt }) => receipt.counts.accepted as number)
  t.equal(
    accepted.reduce((sum, count) => sum + count),
    20,
  )
  t.match(await counts(hub), { notification: 40, envelope: 40, batch: 4, log_subject: 40 })
})

t.test('503: no log, no receipt, and nothing stored', async (t) => {
  const hub = await startHub(t)
  const woning = hub.as(WONING)
  const body = woning.sign('submitNotificationBatch', {
    batchId: id(1000),
    notifications: [report(1), report(2)],
  })
  const before = await counts(hub)
  await hub.sql('ALTER TABLE log_subject RENAME TO log_subject_gone')
  const refused = await woning.send('/v1/notification-batches', body)
  t.match(refused, { status: 503, body: { code: 'log.unavailable' } })
  await hub.sql('ALTER TABLE log_subject_gone RENAME TO log_subject')
  t.strictSame(await counts(hub), before)
  t.equal((await woning.send('/v1/notification-batches', body)).body.counts.accepted, 2)
})

t.test('a batch without nonce leaves no digest that guesses could be tested on', async (t) => {
  const hub = await startHub(t)
  const woning = hub.as(WONING)
  const text = JSON.stringify({
    hub: hub.context.config.hubId,
    operation: 'submitNotificationBatch',
    batchId: id(1000),
    createdAt: hub.context.clock.now().toISOString(),
    notifications: [report(1)],
  })
  const { signature } = resign(woning.party, text, hub)
  const headers = { 'nlgov-adr-payload-sig': signature }
  const send = (changed = text) =>
    woning.post('/v1/notification-batches', JSON.parse(changed) as unknown, headers)
  const first = await send()
  t.equal(first.status, 202, first.text)
  t.notOk('bodyDigest' in first.body)
  const digest = createHash('sha256').update(text).digest()
  const [row] = await hub.sql<{ digest: Buffer }>('SELECT digest FROM batch')
  t.notSame(row!.digest, digest)
  t.equal((await send()).text, first.text, 'a repeat is recognised all the same')
})
