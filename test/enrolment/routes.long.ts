import { createPrivateKey } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { requestCertificate } from '../../certs/request.js'
import { signApplication } from '../../src/client/index.js'
import {
  acceptEnrolment,
  listEnrolments,
  loadRegister,
  refuseEnrolment,
  reviewEnrolment,
} from '../../src/enrolment/index.js'
import { checkLog } from '../helpers/check-log.js'
import { lastLine, runCommand } from '../helpers/command.js'
import { ALMERE, WONING } from '../helpers/hub.js'
import { testAuthority, testParty } from '../helpers/pki.js'
import { OPERATOR } from '../helpers/registry.js'
import { id, report } from '../notifications/build.js'
import { callingFrom, newApplicant, NEWCOMER, ORGANISATION, startPublic } from './public-hub.js'

t.test('enrolment, from keys of one’s own to a first notification', async (t) => {
  const hub = await startPublic(t)
  const { context, post } = hub
  const { sign } = await newApplicant(hub)
  const waiting = async () => (await listEnrolments(context, OPERATOR, null)).length

  await t.test('an application waits, once, and only its secret tells how it stands', async (t) => {
    const sent = sign()
    t.match(await post('/enrolments', sent), { status: 202, body: { state: 'RECEIVED' } })
    t.match(await post('/enrolments', sent), { status: 202, body: { state: 'RECEIVED' } })
    t.equal(await waiting(), 1)
    const { enrolmentId, secret } = sent
    const ask = (given: object) =>
      post('/enrolments/_status', {
        text: JSON.stringify({ enrolmentId, secret, ...given }),
        headers: {},
      })
    t.match(await ask({}), { status: 200, body: { state: 'RECEIVED' } })
    t.match(await ask({ secret: 'A'.repeat(43) }), {
      status: 404,
      body: { code: 'enrolment.unknown' },
    })
    t.match(await ask({ enrolmentId: id(1) }), { status: 404, body: { code: 'enrolment.unknown' } })
    t.match(await ask({ more: true }), { status: 400, body: { code: 'request.invalid' } })
    const altered = JSON.parse(sent.text) as { nonce: string }
    const signed = sign({ enrolmentId, nonce: altered.nonce })
    t.match(await post('/enrolments', signed), {
      status: 409,
      body: { code: 'enrolment.conflict' },
    })

    await t.rejects(acceptEnrolment(context, OPERATOR, enrolmentId, {}), {
      code: 'registry.invalid',
      message: /NOT_IN_REGISTER/,
    })
    await t.rejects(refuseEnrolment(context, OPERATOR, enrolmentId, ' '), {
      code: 'registry.invalid',
    })
    await refuseEnrolment(context, OPERATOR, enrolmentId, 'Nog geen aansluitovereenkomst.')
    t.match(await ask({}), {
      body: { state: 'REFUSED', reason: 'Nog geen aansluitovereenkomst.', certificates: undefined },
    })
    await t.rejects(acceptEnrolment(context, OPERATOR, enrolmentId, { checked: 'x' }), {
      code: 'enrolment.conflict',
    })
    await t.rejects(acceptEnrolment(context, OPERATOR, id(1), {}), { code: 'enrolment.unknown' })
    t.strictSame(await hub.sql('SELECT FROM party WHERE id = $1', [NEWCOMER]), [])
  })

  await t.test('the register is compared with what an applicant says', async (t) => {
    const row = (name: string, kvk: string | null) => ({ organisationNumber: NEWCOMER, name, kvk })
    const sent = sign()
    await post('/enrolments', sent)
    const doubts = async (...rows: ReturnType<typeof row>[]) => {
      await loadRegister(context, OPERATOR, rows)
      return (await reviewEnrolment(context, OPERATOR, sent.enrolmentId)).doubts
    }
    t.strictSame(await doubts(), ['NOT_IN_REGISTER'])
    t.strictSame(await doubts(row('Iemand anders', null)), ['OTHER_NAME_IN_REGISTER'])
    t.strictSame(await doubts(row('Woonstichting Nieuw', '87654321')), ['OTHER_KVK_IN_REGISTER'])
    t.strictSame(await doubts(row('WOONSTICHTING  “Nieuw”', '12345678')), [])
    await refuseEnrolment(context, OPERATOR, sent.enrolmentId, 'Alleen een proef.')
  })

  await t.test('from the command line, up to a delivery', async (t) => {
    const party = join(t.testdir({}), 'nieuw')
    const caFile = join(t.testdir({}), 'ca.pem')
    writeFileSync(caFile, hub.ca)
    const names = ['--name', ORGANISATION.name, '--oin', NEWCOMER]
    const asked = await runCommand(['pki', 'request', party, ...names, '--json'])
    t.equal(asked.code, 0, asked.stderr)
    for (const purpose of ['transport', 'signing']) {
      t.equal(statSync(join(party, `${purpose}.key`)).mode & 0o777, 0o600)
    }
    t.match(await runCommand(['pki', 'request', party, ...names]), {
      code: 2,
      stderr: /never replaced/,
    })
    const clock = join(party, 'clock')
    writeFileSync(clock, context.clock.now().toISOString())
    const where = ['--party', party, '--public', hub.publicUrl, '--ca', caFile]
    const rest = [
      '--kvk',
      '12345678',
      '--wish',
      `${ALMERE}:RENT`,
      '9999:RENT',
      '--sandbox-clock',
      clock,
    ]
    const enrolled = await runCommand(['creditor', 'enrol', ...where, ...names, ...rest, '--json'])
    t.equal(enrolled.code, 0, enrolled.stderr)
    const { enrolmentId } = lastLine(enrolled) as { enrolmentId: string }
    const kept = readFileSync(join(party, 'enrolment.json'), 'utf8')
    t.notMatch(kept, 'PRIVATE KEY', 'what was sent holds no private key')

    const accepted = await acceptEnrolment(context, OPERATOR, enrolmentId, {})
    t.strictSame(accepted, { party: NEWCOMER, agreements: 1, skipped: ['9999'] })
    const fetched = await runCommand(['creditor', 'enrolment', '--party', party, '--json'])
    t.equal(fetched.code, 0, fetched.stderr)
    t.match(lastLine(fetched), { state: 'ACCEPTED', partyId: NEWCOMER, installed: { length: 2 } })

    const text = (name: string) => readFileSync(join(party, name), 'utf8')
    const newcomer = callingFrom(hub, text)
    const almere = hub.asMunicipality(ALMERE)
    const { agreements } = (await newcomer.get('/v1/agreements')).body
    t.match(agreements, [{ state: 'OFFERED', municipalityCode: ALMERE, sector: 'RENT' }])
    const { agreementId } = agreements[0] as { agreementId: string }
    const batch = (number: number) =>
      newcomer.submit(id(number), [report(number, { creditorId: NEWCOMER })])
    t.match((await batch(1)).body, { items: [{ errors: [{ code: 'NO_MANDATE' }] }] })
    await almere.send(
      `/v1/agreements/${agreementId}/_answer`,
      almere.sign('answerAgreement', { requestId: id(70), agreementId, answer: 'ACCEPT' }),
    )
    t.match((await batch(2)).body, { items: [{ status: 'ACCEPTED', agreementId }] })

    const again = ['pki', 'install', join(party, 'transport.pem'), '--party', party]
    t.match(await runCommand([...again, '--ca', caFile]), { code: 0, stdout: /purpose: transport/ })
    const strange = join(party, 'other.pem')
    writeFileSync(strange, (await testParty(await testAuthority(), WONING)).transport.chain)
    t.match(await runCommand(['pki', 'install', strange, '--party', party]), {
      code: 2,
      stderr: /belongs to no key/,
    })
  })

  await t.test('certificates that there are already serve as they are', async (t) => {
    const number = '00000099000000008200'
    const own = await testParty(await testAuthority(), number, 'Energie Nieuw')
    const sent = signApplication(
      context.config.hubId,
      {
        organisation: { organisationNumber: number, name: 'Energie Nieuw' },
        roles: ['agent', 'creditor'],
        transport: own.transport.chain,
        signing: own.signing.chain,
        wishes: [],
      },
      {
        transport: createPrivateKey(own.transport.key),
        signing: createPrivateKey(own.signing.key),
      },
      context.clock.now(),
    )
    t.match(await post('/enrolments', sent), { status: 202 }, 'the chain is known')
    const said = { checked: 'Handelsregister, 10 augustus' }
    await acceptEnrolment(context, OPERATOR, sent.enrolmentId, said)
    t.match(await hub.with(own).get('/v1/mandates'), { status: 200 })
  })

  await t.test('who has no number gets one of the hub', async (t) => {
    const [transport, signing] = [
      await requestCertificate({ commonName: 'x' }, 'EC'),
      await requestCertificate({ commonName: 'x' }, 'RSA'),
    ]
    const sent = signApplication(
      context.config.hubId,
      {
        organisation: { name: 'Verhuur De Wilg' },
        roles: ['creditor'],
        transport: transport.request,
        signing: signing.request,
        wishes: [],
      },
      { transport: createPrivateKey(transport.key), signing: createPrivateKey(signing.key) },
      context.clock.now(),
    )
    t.match(await post('/enrolments', sent), { status: 202 })
    const { doubts } = await reviewEnrolment(context, OPERATOR, sent.enrolmentId)
    t.strictSame(doubts, ['NO_NUMBER'])
    const { party } = await acceptEnrolment(context, OPERATOR, sent.enrolmentId, {
      checked: 'Gebeld',
    })
    t.match(party, /^VS-/)
  })

  await t.test('every step stands in the hub’s own log, and the log verifies', async (t) => {
    const rows = await hub.sql<{ operation: string }>(
      `SELECT DISTINCT operation FROM log_entry WHERE controller = 'hub' AND operation ~ 'nrolment|Register$'
        ORDER BY operation`,
    )
    t.strictSame(
      rows.map(({ operation }) => operation),
      [
        ...['acceptEnrolment', 'getEnrolment', 'listEnrolments', 'loadOrganisationRegister'],
        ...['refuseEnrolment', 'requestEnrolment'],
      ],
    )
    await checkLog(t, context)
  })
})
