import t, { type Test } from 'tap'
import { buildPublicApp } from '../../src/app.js'
import type { Context } from '../../src/context.js'
import { bulk } from '../../src/db/bulk.js'
import { ensurePartitions } from '../../src/db/partitions.js'
import { inTransaction } from '../../src/db/transaction.js'
import type { Month } from '../../src/kernel/calendar.js'
import type { MunicipalityCode } from '../../src/parties/index.js'
import {
  attackPublication,
  listPublications,
  preparePublication,
  releasePublication,
  withdrawPublication,
} from '../../src/publication/index.js'
import { attack } from '../../src/publication/attack/service.js'
import { unpack } from '../../src/publication/content.js'
import { SMALLEST_SHOWN } from '../../src/publication/protect.js'
import { sumsOf, tableOf } from '../../src/publication/table.js'
import { axeFindings, noBrowser, startBrowser } from '../helpers/browser.js'
import { freshDatabase } from '../helpers/database.js'
import { registryContext } from '../helpers/registry.js'
import { edgeContext } from '../http/listener.js'

const TOWNS = Array.from({ length: 9 }, (_, at) => String(100 + at).padStart(4, '0'))
const ANNE = { pseudonym: 'anne' }
const BOB = { pseudonym: 'bob' }

/** Cases of made-up towns from very small to large: only what is counted of them. */
function plant(t: Test, superuser: ReturnType<Awaited<ReturnType<typeof freshDatabase>>['open']>) {
  return async (month: Month, sizes: readonly number[]) => {
    await inTransaction(superuser, 'test.plant', { role: 'login' }, async (tx) => {
      for (const [at, size] of sizes.entries()) {
        await bulk(
          tx,
          `INSERT INTO feed VALUES ($1, $2::date, now(), $3::integer, '\\x00', '', '', '',
                                    gen_random_uuid(), 1, '[]')`,
          [TOWNS[at]!, `${month}-01`, size],
        )
        await bulk(
          tx,
          `INSERT INTO matched_case
           SELECT $1, $2::date, ('00000000-0000-7000-8000-' || lpad((n + $4::integer)::text, 12, '0'))::uuid,
                  (ARRAY['SINGLE', 'SINGLE', 'SINGLE', 'CONSECUTIVE', 'CONSECUTIVE', 'MULTIPLE'])[1 + n % 6],
                  '{RENT}', 1, 1, 10000, 'NORMAL', NULL, 'A', '{}', 'test', '{}', NULL, 'NEW', '[]'
             FROM generate_series(1, $3::integer) n`,
          [TOWNS[at]!, `${month}-01`, size, at * 10_000],
        )
        await bulk(
          tx,
          `INSERT INTO outcome
           SELECT municipality, month, case_id, 1, gen_random_uuid(), now(),
                  '{"contactAttempts": [{"reached": true}]}', current_date,
                  CASE WHEN row_number() OVER () % 3 = 0 THEN 'FOLLOW_UP' END, NULL, false
             FROM matched_case WHERE municipality = $1 AND month = $2::date`,
          [TOWNS[at]!, `${month}-01`],
        )
      }
    })
    t.comment(`${month} planted`)
  }
}

// Several people may share the machine.
t.setTimeout(600_000)

