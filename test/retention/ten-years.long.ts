import { execFileSync } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { compact, COMPACTABLE, retentionReport } from '../../src/retention/index.js'
import { checkLog } from '../helpers/check-log.js'
import { sharedCluster } from '../helpers/cluster.js'
import { ALMERE, municipalParty, startHub, type TestHub } from '../helpers/hub.js'
import { scratchFolder } from '../helpers/log.js'
import { OPERATOR } from '../helpers/registry.js'
import {
  deliver,
  leaveOnly,
  renewKeys,
  reportToday,
  rowsByTable,
  stepTo,
  takeIn,
} from './setting.js'

const YEARS = 10
const FIRST = { year: 2026, month: 8 }

/** What nobody may find any more, by what it is. */
interface Canary {
  readonly what: string
  readonly bytes: Buffer
}

t.setTimeout(600_000)

t.test('ten years pass, and the hub holds what it may hold', { timeout: 600_000 }, async (t) => {
  const hub = await startHub(t)
  await leaveOnly(hub, ALMERE)
  const canaries: Canary[] = await planted(hub)
  let checkpoint: string | undefined
  for (let at = 0; at < YEARS * 12; at += 1) {
    const [month, next] = [monthAt(at), monthAt(at + 1)]
    hub.context.clock.set(`${month}-10T09:00:00Z`)
    await renewKeys(hub)
    // One household every month, and one that is new: the look-back has something to find.
    await deliver(hub, at, [
      reportToday(hub, at * 2 + 1),
      reportToday(hub, at * 2 + 2, {
        address: { street: 'Fictielaan', postcode: '1315ZZ', houseNumber: 7, city: 'Almere' },
      }),
    ])
    if (at < 12) canaries.push(...(await canariesOf(hub, month)))
    await stepTo(hub, `${next}-01T07:00:00Z`)
    await takeIn(hub, month)
    const runs = await stepTo(hub, `${next}-03T09:00:00Z`)
    const failed = runs.filter(({ outcome }) => outcome !== 'done')
    if (failed.length > 0) t.fail(`${next}: ${failed.map(({ job }) => job).join()}`)
    const late = await oldestKept(hub, next)
    t.strictSame(late, [], `${next}: nothing is older than its term`)
    if (at % 24 === 23) {
      const report = await retentionReport(hub.context, OPERATOR)
      t.equal(report.overdue, 0, `${next}: and the report says the same`)
      checkpoint = (await checkLog(t, hub.context, checkpoint)).checkpoint
    }
  }

  t.test(
    'tables hold what the terms allow, and not more than after the first two years',
    async (t) => {
      const rows = await rowsByTable(hub)
      t.equal(rows['notification'], 12, 'six months')
      t.equal(rows['feed_item'], 24, 'twelve months')
      t.equal(rows['batch'], 24, 'twenty-four months')
      t.equal(rows['statistic_month'], 114, 'figures stay')
      const [tables] = await hub.sql<{ partitions: number }>(
        'SELECT count(*)::int AS partitions FROM pg_class WHERE relispartition AND relkind = $1',
        ['r'],
      )
      t.ok(tables!.partitions < 150, `${tables!.partitions} partitions`)
    },
  )

  t.test('the secrets of what is gone are destroyed, each with its entry', async (t) => {
    const keys = (await retentionReport(hub.context, OPERATOR)).keys
    const kept = (family: string) =>
      keys.filter((key) => key.family === family && key.endedAt === null).length
    t.equal(kept('epoch'), 2, 'the running one, and the one that the look-back reaches into')
    t.ok(kept('log-subjects') <= 7, 'five years and the running one')
    t.equal(readdirSync(join(hub.secrets, 'epochs')).length, kept('epoch'))
    t.equal(readdirSync(join(hub.secrets, 'log-subjects')).length, kept('log-subjects'))
  })

  t.test('nothing of the first year is in a dump', async (t) => {
    const folder = scratchFolder(t)
    const found = search(await dump(hub, folder), canaries)
    t.strictSame(found, [])
  })

  t.test('nor in the files of the database, once they were written anew', async (t) => {
    for (const table of COMPACTABLE) await compact(hub.context, OPERATOR, table)
    // What the planner remembered of the log; its catalogue is the server administrator's.
    await hub.database.open(hub.database.superuserUrl).alone('VACUUM FULL pg_statistic')
    const folder = await databaseFolder(hub)
    const names = await relationsByFile(hub)
    t.strictSame(search(folder, canaries, names), [])
    const [kept] = await hub.sql<{ address: Buffer }>(
      'SELECT address_pseudonym AS address FROM notification LIMIT 1',
    )
    const control = [{ what: 'what is kept', bytes: kept!.address }]
    t.ok(search(folder, control, names).length > 0, 'the search finds what is there')
  })
})

