import t from 'tap'
import { listRequests, openClocks } from '../../src/rights/index.js'
import { ALMERE, municipalParty, OFFICER, startHub } from '../helpers/hub.js'
import { TRACE } from '../helpers/served.js'

t.test('many requests of residents', async (t) => {
  const hub = await startHub(t)
  const { context } = hub
  const officer = {
    id: OFFICER,
    fingerprint: 'a'.repeat(64),
    holder: 'fg-1',
    controllers: [municipalParty(ALMERE)],
    trace: TRACE,
  }

  t.test('the list goes on behind its first page, each request once', async (t) => {
    await hub.sql(
      `INSERT INTO rights_clock (request, municipality, kind, reference, received_on, registered_at,
              party, holder, due_on, entry)
       SELECT gen_random_uuid(), '0034', 'ACCESS', 'File ' || n, '2026-08-10', now(), 'p', 'fg-1',
              '2026-09-07'::date + n % 3, gen_random_uuid() FROM generate_series(1, 1100) AS n`,
    )
    const seen: string[] = []
    let after: string | undefined
    do {
      const [page] = await listRequests(context, officer, after)
      seen.push(...page!.clocks.map(({ request }) => request))
      after = page!.next
    } while (after !== undefined && seen.length < 5_000)
    const [row] = await hub.sql('SELECT count(*)::integer AS count FROM rights_clock')
    t.equal(new Set(seen).size, row!['count'])
    t.equal(seen.length, row!['count'])
  })

  t.test('the overview counts every open request, however many, and shows the first', async (t) => {
    const found = await openClocks(context, officer, municipalParty(ALMERE))
    const [row] = await hub.sql(
      `SELECT count(*)::integer AS open FROM rights_clock WHERE answered_at IS NULL`,
    )
    t.ok(found.open >= 1_100)
    t.equal(found.open, row!['open'])
    t.equal(found.first.length, 20)
    const due = found.first.map(({ dueOn }) => dueOn)
    t.strictSame(due, [...due].sort())
    const other = await openClocks(context, officer, municipalParty('0175'))
    t.match(other, { open: 0, first: [] }, 'nothing of a log that is not theirs')
  })
})
