import t from 'tap'
import { issueForRequest, issueSigning, issueTransport } from '../../certs/issue.js'
import { requestCertificate } from '../../certs/request.js'
import {
  findCertificate,
  findSigningKey,
  parsePartyId,
  type PartyId,
  type Role,
} from '../../src/parties/index.js'
import {
  endParty,
  registerCertificate,
  registerOfficer,
  registerParty,
  revokeCertificate,
} from '../../src/registry/index.js'
import { freshDatabase } from '../helpers/database.js'
import { ALWAYS, EXPIRED, testAuthority, testParty, testPerson } from '../helpers/pki.js'
import { looker, OPERATOR, plainRole, registryContext } from '../helpers/registry.js'

const VITENS = parsePartyId('00000099100000001000')
const MENZIS = parsePartyId('00000099100000002000')
const AGENT = parsePartyId('00000099100000003000')
const ALMERE = parsePartyId('00000099000000034000')

t.test('the registry', async (t) => {
  const database = await freshDatabase(t)
  const context = registryContext(database.db)
  const look = looker(database)
  const authority = await testAuthority()
  const creditor = (id: PartyId, name: string) =>
    registerParty(context, OPERATOR, { id, name, roles: [plainRole('creditor')] })
  await creditor(VITENS, 'Vitens')
  await creditor(MENZIS, 'Menzis')
  await registerParty(context, OPERATOR, {
    id: AGENT,
    name: 'Incasso Agent',
    roles: [plainRole('agent')],
  })
  await registerParty(context, OPERATOR, {
    id: ALMERE,
    name: 'Gemeente Almere',
    roles: [{ role: 'municipality', municipality: '0034', controller: '' }],
  })
  const vitens = await testParty(authority, VITENS, 'Vitens')
  const register = (
    party: PartyId,
    purpose: 'transport' | 'signing',
    pem: string,
    holder?: string,
  ) => registerCertificate(context, OPERATOR, { party, purpose, pem, holder: holder ?? null })

  t.test('a party gets further roles, but no other name', async (t) => {
    await registerParty(context, OPERATOR, {
      id: VITENS,
      name: 'Vitens',
      roles: [plainRole('creditor'), plainRole('agent')],
    })
    await t.rejects(creditor(VITENS, 'Vittens'), { code: 'registry.conflict' })
  })

  t.test('a municipality is one party, and a party one municipality', async (t) => {
    const role = (municipality: string) => [
      { role: 'municipality', municipality, controller: '' } as const,
    ]
    await t.rejects(registerParty(context, OPERATOR, { name: 'Almere too', roles: role('0034') }), {
      code: 'registry.conflict',
    })
    await t.rejects(
      registerParty(context, OPERATOR, {
        id: ALMERE,
        name: 'Gemeente Almere',
        roles: role('0175'),
      }),
      { code: 'registry.conflict' },
    )
    await t.rejects(registerParty(context, OPERATOR, { name: ' ', roles: [] }), {
      code: 'registry.invalid',
    })
  })

  t.test('a party without OIN gets an id of the hub', async (t) => {
    const id = await registerParty(context, OPERATOR, {
      name: 'Verhuur De Wilg',
      roles: [plainRole('creditor')],
    })
    t.match(id, /^VS-[0-9A-HJKMNP-TV-Z]{12}$/)
  })

  t.test('test numbers are refused in production, real ones in a sandbox', async (t) => {
    const production = registryContext(database.db, { sandbox: false })
    await t.rejects(
      registerParty(production, OPERATOR, { id: VITENS, name: 'Vitens', roles: [] }),
      { code: 'certificate.test_number' },
    )
    await t.rejects(
      registerParty(context, OPERATOR, { id: '00000003273742220000', name: 'X', roles: [] }),
      { code: 'certificate.test_number' },
    )
    await t.rejects(
      registerCertificate(production, OPERATOR, {
        party: VITENS,
        purpose: 'transport',
        pem: vitens.transport.certificate,
      }),
      { code: 'certificate.test_number' },
    )
  })

  t.test(
    'a certificate is registered for the purpose and the party it was issued to',
    async (t) => {
      const { transport, signing } = vitens
      await t.rejects(register(VITENS, 'signing', transport.certificate), {
        code: 'certificate.wrong_purpose',
      })
      await t.rejects(register(VITENS, 'transport', signing.certificate), {
        code: 'certificate.wrong_purpose',
      })
      await t.rejects(register(MENZIS, 'transport', transport.certificate), {
        code: 'certificate.organisation_number',
      })
      await t.rejects(register(VITENS, 'transport', 'no certificate'), {
        code: 'certificate.malformed',
      })
      const subject = { commonName: 'Vitens', organisationNumber: VITENS }
      const old = await issueTransport(authority, subject, EXPIRED)
      await t.rejects(register(VITENS, 'transport', old.certificate), {
        code: 'certificate.expired',
      })
      const checked = await register(VITENS, 'transport', transport.certificate)
      t.equal(checked.fingerprint, Buffer.from(transport.fingerprint, 'base64url').toString('hex'))
      await register(VITENS, 'signing', signing.certificate)
      await t.rejects(register(VITENS, 'signing', signing.certificate), {
        code: 'registry.conflict',
      })
    },
  )

  t.test('a certificate of a person needs a holder, who goes by a pseudonym', async (t) => {
    const person = await testPerson(authority, 'functionaris-1')
    await t.rejects(register(ALMERE, 'transport', person.certificate), {
      code: 'certificate.organisation_number',
    })
    await t.rejects(register(ALMERE, 'transport', person.certificate, 'Jan Jansen'), {
      code: 'registry.invalid',
    })
    await register(ALMERE, 'transport', person.certificate, 'functionaris-1')
    await registerOfficer(context, OPERATOR, ALMERE, ALMERE)
    t.match(await findCertificate(context, person.fingerprint), {
      holder: 'functionaris-1',
      municipality: '0034',
      controllers: [ALMERE],
      roles: ['municipality', 'officer'],
      state: 'ACTIVE',
    })
  })

  t.test('a certificate may be limited to some roles of its party', async (t) => {
    const limited = async (holder: string, roles: readonly Role[]) => {
      const { certificate: pem, fingerprint } = await testPerson(authority, holder)
      const asked = { party: ALMERE, purpose: 'transport', pem, holder, roles } as const
      await registerCertificate(context, OPERATOR, asked)
      return findCertificate(context, fingerprint)
    }
    t.match(await limited('functionaris-2', ['officer']), {
      roles: ['officer'],
      municipality: undefined,
      controllers: [ALMERE],
    })
    t.match(await limited('klerk-1', ['municipality']), {
      roles: ['municipality'],
      municipality: '0034',
      controllers: [],
    })
    const subject = { commonName: 'Almere', organisationNumber: ALMERE }
    const { certificate: pem, fingerprint } = await issueSigning(authority, subject, ALWAYS)
    const roles = ['officer', 'municipality'] as const
    await registerCertificate(context, OPERATOR, { party: ALMERE, purpose: 'signing', pem, roles })
    t.strictSame((await findSigningKey(context, fingerprint))?.roles, roles, 'what signs likewise')
    t.match(await limited('klerk-2', ['creditor']), { roles: [] }, 'a role that the party lacks')
    await t.rejects(limited('klerk-3', []), { name: 'DatabaseError' }, 'no role at all')
  })

  t.test(
    'one key never serves two purposes or two parties, and is revoked as a whole',
    async (t) => {
      const subject = { commonName: 'Vitens', organisationNumber: VITENS }
      const { request } = await requestCertificate(subject, 'EC')
      const [signs, connects, again] = await Promise.all(
        (['signing', 'transport', 'signing'] as const).map((purpose) =>
          issueForRequest(authority, purpose, request, subject, ALWAYS),
        ),
      )
      const { fingerprint } = await register(VITENS, 'signing', signs!)
      await t.rejects(register(VITENS, 'transport', connects!), { code: 'registry.conflict' })
      await register(VITENS, 'signing', again!)
      t.equal(
        (await revokeCertificate(context, OPERATOR, fingerprint)).length,
        2,
        'with its renewal',
      )
      const rows = await look<{ key_hash: string }>(
        `SELECT key_hash FROM certificate WHERE party = '${VITENS}' AND purpose = 'signing' AND revoked_at IS NULL LIMIT 1`,
      )
      const insert = (party: string, purpose: string) =>
        look(`INSERT INTO certificate SELECT repeat('b', 64), '${party}', '${purpose}', holder, key_hash,
              key_id, jwk, not_before, not_after, registered_at FROM certificate
             WHERE key_hash = '${rows[0]!.key_hash}'`)
      await t.rejects(insert(VITENS, 'transport'), { message: /23514/ })
      await t.rejects(insert(MENZIS, 'signing'), { message: /23514/ })
    },
  )

  t.test('a revoked certificate is out at the very next question', async (t) => {
    const subject = { commonName: 'Menzis', organisationNumber: MENZIS }
    const { certificate, fingerprint } = await issueTransport(authority, subject, ALWAYS)
    await register(MENZIS, 'transport', certificate)
    t.match(await findCertificate(context, fingerprint), { state: 'ACTIVE', name: 'Menzis' })
    t.equal((await revokeCertificate(context, OPERATOR, fingerprint)).length, 1)
    t.match(await findCertificate(context, fingerprint), { state: 'REVOKED' })
    await t.rejects(revokeCertificate(context, OPERATOR, fingerprint), {
      code: 'registry.unknown',
    })
    await t.rejects(revokeCertificate(context, OPERATOR, 'nonsense'), {
      code: 'registry.unknown',
    })
  })

  t.test('signing keys are found by certificate and by key, transport keys by name', async (t) => {
    const { signing, transport } = vitens
    const byCertificate = await findSigningKey(context, signing.fingerprint)
    t.match(byCertificate, {
      fingerprint: signing.fingerprint,
      party: VITENS,
      purpose: 'signing',
      revoked: false,
    })
    t.match(await findSigningKey(context, byCertificate!.aliases![0]!), {
      fingerprint: signing.fingerprint,
    })
    t.match(await findSigningKey(context, transport.fingerprint), { purpose: 'transport' })
    t.equal(await findSigningKey(context, 'unknown'), undefined)
    t.equal(await findCertificate(context, 'ab'.repeat(32)), undefined)
  })

  t.test('certificates overlap: the old one holds until it is revoked', async (t) => {
    const subject = { commonName: 'Vitens', organisationNumber: VITENS }
    const next = await issueSigning(authority, subject, ALWAYS)
    await register(VITENS, 'signing', next.certificate)
    t.match(await findSigningKey(context, vitens.signing.fingerprint), { revoked: false })
    t.match(await findSigningKey(context, next.fingerprint), { revoked: false })
    await revokeCertificate(context, OPERATOR, vitens.signing.fingerprint)
    t.match(await findSigningKey(context, vitens.signing.fingerprint), { revoked: true })
    t.match(await findSigningKey(context, next.fingerprint), { revoked: false })
  })

  t.test(
    'a party that ended is out at the next question, and its signatures with it',
    async (t) => {
      await endParty(context, OPERATOR, VITENS)
      t.match(await findCertificate(context, vitens.transport.fingerprint), {
        state: 'PARTY_ENDED',
      })
      t.match(await findSigningKey(context, vitens.transport.fingerprint), { revoked: true })
      await t.rejects(endParty(context, OPERATOR, VITENS), { code: 'registry.unknown' })
      await t.rejects(register(VITENS, 'transport', vitens.transport.certificate), {
        code: 'registry.unknown',
      })
    },
  )

  t.test(
    'every change stands in the hub’s partition, under the operator’s pseudonym',
    async (t) => {
      const rows = await look<{ operation: string; operator: string; gaps: boolean }>(
        `SELECT operation, objects ->> 'operator' AS operator,
              number <> row_number() OVER (ORDER BY number) AS gaps
         FROM log_entry WHERE controller = 'hub' ORDER BY number`,
      )
      const done = new Set(rows.map(({ operation }) => operation))
      for (const operation of [
        'registerParty',
        'registerOfficer',
        'endParty',
        'registerCertificate',
        'revokeCertificate',
      ]) {
        t.ok(done.has(operation), operation)
      }
      t.ok(rows.every(({ operator, gaps }) => operator === 'beheer-1' && !gaps))
      await t.rejects(
        registerParty(context, { pseudonym: 'Jan Jansen' }, { name: 'X', roles: [] }),
        { code: 'registry.invalid' },
      )
    },
  )
})
