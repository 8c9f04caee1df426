import { createPrivateKey } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import t from 'tap'
import { requestCertificate } from '../../certs/request.js'
import { reportOf, signReport, signReportOfApplicant } from '../../src/conformance/index.js'
import { deliverEverything } from '../../src/conformance/own-software.js'
import { TravellingClock } from '../../src/conformance/throw-away.js'
import { thumbprint } from '../../src/crypto/jwk.js'
import { signingKey } from '../../src/crypto/signature-key.js'
import { addDays, dayOf } from '../../src/kernel/calendar.js'
import { systemClock } from '../../src/kernel/clock.js'
import { checkLog } from '../helpers/check-log.js'
import { lastLine, runCommand, startCommand } from '../helpers/command.js'
import { ALMERE, WONING } from '../helpers/hub.js'
import { operator } from '../helpers/operator.js'
import { signingKeyOf, testAuthority, testParty } from '../helpers/pki.js'
import { id, report } from '../notifications/build.js'
import { callingFrom, NEWCOMER, ORGANISATION, startPublic } from './public-hub.js'

t.test('an applicant shows how its software does before it has a certificate', async (t) => {
  // The kit signs by the clock of the machine, so this hub lives today.
  const today = dayOf(systemClock.now())
  const now = () => hub.context.clock.now()
  const hub = await startPublic(t, { now: systemClock.now().toISOString() })
  await hub.sql(`SELECT ensure_partitions($1::date, 24)`, [addDays(today, -40)])
  const folder = t.testdirName
  const party = join(folder, 'nieuw')
  const names = ['--name', ORGANISATION.name, '--oin', NEWCOMER]
  const ca = join(folder, 'ca.pem')
  writeFileSync(ca, hub.ca)
  const own = (name: string) => readFileSync(join(party, name), 'utf8')
  const passed = join(folder, 'report.json')
  let enrolmentId = ''

  await t.test('it makes its keys, applies, and signs a report with its own key', async (t) => {
    t.match(await runCommand(['pki', 'request', party, ...names]), { code: 0 })
    const clock = join(party, 'clock')
    writeFileSync(clock, now().toISOString())
    const where = ['--party', party, '--public', hub.publicUrl, '--ca', ca]
    const wish = ['--kvk', '12345678', '--wish', `${ALMERE}:RENT`, '--sandbox-clock', clock]
    const sent = await runCommand(['creditor', 'enrol', ...where, ...names, ...wish, '--json'])
    t.equal(sent.code, 0, sent.stderr)
    enrolmentId = (lastLine(sent) as { enrolmentId: string }).enrolmentId

    const vendor = join(folder, 'vendor')
    const play = ['conformance', 'creditor', '--serve', vendor, '--json', '--output', passed]
    const kit = startCommand([...play, '--sign', party])
    t.teardown(() => kit.kill('SIGKILL'))
    const ended = once(kit, 'exit') as Promise<[number | null]>
    kit.stderr!.resume()
    const lines = createInterface({ input: kit.stdout! })[Symbol.asyncIterator]()
    await lines.next()
    const folders = [join(vendor, 'creditor'), join(vendor, 'creditor-next')] as const
    await deliverEverything({ clock: new TravellingClock() }, ...folders)
    const { value } = (await lines.next()) as { value: string }
    t.match(JSON.parse(value), { failed: 0 })
    t.strictSame((await ended)[0], 0)

    const told = await runCommand(['conformance', 'verify', passed, '--json'])
    t.match(lastLine(told), { holds: true, isApplicant: true, signer: null, failed: 0 })
    const said = await runCommand(['conformance', 'verify', passed, '--ca', ca])
    t.match(said, { code: 1, stdout: /key of a request[^]*under none/ }, 'nobody vouches for it')
    hub.context.clock.set(systemClock.now().toISOString())
  })

  await t.test('the operator accepts it with that report and with no other', async (t) => {
    const admin = await operator(t, { database: hub.database, now: now().toISOString() })
    process.env['VS_REQUIRE_CONFORMANCE'] = 'on'
    process.env['VS_AUTHORITY_DIR'] = hub.context.config.authorityDir
    t.teardown(() => {
      delete process.env['VS_REQUIRE_CONFORMANCE']
      delete process.env['VS_AUTHORITY_DIR']
    })
    const checked = ['--checked', 'Handelsregister, vandaag']
    const accept = (...more: string[]) =>
      admin.json('enrolment', 'accept', enrolmentId, ...checked, ...more)
    const head = { kitVersion: '1.0.0', hub: 'played.hub.example' }
    const instants = { startedAt: now().toISOString(), endedAt: now().toISOString() }
    const results = (outcome: 'PASSED' | 'FAILED' | 'SKIPPED') => [
      { group: 'deliveries', name: 'one', outcome },
    ]
    const made = (tested: 'creditor' | 'hub' | 'municipality', outcome: 'PASSED' | 'FAILED') =>
      reportOf({ ...head, ...instants, tested }, results(outcome))
    const good = made('creditor', 'PASSED')
    const request = own('signing.csr')
    const byKey = (key: string, csr: string, of = good, at = now()) => {
      const privateKey = createPrivateKey(key)
      const kid = thumbprint(privateKey.export({ format: 'jwk' }))
      return signReportOfApplicant(of, signingKey(privateKey, { kid }), csr, at)
    }
    const byOwn = (of = good, at = now()) => byKey(own('signing.key'), request, of, at)
    const other = await requestCertificate({ commonName: 'x' }, 'EC')
    const { signing } = await testParty(await testAuthority(), WONING)
    const ofAnother = signReport(good, signingKeyOf(signing), signing.chain, now())
    const kid = thumbprint(createPrivateKey(own('signing.key')).export({ format: 'jwk' }))
    const disguised = signingKey(createPrivateKey(other.key), { kid })
    const forged = signReportOfApplicant(good, disguised, request, now())
    const late = new Date(now().getTime() - 731 * 86_400_000)
    const nothing = reportOf({ ...head, ...instants, tested: 'creditor' }, results('SKIPPED'))
    const { report: text, ...rest } = byOwn(made('creditor', 'FAILED'))
    const altered = { ...rest, report: text.replace('"failed":1', '"failed":0') }

    t.match(await accept(), { error: 'registry.conformance', exitCode: 1 }, 'no report')
    const refusals = [
      ['another key', byKey(other.key, other.request), 'conformance.other_key'],
      [
        'the transport key',
        byKey(own('transport.key'), own('transport.csr')),
        'conformance.other_key',
      ],
      ['another party', ofAnother, 'conformance.other_key'],
      [
        'a key beside a request that is not its own',
        byKey(other.key, request),
        'signature.key_unknown',
      ],
      ['another key under the name of its own', forged, 'signature.invalid'],
      ['a changed report', altered, 'signature.invalid'],
      ['both', { ...byOwn(), certificate: signing.chain }, 'signature.malformed'],
      ['a case failed', byOwn(made('creditor', 'FAILED')), 'conformance.failed'],
      ['nothing was tried', byOwn(nothing), 'conformance.failed'],
      ['too old', byOwn(good, late), 'conformance.too_old'],
      ['a hub', byOwn(made('hub', 'PASSED')), 'conformance.other_side'],
      ['a municipality', byOwn(made('municipality', 'PASSED')), 'conformance.other_side'],
      ['no report', {}, 'signature.malformed'],
    ] as const
    for (const [what, content, error] of refusals) {
      const path = admin.file('bad.json', JSON.stringify(content))
      t.match(await accept('--report', path), { error, exitCode: 1 }, what)
    }
    t.match(await accept('--report', join(folder, 'none.json')), { exitCode: 2 })
    t.strictSame(await hub.sql('SELECT FROM party WHERE id = $1', [NEWCOMER]), [])
    t.strictSame(await hub.sql('SELECT FROM conformance_report', []), [], 'nothing is half done')

    const accepted = await accept('--report', passed)
    t.match(accepted, { party: NEWCOMER, agreements: 1, exitCode: 0 })
    const kept = await hub.sql('SELECT party, tested, failed, report FROM conformance_report', [])
    const file = readFileSync(passed, 'utf8')
    t.strictSame(kept, [{ party: NEWCOMER, tested: 'creditor', failed: 0, report: file }])
    const digest = await hub.sql<{ digest: string }>(
      `SELECT encode(digest, 'hex') AS digest FROM conformance_report`,
    )
    const [entry] = await hub.sql<{ objects: Record<string, unknown> }>(
      `SELECT objects FROM log_entry WHERE operation = 'acceptEnrolment'`,
    )
    t.match(JSON.stringify(entry), digest[0]!.digest, 'the log names the report')
  })

  await t.test('it fetches its certificates, and its first delivery is accepted', async (t) => {
    const fetched = await runCommand(['creditor', 'enrolment', '--party', party, '--json'])
    t.match(lastLine(fetched), { state: 'ACCEPTED', installed: { length: 2 } }, fetched.stderr)
    const newcomer = callingFrom(hub, own)
    const { agreements } = (await newcomer.get('/v1/agreements')).body
    const { agreementId } = agreements[0] as { agreementId: string }
    const almere = hub.asMunicipality(ALMERE)
    const answer = { requestId: id(70), agreementId, answer: 'ACCEPT' }
    const path = `/v1/agreements/${agreementId}/_answer`
    await almere.send(path, almere.sign('answerAgreement', answer))
    const { attestations, ...item } = report(1)
    const contact = addDays(today, -27)
    const days = {
      ...{ personalContactOn: contact, pointedToDebtHelpOn: contact },
      offeredToShareOn: addDays(today, -20),
    }
    const arrears = {
      ...{ ...item, creditorId: NEWCOMER, reportedOn: today, oldestDueOn: addDays(today, -56) },
      attestations: { ...attestations, ...days },
    }
    const answered = await newcomer.submit(id(2), [arrears])
    t.match(answered.body, { items: [{ status: 'ACCEPTED', agreementId }] })
    await checkLog(t, hub.context)
  })
})
