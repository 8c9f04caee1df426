import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import t from 'tap'
import { lastLine, runCommand } from '../helpers/command.js'
import { blocksOf } from '../guides/sandbox.js'
import { id, report } from '../notifications/build.js'

const PERSONAL = /Verzonnen|Fictielaan|1315 ?(?:ZZ|S[ADS])|post\.example|31600000/

t.test('cases beside the population register', async (t) => {
  const folder = t.testdir({})
  const cases = join(folder, 'cases')
  mkdirSync(cases)
  const at = (name: string) => join(folder, name)
  const one = (number: number, more: object = {}) => ({
    creditorId: 'A',
    notificationId: id(number),
    ...more,
  })
  const reported = (number: number) => one(number, { identity: report(number) })
  const kept = (caseId: string, notifications: object[]) => ({ caseId, quality: [], notifications })
  writeFileSync(
    join(cases, '2026-08.json'),
    JSON.stringify({
      cases: [
        kept(id(50), [reported(1), reported(2)]),
        kept(id(51), [reported(3)]),
        kept(id(52), [one(4, { withheld: 'WITHDRAWN' })]),
      ],
    }),
  )
  const urgent = { urgentId: id(60), issuedAt: '2026-09-02T09:00:00Z', notification: reported(5) }
  writeFileSync(join(cases, 'urgent.json'), JSON.stringify({ items: [urgent] }))
  const said: string[] = []
  // As the guide prints it, with its files in a folder of their own.
  const [printed = ''] = blocksOf('brp.md')
  const [asking, marking, showing] = printed
    .trim()
    .split('\n')
    .map((line) =>
      line
        .split(' ')
        .slice(1)
        .map((word) => (/^(cases|[\w-]+\.csv)$/.test(word) ? at(word) : word)),
    )
  const run = async (words: readonly string[], ...more: string[]) => {
    const ended = await runCommand([...words, ...more])
    said.push(ended.stdout, ended.stderr)
    return ended
  }

  await t.test('who is to be looked up is written, and nobody twice', async (t) => {
    const first = await run(asking!, '--json')
    t.equal(first.code, 0, first.stderr)
    t.match(lastLine(first), { questions: 4, notifications: 4 })
    t.equal(statSync(at('brp-request.csv')).mode & 0o777, 0o600)
    t.match(await run(asking!), { code: 1, stderr: /brp\.nobody/ })
    t.match(await run(asking!, '--month', '2026-01'), { code: 2, stderr: /brp\.month/ })
  })

  const rows: Record<string, string>[] = parse(readFileSync(at('brp-request.csv')), {
    bom: true,
    columns: true,
  })
  const answers = (...lines: readonly string[]) =>
    writeFileSync(
      at('brp-answer.csv'),
      ['questionId;result;surname;municipalityCode;deceasedOn;secret', ...lines].join('\n'),
    )
  const [q1, q2, q3, q5] = rows.map(({ questionId }) => questionId!)

  await t.test('a wrong answer marks nothing, and is named by its cells', async (t) => {
    answers(`${q1};GEVONDEN;Verzonnen1;;;`, `${q2};FOUND;Verzonnen2;abc;;`)
    t.match(await run(marking!), {
      code: 2,
      stderr: /Nothing was marked\.\nRow 2: result is FOUND.*\nRow 3: municipalityCode is four/,
    })
    answers(`${q1};FOUND;;;;`, `${q1};FOUND;;;;`, `${id(99)};FOUND;;;;`)
    t.match(await run(marking!), {
      code: 2,
      stderr: /Row 3: questionId stands in an earlier row\.\nRow 4: questionId was asked in no/,
    })
    t.match(lastLine(await run(showing!, '--json')), { deviations: [] })
  })

  await t.test('what deviates stands with its case, and none is dropped', async (t) => {
    answers(`${q1};FOUND;Verzonnen1;0034;;`, `${q2};FOUND;Verzonnen2;0160;;`, `${q5};FOUND;;;;ja`)
    const marked = await run(marking!, '--json')
    t.match(lastLine(marked), { answers: 3, deviating: 2, unanswered: 1 })
    const shown = await run(showing!)
    t.equal(shown.code, 0, shown.stderr)
    t.match(shown.stdout, /MOVED_AWAY +1\n/)
    t.match(shown.stdout, `${id(50)}  MOVED_AWAY      lives in 0160: consider a transfer`)
    t.match(shown.stdout, `${id(60)}  SECRET_ADDRESS`)
    const list: Record<string, string>[] = parse(readFileSync(at('cases-checked.csv')), {
      bom: true,
      columns: true,
    })
    t.strictSame(
      list.map(({ notificationId, brp }) => [notificationId, brp]),
      [
        [id(1), ''],
        [id(2), 'MOVED_AWAY'],
        [id(3), ''],
        [id(4), ''],
      ],
    )
    answers(`${q3};NOT_FOUND;;;;`)
    t.match(lastLine(await run(marking!, '--json')), { deviating: 1, unanswered: 0 })
  })

  await t.test('nobody is in a message or beside the cases', async (t) => {
    for (const text of [...said, readFileSync(join(cases, 'brp.json'), 'utf8')]) {
      t.notMatch(text, PERSONAL)
    }
    t.equal(statSync(join(cases, 'brp.json')).mode & 0o777, 0o600)
  })
})
