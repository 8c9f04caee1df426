import t from 'tap'
import { forgetHub, retentionReport } from '../../src/retention/index.js'
import { checkLog } from '../helpers/check-log.js'
import { ALMERE, municipalParty, OFFICER, startHub, WONING } from '../helpers/hub.js'
import { sequencePending } from '../../src/access-log/index.js'
import { OPERATOR } from '../helpers/registry.js'
import { TRACE } from '../helpers/served.js'
import { id } from '../notifications/build.js'

const almere = municipalParty(ALMERE)
const CLOSED = id(1)
const OPEN = id(2)
const ACCESS = id(3)

/** What ended in August 2026, of everything that the schedule calls by its end. */
const ROWS = [
  `INSERT INTO rights_request
     SELECT r.id::uuid, $1, 'ERASURE', '2026-08-01', $3, 'fg-1', 'File 7', '{}', 'default 0',
            r.ends_on::date, 2026, ARRAY['\\x${'ab'.repeat(16)}'::bytea], gen_random_uuid(), NULL
       FROM (VALUES ('${CLOSED}', '2026-08-12'), ('${OPEN}', '2031-01-01')) AS r (id, ends_on)`,
  `INSERT INTO rights_step SELECT request, 0, $1, '2026-08-01', 'REGISTERED', $3, 1 FROM rights_request`,
  `INSERT INTO rights_hold
     SELECT $1, $2, gen_random_uuid(), request, '2026-08-01', NULL, 'OBJECTION', '2026-08-01', NULL
       FROM rights_request`,
  `INSERT INTO rights_notice (municipality, notice_id, request, issued_at, statement, signature)
     SELECT $1, gen_random_uuid(), request, '2026-08-01', '{}', 'x' FROM rights_request`,
  `INSERT INTO rights_clock (request, municipality, kind, reference, received_on, registered_at, party,
                             holder, due_on, answered_at, answered_by, answer, entry)
     SELECT c.id::uuid, $1, c.kind, 'File 7', '2026-08-01', '2026-08-01', $3, 'fg-1', '2026-08-29',
            '2026-08-11', 'fg-1', 'GIVEN', gen_random_uuid()
       FROM (VALUES ('${CLOSED}', 'ERASURE'), ('${OPEN}', 'ERASURE'), ('${ACCESS}', 'ACCESS'))
         AS c (id, kind)`,
  `INSERT INTO review_plan VALUES ($4, '2026-08-01', '2026-09-01', 'note', sha256('a'), 1, 9, 9, 1, '{}',
                                   gen_random_uuid())`,
  `INSERT INTO review_item VALUES ('${id(4)}', $4, '2026-08-01', 0, 'SAMPLE', gen_random_uuid(), 1, $2,
                                   '{}', 'CLOSED', 'fg-1', 'JUSTIFIED')`,
  `INSERT INTO review_step VALUES ('${id(4)}', 0, $4, '2026-09-03', 'ASSIGN', $3, 'fg-1', 'f', NULL, NULL)`,
  `INSERT INTO review_question VALUES (gen_random_uuid(), '${id(4)}', $4, $2, '2026-09-03', 'Why?', 1, '{}')`,
  `INSERT INTO review_own_address VALUES ($3, 'fg-9', ARRAY['\\x${'cd'.repeat(16)}'::bytea], '2026-08-03')`,
  `INSERT INTO delivery_quality VALUES ($2, '2026-08-01', $2, '${id(5)}', 'RENT', 'ITEMS', '', 3)`,
  `INSERT INTO counted_month VALUES ($1, '2026-08-01', 'REACHED', 4)`,
  `INSERT INTO invitation (invitation_id, party, code_digest, holder, created_at, expires_at)
     VALUES ('${id(6)}', $2, sha256('b'), 'owner-1', '2026-07-01', '2026-08-15')`,
  `INSERT INTO legal_hold (hold_id, pseudonym, reason, placed_by, placed_at)
     VALUES ('${id(7)}', '\\x${'ef'.repeat(16)}', 'Lapsed', 'operator', '2026-08-01')`,
]

