import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { exportLog, sequencePending } from '../../src/access-log/index.js'
import { verifyHubSignature } from '../../src/client/hub-identity.js'
import { VerificationError } from '../../src/client/problem.js'
import { runDueJobs } from '../../src/jobs/index.js'
import type { Month } from '../../src/kernel/calendar.js'
import { drawFrom, makePlans, reportText, seedOf } from '../../src/reviews/index.js'
import type { SignedReport } from '../../src/reviews/index.js'
import { unverifiedCheckpoint } from '../../src/log-tree/index.js'
import { writePartyFolder } from '../cli/delivery/party-folder.js'
import { checkLog } from '../helpers/check-log.js'
import { runCommand } from '../helpers/command.js'
import { enrolPerson, visitorWith, type Visitor } from '../helpers/console.js'
import { ALMERE, municipalParty, OFFICER, startHub, WONING } from '../helpers/hub.js'
import { closeMonth, identityOf, TRACE } from '../helpers/served.js'
import { id, report } from '../notifications/build.js'
import { closing, pulledInBulk } from '../reviews/accesses.js'

const almere = municipalParty(ALMERE)
const AT_HOME = { municipality: ALMERE, postcode: '1315 zz', houseNumber: '1' }
const NAUGHTY = '</textarea><script>alert(1)</script>"\u2028 {{7*7}}'