function monthAt(at: number): string {
  const number = FIRST.year * 12 + FIRST.month - 1 + at
  return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`
}

/** By the words of the schedule, counted here and not by the code under test. */
async function oldestKept(hub: TestHub, now: string): Promise<string[]> {
  const months: Readonly<Record<string, number>> = {
    notification: 6,
    envelope: 6,
    delivery_key: 6,
    matched_case: 6,
    intake: 6,
    feed_item: 12,
    outcome: 24,
    outcome_notification: 24,
    match_run: 24,
    feed: 24,
    notification_key: 24,
    batch: 24,
  }
  const checks = Object.entries(months).map(
    ([table, term]) =>
      `SELECT '${table}' AS what FROM ${table}
        WHERE month < $1::date - interval '${term} months'`,
  )
  const rows = await hub.sql<{ what: string }>(
    `${checks.join(' UNION ')}
     UNION SELECT 'receipt' FROM batch
            WHERE receipt IS NOT NULL AND month < $1::date - interval '3 months'
     UNION SELECT 'item' FROM feed_item
            WHERE item <> '' AND month < $1::date - interval '6 months'
     UNION SELECT 'feedback' FROM feedback_item WHERE reported_on < $1::date - interval '24 months'
     UNION SELECT 'identity' FROM envelope
            WHERE jwe IS NOT NULL AND month < $1::date - interval '1 month'
     UNION SELECT 'log' FROM log_entry WHERE at < $1::date - interval '61 months'`,
    [`${now}-01`],
  )
  return rows.map(({ what }) => what)
}

/** What ends early in the run, under terms that count from its end: a request, a review, a hold. */
async function planted(hub: TestHub): Promise<Canary[]> {
  const [token, own, held] = [randomBytes(16), randomBytes(16), randomBytes(16)]
  const [request, item] = [randomUUID(), randomUUID()]
  const text = `Asked ${randomUUID()}`
  const almere = municipalParty(ALMERE)
  await hub.sql(
    `INSERT INTO rights_request
       VALUES ($1::uuid, $2, 'ERASURE', '2026-08-01', $3, 'fg-1', $4, '{}', 'default 0', '2027-08-01', 2026,
               ARRAY[$5::bytea], gen_random_uuid(), NULL)`,
    [request, ALMERE, almere, text, token],
  )
  await hub.sql(
    `INSERT INTO rights_step VALUES ($1::uuid, 0, $2, '2026-08-01', 'REGISTERED', $3, 1)`,
    [request, ALMERE, almere],
  )
  await hub.sql(
    `INSERT INTO review_plan VALUES ($1, '2026-07-01', '2026-08-01', 'note', sha256('a'), 1, 9, 9, 1,
                                     '{}', gen_random_uuid())`,
    [almere],
  )
  await hub.sql(
    `INSERT INTO review_item VALUES ($1::uuid, $2, '2026-07-01', 0, 'SAMPLE', gen_random_uuid(), 1, $2,
                                     '{}', 'CLOSED', 'fg-1', 'JUSTIFIED')`,
    [item, almere],
  )
  await hub.sql(
    `INSERT INTO review_step VALUES ($1::uuid, 0, $2, '2026-08-03', 'ASK', $2, 'fg-1', 'f', $3, NULL)`,
    [item, almere, text],
  )
  await hub.sql(
    `INSERT INTO review_own_address VALUES ($1, 'fg-9', ARRAY[$2::bytea], '2026-08-03')`,
    [almere, own],
  )
  await hub.sql(
    `INSERT INTO legal_hold (hold_id, pseudonym, reason, placed_by, placed_at)
       VALUES (gen_random_uuid(), $1, 'Lapsed', 'operator', '2026-08-01')`,
    [held],
  )
  return [
    { what: 'token of a request', bytes: token },
    { what: 'own address', bytes: own },
    { what: 'pseudonym of a hold', bytes: held },
    { what: 'text of a request and a review', bytes: Buffer.from(text) },
  ]
}

/** Pseudonyms and pieces of sealed identities of a month. */
async function canariesOf(hub: TestHub, month: string): Promise<Canary[]> {
  const rows = await hub.sql<{ address: Buffer; subject: Buffer; jwe: string; household: Buffer }>(
    `SELECT n.address_pseudonym AS address, n.subject_pseudonym AS subject, e.jwe, s.household
       FROM notification n
       JOIN envelope e USING (municipality, month, creditor, notification_id)
       JOIN log_subject s ON s.reference = n.creditor || '/' || n.notification_id
      WHERE n.month = $1::date AND s.household IS NOT NULL`,
    [`${month}-01`],
  )
  if (rows.length === 0) throw new Error('there is nothing to look for')
  return rows.flatMap(({ address, subject, jwe, household }) => [
    { what: `address ${month}`, bytes: address },
    { what: `subject ${month}`, bytes: subject },
    { what: `household of the log ${month}`, bytes: household },
    { what: `sealed identity ${month}`, bytes: Buffer.from(jwe.slice(-100), 'latin1') },
  ])
}

/** A dump as an operator makes it; where pg_dump does not know this server, every row of every table. */
async function dump(hub: TestHub, folder: string): Promise<string> {
  const target = join(folder, 'dump')
  mkdirSync(target)
  try {
    const args = ['--format=plain', `--file=${join(target, 'dump.sql')}`, hub.database.superuserUrl]
    execFileSync('pg_dump', args, { stdio: 'ignore' })
  } catch {
    const tables = await hub.sql<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
        WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
       UNION ALL SELECT 'pg_stats'`,
    )
    for (const { name } of tables) {
      const rows = await hub.sql<{ row: string }>(`SELECT x::text AS row FROM ${name} x`)
      writeFileSync(join(target, `${name}.txt`), rows.map(({ row }) => `${row}\n`).join(''))
    }
  }
  return target
}