t.test('national statistics', { timeout: 600_000 }, async (t) => {
  const database = await freshDatabase(t)
  const superuser = database.open(database.superuserUrl)
  const context = registryContext(database.db)
  context.clock.set('2027-02-10T09:00:00Z')
  await ensurePartitions(database.db, '2026-01' as Month, 12)
  const planted = plant(t, superuser)
  const app = buildPublicApp({ ...edgeContext(), db: database.db } as Context, { readiness: [] })
  await app.listen({ host: '127.0.0.1', port: 0 })
  t.teardown(() => app.close())
  const read = async (path: string) => app.inject({ url: path })

  await t.test('a month is prepared by one and released by another', async (t) => {
    await planted('2026-08' as Month, [2, 3, 9, 14, 31, 60, 90, 200, 310])
    const draft = await preparePublication(context, ANNE, '2026-08')
    t.match(draft, { municipalities: 9, exposed: [] })
    t.ok(draft.targets > 10 && draft.shown < draft.cells, `${draft.shown} of ${draft.cells} shown`)
    t.equal(
      (await read('/statistics/data/2026-08.json')).statusCode,
      404,
      'a draft is no secret told',
    )
    await t.rejects(
      releasePublication(context, ANNE, '2026-08'),
      failing('publication.same_person'),
    )
    t.match(await releasePublication(context, BOB, '2026-08'), { exposed: [] })
    await t.rejects(releasePublication(context, BOB, '2026-08'), failing('publication.released'))
    await t.rejects(preparePublication(context, ANNE, '2026-08'), failing('publication.released'))
  })

  await t.test('shows sums and large numbers, and no small one', async (t) => {
    const { body } = await read('/statistics/data/2026-08.json')
    const { rows } = JSON.parse(body) as {
      rows: { municipality: string; values: Record<string, number | null> }[]
    }
    const nation = rows.find(({ municipality }) => municipality === 'NL')
    t.match(nation?.values, { cases: 719, 'result.helpAccepted': Number })
    const values = rows.flatMap((row) => Object.values(row.values))
    t.notOk(values.some((value) => value !== null && value > 0 && value < 5))
    t.ok(values.includes(null))
    t.notMatch(body, /PRIMARY|SECONDARY/, 'nor why one is not shown')
    const csv = await read('/statistics/data/2026-08.csv')
    t.match(csv.body, /^period,municipality,name,variable,value\r?\n2026-08,0100,/)
    t.match(csv.body, /2026-08,NL,,cases,719/)
  })

  await t.test('refuses what is not over, not there or not whole', async (t) => {
    await t.rejects(preparePublication(context, ANNE, '2027-02'), failing('publication.period'))
    await t.rejects(preparePublication(context, ANNE, '2026-8'), failing('publication.period'))
    await t.rejects(preparePublication(context, ANNE, '2026-07'), failing('publication.nothing'))
    await t.rejects(preparePublication(context, ANNE, '2026'), failing('publication.months'))
    await t.rejects(releasePublication(context, BOB, '2026-07'), failing('publication.unknown'))
    for (const path of [
      '/statistics/fr',
      '/statistics/nl/2026-07',
      '/statistics/data/2026-08.xml',
    ]) {
      t.equal((await read(path)).statusCode, 404, path)
    }
  })

  await t.test('too few municipalities to hide behind: hardly a number is shown', async (t) => {
    await planted('2026-09' as Month, [2, 1])
    const draft = await preparePublication(context, ANNE, '2026-09')
    t.match(draft, { exposed: [], municipalities: 2 })
    const ledger = await listPublications(context, ANNE)
    const { content } = ledger.find(({ period }) => period === '2026-09')!
    t.ok(content.cells.every(([, , value]) => value === null || value === 0))
  })

  await t.test('a draft that gives something away is not released', async (t) => {
    await planted('2026-10' as Month, [2, 8, 14, 25, 31])
    await preparePublication(context, ANNE, '2026-10')
    // As if whoever made it had shown what was left out to protect the small ones.
    await inTransaction(superuser, 'test.edit', { role: 'login' }, async (tx) => {
      const counted = await bulk<{
        municipality: MunicipalityCode
        variable: string
        value: string
      }>(tx, "SELECT municipality, variable, value FROM counted_month WHERE month = '2026-10-01'")
      const counts = new Map<MunicipalityCode, Map<string, number>>()
      for (const { municipality, variable, value } of counted) {
        const own = counts.get(municipality) ?? new Map<string, number>()
        counts.set(municipality, own.set(variable, Number(value)))
      }
      const cells = tableOf('2026-10', counts).map(({ row, variable, value }) => {
        const isSmall = value > 0 && value < 5
        return [row, variable, isSmall ? null : value, isSmall ? 'PRIMARY' : null]
      })
      await bulk(
        tx,
        `UPDATE publication SET content = jsonb_set(content, '{cells}', $1::jsonb)
          WHERE period = '2026-10'`,
        [JSON.stringify(cells)],
      )
    })
    const attacked = await attackPublication(context, BOB, '2026-10')
    t.ok(attacked.exposed.length > 0)
    await t.rejects(releasePublication(context, BOB, '2026-10'), failing('publication.exposed'))
    const ledger = await listPublications(context, ANNE)
    t.match(
      ledger.find(({ period }) => period === '2026-10'),
      { releasedAt: null },
    )
  })

  await t.test('a year is attacked together with its months', async (t) => {
    const sizes = [2, 3, 9, 14, 31, 60, 90, 200, 310]
    await inTransaction(superuser, 'test.clear', { role: 'login' }, (tx) =>
      bulk(tx, 'DELETE FROM publication WHERE released_at IS NULL'),
    )
    await inTransaction(superuser, 'test.clear', { role: 'login' }, async (tx) => {
      for (const name of ['feed', 'matched_case', 'outcome', 'counted_month']) {
        await bulk(tx, `DELETE FROM ${name} WHERE month IN ('2026-09-01', '2026-10-01')`)
      }
    })
    for (const month of ['01', '02', '03', '04', '05', '06', '07', '09', '10', '11', '12']) {
      const name = `2026-${month}` as Month
      await planted(
        name,
        sizes.map((size) => size + (Number(month) % 4)),
      )
      t.match(await preparePublication(context, ANNE, name), { exposed: [] }, name)
      await releasePublication(context, BOB, name)
    }
    // What was once published is known for good, also when it is taken back before the year is made.
    await withdrawPublication(context, BOB, '2026-05', 'Counted again for a test.')
    const year = await preparePublication(context, ANNE, '2026')
    const ledger = await listPublications(context, ANNE)
    t.type(ledger.find(({ period }) => period === '2026-05')?.withdrawnAt, 'string')
    const everything = ledger.flatMap(({ period, content }) => unpack(period, content))
    const periods = new Set(['2026'])
    const known = await attack(everything, sumsOf(everything), { width: SMALLEST_SHOWN, periods })
    t.strictSame(known.exposed, [], 'nobody who kept the withdrawn month finds a number')
    t.equal(year.targets, known.targets, 'its small numbers are among what is attacked')
    t.match(year, { municipalities: 9, exposed: [] })
    t.ok(year.targets > 50, `${year.targets} small numbers of all months`)
    t.match(await attackPublication(context, BOB, '2026'), { exposed: [], targets: year.targets })
    await releasePublication(context, BOB, '2026')
    t.equal((await read('/statistics/data/2026.csv')).statusCode, 200)
  })

  await t.test('what is withdrawn is gone from sight and stays in the ledger', async (t) => {
    await t.rejects(
      withdrawPublication(context, BOB, '2026-08', 'wrong'),
      failing('publication.reason'),
    )
    await withdrawPublication(context, BOB, '2026-08', 'One municipality was counted <b>twice</b>.')
    t.equal((await read('/statistics/data/2026-08.csv')).statusCode, 404)
    const page = await read('/statistics/en/2026-08')
    t.match(page.body, 'Withdrawn on 2027-02-10: One municipality was counted')
    t.notMatch(page.body, '<b>')
    t.notMatch(page.body, 'utrecht-table')
    const ledger = await listPublications(context, ANNE)
    t.match(
      ledger.find(({ period }) => period === '2026-08'),
      { withdrawnAt: String },
    )
    await t.rejects(preparePublication(context, ANNE, '2026-08'), failing('publication.released'))
  })

  await t.test('a number that is left out is drawn as that, never as nothing', async (t) => {
    const { rows } = JSON.parse((await read('/statistics/data/2026-02.json')).body) as {
      rows: { municipality: string; values: Record<string, number | null> }[]
    }
    const { values } = rows.find(({ municipality }) => municipality === 'NL')!
    const { body } = await read('/statistics/nl/2026-02')
    const charts = [...body.matchAll(/<svg class="chart"[^]*?<\/svg>/g)].map(([chart]) => chart)
    t.equal(charts.length, 3)
    const names = [
      ['cases.single', 'cases.multiple', 'cases.consecutive', 'cases.multipleConsecutive'],
      ['result.helpAccepted', 'result.reached', 'result.notReached', 'result.open'],
      ['rent', 'energy', 'water', 'health', 'other'].map((one) => `notifications.${one}`),
    ]
    const hiddenIn = names.map((group) => group.filter((name) => values[name] === null).length)
    const drawnIn = (what: RegExp) => charts.map((chart) => chart.match(what)?.length ?? 0)
    t.strictSame(drawnIn(/<rect\s+class="hidden-number"/g), hiddenIn)
    t.strictSame(drawnIn(/>niet getoond</g), hiddenIn)
    t.comment(`hidden: ${hiddenIn.join(', ')}`)
  })

  await t.test('reads well in a browser, wide and narrow', { skip: noBrowser }, async (t) => {
    const browser = await startBrowser(t)
    const { port } = app.server.address() as { port: number }
    for (const [path, width] of [
      ['/statistics/nl', 1280],
      ['/statistics/en', 360],
      ['/statistics/nl/2026-10', 1280],
      ['/statistics/en/2026', 360],
      ['/statistics/nl/2026-08', 1280],
    ] as const) {
      const page = await browser.newPage({ viewport: { width, height: 900 } })
      await page.goto(`http://127.0.0.1:${port}${path}`)
      t.strictSame(await axeFindings(page), [], path)
      const sideways = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
      t.ok(Number(sideways) <= 0, `${path} is not scrolled sideways`)
      await page.close()
    }
  })
})

function failing(code: string): Error {
  return { code } as unknown as Error
}
