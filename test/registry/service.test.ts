import t from 'tap'
import { issueForRequest, issueSigning, issueTransport } from '../../certs/issue.js'
import { requestCertificate } from '../../certs/request.js'
import { inTransaction } from '../../src/db/transaction.js'
import type { Day } from '../../src/kernel/calendar.js'
import {
  findCertificate,
  findSigningKey,
  loadAuthoriser,
  loadMandates,
  parsePartyId,
  type PartyId,
} from '../../src/parties/index.js'
import {
  endAgency,
  endMandate,
  endParty,
  registerAgency,
  registerCertificate,
  registerMandates,
  registerOfficer,
  registerParty,
  revokeCertificate,
  type NewMandate,
} from '../../src/registry/index.js'
import { freshDatabase } from '../helpers/database.js'
import { ALWAYS, EXPIRED, testAuthority, testParty, testPerson } from '../helpers/pki.js'
import { looker, OPERATOR, plainRole, registryContext } from '../helpers/registry.js'

const VITENS = parsePartyId('00000099100000001000')
const MENZIS = parsePartyId('00000099100000002000')
const AGENT = parsePartyId('00000099100000003000')
const ALMERE = parsePartyId('00000099000000034000')
const day = (text: string) => text as Day

function mandate(creditor: PartyId, overrides: Partial<NewMandate> = {}): NewMandate {
  return {
    agreement: 'LCV 1',
    creditor,
    municipality: '0034',
    sector: 'WATER',
    validFrom: day('2026-01-01'),
    validUntil: null,
    entitledFields: ['creditorName', 'arrearsCents'],
    ...overrides,
  }
}

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

  t.test('mandates come by the thousand, and an import can be repeated', async (t) => {
    const many = Array.from({ length: 6000 }, (_, at) =>
      mandate(VITENS, { municipality: String(at % 342).padStart(4, '0'), agreement: `LCV ${at}` }),
    )
    t.equal(await registerMandates(context, OPERATOR, many), 6000)
    t.equal(await registerMandates(context, OPERATOR, many), 0)
    await t.rejects(registerMandates(context, OPERATOR, [mandate(AGENT)]), {
      code: 'registry.unknown',
    })
  })

  t.test(
    'a creditor sees its own mandates only: by code, and by the database beneath',
    async (t) => {
      await registerMandates(context, OPERATOR, [mandate(MENZIS, { sector: 'HEALTH_INSURANCE' })])
      const scope = { role: 'vroegsignaal_intake', party: MENZIS } as const
      await inTransaction(context.db, 'test.mandates', scope, async (tx) => {
        const own = await loadMandates(tx, [MENZIS])
        t.strictSame(new Set(own.map((row) => row.creditor)), new Set([MENZIS]))
        t.strictSame(await loadMandates(tx, [VITENS]), [], 'asked for another’s on purpose')
      })
      const nobody = { role: 'vroegsignaal_intake' } as const
      await inTransaction(context.db, 'test.mandates', nobody, async (tx) => {
        t.strictSame(await loadMandates(tx, [VITENS, MENZIS]), [])
      })
    },
  )

  t.test('an agent delivers while its agency lasts', async (t) => {
    const agency = {
      agent: AGENT,
      principal: MENZIS,
      validFrom: day('2026-06-01'),
      validUntil: null,
    }
    const asked = { creditor: MENZIS, municipality: '0034', sector: 'HEALTH_INSURANCE' } as const
    const authorise = (on: string) =>
      inTransaction(
        context.db,
        'test.agency',
        { role: 'vroegsignaal_intake', party: AGENT },
        async (tx) =>
          (await loadAuthoriser(tx, AGENT)).authorise({ ...asked, day: day(on) }).allowed,
      )
    t.notOk(await authorise('2026-08-03'))
    await registerAgency(context, OPERATOR, agency)
    await t.rejects(registerAgency(context, OPERATOR, agency), { code: 'registry.conflict' })
    await t.rejects(
      registerAgency(context, OPERATOR, { ...agency, agent: VITENS, principal: ALMERE }),
      {
        code: 'registry.unknown',
      },
    )
    t.ok(await authorise('2026-08-03'))
    await endAgency(context, OPERATOR, AGENT, MENZIS, day('2026-08-03'))
    t.notOk(await authorise('2026-08-03'))
    t.ok(await authorise('2026-08-02'))
    await t.rejects(endAgency(context, OPERATOR, AGENT, MENZIS, day('2026-08-03')), {
      code: 'registry.unknown',
    })
  })

  t.test('a mandate ends with a day, once', async (t) => {
    const [row] = await look<{ mandate_id: string }>(
      `SELECT mandate_id FROM mandate WHERE creditor = '${MENZIS}'`,
    )
    const id = row!.mandate_id
    await t.rejects(endMandate(context, OPERATOR, id, day('2025-06-01')), {
      code: 'registry.unknown',
    })
    await endMandate(context, OPERATOR, id, day('2026-09-01'))
    t.match(await look(`SELECT valid_until FROM mandate WHERE mandate_id = '${id}'`), [
      { valid_until: '2026-08-31' },
    ])
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
        'registerAgency',
        'endAgency',
        'registerMandates',
        'endMandate',
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
