import t from 'tap'
import { requestCertificate } from '../../certs/request.js'
import { revokeCertificate } from '../../src/registry/index.js'
import { checkLog } from '../helpers/check-log.js'
import { startHub, STROOM, WONING, type Calling } from '../helpers/hub.js'
import { AUTHORITY_FOLDER, signingKeyOf, testAuthority, testParty } from '../helpers/pki.js'
import { OPERATOR } from '../helpers/registry.js'
import { id } from '../notifications/build.js'

const PATH = '/v1/certificates/_renew'
const newKey = () => requestCertificate({ commonName: 'anything' }, 'EC')

t.test('a party renews its certificates itself', async (t) => {
  await testAuthority()
  const settings = { VS_RENEWAL: 'on', VS_AUTHORITY_DIR: AUTHORITY_FOLDER }
  const hub = await startHub(t, { settings })
  const { context } = hub
  const woning = hub.as(WONING)
  const made = { transport: await newKey(), signing: await newKey() }
  const keys = { transport: made.transport.request, signing: made.signing.request }
  const renew = (fields: object, by: Calling = woning) =>
    by.send(PATH, by.sign('renewCertificates', { requestId: id(1), ...fields }))
  const rows = () =>
    hub.sql<{ holder: string | null; roles: string[] | null; not_after: string }>(
      `SELECT holder, to_jsonb(roles) AS roles, not_after FROM certificate WHERE party = $1
        ORDER BY registered_at`,
      [WONING],
    )
  /** Calls with certificates as they were answered. */
  const withAnswer = (body: {
    certificates: { purpose: string; chain: string; fingerprint: string }[]
  }) => {
    const credential = (purpose: 'transport' | 'signing') => {
      const found = body.certificates.find((one) => one.purpose === purpose.toUpperCase())!
      const fingerprint = Buffer.from(found.fingerprint, 'hex').toString('base64url')
      return { certificate: found.chain, chain: found.chain, key: made[purpose].key, fingerprint }
    }
    const signing = credential('signing')
    const signingKey = signingKeyOf(signing)
    return hub.with({
      organisationNumber: WONING,
      transport: credential('transport'),
      signing,
      signingKey,
    })
  }

  await t.test('403 while the operator looks at every certificate itself', async (t) => {
    const { config } = context
    Object.assign(context, { config: { ...config, renewal: false } })
    const answer = await renew(keys)
    Object.assign(context, { config })
    t.match(answer, { status: 403, body: { code: 'enrolment.no_renewal' } })
  })

  await t.test('what is wrong is refused, and registers nothing', async (t) => {
    const before = await rows()
    const stroom = hub.as(STROOM)
    const other = await testParty(await testAuthority(), STROOM)
    const refused = async (status: number, code: string, fields: object, by?: Calling) =>
      t.match(await renew(fields, by), { status, body: { code } }, code)
    await refused(400, 'request.invalid', {})
    await refused(400, 'request.invalid', { ...keys, holder: 'x' })
    await refused(400, 'certificate.malformed', { transport: `-----BEGIN ${'x'.repeat(200)}` })
    await refused(409, 'registry.conflict', { ...keys, signing: keys.transport })
    await refused(400, 'certificate.organisation_number', { signing: other.signing.chain })
    const own = woning.party
    await refused(409, 'registry.conflict', { signing: own.signing.chain })
    await refused(409, 'registry.conflict', { transport: own.transport.chain })
    const anothers = hub.with({ ...own, signingKey: stroom.party.signingKey })
    await refused(401, 'signature.wrong_party', keys, anothers)
    const unknown = await testParty(await testAuthority(), WONING)
    await refused(
      401,
      'signature.key_unknown',
      keys,
      hub.with({ ...own, signingKey: unknown.signingKey }),
    )
    const unsigned = await woning.post(PATH, { ...keys })
    t.match(unsigned, { status: 401, body: { code: 'signature.missing' } })
    t.strictSame(await rows(), before)
  })

  await t.test(
    'old and new are good together, and the same request gets the same answer',
    async (t) => {
      const answer = await renew(keys)
      t.match(
        answer,
        {
          status: 200,
          body: { certificates: [{ purpose: 'TRANSPORT' }, { purpose: 'SIGNING' }] },
        },
        answer.text,
      )
      const again = await renew(keys)
      t.strictSame([again.status, again.body], [200, answer.body])
      t.match(await renew({ ...keys, requestId: id(2) }), {
        status: 409,
        body: { code: 'registry.conflict', detail: /key was used/ },
      })
      const only = { transport: (await newKey()).request }
      t.match(await renew(only), { status: 409, body: { detail: /used for other keys/ } })
      const renewed = withAnswer(answer.body)
      for (const by of [woning, renewed]) {
        t.match(await by.get('/v1/mandates'), { status: 200 })
        t.match(await by.submit(id(50), []), { body: { code: 'request.invalid' } }, 'signed well')
      }
      const { body } = await renewed.get('/v1/expiries')
      const replaced = body.expiries.filter(({ kind }: { kind: string }) => kind === 'TRANSPORT')
      t.equal(replaced.length, 2, 'and the party sees both')
    },
  )

  await t.test('a successor may be used for what its predecessor may', async (t) => {
    const stroom = hub.as(STROOM)
    await hub.sql(
      `UPDATE certificate SET holder = 'desk-1', roles = '{creditor}' WHERE party = $1`,
      [STROOM],
    )
    const fields = { requestId: id(3), transport: (await newKey()).request }
    t.match(await renew(fields, stroom), { status: 200 })
    const found = await hub.sql(
      `SELECT holder, to_jsonb(roles) AS roles FROM certificate WHERE party = $1 AND renewal = $2`,
      [STROOM, id(3)],
    )
    t.strictSame(found, [{ holder: 'desk-1', roles: ['creditor'] }])
  })

  await t.test('a key that was taken back or is over renews nothing', async (t) => {
    const other = { signing: (await newKey()).request, requestId: id(4) }
    const setEnd = (at: string) =>
      hub.sql(`UPDATE certificate SET not_after = $2::timestamptz WHERE fingerprint = $1`, [
        hex(woning.party.signing.fingerprint),
        at,
      ])
    await setEnd('2026-08-09T00:00:00Z')
    t.match(await renew(other), { status: 401, body: { code: 'signature.key_expired' } })
    await setEnd('2049-01-01T00:00:00Z')
    await revokeCertificate(context, OPERATOR, hex(woning.party.signing.fingerprint))
    t.match(await renew(other), { status: 401, body: { code: 'signature.key_revoked' } })
    await revokeCertificate(context, OPERATOR, hex(woning.party.transport.fingerprint))
    t.match(await renew(other), { status: 403, body: { code: 'certificate.revoked' } })
  })

  await t.test('nobody piles up certificates, also not all at once', async (t) => {
    const stroom = hub.as(STROOM)
    const answers = await Promise.all(
      [11, 12, 13, 14, 15].map(async (number) =>
        renew({ requestId: id(number), transport: (await newKey()).request }, stroom),
      ),
    )
    const statuses = answers.map(({ status }) => status).sort()
    t.strictSame(statuses, [200, 200, 409, 409, 409], 'two were there, four is the most')
  })

  await t.test('each renewal stands in the log of its party', async (t) => {
    const entries = await hub.sql(
      `SELECT controller, objects ->> 'repeated' AS repeated FROM log_entry
        WHERE operation = 'renewCertificates' AND result = 'ALLOW' AND controller = $1 ORDER BY number`,
      [WONING],
    )
    t.strictSame(
      entries.map(({ repeated }) => repeated),
      ['false', 'true'],
    )
    await checkLog(t, context)
  })
})

const hex = (fingerprint: string) => Buffer.from(fingerprint, 'base64url').toString('hex')
