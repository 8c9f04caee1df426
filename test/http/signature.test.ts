import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import t from 'tap'
import { readCertificate } from '../../src/crypto/certificate.js'
import { verifyDetached } from '../../src/crypto/jws.js'
import { HUB, NOW, startEdge } from './listener.js'

const example = (name: string) =>
  JSON.parse(
    readFileSync(new URL(`../../openapi/examples/${name}.json`, import.meta.url), 'utf8'),
  ) as Record<string, unknown>
const BATCH = example('submit-notification-batch.accepted')
const RECEIPT = {
  hub: HUB,
  batchId: BATCH['batchId'],
  receivedAt: NOW,
  month: '2026-09',
  deliverer: '00000099000000001000',
  counts: { accepted: 3, acceptedWithWarnings: 0, rejected: 0 },
  itemsRoot: 'a'.repeat(64),
  items: [],
  logEntries: [],
  plaintext: 'Jansen',
}
const URL_ = '/v1/notification-batches'

t.test('a signed body', async (t) => {
  const seen: unknown[] = []
  const edge = await startEdge(t, {
    answers: {
      submitNotificationBatch: (request) => {
        seen.push(request.party)
        t.same(request.signed.digest, createHash('sha256').update(request.signed.bytes).digest())
        return RECEIPT
      },
    },
  })
  const { creditor, municipality } = edge.parties
  const deliver = (body: unknown, change = {}, party = creditor) =>
    edge.ask(creditor, URL_, edge.signed(party, body, change))

  t.test('202: is let in, and the answer is signed over its exact bytes', async (t) => {
    const answer = await deliver(BATCH)
    t.equal(answer.status, 202)
    t.notMatch(answer.text, /plaintext|Jansen/, 'the contract does not name it')
    const verified = await verifyDetached({
      headerValues: [String(answer.headers['payload-signature'])],
      headerName: 'payload-signature',
      body: Buffer.from(answer.text),
      expectedType: 'vroegsignaal-receipt+jws',
      findKey: (reference) =>
        reference === 'hub'
          ? { fingerprint: 'hub', publicKey: edge.context.keys.signing.privateKey }
          : undefined,
      now: edge.context.clock.now(),
    }).catch((error: unknown) => error)
    t.match(verified, { keyId: 'hub' })
  })

  t.test('202 under the former header name, there without nonce', async (t) => {
    const { nonce: _nonce, ...body } = BATCH
    const answer = await deliver(body, { header: 'nlgov-adr-payload-sig', typ: 'JOSE' })
    t.equal(answer.status, 202)
    t.match(await deliver(body), { status: 400, body: { code: 'body.nonce' } })
  })

  t.test('401: none at all, also without a body', async (t) => {
    const headers = { 'content-type': 'application/json' }
    for (const ask of [
      { method: 'POST', headers, body: JSON.stringify(BATCH) },
      { method: 'POST', headers, body: '' },
      { method: 'POST' },
    ]) {
      t.match(await edge.ask(creditor, URL_, ask), {
        status: 401,
        body: { code: 'signature.missing' },
      })
    }
    t.match(edge.denials.at(-1), {
      code: 'signature.missing',
      operation: 'submitNotificationBatch',
    })
  })

  t.test('401: two, in one header name or in both', async (t) => {
    const ask = edge.signed(creditor, BATCH)
    const value = ask.headers['Payload-Signature']!
    for (const headers of [
      { 'Payload-Signature': [value, value] },
      { 'Payload-Signature': value, 'nlgov-adr-payload-sig': value },
    ]) {
      const answer = await edge.ask(creditor, URL_, {
        ...ask,
        headers: { 'content-type': 'application/json', ...headers },
      })
      t.match(answer, { status: 401, body: { code: 'signature.repeated' } })
    }
  })

  t.test('403: a certificate that signs for its party in other roles only', async (t) => {
    const { fingerprint } = readCertificate(creditor.signing.certificate)
    const key = edge.keys.get(fingerprint)!
    t.teardown(() => edge.keys.set(fingerprint, key))
    edge.keys.set(fingerprint, { ...key, roles: ['agent'] })
    t.match(await deliver(BATCH), { status: 403, body: { code: 'party.role_not_allowed' } })
    t.match(edge.denials.at(-1), { code: 'party.role_not_allowed' })
    edge.keys.set(fingerprint, { ...key, roles: ['agent', 'creditor'] })
    t.equal((await deliver(BATCH)).status, 202)
  })

  t.test('a party acts in the roles that both of its certificates stand for', async (t) => {
    const [own] = [...edge.known.values()].filter(
      ({ party, purpose }) => party === creditor.organisationNumber && purpose === 'transport',
    )
    const { fingerprint } = readCertificate(creditor.signing.certificate)
    const key = edge.keys.get(fingerprint)!
    t.teardown(() => {
      edge.keys.set(fingerprint, key)
      edge.known.set(own!.fingerprint, own!)
    })
    edge.known.set(own!.fingerprint, { ...own!, roles: ['creditor', 'agent', 'officer'] })
    edge.keys.set(fingerprint, { ...key, roles: ['agent', 'municipality'] })
    t.equal((await deliver(BATCH)).status, 202)
    t.match(seen.at(-1), { role: 'agent', roles: ['agent'], controllers: [] })
    edge.keys.set(fingerprint, { ...key, roles: null })
    t.equal((await deliver(BATCH)).status, 202)
    t.match(seen.at(-1), { role: 'creditor', roles: ['creditor', 'agent', 'officer'] })
  })

  t.test('401: of another party, over other bytes, of another type, at another time', async (t) => {
    t.match(await deliver(BATCH, {}, municipality), { body: { code: 'signature.wrong_party' } })
    const changed = { ...edge.signed(creditor, BATCH), body: JSON.stringify({ ...BATCH, x: 1 }) }
    t.match(await edge.ask(creditor, URL_, changed), { body: { code: 'signature.invalid' } })
    t.match(await deliver(BATCH, { typ: 'vroegsignaal-receipt+jws' }), {
      status: 401,
      body: { code: 'signature.type' },
    })
    t.match(await deliver(BATCH, { iat: new Date('2026-09-01T00:00:00Z') }), {
      body: { code: 'signature.time' },
    })
  })

  t.test('401 comes before the body is looked at: what is not JSON is not parsed', async (t) => {
    const headers = { 'content-type': 'application/json' }
    const answer = await edge.ask(creditor, URL_, { method: 'POST', headers, body: '{Jansen' })
    t.match(answer, { status: 401, body: { code: 'signature.missing' } })
    const signed = await deliver('{"surname":"Jansen"')
    t.match(signed, { status: 400, body: { code: 'request.unreadable_json' } })
    t.notMatch(signed.text, /Jansen/)
  })

  t.test('400: for another hub, another operation or another week', async (t) => {
    const cases = [
      [{ hub: 'hub.example' }, 'body.wrong_hub'],
      [{ operation: 'validateNotificationBatch' }, 'body.wrong_operation'],
      [{ createdAt: '2026-09-03T08:59:59Z' }, 'body.stale'],
      [{ createdAt: '2026-09-10T09:05:01Z' }, 'body.stale'],
    ] as const
    for (const [change, code] of cases) {
      t.match(await deliver({ ...BATCH, ...change }), { status: 400, body: { code } })
    }
    for (const createdAt of ['2026-09-03T09:00:00Z', '2026-09-10T11:05:00+02:00']) {
      t.match(await deliver({ ...BATCH, createdAt }), { status: 202 })
    }
  })

  t.test('400: a digest in the headers that is of other bytes', async (t) => {
    const ask = edge.signed(creditor, BATCH)
    const right = createHash('sha256').update(ask.body).digest('base64')
    const wrong = createHash('sha256').update('x').digest('base64')
    for (const [name, form] of [
      ['content-digest', (value: string) => `sha-256=:${value}:`],
      ['digest', (value: string) => `SHA-256=${value}`],
    ] as const) {
      const send = (value: string) =>
        edge.ask(creditor, URL_, { ...ask, headers: { ...ask.headers, [name]: form(value) } })
      t.equal((await send(right)).status, 202)
      t.match(await send(wrong), {
        status: 400,
        body: { code: 'request.digest_mismatch' },
        headers: { 'want-content-digest': 'sha-256=1' },
      })
    }
  })
})