t.test('what ended goes when its term is over', async (t) => {
  const hub = await startHub(t)
  const { context } = hub
  const owners = [ALMERE, WONING, OFFICER, almere]
  for (const statement of ROWS) {
    const used = owners.map((owner, at) => (statement.includes(`$${at + 1}`) ? owner : undefined))
    const text = statement.replace(/\$([1-4])/g, (_, at: string) => `'${used[Number(at) - 1]}'`)
    await hub.sql(text)
  }
  await hub.sql(
    `UPDATE agreement SET state = 'ENDED', ended_at = '2026-08-10', ended_by = 'hub'
      WHERE creditor = $1`,
    [WONING],
  )
  const count = async (table: string, which = 'true') => {
    const [row] = await hub.sql<{ n: number }>(
      `SELECT count(*)::integer AS n FROM ${table} WHERE ${which}`,
    )
    return row!.n
  }
  const reported = async (kind: string) => {
    const { counts } = await retentionReport(context, OPERATOR)
    const own = counts.filter((row) => row.kind === kind)
    const sum = (of: 'rows' | 'overdue' | 'held') => own.reduce((total, row) => total + row[of], 0)
    return { rows: sum('rows'), overdue: sum('overdue'), held: sum('held') }
  }
  const forgetAt = async (instant: string) => {
    context.clock.set(instant)
    await sequencePending(context)
    return forgetHub(context, TRACE)
  }
  const kinds = async (instant: string) =>
    (await forgetAt(instant)).ended.map(({ kind, rows }) => `${kind} ${rows}`)

  await t.test('pseudonyms go as soon as nothing is compared with them', async (t) => {
    await forgetAt('2026-08-12T09:00:00Z')
    t.equal(await count('rights_request', `tokens <> '{}'`), 2, 'not on the last day')
    t.equal(await count('review_own_address'), 0, 'of who holds no certificate')
    t.strictSame(await kinds('2026-08-13T09:00:00Z'), ['RIGHTS 1'])
    t.equal(await count('rights_request', `tokens <> '{}'`), 1, 'an open request is still met')
    t.equal(await count('rights_request'), 2, 'and how it was handled stays')
  })

  await t.test('applications and holds: 12 months', async (t) => {
    t.strictSame(await kinds('2027-09-01T12:00:00Z'), [])
    t.equal((await reported('APPLICATION')).overdue, 0)
    context.clock.set('2027-09-03T12:00:00Z')
    t.strictSame(await reported('APPLICATION'), { rows: 1, overdue: 1, held: 0 })
    t.strictSame(await kinds('2027-09-03T12:00:00Z'), ['APPLICATION 1', 'ENDED_HOLD 1'])
    t.equal(await count('invitation'), 0)
    t.equal(await count('legal_hold'), 0)
    t.strictSame(await reported('APPLICATION'), { rows: 0, overdue: 0, held: 0 })
  })

  await t.test(
    'requests of residents: 24 months from their end, and not under a hold',
    async (t) => {
      await hub.sql(
        `INSERT INTO legal_hold (hold_id, municipality, reason, placed_by, placed_at, confirmed_by,
                               confirmed_at)
       VALUES ('${id(8)}', $1, 'Court', 'operator', '2028-09-01', 'operator-2', '2028-09-01')`,
        [ALMERE],
      )
      t.strictSame(await kinds('2028-09-03T12:00:00Z'), ['QUALITY 1'])
      t.match(await reported('RIGHTS'), { overdue: 0, held: 6 })
      await hub.sql(
        `UPDATE legal_hold SET end_asked_by = 'a', ended_by = 'b', ended_at = '2028-09-03'`,
      )
      t.strictSame(await kinds('2028-09-04T12:00:00Z'), ['RIGHTS 6'])
      for (const table of ['rights_request', 'rights_step', 'rights_hold', 'rights_notice']) {
        t.match(await hub.sql(`SELECT DISTINCT request FROM ${table}`), [{ request: OPEN }], table)
      }
      t.equal(await count('rights_clock', `request <> '${OPEN}'`), 0)
    },
  )

  await t.test('reviews and registrations: 60 months', async (t) => {
    await hub.sql(`UPDATE party SET ended_at = '2026-08-10' WHERE id = $1`, [WONING])
    await forgetAt('2031-09-01T12:00:00Z')
    t.equal(await count('review_step'), 1)
    t.equal(await count('agreement', `creditor = '${WONING}'`), 3)
    await forgetAt('2031-09-03T12:00:00Z')
    for (const table of ['review_plan', 'review_item', 'review_step', 'review_question']) {
      t.equal(await count(table), 0, table)
    }
    t.equal(await count('agreement', `creditor = '${WONING}'`), 0)
    t.ok((await count('agreement')) > 0, 'those of others hold')
    t.match(await hub.sql('SELECT name, kvk FROM party WHERE id = $1', [WONING]), [
      { name: WONING, kvk: null },
    ])
    t.match(await hub.sql(`SELECT name FROM party WHERE id = $1`, [almere]), [{ name: /^Party/ }])
  })

  await t.test('figures: 120 months', async (t) => {
    await forgetAt('2036-09-01T12:00:00Z')
    t.equal(await count('counted_month'), 1)
    const gone = await forgetAt('2036-09-03T12:00:00Z')
    t.match(
      gone.ended.find(({ kind }) => kind === 'STATISTICS'),
      { municipality: ALMERE, rows: 1 },
    )
    t.equal(await count('counted_month'), 0)
    const { overdue } = await retentionReport(context, OPERATOR)
    t.equal(overdue, 0, 'and the report finds nothing else that is late')
  })

  await t.test('each stands in the log of whom it was about', async (t) => {
    const rows = await hub.sql(
      `SELECT DISTINCT controller, objects ->> 'kind' AS kind FROM log_entry
        WHERE operation = 'job.forget' AND action = 'FORGET'
          AND objects ->> 'kind' IN ('REVIEW', 'STATISTICS', 'REGISTER') ORDER BY 2, 1`,
    )
    t.match(rows, [
      { controller: 'hub', kind: 'REGISTER' },
      { controller: almere, kind: 'REVIEW' },
      { controller: almere, kind: 'STATISTICS' },
    ])
    await checkLog(t, context)
  })
})
