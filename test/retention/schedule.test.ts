import t from 'tap'
import type { Day } from '../../src/kernel/calendar.js'
import { listSchedule, RETENTION_KINDS, setTerm, WITHOUT_TERM } from '../../src/retention/index.js'
import { ALMERE, OMMEN, startHub } from '../helpers/hub.js'
import { OPERATOR } from '../helpers/registry.js'
import { deliver, reportToday, stepTo } from './setting.js'

t.test('the schedule', async (t) => {
  const hub = await startHub(t)
  const { context } = hub
  const today = '2026-08-10' as Day
  const term = { kind: 'MATCH_DATA', term: 4, validFrom: today, reason: 'Council decision' }

  t.test('is the same in the code and in the database', async (t) => {
    const kinds = await hub.sql(
      'SELECT kind, per, unit, standard, least, most FROM retention_kind ORDER BY place',
    )
    t.strictSame(
      RETENTION_KINDS.map(({ kind, per, unit, standard, least, most }) => ({
        kind,
        per,
        unit,
        standard,
        least,
        most,
      })),
      kinds,
    )
  })

  t.test('has a term, or a reason why not, for every table', async (t) => {
    const tables = await hub.sql<{ name: string }>(
      `SELECT relname AS name FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition`,
    )
    const kept = new Set(RETENTION_KINDS.flatMap((kind): readonly string[] => kind.tables))
    for (const { name } of tables) {
      t.ok(kept.has(name) !== name in WITHOUT_TERM, `${name}: see src/retention/kinds.ts`)
    }
  })

  t.test('is set within bounds, from today on, with a reason', async (t) => {
    const wrong = [
      { ...term, kind: 'NOTHING' },
      { ...term, term: 7 },
      { ...term, term: 3 },
      { ...term, validFrom: '2026-08-09' as Day },
      { ...term, reason: '' },
      { ...term, controller: 'hub' },
      { ...term, kind: 'ACCESS_LOG', term: 60, municipality: ALMERE },
      { ...term, kind: 'ACCESS_LOG', term: 35 },
    ]
    for (const one of wrong) {
      t.throws(() => setTerm(context, OPERATOR, one), { code: 'registry.invalid' })
    }
    const other = { ...term, municipality: '9999' }
    await t.rejects(setTerm(context, OPERATOR, other), { code: 'registry.unknown' })
    await t.rejects(
      hub.sql(`INSERT INTO retention_term VALUES ('MATCH_DATA', '', '', 1, '2026-08-10', 7, 'x',
                'op', now())`),
      'nor by going around the code',
    )
  })

  t.test('a municipality may keep less, and its log says so', async (t) => {
    t.equal(await setTerm(context, OPERATOR, { ...term, municipality: ALMERE }), 1)
    t.equal(await setTerm(context, OPERATOR, { ...term, municipality: ALMERE, term: 5 }), 2)
    t.match(
      await hub.sql(`SELECT objects FROM log_entry
                      WHERE operation = 'setRetentionTerm' AND controller <> 'hub'`),
      [{ objects: { kind: 'MATCH_DATA', term: 4, reason: 'Council decision' } }, {}],
    )
    const schedule = await listSchedule(context, OPERATOR)
    t.match(
      schedule.find(({ kind }) => kind === 'MATCH_DATA'),
      {
        terms: [
          { municipality: ALMERE, version: 1, term: 4 },
          { version: 2, term: 5 },
        ],
      },
    )
    await deliver(hub, 1, [
      reportToday(hub, 11),
      reportToday(hub, 12, { municipalityCode: OMMEN, address: IN_OMMEN }),
    ])
    await stepTo(hub, '2027-02-03T12:00:00Z')
    t.match(await hub.sql('SELECT municipality FROM notification'), [{ municipality: OMMEN }])
    t.equal((await hub.sql('SELECT municipality FROM notification')).length, 1)
  })
})

const IN_OMMEN = { postcode: '7731AA', houseNumber: 4 }
