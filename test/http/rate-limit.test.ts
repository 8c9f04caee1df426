import t from 'tap'
import { RateLimit } from '../../src/http/rate-limit.js'
import { testAuthority, testParty } from '../helpers/pki.js'
import { CREDITOR, startEdge } from './listener.js'

t.test('a minute’s worth may come at once, then one by one', async (t) => {
  let now = 1000
  const limit = new RateLimit(60, () => now)
  for (let left = 59; left >= 0; left -= 1) {
    t.match(limit.take('a'), { isAllowed: true, left, fullInSeconds: 60 - left })
  }
  t.strictSame(limit.take('a'), {
    isAllowed: false,
    left: 0,
    fullInSeconds: 60,
    nextInSeconds: 1,
  })
  t.match(limit.take('b'), { isAllowed: true, left: 59 }, 'another is not held up')
  now += 999
  t.equal(limit.take('a').isAllowed, false, 'asking too early does not start the wait anew')
  now += 1
  t.equal(limit.take('a').isAllowed, true)
  t.equal(limit.take('a').isAllowed, false)
  now += 24 * 3_600_000
  t.match(limit.take('a'), { isAllowed: true, left: 59 }, 'a bucket holds no more than a minute')
})

t.test('buckets that are full again are forgotten, others are not', async (t) => {
  let now = 0
  const limit = new RateLimit(1, () => now)
  limit.take('eager')
  for (let caller = 0; caller < 9_999; caller += 1) limit.take(`early ${caller}`)
  now += 59_999
  limit.take('eager')
  now += 1
  t.equal(limit.take('late').isAllowed, true)
  t.equal(limit.take('eager').isAllowed, true)
  t.equal(limit.take('eager').isAllowed, false)
})

t.test('429: a party over its limit, with headers that say when', async (t) => {
  const { ask, parties, known, context } = await startEdge(t, {
    settings: { VS_REQUESTS_PER_MINUTE: '3' },
  })
  const listen = (party: keyof typeof parties) => ask(parties[party], '/v1/unknown')
  const first = await listen('creditor')
  t.match(first, {
    status: 404,
    headers: { ratelimit: '"requests";r=2;t=20', 'ratelimit-policy': '"requests";q=3;w=60' },
  })
  await listen('creditor')
  await listen('creditor')
  const refused = await listen('creditor')
  t.match(refused, { status: 429, body: { code: 'rate.exceeded' } })
  t.match(refused.headers, { ratelimit: /^"requests";r=0;t=(59|60)$/, 'retry-after': /^(19|20)$/ })
  t.equal((await listen('municipality')).status, 404, 'another party is not held up')

  t.test('strangers are limited before they are looked up', async (t) => {
    const codes: string[] = []
    for (let request = 0; request < 4; request += 1) {
      codes.push((await listen('stranger')).body.code as string)
    }
    t.strictSame(codes, [...Array<string>(3).fill('certificate.unregistered'), 'rate.exceeded'])
  })

  t.test('a second certificate is not a second limit', async (t) => {
    const fingerprintOf = (party: keyof typeof parties) =>
      Buffer.from(parties[party].transport.fingerprint, 'base64url').toString('hex')
    const spare = await testParty(await testAuthority(), CREDITOR)
    const fingerprint = Buffer.from(spare.transport.fingerprint, 'base64url').toString('hex')
    known.set(fingerprint, { ...known.get(fingerprintOf('creditor'))!, fingerprint })
    t.match(await ask(spare, '/v1/unknown'), { status: 429, body: { code: 'rate.exceeded' } })
  })

  t.test('the refusals are counted', async (t) => {
    const text = await context.metrics.registry.metrics()
    t.match(text, /hub_refusals_total\{operation="none",code="rate.exceeded"\} 3/)
  })
})
