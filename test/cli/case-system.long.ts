import { once } from 'node:events'
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { startCaseSystem, TOKEN } from '../helpers/case-system.js'
import { checkLog } from '../helpers/check-log.js'
import { lastLine, runCommand, startCommand } from '../helpers/command.js'
import { ALMERE, WONING } from '../helpers/hub.js'
import { anchorsOf, testAuthority } from '../helpers/pki.js'
import { startPopulatedHub } from '../helpers/populated-hub.js'
import { blocksOf } from '../guides/sandbox.js'
import { id, withdrawal } from '../notifications/build.js'
import { writeKeyOf, writePartyFolder } from './delivery/party-folder.js'

type Settings = Record<string, any> // eslint-disable-line @typescript-eslint/no-explicit-any -- changed at will

const PERSONAL = /Verzonnen|Fictielaan|1315ZZ|post\.example|31600000/

t.test('the cases of a municipality in its own case system, and back', async (t) => {
  const hub = await startPopulatedHub(t)
  const system = await startCaseSystem(t)
  const folder = t.testdir({})
  const party = await writePartyFolder(join(folder, 'party'), hub, hub.asMunicipality(ALMERE))
  writeKeyOf(party, hub, ALMERE)
  const at = (name: string) => join(folder, name)
  writeFileSync(at('ca.pem'), anchorsOf(await testAuthority()))
  writeFileSync(at('case-system.token'), `${TOKEN}\n`, { mode: 0o600 })
  const [printed] = blocksOf('case-system.md', 'json')
  const guide = printed!.replaceAll('https://cases.municipality.example', system.origin)
  const write = (change: (settings: Settings) => Settings = (same) => same) => {
    const settings = { ...(JSON.parse(guide) as Settings), authoritiesFile: 'ca.pem' }
    writeFileSync(at('case-system.json'), JSON.stringify(change(settings)))
  }
  const words = [
    ...['municipality', 'sync-cases', '--party', party],
    ...['--system', at('case-system.json'), '--cases', at('cases')],
  ]
  const said: string[] = []
  const sync = async (...more: string[]) => {
    const ended = await runCommand([...words, '--json', ...more])
    said.push(ended.stdout, ended.stderr)
    return ended
  }
  const journal = () => readFileSync(at('cases/case-system.ndjson'), 'utf8')
  const idOf = (number: number) =>
    [...system.cases.values()].find(({ body }) =>
      body['notifications'].some((one: Settings) => one['notificationId'] === id(number)),
    )!
  write()

  await t.test('the guide names the command that there is', async (t) => {
    const [printed] = blocksOf('case-system.md')
    t.match(printed, 'vroegsignaal municipality sync-cases --party municipality --system')
    const help = await runCommand(['municipality', 'sync-cases', '--help'])
    for (const [option] of printed!.matchAll(/--\w+/g)) t.match(help.stdout, option)
  })

  await t.test('killed after the case system had taken a case: each is made once', async (t) => {
    let tellHeld: () => void
    const held = new Promise<void>((resolve) => (tellHeld = resolve))
    let posts = 0
    system.fates.after = (line) => {
      if (!line.startsWith('POST') || (posts += 1) < 3) return undefined
      // Taken and never answered.
      return new Promise(() => tellHeld())
    }
    const child = startCommand([...words, '--json'])
    let wrote = ''
    child.stdout!.setEncoding('utf8').on('data', (text: string) => (wrote += text))
    const closed = once(child, 'close')
    await Promise.race([held, closed])
    t.equal(child.exitCode, null, `it was still at work: ${wrote}`)
    child.kill('SIGKILL')
    await closed
    delete system.fates.after
    const before = system.cases.size
    t.ok(before >= 3)
    t.match(await hub.sql('SELECT acknowledged_at FROM feed WHERE municipality = $1', [ALMERE]), [
      { acknowledged_at: null },
    ])
    const done = await sync()
    t.equal(done.code, 0, done.stdout + done.stderr)
    const months = await hub.sql<{ n: number }>(
      `SELECT count(*)::int AS n FROM feed_item WHERE municipality = $1`,
      [ALMERE],
    )
    // And one urgent item of its own.
    t.equal(system.cases.size, months[0]!.n + 1)
    const ids = [...system.cases.values()].map(({ body }) => body['externalId'] as string)
    t.equal(new Set(ids).size, ids.length, 'no case twice')
    t.ok(
      system.requests.some((line) => line.startsWith('GET /cases?externalId=')),
      'it asked',
    )
    t.match(lastLine(done), { months: ['2026-08'], urgent: 1, refused: [] })
  })

  await t.test('it is as the settings say, and the hub knows that it was taken', async (t) => {
    t.match(idOf(1).body, {
      type: 'vroegsignalering',
      status: 'NEW',
      priority: '3',
      bin: /./,
      explanation: /./,
      resident: { name: 'V. van Verzonnen1', houseNumber: 1, phone: '+31600000000' },
      notifications: [{ creditorName: /./, arrearsCents: 120_001 }, {}],
    })
    const urgent = [...system.cases.values()].filter(({ body }) => body['priority'] === '1')
    t.equal(urgent.length, 2, 'the urgent item, and the case of its month')
    for (const { body } of urgent) {
      t.match(body, { deadline: '2026-08-13', resident: { name: 'V. van Verzonnen3' } })
    }
    t.match(
      await hub.sql(
        `SELECT DISTINCT acknowledged_at IS NOT NULL AS taken FROM feed WHERE municipality = $1
         UNION SELECT acknowledged_at IS NOT NULL FROM urgent_item WHERE municipality = $1`,
        [ALMERE],
      ),
      [{ taken: true }],
    )
  })

  await t.test('the same command again sends nothing', async (t) => {
    const sent = system.requests.length
    const again = lastLine(await sync())
    t.match(again, { made: 0, changed: 0, unchanged: system.cases.size })
    t.strictSame(system.requests.slice(sent), ['GET /results'])
  })

  await t.test('what was paid reaches the case before a visit', async (t) => {
    const paid = withdrawal(31, 2, { reportedOn: '2026-09-01' })
    const { body } = await hub.as(WONING).submit(id(9300), [paid])
    t.match(body, { counts: { rejected: 0 } }, JSON.stringify(body))
    system.fates.before = (line) => (line.startsWith('PATCH') ? 503 : undefined)
    const busy = await sync()
    t.match(busy, { code: 3, stdout: /case_system\.busy/ }, 'comes back later')
    t.match((await hub.asMunicipality(ALMERE).get('/v1/feeds/urgent')).body.items, [{}])
    delete system.fates.before
    t.match(lastLine(await sync()), { made: 0, changed: 1, urgent: 1 })
    const { body: changed } = idOf(2)
    t.match(changed, { status: 'WITHDRAWN', notifications: [{ withdrawalReason: 'PAID' }] })
    t.notOk('resident' in changed, 'nobody is in it any more')
  })

  await t.test('what came of cases is told once, and what is wrong is named', async (t) => {
    const { externalId } = idOf(1).body
    const worked = {
      externalId,
      startedOn: '2026-09-01',
      decision: 'bezoek',
      decidedOn: '2026-09-01',
      result: 'geholpen',
      closedOn: '2026-09-01T20:15:00+02:00',
      contacts: [{ kind: 'huisbezoek', on: '2026-09-01', reached: true }],
    }
    const { externalId: other } = idOf(3).body
    system.results.push({ externalId: 'elders' }, worked)
    system.results.push({ ...worked, externalId: other, result: 'sprak met Verzonnen3' })
    const first = await sync()
    t.equal(first.code, 1)
    t.match(JSON.parse(first.stdout.split('\n')[0]!), {
      reported: {
        accepted: 1,
        notReported: [{ caseId: other, code: 'RESULT_UNREAD', place: 'outcome' }],
      },
    })
    const { items } = (await hub.asMunicipality(ALMERE).get('/v1/outcomes/2026-08')).body
    t.match(
      items.find(({ caseId }: { caseId: string }) => caseId === externalId),
      { state: 'CLOSED', version: 1, report: { outcome: 'QUICK_FIX', closedOn: '2026-09-01' } },
    )
    system.results.splice(2, 1, { ...worked, externalId: other, closedOn: '2027-01-01' })
    t.match(JSON.parse((await sync()).stdout.split('\n')[0]!), {
      reported: { accepted: 0, unchanged: 1, notReported: [{ code: 'DATE_IN_FUTURE' }] },
    })
    system.results.splice(2, 1)
    t.match(lastLine(await sync()), { reported: { accepted: 0, unchanged: 1, notReported: [] } })
  })

  await t.test(
    'what others reported about a case stays, and two do not undo each other',
    async (t) => {
      const almere = hub.asMunicipality(ALMERE)
      const { externalId } = idOf(1).body
      const read = async () =>
        (await almere.get('/v1/outcomes/2026-08')).body.items.find(
          ({ caseId }: { caseId: string }) => caseId === externalId,
        )
      const { report } = await read()
      const consentToShare = {
        ...{ given: true, on: '2026-09-01', creditors: [WONING], givenBy: 'RESIDENT' },
        what: ['COLLECTION_PAUSE'],
      }
      const visit = { kind: 'HOME_VISIT', on: '2026-08-31', partOfDay: 'EVENING', reached: true }
      const outcomes = [
        {
          ...{ ...report, expectedVersion: 1, consentToShare, offerAcceptedOn: '2026-09-01' },
          contactAttempts: [visit, ...report.contactAttempts],
        },
      ]
      const others = almere.sign('submitOutcomes', { reportId: id(9801), outcomes })
      t.match((await almere.send('/v1/outcomes', others)).body, { counts: { accepted: 1 } })
      // The case system knows of neither, and of its own contacts a letter more; and it ended otherwise.
      system.results[1] = {
        ...system.results[1],
        result: 'geen contact',
        contacts: [
          { kind: 'brief', on: '2026-09-01', reached: false },
          { kind: 'huisbezoek', on: '2026-09-01', reached: true },
        ],
      }
      t.match(lastLine(await sync()), { reported: { accepted: 1, notReported: [] } })
      const now = await read()
      t.match(now, { version: 3, report: { outcome: 'NO_CONTACT', offerAcceptedOn: '2026-09-01' } })
      t.strictSame(now.report.consentToShare, consentToShare, 'consent keeps what it is for')
      t.equal(now.report.contactAttempts.length, 3)
      t.strictSame(now.report.contactAttempts[0], visit)
      // Corrected in the workbench since; what the case system says of it is not new.
      const corrected = { ...now.report, outcome: 'SELF_OR_NO_HELP', expectedVersion: 3 }
      const mended = almere.sign('submitOutcomes', { reportId: id(9802), outcomes: [corrected] })
      t.match((await almere.send('/v1/outcomes', mended)).body, { counts: { accepted: 1 } })
      system.results[1] = { ...system.results[1], contacts: [] }
      t.match(lastLine(await sync()), { reported: { unchanged: 1, notReported: [] } })
      t.match((await read()).report, { outcome: 'SELF_OR_NO_HELP', contactAttempts: [{}, {}, {}] })
    },
  )

  await t.test('refusals say what to do', async (t) => {
    const asked = system.requests.length
    chmodSync(at('case-system.token'), 0o644)
    t.match(await sync(), { code: 2, stdout: /sync\.token.*chmod 600/ })
    chmodSync(at('case-system.token'), 0o600)
    write((settings) => ({ ...settings, endpoint: 'http://cases.example', once: 'TWICE' }))
    t.match(await sync(), { code: 2, stdout: /\/endpoint is an address.*\/once is one of PUT/ })
    write(({ authoritiesFile: _, ...settings }) => settings)
    t.match(await sync(), { code: 3, stdout: /case_system\.unreachable/ }, 'an unknown authority')
    write((settings) => ({ ...settings, endpoint: `${system.origin}/other` }))
    t.match(await sync(), { code: 2, stdout: /sync\.other_system/ })
    t.equal(system.requests.length, asked, 'nothing of all this was sent')
    write()
    writeFileSync(at('case-system.token'), 'verlopen', { mode: 0o600 })
    t.match(await sync(), { code: 1, stdout: /case_system\.unauthorised/ })
    writeFileSync(at('cases/case-system.ndjson.lock'), String(process.pid))
    t.match(await sync(), { code: 3, stdout: /sync\.running/ })
  })

  await t.test('nobody is in a message, an address or the journal', async (t) => {
    for (const text of [...said, ...system.requests, journal()]) t.notMatch(text, PERSONAL)
    for (const text of [...said, journal()]) t.notMatch(text, TOKEN)
    for (const name of ['case-system.ndjson', '2026-08.json', 'urgent-taken.json']) {
      t.ok(existsSync(at(`cases/${name}`)))
      t.equal(statSync(at(`cases/${name}`)).mode & 0o777, 0o600, name)
    }
    await checkLog(t, hub.context)
  })
})