t.test('the monthly review', { timeout: 600_000 }, async (t) => {
  const hub = await startHub(t, { settings: { VS_TRACES_PER_DAY: '50' } })
  const { context } = hub
  const first = await visitorWith(t, hub, await enrolPerson(hub, OFFICER, 'fg-1'))
  const second = await visitorWith(t, hub, await enrolPerson(hub, OFFICER, 'fg-2'))
  const clerk = await visitorWith(t, hub, await enrolPerson(hub, almere, 'clerk-1'))
  let token = await first.signIn()

  await hub.as(WONING).submit(id(1000), [report(1), report(2), report(3)])
  const kept = await first.submit('/console/review/own-address', { token, ...AT_HOME })
  t.equal(kept.status, 303, kept.text)
  context.clock.set('2026-08-15T20:30:00Z')
  token = await first.signIn()
  const asked = { ...AT_HOME, surname: 'Verzonnen1', initials: 'V', reason: 'Nieuwsgierig' }
  for (let look = 0; look < 5; look += 1) {
    t.equal((await first.submit('/console/resident', { token, ...asked })).status, 200)
  }
  context.clock.set('2026-08-20T09:00:00Z')
  await pulledInBulk(context)
  await closeMonth(context, ALMERE, '2026-08')
  const town = hub.asMunicipality(ALMERE)
  const { items } = (await town.get('/v1/feeds/2026-08')).body
  await town.send('/v1/outcomes', town.sign('submitOutcomes', closing(items[0])))

  t.test('the job plans the month before, once, in the role of each officer', async (t) => {
    context.clock.set('2026-09-01T05:10:00Z')
    const runs = await runDueJobs(context, { makeKeys: () => Promise.resolve() })
    t.match(
      runs.filter(({ job }) => job === 'review'),
      [{ month: '2026-08', outcome: 'done' }],
    )
    t.strictSame(await makePlans(context, '2026-08' as Month, TRACE), [], 'and not again')
    const plans = await hub.sql<{ controller: string }>(
      'SELECT controller FROM review_plan ORDER BY 1',
    )
    t.strictSame(plans, [{ controller: almere }, { controller: 'hub' }])
    const kinds = await hub.sql(
      `SELECT kind, actor FROM review_item WHERE controller = $1 AND kind <> 'SAMPLE'
        ORDER BY position`,
      [almere],
    )
    t.strictSame(kinds.slice(0, 5), Array(5).fill({ kind: 'OWN_ADDRESS', actor: OFFICER }))
    t.strictSame(kinds.slice(5), [
      { kind: 'SAME_PERSON', actor: OFFICER },
      { kind: 'BULK', actor: almere },
      { kind: 'OUT_OF_HOURS', actor: OFFICER },
    ])
  })

  t.test('a pull after closing, and a pull after which nothing was heard', async (t) => {
    context.clock.set('2026-09-03T09:00:00Z')
    await town.get('/v1/feeds/2026-08')
    context.clock.set('2026-10-01T06:00:00Z')
    await makePlans(context, '2026-09' as Month, TRACE)
    context.clock.set('2026-11-02T06:00:00Z')
    await hub.as(OFFICER).post('/v1/access-log/_search', { controller: almere, reason: 'x' })
    context.clock.set('2026-11-02T06:01:00Z')
    await makePlans(context, '2026-10' as Month, TRACE)
    const found = (month: string) =>
      hub.sql(
        `SELECT kind, facts FROM review_item WHERE controller = $1 AND month = $2::date
            AND kind IN ('AFTER_CLOSING', 'NO_CONTACT')`,
        [almere, `${month}-01`],
      )
    t.match(await found('2026-09'), [
      { kind: 'AFTER_CLOSING', facts: { cases: 1, month: '2026-08', on: '2026-09-03' } },
    ])
    t.match(await found('2026-10'), [
      { kind: 'NO_CONTACT', facts: { month: '2026-08', silent: 3, households: 3 } },
    ])
  })

  t.test('nobody chooses the draw: whoever holds the log can repeat it', async (t) => {
    const [plan] = await hub.sql<{ checkpoint: string; seed: Buffer; population: string }>(
      `SELECT checkpoint, seed, population FROM review_plan
        WHERE controller = $1 AND month = '2026-08-01'`,
      [almere],
    )
    const { root, size } = unverifiedCheckpoint(plan!.checkpoint)
    t.strictSame(seedOf(almere, '2026-08', root), plan!.seed)
    const numbers = await hub.sql<{ number: string; index: string }>(
      `SELECT e.number, l.index FROM log_entry e JOIN log_leaf l ON l.entry = e.entry
        WHERE e.controller = $1 AND e.role <> 'job' AND e.at < '2026-08-31T22:00:00Z'
          AND e.at >= '2026-07-31T22:00:00Z'`,
      [almere],
    )
    t.equal(numbers.length, Number(plan!.population))
    t.ok(
      numbers.every(({ index }) => Number(index) < size),
      'the checkpoint covers them all',
    )
    const drawn = drawFrom(
      plan!.seed,
      numbers.map(({ number }) => Number(number)),
      25,
    )
    const items = await hub.sql<{ number: string }>(
      `SELECT number FROM review_item WHERE controller = $1 AND month = '2026-08-01'
          AND kind = 'SAMPLE' ORDER BY position`,
      [almere],
    )
    t.strictSame(
      items.map(({ number }) => Number(number)),
      drawn,
    )
  })

  const open = async (kind: string): Promise<string> => {
    const [found] = await hub.sql<{ item: string }>(
      `SELECT item FROM review_item WHERE controller = $1 AND kind = $2 ORDER BY position LIMIT 1`,
      [almere, kind],
    )
    return `/console/review/items/${found!.item}`
  }
  const act = async (who: Visitor, path: string, fields: Record<string, string>) =>
    who.submit(path, { token: await who.signIn(), ...fields })

  t.test('assign, ask, answer, decide; another officer closes', async (t) => {
    const path = await open('BULK')
    t.match(await act(first, path, { step: 'CLOSE' }), { status: 409, text: /review\.not_now/ })
    t.equal((await act(first, path, { step: 'ASSIGN' })).status, 303)
    t.equal((await act(first, path, { step: 'ASK' })).status, 400, 'a question has a text')
    t.equal((await act(first, path, { step: 'ASK', text: `Waarom? ${NAUGHTY}` })).status, 303)

    await clerk.submit('/console/sign-in')
    const questions = await clerk.get('/console/questions')
    t.match(questions.text, /Waarom\?/)
    t.notMatch(questions.text, /<script>alert/)
    const question = /action="\/console\/questions\/([0-9a-f-]{36})"/.exec(questions.text)![1]!
    const field = `answer_${question.slice(0, 8)}`
    const answerToken = /name="token" value="([^"]+)"/.exec(questions.text)![1]!
    const answer = { token: answerToken, [field]: 'Maandstart, met de hele lijst' }
    t.equal((await clerk.submit(`/console/questions/${question}`, answer)).status, 303)
    t.equal((await clerk.submit(`/console/questions/${question}`, answer)).status, 404, 'once')
    t.match((await clerk.get('/console/questions')).text, /Beantwoord op/)
    t.equal((await clerk.get('/console/review')).status, 403)

    const decide = { step: 'DECIDE', decision: 'JUSTIFIED', text: 'Verklaard' }
    t.equal((await act(first, path, decide)).status, 303)
    t.match(await act(first, path, { step: 'CLOSE' }), {
      status: 403,
      text: /review\.second_person/,
    })
    t.equal((await act(second, path, { step: 'CLOSE' })).status, 303)
    const page = await second.get(path)
    t.match(page.text, /Dit punt is afgesloten/)
    t.match(page.text, /Maandstart/)
    t.notMatch(page.text, /<script>alert/)
    const steps = await hub.sql(
      `SELECT e.operation, e.actor, e.objects ->> 'step' AS step FROM log_entry e
        WHERE e.controller = $1 AND e.action = 'REVIEW' AND e.role <> 'job' ORDER BY e.number`,
      [almere],
    )
    t.strictSame(
      steps.map(({ operation, step }) => step ?? operation),
      ['ASSIGN', 'ASK', 'consoleAnswer', 'DECIDE', 'CLOSE'],
      'every step is in the log',
    )
  })

  t.test('the entry of an item is shown with the review as its reason', async (t) => {
    const answer = await act(first, `${await open('OUT_OF_HOURS')}/entry`, {})
    t.equal(answer.status, 303)
    t.equal((await first.get(String(answer.headers['location']))).status, 200)
    const [read] = await hub.sql<{ reason: string }>(
      `SELECT objects ->> 'reason' AS reason FROM log_entry
        WHERE operation = 'searchAccessLog' ORDER BY at DESC, number DESC LIMIT 1`,
    )
    t.match(read!.reason, /^Maandelijkse beoordeling 2026-08, punt \d+$/)
  })

  t.test('the report is signed, in JSON and in what people read', async (t) => {
    const list = await first.get(`/console/review?log=${almere}`)
    t.match(list.text, /2026-08/)
    const path = /href="(\/console\/review\/[0-9a-f-]{36})">2026-08</.exec(list.text)![1]!
    t.match((await first.get(path)).text, /Ondertekend verslag/)
    const file = await act(first, `${path}/report`, { format: 'json' })
    t.match(file.headers['content-disposition'], /review-2026-08\.json/)
    const signed = JSON.parse(file.text) as SignedReport
    const check = (report: SignedReport['report']) =>
      verifyHubSignature(
        identityOf(context),
        Buffer.from(reportText(report)),
        signed.signature,
        'vroegsignaal-review+jws',
        context.clock.now(),
      )
    await t.resolves(check(signed.report))
    await t.rejects(check({ ...signed.report, month: '2026-07' }), VerificationError)
    const folder = t.testdir({ 'report.json': file.text })
    const party = await writePartyFolder(join(folder, 'officer'), hub, hub.as(OFFICER))
    await exportLog(context, join(folder, 'log'), [almere])
    const verify = (...more: string[]) =>
      runCommand([
        'officer',
        'verify-report',
        join(folder, 'report.json'),
        '--party',
        party,
        ...more,
      ])
    const records = ['--records', join(folder, 'log', 'records', `${almere}.ndjson`)]
    t.match(await verify(), { code: 0, stdout: /signature and seed hold/ })
    t.match(await verify(...records), { code: 0, stdout: /signature, seed and draw hold/ })
    const fewer = readFileSync(records[1]!, 'utf8').split('\n').slice(3).join('\n')
    writeFileSync(records[1]!, fewer)
    t.match(await verify(...records), { code: 1, stderr: /The sample is not the one/ })
    t.match(signed.report.counts, { byDecision: { JUSTIFIED: 1 }, byStatus: { CLOSED: 1 } })
    const page = await act(first, `${path}/report`, { format: 'html' })
    t.match(page.headers['content-type'], /text\/html/)
    t.match(page.text, /Maandstart/)
    t.notMatch(page.text, /<script/)
  })

  t.test('a review is nobody else’s, and a form needs its session', async (t) => {
    const path = await open('SAMPLE')
    t.equal((await first.submit(path, { step: 'ASSIGN' })).status, 403)
    const outsider = await visitorWith(t, hub, await enrolPerson(hub, WONING, 'clerk-2'))
    await outsider.submit('/console/sign-in')
    t.equal((await outsider.get(path)).status, 403)
    t.equal((await first.get(`/console/review/items/${randomUUID()}`)).status, 404)
  })

  t.test('of where an officer lives only pseudonyms are kept', async (t) => {
    const [row] = await hub.sql<{ text: string }>(
      'SELECT o::text AS text FROM review_own_address o',
    )
    t.notMatch(row!.text, /1315 ?(?:ZZ|S[ADS])/)
    t.equal((await act(first, '/console/review/own-address/remove', {})).status, 303)
    t.strictSame(await hub.sql('SELECT 1 FROM review_own_address'), [])
  })

  t.test('afterwards the whole log verifies', async (t) => {
    await sequencePending(context)
    await checkLog(t, context)
  })
})
