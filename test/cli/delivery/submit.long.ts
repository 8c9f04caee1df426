import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import t from 'tap'
import { fieldNamed } from '../../../src/spreadsheet/index.js'
import { startHub, WONING, type TestHub } from '../../helpers/hub.js'
import { report } from '../../notifications/build.js'
import { saying, submit } from './desk.js'
import { writePartyFolder } from './party-folder.js'
import { workbookOf } from '../files/zip.js'
import { csvOf, HEADINGS, tenant } from './sheet.js'

type Row = { row: number; status: string; notificationId?: string; findings: any[] } // eslint-disable-line @typescript-eslint/no-explicit-any -- JSON as it came

const reported = (file: string) =>
  (JSON.parse(readFileSync(`${file}.report.json`, 'utf8')) as { rows: Row[] }).rows

const escaped = (mark: string) => `&#${mark.charCodeAt(0)};`

/** The identifiers of what the hub has taken in. */
async function stored(hub: TestHub): Promise<string[]> {
  const rows = await hub.sql<{ id: string }>(
    `SELECT notification_id::text AS id FROM notification ORDER BY 1`,
  )
  return rows.map(({ id }) => id)
}

t.test('a landlord delivers a spreadsheet', async (t) => {
  const hub = await startHub(t)
  const folder = t.testdir({})
  const party = await writePartyFolder(join(folder, 'party'), hub, hub.as(WONING))
  const write = (name: string, content: string | Buffer) => {
    const file = join(folder, name)
    writeFileSync(file, content)
    return file
  }

  await t.test('it says how it understood the columns, delivers and reports', async (t) => {
    const rows = [tenant(1), tenant(2, { Telefoon: '', 'E-mail': '' })]
    const file = write('huur.csv', csvOf(rows))
    const { exitCode, lines, counts, batches } = await submit(file, party, { language: 'nl' })
    t.equal(exitCode, 0)
    t.match(lines.join('\n'), /C +Bedrag +Achterstand +1\.234,56/)
    t.match(lines.join('\n'), /OIN schuldeiser: 00000099000000001000/)
    t.match(counts, { ACCEPTED: 1, ACCEPTED_WITH_WARNINGS: 1, REJECTED: 0 })
    t.match(reported(file), [
      { row: 2, status: 'ACCEPTED', findings: [] },
      { row: 3, status: 'ACCEPTED_WITH_WARNINGS', findings: [{ code: 'NO_PHONE_OR_EMAIL' }] },
    ])
    t.strictSame(
      reported(file)
        .map(({ notificationId }) => notificationId!)
        .sort(),
      await stored(hub),
    )
    const csv = readFileSync(`${file}.report.csv`, 'utf8')
    t.match(csv, /^\ufeffRij;Kolom;/)
    const [, first, second] = parse(csv, { delimiter: ';', bom: true }) as string[][]
    t.equal(first![3], 'aanvaard')
    t.equal(second![6], 'Vul ze in als u ze heeft: de gemeente bereikt de bewoner dan eerder.')
    t.ok(existsSync(join(`${file}.receipts`, `${batches[0]}.json`)))
    for (const kept of [`${file}.report.csv`, `${file}.report.json`, `${file}.state.ndjson`]) {
      t.equal(statSync(kept).mode & 0o777, 0o600)
      t.notMatch(
        readFileSync(kept, 'utf8'),
        /Verzonnen|Fictielaan|1315 ?(?:ZZ|S[ADS])|post\.example/,
      )
    }

    await t.test('the same command again sends nothing', async (t) => {
      const again = await submit(file, party)
      t.match(again.lines.join('\n'), 'nothing was sent again')
      t.match(again.counts, { ACCEPTED: 1, ACCEPTED_WITH_WARNINGS: 1 })
      t.strictSame(again.batches, batches)
      t.equal((await stored(hub)).length, 2)
    })

    await t.test('a changed file is noticed; anew, what was delivered is recognised', async (t) => {
      writeFileSync(file, csvOf([...rows, tenant(3)]))
      await t.rejects(submit(file, party), { code: 'file.changed', exitCode: 2 })
      t.equal((await stored(hub)).length, 2)
      const anew = await submit(file, party, { isNew: true })
      t.match(anew.counts, { ACCEPTED: 1, DELIVERED_BEFORE: 2, REJECTED: 0 })
      t.equal(anew.exitCode, 0)
      t.equal((await stored(hub)).length, 3)
    })

    await t.test('a plan that was damaged is not followed', async (t) => {
      const plan = `${file}.state.ndjson`
      const whole = readFileSync(plan, 'utf8')
      for (const damaged of [
        '',
        '{"head"',
        whole.slice(0, -20),
        whole.replace('"version":1', '"version":2'),
      ]) {
        writeFileSync(plan, damaged)
        await t.rejects(submit(file, party), { code: 'state.unreadable', exitCode: 2 })
      }
      writeFileSync(plan, whole)
    })

    await t.test('other options than it began with are refused', async (t) => {
      const reading = { map: new Map(), given: {}, decimals: 'comma' } as const
      await t.rejects(submit(file, party, { reading }), { code: 'delivery.other_options' })
    })
  })

  await t.test(
    'rows that are wrong stop everything, and are named by row and column',
    async (t) => {
      const before = await stored(hub)
      const rows = [
        tenant(10),
        tenant(11, { Bedrag: 'geheim', Postcode: '0000 AA', 'Geen bezwaar': 'x' }),
        tenant(12, { Gemeente: '9999' }),
        tenant(13, { Gemeente: '180' }),
        tenant(10),
        tenant(14, { 'Achterstand sinds': '' }),
      ]
      const file = write('fout.csv', csvOf(rows))
      const { exitCode, counts, lines } = await submit(file, party)
      t.equal(exitCode, 1)
      t.match(counts, { READY: 1, REJECTED: 5 })
      t.strictSame(await stored(hub), before)
      t.notOk(existsSync(`${file}.state.ndjson`), 'nothing is planned')
      const found = reported(file).map(({ row, findings }) => [
        row,
        ...findings.map(({ code, column }) => `${column ?? ''} ${code}`),
      ])
      t.strictSame(found, [
        [2],
        [3, 'C AMOUNT_UNREADABLE', 'J POSTCODE_UNREADABLE', 'R TRUTH_UNREADABLE'],
        [4, 'A UNKNOWN_MUNICIPALITY'],
        [5, 'A SEALING_KEY_MISSING'],
        [6, ' ROW_REPEATED'],
        [7, 'D CELL_MISSING'],
      ])
      t.match(lines.join('\n'), /row 3, column C \(Arrears\): This is no amount in euros/)
      t.notMatch(lines.join('\n'), /geheim|0000 AA|Verzonnen/)
      t.notMatch(readFileSync(`${file}.report.csv`, 'utf8'), /geheim|Verzonnen/)

      await t.test('somebody who is asked decides', async (t) => {
        const no = saying('no')
        t.match(await submit(file, party, { language: 'nl' }, no), { exitCode: 1 })
        t.strictSame(no.asked, [
          '5 rijen kunnen niet worden afgeleverd. De andere 1 wel afleveren?',
        ])
        t.strictSame(await stored(hub), before)
      })

      await t.test('unless the good ones are to be delivered all the same', async (t) => {
        const partial = await submit(file, party, { acceptPartial: true })
        t.equal(partial.exitCode, 1)
        t.match(partial.counts, { ACCEPTED: 1, REJECTED: 5 })
        t.equal((await stored(hub)).length, before.length + 1)
      })
    },
  )

  await t.test('a trial delivers nothing and asks nothing', async (t) => {
    const before = await stored(hub)
    const file = write('proef.csv', csvOf([tenant(20)]))
    const trial = await submit(file, party, { dryRun: true }, saying('nobody'))
    t.match(trial, { exitCode: 0, counts: { READY: 1, REJECTED: 0 } })
    t.strictSame(await stored(hub), before)
    t.strictSame(
      readdirSync(folder).filter((name) => name.startsWith('proef')),
      ['proef.csv', 'proef.csv.report.csv', 'proef.csv.report.json'],
    )
    const yes = saying('yes')
    t.match(await submit(file, party, {}, yes), { counts: { ACCEPTED: 1 } })
    t.strictSame(yes.asked, ['Deliver 1 notifications to sandbox.hub.example?'])
    const script = write('script.csv', csvOf([tenant(21)]))
    const delivered = await submit(script, party, {}, saying('nobody'))
    t.match(delivered, { counts: { ACCEPTED: 1 } }, 'a script is not asked')
  })

  await t.test('what the hub refuses only at delivery is in the report as well', async (t) => {
    const rows = [tenant(30), tenant(31, { Gemeente: '180' })]
    const file = write('zonder-proef.csv', csvOf(rows))
    const { exitCode, counts } = await submit(file, party, { asksHub: false })
    t.equal(exitCode, 1)
    t.match(counts, { ACCEPTED: 1, REJECTED: 1 })
    t.match(reported(file)[1], {
      row: 3,
      status: 'REJECTED',
      findings: [
        { code: 'SEALING_KEY_MISSING', says: /no key yet/, remedy: /ask the municipality/ },
      ],
    })
  })

  await t.test(
    'the same rows are the same notifications, whatever file they come in',
    async (t) => {
      const names = [
        '=HYPERLINK("x")',
        'O’Neill; "van" Dam',
        'Ærø-Zoë',
        "'; DROP TABLE x;--",
        '%s<b>',
      ]
      const rows = names.map((Naam, at) => tenant(40 + at, { Naam }))
      const text = csvOf(rows)
      const windows = Buffer.from(text.replaceAll('’', '\x92'), 'latin1')
      const cell = (one: string) =>
        `<c t="inlineStr"><is><t>${one.replace(/[&<>]/g, escaped)}</t></is></c>`
      const sheet = [HEADINGS, ...rows]
        .map((row) => `<row>${row.map(cell).join('')}</row>`)
        .join('')
      const first = await submit(write('utf8.csv', text), party)
      t.match(first, { exitCode: 0, counts: { REJECTED: 0, DELIVERED_BEFORE: 0 } })
      const before = await stored(hub)
      for (const [name, content] of [
        ['windows.csv', windows],
        ['blad.xlsx', workbookOf({ sheets: { Blad1: sheet } })],
      ] as const) {
        const again = await submit(write(name, content), party)
        t.match(again, { exitCode: 0, counts: { DELIVERED_BEFORE: names.length } }, name)
        t.notMatch(readFileSync(join(folder, `${name}.report.csv`), 'utf8'), /HYPERLINK|Neill|DROP/)
      }
      t.strictSame(await stored(hub), before)
    },
  )

  await t.test('columns that are not understood are told and never sent', async (t) => {
    const headings = [...HEADINGS.slice(0, -1), 'Opmerking']
    const rows = [tenant(60).with(-1, 'geheim'), HEADINGS.map(() => ' '), tenant(61).with(-1, '')]
    const file = write('opmerking.csv', csvOf(rows, headings))
    await t.rejects(submit(file, party), {
      code: 'headings.missing',
      exitCode: 2,
      message: /Natural person/,
      dutch: /Natuurlijk persoon/,
    })
    const given = { naturalPerson: 'ja' }
    const declared = { reading: { map: new Map(), given } }
    const { lines, counts } = await submit(file, party, declared)
    t.match(counts, { ACCEPTED: 2, REJECTED: 0 })
    t.match(lines.join('\n'), /U +Opmerking +not understood; not sent/)
    t.match(lines.join('\n'), /Natural person: ja/)
    t.strictSame(
      reported(file).map(({ row }) => row),
      [2, 4],
      'an empty row is no row',
    )
    const unlike = { map: new Map([['opmerking', fieldNamed('naturalPerson')!]]), given: {} }
    const wrong = await submit(write('wijs.csv', csvOf(rows, headings)), party, { reading: unlike })
    t.match(reported(join(folder, 'wijs.csv')), [
      { row: 2, findings: [{ code: 'TRUTH_UNREADABLE', column: 'U' }] },
      { row: 4, findings: [{ code: 'CELL_MISSING', column: 'U' }] },
    ])
    t.equal(wrong.exitCode, 1)
  })

  await t.test('JSON and one notification per line keep working', async (t) => {
    const file = write(
      'lijst.ndjson',
      `${JSON.stringify(report(901))}\n\n${JSON.stringify(report(902))}\n`,
    )
    t.match(await submit(file, party), { exitCode: 0, counts: { ACCEPTED: 2 } })
    t.strictSame(
      reported(file).map(({ row }) => row),
      [1, 3],
    )
    const list = write('lijst.json', JSON.stringify({ notifications: [report(903)] }))
    t.match(await submit(list, party), { exitCode: 0, counts: { ACCEPTED: 1 } })
    const broken = submit(write('kapot.ndjson', '{"a": "geheim'), party)
    const failure = await broken.catch((error: Error) => error)
    t.match(failure, { code: 'file.json', message: /line 1/ })
    t.notMatch((failure as Error).message, 'geheim')
  })
})
