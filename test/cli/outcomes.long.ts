import { createHash, X509Certificate } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { DDAS_VERSIONS } from '../../src/client/ddas/index.js'
import { coversDigest } from '../../src/crypto/jws.js'
import type { components } from '../../src/generated/openapi.js'
import { checkUnderStandard } from '../helpers/ddas.js'
import { lastLine, runCommand } from '../helpers/command.js'
import { ALMERE, WONING } from '../helpers/hub.js'
import { startPopulatedHub } from '../helpers/populated-hub.js'
import { id } from '../notifications/build.js'
import { writeKeyOf, writePartyFolder } from './delivery/party-folder.js'

t.test('a municipality reports from a file, and its creditor reads what that tells', async (t) => {
  const hub = await startPopulatedHub(t)
  const folder = t.testdir({})
  const almere = hub.asMunicipality(ALMERE)
  const town = ['--party', await writePartyFolder(join(folder, 'almere'), hub, almere)]
  const landlord = ['--party', await writePartyFolder(join(folder, 'woning'), hub, hub.as(WONING))]
  const { items } = (await almere.get('/v1/feeds/2026-08')).body as {
    items: components['schemas']['FeedItem'][]
  }
  const { caseId } = items.find(({ notifications }) =>
    notifications.some(({ notificationId }) => notificationId === id(2)),
  )!
  const outcome = {
    caseId,
    month: '2026-08',
    notifications: [{ creditorId: WONING, notificationId: id(2), status: 'NT_REPEAT' }],
    contactAttempts: [],
  }
  const file = join(folder, 'outcomes.json')
  const write = (...outcomes: object[]) => writeFileSync(file, JSON.stringify({ outcomes }))

  write(outcome)
  const reported = await runCommand(['municipality', 'report', file, ...town, '--json'])
  t.equal(reported.code, 0, reported.stderr)
  t.match(lastLine(reported), { accepted: 1, rejected: 0, results: [{ status: 'ACCEPTED' }] })
  t.match(JSON.parse(readFileSync(`${file}.receipts.json`, 'utf8')), [{ signature: /\.\./ }])

  const told = await runCommand(['creditor', 'feedback', ...landlord])
  t.equal(told.code, 0, told.stderr)
  t.match(told.stdout, `${id(2)}`)
  t.match(told.stdout, 'NOT_TAKEN_UP_REPEAT')
  const again = await runCommand(['creditor', 'feedback', ...landlord, '--json'])
  t.strictSame(lastLine(again), { items: [] }, 'each item comes once')
  const all = await runCommand(['creditor', 'feedback', ...landlord, '--all', '--json'])
  t.match(lastLine(all), { items: [{ notificationId: id(2), code: 'NOT_TAKEN_UP_REPEAT' }] })

  const counted = await runCommand(['municipality', 'statistics', '2026-08', ...town])
  t.equal(counted.code, 0, counted.stderr)
  t.match(counted.stdout, /reported +1\n/)

  write({ ...outcome, closedOn: '2026-09-01' })
  const refused = await runCommand(['municipality', 'report', file, ...town])
  t.equal(refused.code, 1)
  t.match(refused.stdout, 'CLOSING_INCOMPLETE')
  t.match(refused.stdout, '/outcomes/0/outcome')
  writeFileSync(file, 'no JSON')
  t.match(await runCommand(['municipality', 'report', file, ...town]), {
    code: 2,
    stderr: /cannot be read as JSON/,
  })

  await t.test('a table is reported, and what is wrong in it is named by its cell', async (t) => {
    const { caseId: visited, notifications } = items.find(({ sectorCount }) => sectorCount === 2)!
    const sheet = join(folder, 'outcomes.csv')
    const HEAD =
      'caseId;month;creditorId;notificationId;status;takenUpOn;decision;decidedOn;contacts;outcome;closedOn;planMade'
    const rows = (day: string, contacts: string, status = 'TAKEN_UP') =>
      notifications.map(
        ({ creditorId, notificationId }, at) =>
          `${visited};2026-08;${creditorId};${notificationId};${status};` +
          (at === 0 ? `2026-09-01;VISIT;2026-09-01;"${contacts}";QUICK_FIX;${day};ja` : ';;;;;;'),
      )
    const report = async (...lines: readonly string[]) => {
      writeFileSync(sheet, [HEAD, ...lines].join('\n'))
      return runCommand(['municipality', 'report', sheet, ...town])
    }
    const contacts = 'LETTER 2026-09-01; HOME_VISIT 2026-09-01 EVENING reached'
    t.match(await report(...rows('2026-09-01', 'Jansen gebeld')), {
      code: 2,
      stderr: /Row 2: contacts is not KIND DAY(?![^]*Jansen)/,
    })
    t.match(await report(...rows('2026-09-01', contacts, 'BUSY')), {
      code: 1,
      stderr: /Nothing was reported\.\nRow 2: status: .*\nRow 3: status: /,
    })
    t.match(await report(...rows('2026-09-02', contacts)), {
      code: 1,
      stdout: /DATE_IN_FUTURE +row 2, closedOn /,
    })
    const done = await report(...rows('2026-09-01', contacts))
    t.equal(done.code, 0, done.stderr)
    t.match(done.stdout, '1 accepted, 0 unchanged, 0 rejected')
    t.match((await report(...rows('2026-09-01', contacts))).stdout, '0 accepted, 1 unchanged')
  })

  await t.test('terms, reminders and the contact plan of a month are printed', async (t) => {
    const outcomes = (...more: readonly string[]) =>
      runCommand(['municipality', 'outcomes', '2026-08', ...town, ...more])
    const third = items.find(({ notifications }) =>
      notifications.some(({ notificationId }) => notificationId === id(3)),
    )!.caseId
    write({
      caseId: third,
      month: '2026-08',
      takenUpOn: '2026-09-01',
      notifications: [{ creditorId: WONING, notificationId: id(3), status: 'TAKEN_UP' }],
      contactAttempts: [{ kind: 'LETTER', on: '2026-09-01', reached: false }],
    })
    t.equal((await runCommand(['municipality', 'report', file, ...town])).code, 0)
    const now = await outcomes()
    t.equal(now.code, 0, now.stderr)
    t.match(now.stdout, new RegExp(`${third} +CLOSE +2026-11-30 +RUNNING +practice`))
    t.match(now.stdout, new RegExp(`${third} +PHONE +2026-09-08 +no number known`))
    t.notMatch(now.stdout, new RegExp(`${third} +LETTER`), 'what was done is not next')
    t.match((await outcomes('--overdue')).stdout, /a term is over +0\n[^]*No term runs\./)
    hub.context.clock.set('2026-12-01T09:00:00Z')
    const late = await outcomes('--overdue')
    t.match(late.stdout, new RegExp(`${third} +CLOSE +2026-11-30 +OVERDUE +practice`))
    t.match(late.stdout, new RegExp(`${third} +PHONE +2026-09-08 +no number known`))
    const json = lastLine(await outcomes('--overdue', '--json')) as { items: { caseId: string }[] }
    t.ok(json.items.some(({ caseId: one }) => one === third))
    hub.context.clock.set('2026-09-01T09:00:00Z')
  })

  await t.test('a table changes what it says and leaves the rest as it was', async (t) => {
    const sheet = join(folder, 'more.csv')
    const HEAD = 'caseId,month,creditorId,notificationId,status'
    const { caseId: visited, notifications } = items.find(({ sectorCount }) => sectorCount === 2)!
    const [{ creditorId, notificationId }] = [notifications[0]!]
    const say = async (columns: string, cells: string) => {
      const row = `${visited},2026-08,${creditorId},${notificationId},TAKEN_UP,${cells}`
      writeFileSync(sheet, `${HEAD},${columns}\n${row}`)
      const ended = await runCommand(['municipality', 'report', sheet, ...town])
      t.equal(ended.code, 0, ended.stdout + ended.stderr)
      const { body } = await almere.get('/v1/outcomes/2026-08')
      return body.items.find(({ caseId }: { caseId: string }) => caseId === visited).report
    }
    const consent = `no,2026-09-01,RESIDENT`
    const refusing = await say('consentGiven,consentOn,consentBy', consent)
    t.match(refusing, { outcome: 'QUICK_FIX', planMade: true, takenUpOn: '2026-09-01' })
    t.equal(refusing.notifications.length, 2)
    t.equal(refusing.contactAttempts.length, 2)
    t.strictSame(refusing.consentToShare, {
      ...{ given: false, on: '2026-09-01', creditors: [], givenBy: 'RESIDENT' },
    })
    const called = await say('contacts,planMade', 'TELEPHONE 2026-09-01 reached,-')
    t.equal(called.contactAttempts.length, 3)
    t.equal(called.planMade, undefined, 'no longer true')
    t.strictSame(called.consentToShare, refusing.consentToShare)
    const yes = await say('planMade', 'ja')
    t.equal(yes.planMade, true)
  })

  await t.test('a delivery to the national statistics, in the version that is asked', async (t) => {
    const out = join(folder, 'ddas.json')
    writeKeyOf(town[1]!, hub, ALMERE)
    const build = (...more: readonly string[]) => {
      const period = ['--from', '2026-08-01', '--to', '2026-08-31', '--cases', folder, '--out', out]
      return runCommand(['municipality', 'export-ddas', ...period, ...town, '--json', ...more])
    }
    t.match(await build('--ddas-version', '9.9'), {
      code: 2,
      stdout: /option\.ddas_version.*1\.2/,
    })
    for (const version of DDAS_VERSIONS) {
      const done = await build('--ddas-version', version)
      t.equal(done.code, 0, done.stdout + done.stderr)
      const bytes = readFileSync(out)
      const said = lastLine(done)
      t.match(said, { version, cases: 4 })
      const text = bytes.toString('utf8')
      // The newest has the outcomes of the standard by name; what an older one cannot say is named.
      if (version === '1.2') {
        t.strictSame(said.lost, {})
        checkUnderStandard(t, JSON.parse(text))
      } else t.ok(said.lost['Opgepakt'] > 0, `${version} says less, and what`)
      const signature = readFileSync(`${out}.jws`, 'utf8')
      const { publicKey } = new X509Certificate(almere.party.signing.certificate)
      const covers = (signed: Buffer) =>
        coversDigest(signature, createHash('sha256').update(signed).digest(), publicKey)
      t.ok(covers(bytes), `${version}: signed by the municipality, as it stands in the file`)
      t.notOk(covers(Buffer.from(`${text} `)), 'and nothing else')
    }
  })

  await t.test('a programme is evaluated over its months, in numbers alone', async (t) => {
    const out = join(folder, 'evaluation.json')
    const months = (from: string, to: string) =>
      runCommand(['municipality', 'evaluate', '--from', from, '--to', to, '--out', out, ...town])
    t.match(await months('2026-05', '2026-07'), { code: 1, stderr: /evaluation\.empty/ })
    t.match(await months('2026-13', '2026-14'), { code: 1, stderr: /month\.malformed/ })
    const made = await months('2026-07', '2026-09')
    t.equal(made.code, 0, made.stderr)
    t.match(made.stdout, /visits +1\n/)
    t.match(made.stdout, /VISIT +1 +1 +1\n/)
    const text = readFileSync(out, 'utf8')
    t.match(JSON.parse(text), {
      municipalityCode: ALMERE,
      months: [{ month: '2026-08' }],
      totals: { cases: 4, visits: 1, reached: 1, helpAccepted: 1, planMade: 1 },
    })
    t.equal(statSync(out).mode & 0o777, 0o600)
    t.notMatch(text, /Verzonnen|1315 ?(?:ZZ|S[ADS])|Fictielaan/)
    for (const { caseId: one } of items) t.notMatch(text, one)
  })
})
