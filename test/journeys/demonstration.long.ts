import { createHash, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import t from 'tap'
import { coversDigest } from '../../src/crypto/jws.js'
import { checkUnderStandard } from '../helpers/ddas.js'
import { lastLine, runCommand, startCommand } from '../helpers/command.js'
import { programmesAgree } from './demonstration-figures.js'

const MONTHS = ['2026-08', '2026-09', '2026-10']

t.test(
  'the demonstration, and every role looking around in what it kept',
  { timeout: 600_000 },
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'vroegsignaal-kept-'))
    t.teardown(() => rmSync(folder, { recursive: true, force: true }))
    const kept = join(folder, 'kept')
    const party = (name: string) => ['--party', join(kept, 'pki', name), '--json']
    const demo = await runCommand(['demo', '--json', '--keep', kept])
    t.equal(demo.code, 0, demo.stderr)
    const report = lastLine(demo)

    await t.test('the report adds up', async (t) => {
      const { notifications, municipalities, rejections, refused, log } = report
      t.equal(notifications.sent, notifications.accepted + notifications.rejected)
      t.equal(municipalities.length, 6)
      const total = municipalities.reduce((sum: number, one: any) => sum + one.notifications, 0) // eslint-disable-line @typescript-eslint/no-explicit-any -- JSON as it came
      t.equal(total, notifications.accepted)
      for (const one of municipalities) {
        t.ok(one.cases > 0 && one.opened > 0, one.name)
        t.ok(one.single + one.multiple + one.consecutive >= one.cases, one.name)
        t.ok(one.single + one.multiple <= one.cases && one.single + one.consecutive <= one.cases)
      }
      for (const code of [
        'NO_LEGAL_BASIS',
        'NO_MANDATE',
        'DUPLICATE',
        'OBJECTION',
        'SCHEMA_INVALID',
      ]) {
        t.ok(rejections[code] > 0, code)
      }
      const expected = [
        'certificate.unregistered',
        'feed.unknown',
        'log.entry_unknown',
        'party.role_not_allowed',
        'signature.invalid',
      ]
      t.strictSame([...refused].sort(), expected)
      t.ok(log.verified && log.size > 100)
      t.equal(report.plaintextHits, 0)
    })

    await t.test('each programme did what it needs of the hub, in numbers that agree', (t) =>
      programmesAgree(t, report),
    )

    await t.test(
      'what was accepted arrived, at the municipality it was for and nowhere else',
      async (t) => {
        const sent = new Map<string, Record<string, string>>()
        for (const creditor of readdirSync(join(kept, 'creditors'))) {
          for (const file of readdirSync(join(kept, 'creditors', creditor))) {
            const text = readFileSync(join(kept, 'creditors', creditor, file), 'utf8')
            const rows: Record<string, string>[] = parse(text, { columns: true })
            for (const row of rows) sent.set(`${row['creditorId']} ${row['notificationId']}`, row)
          }
        }
        let seen = 0
        for (const { code } of report.municipalities) {
          for (const month of MONTHS) {
            const text = readFileSync(join(kept, 'municipalities', code, `${month}.json`), 'utf8')
            for (const { notifications } of JSON.parse(text).cases) {
              for (const notification of notifications) {
                const row = sent.get(`${notification.creditorId} ${notification.notificationId}`)
                if (row?.['municipalityCode'] !== code) t.fail('a notification of somebody else')
                const { identity } = notification
                if (identity !== undefined && identity.person.surname !== row!['surname']) {
                  t.fail('another person')
                }
                seen += 1
              }
            }
          }
        }
        t.ok(
          seen > report.notifications.accepted * 0.9,
          `${seen} of ${report.notifications.accepted}`,
        )
      },
    )

    await t.test('the log verifies without the hub, and a changed record is named', async (t) => {
      const log = join(kept, 'log')
      t.equal((await runCommand(['log', 'verify', log, '--json'])).code, 0)
      const records = readdirSync(join(log, 'records'))[0]!
      const path = join(log, 'records', records)
      const text = readFileSync(path, 'utf8')
      writeFileSync(path, text.replace('"action":"', '"action":"X'))
      const broken = await runCommand(['log', 'verify', log, '--json'])
      t.equal(broken.code, 1)
      t.match(broken.stdout, 'RECORD_EDITED')
      writeFileSync(path, text)
    })

    await t.test('a folder that holds something is not overwritten', async (t) => {
      const again = await runCommand(['demo', '--json', '--keep', kept])
      t.equal(again.code, 2)
      t.equal(lastLine(again).error, 'option.keep')
    })

    const environment = Object.fromEntries(
      readFileSync(join(kept, 'hub.env'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => /^(\w+)='(.*)'$/.exec(line)!.slice(1) as [string, string]),
    )
    const hub = startCommand(['serve'], environment)
    t.teardown(() => hub.kill('SIGKILL'))
    let said = ''
    hub.stderr!.setEncoding('utf8').on('data', (text: string) => (said += text))
    while (!said.includes('metrics') && hub.exitCode === null) await once(hub.stderr!, 'data')
    t.match(said, 'sandbox', 'the hub starts on what was kept')

    await t.test(
      'a creditor sees its mandates, tries a file, delivers it and follows it',
      async (t) => {
        const mandates = lastLine(await runCommand(['creditor', 'mandates', ...party('vitens')]))
        t.ok(mandates.mandates.length > 0)
        const source = readFileSync(join(kept, 'creditors', 'vitens', '2026-10.csv'), 'utf8')
        const [head, ...rows] = source.trim().split('\n')
        const columns = head!.split(',')
        const fresh = rows
          .filter((row) => row.includes(',EARLY,'))
          .slice(0, 3)
          .map((row, index) => {
            const cells = row.split(',')
            cells[columns.indexOf('notificationId')] = `00000000-0000-4000-8000-00000000000${index}`
            cells[columns.indexOf('reportedOn')] = '2026-11-01'
            return cells.join(',')
          })
        const file = join(folder, 'november.csv')
        writeFileSync(file, [head, ...fresh].join('\n'))
        const tried = await runCommand(['creditor', 'validate', file, ...party('vitens')])
        t.equal(tried.code, 0, tried.stdout)
        const submit = ['creditor', 'submit', file, '--yes', ...party('vitens')]
        const delivered = await runCommand(submit)
        t.match(lastLine(delivered), { accepted: 3, rejected: 0 })
        const [batch] = lastLine(delivered).batches
        t.ok(existsSync(join(`${file}.receipts`, `${batch}.json`)))
        const status = await runCommand(['creditor', 'status', batch, ...party('vitens')])
        t.strictSame(
          lastLine(status).items.map((item: { status: string }) => item.status),
          ['ACCEPTED', 'ACCEPTED', 'ACCEPTED'],
        )
        const repeated = await runCommand(submit)
        t.match(lastLine(repeated), { accepted: 3, rejected: 0, batches: [batch] })
        const anew = await runCommand([...submit, '--new'])
        t.equal(anew.code, 1, 'other identifiers would be needed')
        t.match(lastLine(anew), { accepted: 0, rejected: 3 })
      },
    )

    await t.test('a municipality pulls its month in each form and sees its keys', async (t) => {
      const feeds = lastLine(await runCommand(['municipality', 'feeds', ...party('coevorden')]))
      t.ok(feeds.feeds.length >= 3)
      for (const format of ['visits', 'json', 'csv', 'xlsx']) {
        const out = ['--out', folder, '--format', format]
        const pulled = await runCommand([
          'municipality',
          'pull',
          '2026-10',
          ...out,
          ...party('coevorden'),
        ])
        t.equal(pulled.code, 0, pulled.stdout)
        const ending = format === 'visits' ? 'visits.html' : format
        const file = readFileSync(join(folder, `2026-10.${ending}`))
        t.ok(format === 'xlsx' ? file.subarray(0, 2).equals(Buffer.from('PK')) : file.length > 1000)
      }
      const acknowledged = await runCommand([
        'municipality',
        'ack',
        join(folder, '2026-10.json'),
        ...party('coevorden'),
      ])
      t.equal(acknowledged.code, 0, acknowledged.stdout)
      const keys = lastLine(await runCommand(['municipality', 'keys', ...party('coevorden')]))
      t.match(keys, { sealingKeys: [{ status: 'ACTIVE', version: 1 }] })
      const other = await runCommand(['municipality', 'feeds', ...party('vitens')])
      t.equal(other.code, 1)
      t.equal(lastLine(other).error, 'party.role_not_allowed')
    })

    await t.test('every municipality leaves a delivery that the standard takes', async (t) => {
      for (const { code } of report.municipalities) {
        const file = join(kept, 'municipalities', code, 'ddas.json')
        const bytes = readFileSync(file)
        const delivery = JSON.parse(bytes.toString('utf8'))
        checkUnderStandard(t, delivery, code)
        t.equal(delivery.leveringen[0].gemeentecode, code)
        t.ok(delivery.leveringen[0].vroegsignaalzaken.some((one: object) => 'resultaat' in one))
        const signature = readFileSync(`${file}.jws`, 'utf8')
        const header = JSON.parse(Buffer.from(signature.split('..')[0]!, 'base64url').toString())
        const { publicKey } = new X509Certificate(Buffer.from(header.x5c[0], 'base64'))
        t.ok(coversDigest(signature, createHash('sha256').update(bytes).digest(), publicKey))
      }
    })

    await t.test('the command builds the same delivery from what was kept', async (t) => {
      const folder = join(kept, 'municipalities', '0109')
      const out = join(folder, 'again.json')
      const period = ['--from', '2026-08-01', '--to', '2026-10-31', '--cases', folder, '--out', out]
      const done = await runCommand([
        'municipality',
        'export-ddas',
        ...period,
        ...party('coevorden'),
      ])
      t.equal(done.code, 0, done.stderr)
      const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'))
      const { leveringen } = read('ddas.json')
      const [{ vroegsignalen, vroegsignaalzaken }] = read('again.json').leveringen
      t.strictSame(vroegsignalen, leveringen[0].vroegsignalen)
      t.strictSame(vroegsignaalzaken, leveringen[0].vroegsignaalzaken)
    })

    await t.test(
      'an officer searches with a reason, and traces the household of a file',
      async (t) => {
        const search = ['officer', 'search', '--reason', 'monthly review', '--action', 'PULL']
        const controller = ['--controller', '00000099000000109000']
        const found = await runCommand([...search, ...controller, ...party('officer')])
        t.equal(found.code, 0, found.stdout)
        t.ok(lastLine(found).entries.length > 0)
        const month = JSON.parse(
          readFileSync(join(kept, 'municipalities', '0109', '2026-10.json'), 'utf8'),
        )
        const { identity } = month.cases
          .flatMap(
            ({ notifications }: { notifications: { identity?: unknown }[] }) => notifications,
          )
          .find((one: { identity?: unknown }) => one.identity !== undefined)
        const { postcode, houseNumber } = identity.address
        const asked = {
          municipalityCode: '0109',
          person: { surname: identity.person.surname },
          address: { postcode, houseNumber },
        }
        const file = join(folder, 'resident.json')
        writeFileSync(file, JSON.stringify(asked))
        const traced = await runCommand([
          'officer',
          'trace',
          file,
          '--reason',
          'request of the resident',
          ...party('officer'),
        ])
        t.equal(traced.code, 0, traced.stdout)
        t.ok(lastLine(traced).steps.length >= 2)
      },
    )

    hub.kill('SIGTERM')
    const [code] = (await once(hub, 'exit')) as [number | null]
    t.equal(code, 0, 'the hub stops when it is told to')
  },
)