/** The files of this one database, everything of it written out. */
async function databaseFolder(hub: TestHub): Promise<string> {
  await hub.database.open(hub.database.superuserUrl).alone('CHECKPOINT')
  const [row] = await hub.sql<{ oid: string }>(
    'SELECT oid::text FROM pg_database WHERE datname = current_database()',
  )
  return join((await sharedCluster()).pgdata, 'base', row!.oid)
}

/** Which table or index each file of the database belongs to. */
async function relationsByFile(hub: TestHub): Promise<ReadonlyMap<string, string>> {
  const rows = await hub.sql<{ file: string; name: string }>(
    'SELECT pg_relation_filenode(oid)::text AS file, relname AS name FROM pg_class',
  )
  return new Map(rows.map(({ file, name }) => [file, name]))
}

/** What of the canaries stands in the files of a folder, as bytes or in hexadecimal, and where. */
function search(
  folder: string,
  canaries: readonly Canary[],
  names: ReadonlyMap<string, string> = new Map(),
): string[] {
  const found = new Set<string>()
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (!statSync(path).isFile()) continue
    const bytes = readFileSync(path)
    for (const { what, bytes: canary } of canaries) {
      if (!bytes.includes(canary) && !bytes.includes(canary.toString('hex'))) continue
      found.add(`${what} in ${names.get(name) ?? name}`)
    }
  }
  return [...found].sort()
}
