import { generateKeyPairSync } from 'node:crypto'
import t from 'tap'
import { openDeliveryKey } from '../../src/crypto/delivery-key.js'
import { open } from '../../src/crypto/envelope.js'
import { parseSealingKey } from '../../src/crypto/jwk.js'
import { readEnvelopeText } from '../../src/notifications/index.js'
import { ALMERE, startHub, type TestHub, WONING } from '../helpers/hub.js'
import { id, report, type AnyItem } from '../notifications/build.js'

interface Envelope {
  delivery_key: string
  jwe: string
  digest: string
  first_digest: string | null
  key_jwe: string
}

async function envelopeOf(hub: TestHub, number: number): Promise<Envelope> {
  const [row] = await hub.sql<Envelope>(
    `SELECT e.delivery_key, e.jwe, encode(e.digest, 'hex') AS digest,
            encode(e.first_digest, 'hex') AS first_digest, d.jwe AS key_jwe
       FROM envelope e JOIN delivery_key d USING (municipality, month, delivery_key)
      WHERE e.notification_id = $1`,
    [id(number)],
  )
  return row!
}

/** The municipality lost its key, registered another, and asks for notifications once more. */
async function askAgain(hub: TestHub, numbers: readonly number[]) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const { kid, jwk } = parseSealingKey(publicKey.export({ format: 'jwk' }))
  await hub.sql(`UPDATE sealing_key SET status = 'RETIRED' WHERE municipality = $1`, [ALMERE])
  await hub.sql(
    `INSERT INTO sealing_key (municipality, key_id, version, jwk, status, challenge_hash, offered_by,
                              offered_at, activated_at)
     VALUES ($1, $2, 2, $3::text::jsonb, 'ACTIVE', sha256(''), 'first', now(), now())`,
    [ALMERE, kid, JSON.stringify(jwk)],
  )
  for (const number of numbers) {
    await hub.sql(
      `INSERT INTO redelivery_request (municipality, creditor, notification_id, requested_at)
       VALUES ($1, $2, $3, now())`,
      [ALMERE, WONING, id(number)],
    )
  }
  return privateKey
}

const again = (number: number, overrides: AnyItem = {}) =>
  report(number, { kind: 'REDELIVERY', ...overrides })

t.test('a re-delivery replaces the envelope and nothing else', async (t) => {
  const hub = await startHub(t)
  const woning = hub.as(WONING)
  await woning.submit(id(1000), [report(1), report(2)])
  const before = await envelopeOf(hub, 1)
  const rows = await hub.sql('SELECT * FROM notification ORDER BY position')
  const privateKey = await askAgain(hub, [1])

  // Next month: the notification stays where it was.
  hub.context.clock.set('2026-09-03T09:00:00Z')
  const { body } = await woning.submit(id(1001), [again(1), again(2)])
  t.match(body.items, [
    { status: 'ACCEPTED', notificationId: id(1) },
    { status: 'REJECTED', errors: [{ code: 'REDELIVERY_NOT_REQUESTED' }] },
  ])
  t.strictSame(await hub.sql('SELECT * FROM notification ORDER BY position'), rows)

  const after = await envelopeOf(hub, 1)
  t.not(after.jwe, before.jwe)
  t.equal(after.first_digest, before.digest, 'what intake promised stays known')
  const delivery = openDeliveryKey(after.key_jwe, privateKey)
  const { plaintext } = open(delivery, after.jwe, { notificationId: id(1), creditor: WONING })
  const { item, isProven, content } = readEnvelopeText(plaintext.toString())
  t.ok(isProven)
  t.equal(content.batchId, id(1001))
  t.match(item, { person: { surname: 'Verzonnen1' } })

  const second = await woning.submit(id(1002), [again(1)])
  t.match(second.body.items[0].errors, [{ code: 'REDELIVERY_NOT_REQUESTED' }], 'once is enough')
})

t.test('it must be the same notification about the same person', async (t) => {
  const hub = await startHub(t)
  const woning = hub.as(WONING)
  const numbers = [1, 2, 3, 4, 5]
  await woning.submit(
    id(1000),
    numbers.map((number) => report(number)),
  )
  await askAgain(hub, numbers)
  const before = await Promise.all(numbers.map((number) => envelopeOf(hub, number)))
  const { body } = await woning.submit(id(1001), [
    again(1, { arrearsCents: 1 }),
    again(2, { person: { surname: 'Iemandanders' } }),
    again(3, { address: { postcode: '1315ZZ', houseNumber: 333 } }),
    again(4, { oldestDueOn: '2026-06-16' }),
    again(5),
    again(5),
  ])
  t.match(body.items, [
    { errors: [{ code: 'REDELIVERY_MISMATCH', pointer: '/arrearsCents' }] },
    { errors: [{ code: 'REDELIVERY_MISMATCH', pointer: '/person' }] },
    { errors: [{ code: 'REDELIVERY_MISMATCH', pointer: '/person' }] },
    { errors: [{ code: 'REDELIVERY_MISMATCH', pointer: '/oldestDueOn' }] },
    { status: 'ACCEPTED' },
    { errors: [{ code: 'DUPLICATE' }] },
  ])
  for (const number of [1, 2, 3, 4]) {
    t.strictSame(await envelopeOf(hub, number), before[number - 1])
  }
})
