import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import type { SignedBody } from '../../src/client/signed-body.js'
import { checkLog } from '../helpers/check-log.js'
import { startHub, STROOM, WONING, type Answer, type Calling } from '../helpers/hub.js'
import { id, report } from './build.js'
import { counts } from './look.js'

const BATCHES = 16
const ITEMS = 60

t.test('a hub filled to its bound sheds what does not fit, and loses nothing', async (t) => {
  const one = { creditorId: WONING }
  const other = { creditorId: STROOM, sector: 'WATER' }
  const itemsOf = (batch: number, overrides: object) =>
    Array.from({ length: ITEMS }, (_, at) => report(1000 * batch + at + 1, { ...overrides }))
  const bytes = Buffer.byteLength(JSON.stringify(itemsOf(1, one)))
  // Room for three such batches and a half.
  const settings = {
    VS_BODIES_IN_FLIGHT_BYTES: String(Math.round(bytes * 3.5)),
    VS_BODY_LIMIT_BYTES: String(bytes * 2),
  }
  const hub = await startHub(t, { settings })
  const shed: Answer[] = []
  const deliver = async (caller: Calling, body: SignedBody): Promise<Answer> => {
    for (;;) {
      const answer = await caller.send('/v1/notification-batches', body)
      if (answer.status !== 503) return answer
      shed.push(answer)
      // Sooner than asked for, so that the hub stays full.
      await delay(30)
    }
  }
  const bodies = Array.from({ length: 2 * BATCHES }, (_, at) => {
    const caller = hub.as(at % 2 === 0 ? WONING : STROOM)
    const notifications = itemsOf(at + 1, at % 2 === 0 ? one : other)
    const body = caller.sign('submitNotificationBatch', { batchId: id(90_000 + at), notifications })
    return { caller, body }
  })
  const receipts = await Promise.all(bodies.map(({ caller, body }) => deliver(caller, body)))

  t.ok(shed.length > 0, 'it was full')
  for (const answer of shed) {
    t.match(answer, {
      status: 503,
      headers: { 'retry-after': '5', 'content-type': /^application\/problem\+json/ },
      body: { code: 'hub.overloaded', status: 503 },
    })
  }
  t.ok(receipts.every(({ status, body }) => status === 202 && body.counts.rejected === 0))
  const all = 2 * BATCHES * ITEMS
  t.match(await counts(hub), { batch: 2 * BATCHES, notification: all, envelope: all })
  await checkLog(t, hub.context)
})
