import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { matchCommand } from '../../src/cli/commands/match.js'

const HEADING =
  'record_id,creditor,initials,surname_prefix,surname,date_of_birth,postcode,house_number,' +
  'house_number_addition,phone,email,person_id,household_id'
const ROWS = [
  'r1,gas,J.P.,van den,Berg,1980-03-14,1234AB,12,,0612345679,,p1,h1',
  'r2,rent,JP,,"Berg, v.d.",14-03-1980,1234 ab,12A,,,,p1,h1',
  'r3,rent,M,,Jansen,1981-02-03,1234AB,12,,,,p2,h1',
  'r4,water,K,,Vos,,9999ZZ,1,,,,p3,h2',
]

/** Runs the command and returns its exit code and what it printed. */
async function run(t: Test, ...args: string[]) {
  const out = t.capture(console, 'log')
  const err = t.capture(console, 'error')
  process.exitCode = 0
  await matchCommand().parseAsync(['evaluate', ...args], { from: 'user' })
  const code = process.exitCode
  process.exitCode = 0
  const text = (calls: ReturnType<typeof out>) => calls.map(({ args: [line] }) => String(line))
  return { code, lines: text(out()), notes: text(err()) }
}

async function file(t: Test, text: string): Promise<string> {
  const path = join(t.testdir(), 'records.csv')
  await writeFile(path, text)
  return path
}

t.test('scores people and addresses and writes the clusters', async (t) => {
  const path = await file(t, [HEADING, ...ROWS, ''].join('\n'))
  const clusters = join(t.testdirName, 'clusters.csv')
  const { code, lines } = await run(t, path, '--json', '--clusters', clusters)
  t.equal(code, 0)
  t.match(JSON.parse(lines.at(-1)!), {
    records: 4,
    personClusters: 3,
    householdClusters: 2,
    person: { pairs: 1, precision: 1, recall: 1, f1: 1 },
    address: { pairs: 3, precision: 1, recall: 1, f1: 1 },
    mixedPersonsPerMillion: 0,
    coverage: 1,
  })
  t.equal(
    await readFile(clusters, 'utf8'),
    'record_id,person_cluster,household_cluster\nr1,r1,r1\nr2,r1,r1\nr3,r3,r1\nr4,r4,r4\n',
  )
})

t.test('prints a table without --json, and needs neither truth nor commas', async (t) => {
  const path = await file(t, [HEADING, ...ROWS].join('\n'))
  const { lines } = await run(t, path)
  t.match(lines.join('\n'), /person +1 +1 +1\.00000/)
  const columns = HEADING.split(',').slice(0, 11).join(';')
  const bare = await file(t, `\ufeff${columns}\r\nr1;gas;J;;Bos;;1234AB;1;;;\r\n`)
  const answer = await run(t, bare)
  t.equal(answer.code, 0)
  t.match(answer.lines.join('\n'), /No truth/)
})

t.test('ends with 2 and a sentence when it cannot work', async (t) => {
  const noSurname = HEADING.replace(',surname,', ',name,')
  const cases = [
    [await file(t, `${noSurname}\n${ROWS[0]}\n`), /surname/],
    [join(t.testdirName, 'absent.csv'), /cannot be read/],
    [t.testdirName, /cannot be read/],
  ] as const
  for (const [path, message] of cases) {
    const { code, notes } = await run(t, path)
    t.equal(code, 2)
    t.match(notes.join('\n'), message)
  }
  const empty = await run(t, await file(t, ''))
  t.equal(empty.code, 2)
  const twice = await run(t, await file(t, [HEADING, ROWS[0], ROWS[0]].join('\n')))
  t.equal(twice.code, 2)
  const ragged = await run(t, await file(t, [HEADING, 'r9,Berg'].join('\n')))
  t.equal(ragged.code, 2)
  t.notMatch(ragged.notes.join('\n'), /Berg/)
  const unwritable = join(t.testdirName, 'no', 'where.csv')
  const path = await file(t, [HEADING, ...ROWS].join('\n'))
  t.equal((await run(t, path, '--clusters', unwritable)).code, 2)
})
