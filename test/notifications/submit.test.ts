import { createHash, createPublicKey } from 'node:crypto'
import t from 'tap'
import { verifyDetached } from '../../src/crypto/jws.js'
import { openDeliveryKey } from '../../src/crypto/delivery-key.js'
import { open } from '../../src/crypto/envelope.js'
import { publicJwkOf } from '../../src/crypto/hub-keys.js'
import { thumbprint } from '../../src/crypto/jwk.js'
import { itemsRootOf } from '../../src/client/receipt.js'
import { envelopesRoot, readEnvelopeText } from '../../src/notifications/index.js'
import {
  ALMERE,
  municipalParty,
  OMMEN,
  startHub,
  STROOM,
  WONING,
  type TestHub,
} from '../helpers/hub.js'
import { id, report } from './build.js'
import { counts, resign } from './look.js'

interface EnvelopeRow {
  municipality: string
  creditor: string
  notification_id: string
  delivery_key: string
  jwe: string
  digest: Buffer
  key_jwe: string
}

async function envelopesOf(hub: TestHub): Promise<EnvelopeRow[]> {
  return hub.sql<EnvelopeRow>(
    `SELECT e.municipality, e.creditor, e.notification_id, e.delivery_key, e.jwe, e.digest,
            d.jwe AS key_jwe
       FROM envelope e JOIN delivery_key d USING (municipality, month, delivery_key)
       JOIN notification n USING (municipality, month, creditor, notification_id)
      ORDER BY n.position`,
  )
}

