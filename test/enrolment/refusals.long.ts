import { createPrivateKey } from 'node:crypto'
import t from 'tap'
import { issueSigning } from '../../certs/issue.js'
import { requestCertificate } from '../../certs/request.js'
import { buildPublicApp } from '../../src/app.js'
import { signApplication } from '../../src/client/index.js'
import { listEnrolments } from '../../src/enrolment/index.js'
import { tlsProfile } from '../../src/http/tls.js'
import { WONING } from '../helpers/hub.js'
import { EXPIRED, testAuthority, testParty, testServer } from '../helpers/pki.js'
import { OPERATOR } from '../helpers/registry.js'
import { newApplicant, NEWCOMER, ORGANISATION, startPublic, type Sent } from './public-hub.js'

t.test('what strangers send', async (t) => {
  const hub = await startPublic(t)
  const { context, post } = hub
  const { keys, fields, sign } = await newApplicant(hub)
  const waiting = async () => (await listEnrolments(context, OPERATOR, null)).length

  await t.test('whatever is wrong is refused, and keeps nothing', async (t) => {
    const other = await requestCertificate({ commonName: 'x' }, 'EC')
    const otherKey = createPrivateKey(other.key)
    const elsewhere = await testParty(await testAuthority(), WONING)
    const expired = await issueSigning(
      await testAuthority(),
      { commonName: 'x', organisationNumber: NEWCOMER },
      EXPIRED,
    )
    const production = { ...ORGANISATION, organisationNumber: '00000001003214345000' }
    const refusals: readonly (readonly [string, Sent, object])[] = [
      [
        'a member too many',
        sign({ contact: 'x' }),
        { code: 'request.invalid', errors: [{ pointer: '#' }] },
      ],
      [
        'no name',
        sign({ organisation: { name: ' ' } }),
        { code: 'request.invalid', errors: [{ pointer: '/organisation/name' }] },
      ],
      [
        'a control character',
        sign({ organisation: { name: 'A\u001bB' } }),
        { code: 'request.invalid' },
      ],
      ['a role of others', sign({ roles: ['municipality'] }), { code: 'request.invalid' }],
      ['no JSON', { ...sign(), text: '{"hub":' }, { code: 'request.unreadable_json' }],
      [
        'a request that is none',
        sign({ signing: `-----BEGIN ${'x'.repeat(200)}` }),
        { code: /certificate\.malformed/ },
      ],
      [
        'one key for both',
        sign({ signing: fields.transport }, { signing: keys.transport }),
        { code: 'registry.conflict' },
      ],
      [
        'an unproven transport key',
        sign({}, { transport: otherKey }),
        { code: 'enrolment.not_proven', errors: [{ pointer: '/transport' }] },
      ],
      [
        'an unproven signing key',
        sign({}, { signing: otherKey }),
        { code: 'enrolment.not_proven', errors: [{ pointer: '/signing' }] },
      ],
      ['a proof left out', { text: sign().text, headers: {} }, { code: 'enrolment.not_proven' }],
      ['a changed body', { ...sign(), text: sign().text }, { code: 'enrolment.not_proven' }],
      [
        'a certificate of others',
        sign({ signing: elsewhere.signing.chain }),
        { code: 'certificate.organisation_number' },
      ],
      [
        'a certificate for another purpose',
        sign({
          organisation: { ...ORGANISATION, organisationNumber: WONING },
          signing: elsewhere.transport.chain,
        }),
        { code: 'certificate.wrong_purpose' },
      ],
      ['an expired certificate', sign({ signing: expired.chain }), { code: 'certificate.expired' }],
      [
        'a certificate without a number',
        sign({ organisation: { name: 'De Wilg' }, signing: elsewhere.signing.chain }),
        { code: 'certificate.organisation_number' },
      ],
      [
        'production in a sandbox',
        sign({ organisation: production }),
        { code: 'certificate.test_number' },
      ],
    ]
    for (const [what, sent, expected] of refusals) {
      const { status, body } = await post('/enrolments', sent)
      t.match(body, expected, what)
      t.ok(status >= 400 && status < 500, what)
      t.notMatch(JSON.stringify(body), /Nieuw|BEGIN/, 'nothing is repeated')
    }
    const foreign = signApplication('hub.elsewhere', fields, keys, context.clock.now())
    t.match(await post('/enrolments', foreign), { status: 400, body: { code: 'body.wrong_hub' } })
    const old = signApplication(
      context.config.hubId,
      fields,
      keys,
      new Date('2026-07-01T00:00:00Z'),
    )
    t.match((await post('/enrolments', old)).body, { code: 'body.stale' })
    const large = { ...sign(), text: ' '.repeat(70_000) }
    t.match(await post('/enrolments', large), { status: 413, body: { code: 'request.too_large' } })
    const form = { text: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } }
    t.match(await post('/enrolments', form), { status: 415 })
    t.equal(await waiting(), 0)
  })

  await t.test('429: strangers ask seldom', async (t) => {
    const server = await testServer(await testAuthority())
    const https = { ...tlsProfile(), cert: server.chain, key: server.key }
    const app = buildPublicApp(context, { https, readiness: [], applicationsPerMinute: 2 })
    await app.ready()
    t.teardown(() => app.close())
    const ask = () =>
      app.inject({
        method: 'POST',
        url: '/enrolments/_status',
        payload: {},
        headers: { host: 'localhost' },
      })
    const statuses = [await ask(), await ask(), await ask()].map(({ statusCode }) => statusCode)
    t.strictSame(statuses, [400, 400, 429])
  })
})