t.test('submitNotificationBatch', async (t) => {
  const hub = await startHub(t)
  const woning = hub.as(WONING)
  const sent = [
    report(1, { customerReference: 'H-1' }),
    report(2, { municipalityCode: OMMEN, address: { postcode: '7731AA', houseNumber: 2 } }),
    report(3, { sector: 'WATER' }),
    report(4),
  ]
  const body = woning.sign('submitNotificationBatch', { batchId: id(1000), notifications: sent })
  const answer = await woning.send('/v1/notification-batches', body)

  t.test('202: a receipt with counts, results, month and log entries', async (t) => {
    t.equal(answer.status, 202, answer.text.slice(0, 400))
    t.match(answer.body, {
      hub: 'sandbox.hub.example',
      batchId: id(1000),
      month: '2026-08',
      receivedAt: '2026-08-10T09:00:00.000Z',
      deliverer: WONING,
      bodyDigest: createHash('sha256').update(body.text).digest('hex'),
      counts: { accepted: 3, acceptedWithWarnings: 0, rejected: 1 },
      items: [
        { status: 'ACCEPTED', legalBasis: 'BGS_RENT', notificationId: id(1), creditorId: WONING },
        { status: 'ACCEPTED' },
        { status: 'REJECTED', errors: [{ code: 'NO_MANDATE' }] },
        { status: 'ACCEPTED' },
      ],
    })
    t.strictSame(
      answer.body.logEntries.map(({ controller }: { controller: string }) => controller),
      [municipalParty(ALMERE), municipalParty(OMMEN), WONING],
    )
  })

  t.test('the receipt is signed by the hub over its exact bytes', async (t) => {
    const jwk = publicJwkOf(hub.context.keys.signing)
    await verifyDetached({
      headerValues: [String(answer.headers['payload-signature'])],
      headerName: 'payload-signature',
      body: Buffer.from(answer.text),
      expectedType: 'vroegsignaal-receipt+jws',
      findKey: async () => ({
        fingerprint: thumbprint(jwk),
        publicKey: createPublicKey({ key: jwk, format: 'jwk' }),
      }),
      now: hub.context.clock.now(),
    })
    t.pass()
  })

  t.test(
    'its root is what the creditor computes from its own copy, rejected items too',
    async (t) => {
      t.equal(answer.body.itemsRoot, itemsRootOf(sent, body.nonce))
      t.not(answer.body.itemsRoot, itemsRootOf(sent.slice(0, 3), body.nonce))
    },
  )

  t.test('each municipality opens its own envelopes, which prove what was sent', async (t) => {
    const envelopes = await envelopesOf(hub)
    t.strictSame(
      envelopes.map(({ notification_id }) => notification_id),
      [id(1), id(2), id(4)],
    )
    for (const [at, row] of envelopes.entries()) {
      const { key } = hub.sealingKeys.get(row.municipality)!
      const delivery = openDeliveryKey(row.key_jwe, key)
      t.equal(delivery.id, row.delivery_key)
      const expected = { notificationId: row.notification_id, creditor: row.creditor }
      const { plaintext } = open(delivery, row.jwe, expected)
      const { item, content, isProven } = readEnvelopeText(plaintext.toString())
      t.ok(isProven)
      t.equal(content.itemsRoot, answer.body.itemsRoot)
      const { customerReference, ...without } = sent[[0, 1, 3][at]!]!
      t.strictSame(item, without, 'the reference serves a pseudonym only, for this sector')
      const other = hub.sealingKeys.get(row.municipality === ALMERE ? OMMEN : ALMERE)!
      t.throws(() => openDeliveryKey(row.key_jwe, other.key), { code: 'envelope.unreadable' })
    }
  })

  t.test('what the log promised per municipality can be recomputed', async (t) => {
    const intakes = await hub.sql<{
      municipality: string
      envelopes: number
      envelopes_root: Buffer
      entry: string
      record: Buffer
    }>(
      `SELECT i.municipality, i.envelopes, i.envelopes_root, i.entry, l.record
         FROM intake i JOIN log_entry l USING (entry) ORDER BY 1`,
    )
    const envelopes = await envelopesOf(hub)
    for (const { municipality, envelopes_root, record, ...intake } of intakes) {
      const own = envelopes
        .filter((row) => row.municipality === municipality)
        .map((row) => ({
          creditorId: row.creditor,
          notificationId: row.notification_id,
          digest: row.digest,
        }))
      t.equal(intake.envelopes, own.length)
      t.strictSame(envelopes_root, envelopesRoot(own))
      t.match(JSON.parse(record.toString()), {
        action: 'INTAKE',
        controller: municipalParty(municipality),
        objects: {
          municipality,
          batchId: id(1000),
          count: own.length,
          envelopesRoot: envelopes_root.toString('hex'),
          itemsRoot: answer.body.itemsRoot,
        },
        subjects: { count: own.length },
      })
      t.match(answer.body.logEntries, [{ entryId: String }, { entryId: String }, {}])
    }
    t.equal(intakes.length, 2)
  })

  t.test('the customer reference is kept as a pseudonym, per creditor', async (t) => {
    const rows = await hub.sql<{ customer: Buffer | null; reference: boolean }>(
      `SELECT customer_pseudonym AS customer FROM notification ORDER BY position`,
    )
    t.equal(rows[0]!.customer!.length, 16)
    t.equal(rows[1]!.customer, null)
  })

  t.test('202: the same batch again gets the very same bytes and changes nothing', async (t) => {
    const before = await counts(hub)
    hub.context.clock.advance(86_400_000)
    const again = await woning.send('/v1/notification-batches', body)
    t.equal(again.status, 202)
    t.equal(again.text, answer.text)
    t.equal(again.headers['payload-signature'], answer.headers['payload-signature'])
    t.strictSame(await counts(hub), before)
    hub.context.clock.set('2026-08-10T09:00:00Z')
  })

  t.test('202: the same batch signed anew is still the same batch', async (t) => {
    const resigned = resign(woning.party, body.text, hub)
    t.not(resigned.signature, body.signature)
    const again = await woning.send('/v1/notification-batches', resigned)
    t.equal(again.text, answer.text)
  })

  t.test('409: other content under the same id, and nothing changes', async (t) => {
    const before = await counts(hub)
    const other = await woning.submit(id(1000), [report(50)])
    t.match(other, { status: 409, body: { code: 'batch.conflict' } })
    t.strictSame(await counts(hub), before)
  })

  t.test('two deliverers may use the same batch id', async (t) => {
    const item = report(60, { creditorId: STROOM, sector: 'WATER' })
    t.equal((await hub.as(STROOM).submit(id(1000), [item])).status, 202)
  })

  t.test('an id that another batch brought is a duplicate; the others are unharmed', async (t) => {
    const { body: receipt } = await woning.submit(id(1001), [
      report(4),
      report(5),
      report(5),
      report(6),
    ])
    t.match(receipt.items, [
      { status: 'REJECTED', errors: [{ code: 'DUPLICATE', pointer: '/notificationId' }] },
      { status: 'ACCEPTED' },
      { status: 'REJECTED', errors: [{ code: 'DUPLICATE' }] },
      { status: 'ACCEPTED' },
    ])
    t.equal(receipt.items[0].errors.length, 1)
  })

  t.test('a rejected id may be sent again when it is put right', async (t) => {
    const { body: receipt } = await woning.submit(id(1002), [report(3)])
    t.equal(receipt.items[0].status, 'ACCEPTED')
  })

  t.test('400: a frame that does not match the contract, all places at once', async (t) => {
    const refused = await woning.submit('no-uuid', [])
    t.match(refused, { status: 400, body: { code: 'request.invalid' } })
    t.equal(refused.body.errors.length, 3)
  })

  t.test('403: who is no creditor, and who is nobody', async (t) => {
    t.match(await hub.asMunicipality(ALMERE).submit(id(1003), [report(9)]), {
      status: 403,
      body: { code: 'party.role_not_allowed' },
    })
    t.match(await hub.asStranger().submit(id(1003), [report(9)]), {
      status: 403,
      body: { code: 'certificate.unregistered' },
    })
  })
})
