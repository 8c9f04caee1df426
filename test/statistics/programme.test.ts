import t from 'tap'
import { ALMERE, startHub, STROOM, WONING } from '../helpers/hub.js'

// Vroeg Eropaf counted 440 households and 290 plans over ten months. Here about three in four of them
// the municipality reported something: what was reported to it is counted all the same.
const MONTHS = ['02', '03', '04', '05', '06', '07', '08', '09', '10', '11'].map(
  (month) => `2026-${month}`,
)
const OF_A_MONTH = { delivered: 44, told: 32, reached: 29, energyToo: 11 }

interface Counted {
  readonly cases: { readonly total: number }
  readonly outcomes: {
    readonly reported: number
    readonly reached: number
    readonly planMade: number
    readonly strategies: readonly { readonly strategy: string; readonly cases: number }[]
    readonly byCreditor: readonly {
      readonly creditorId: string
      readonly cases: number
      readonly reached: number
      readonly planMade: number
    }[]
  }
}

t.test('what a programme counts over its months', async (t) => {
  const hub = await startHub(t)
  for (const month of MONTHS) await plantMonth(hub.sql, month)
  const months: Counted[] = []
  for (const month of MONTHS) {
    months.push((await hub.asMunicipality(ALMERE).get(`/v1/statistics/${month}`)).body)
  }
  const sum = (of: (month: Counted) => number) =>
    months.reduce((total, month) => total + of(month), 0)
  const ofCreditor = (creditor: string, of: 'cases' | 'reached' | 'planMade') =>
    sum(({ outcomes }) => outcomes.byCreditor.find((one) => one.creditorId === creditor)![of])

  await t.test('who reported is counted with every household it reported: 440', async (t) => {
    t.equal(ofCreditor(WONING, 'cases'), 440)
    t.equal(ofCreditor(STROOM, 'cases'), 110)
    t.equal(
      sum(({ cases }) => cases.total),
      440,
    )
  })

  await t.test('of which 290 were reached, with a plan', async (t) => {
    t.equal(ofCreditor(WONING, 'reached'), 290)
    t.equal(ofCreditor(WONING, 'planMade'), 290)
    t.equal(
      sum(({ outcomes }) => outcomes.planMade),
      290,
    )
    t.equal(
      sum(({ outcomes }) => outcomes.reported),
      320,
      'reports about cases are another count',
    )
  })

  await t.test('ways of approaching hold every case, also those nobody went to', async (t) => {
    const of = (way: string) =>
      sum(({ outcomes }) => outcomes.strategies.find((one) => one.strategy === way)?.cases ?? 0)
    t.strictSame([of('NONE'), of('LETTER_ONLY'), of('VISIT')], [120, 30, 290])
  })

  await t.test('what executors did is what they added themselves', async (t) => {
    const version = (of: number, number: number, executor: string | null, ...attempts: string[]) =>
      hub.sql(
        `INSERT INTO outcome (municipality, month, case_id, version, report_id, reported_at, report,
                            executor)
       VALUES ($1, '2026-08-01', ('00000000-0000-7000-8000-' || lpad($2::text, 12, '0'))::uuid,
               $3::integer, gen_random_uuid(), now(), $4::text::jsonb, $5)`,
        [
          ALMERE,
          String(of),
          number,
          JSON.stringify({
            contactAttempts: attempts.map((one) => ({
              kind: one.slice(1),
              reached: one[0] === '+',
            })),
          }),
          executor,
        ],
      )
    // Cases 40 and 41 have no report yet. The municipality writes, one visits twice, the other once.
    await version(40, 1, null, '-LETTER', '-HOME_VISIT')
    await version(40, 2, STROOM, '-LETTER', '-HOME_VISIT', '-HOME_VISIT')
    await version(40, 3, WONING, '-LETTER', '-HOME_VISIT', '-HOME_VISIT', '+HOME_VISIT')
    await version(40, 4, null, '-LETTER', '-HOME_VISIT', '-HOME_VISIT', '+HOME_VISIT')
    await version(41, 1, STROOM, '+TELEPHONE')
    const { outcomes } = (await hub.asMunicipality(ALMERE).get('/v1/statistics/2026-08')).body
    t.strictSame(
      outcomes.byExecutor,
      [
        { executorId: STROOM, cases: 2, visits: 1, reached: 1 },
        { executorId: WONING, cases: 1, visits: 1, reached: 1 },
      ].sort((a, b) => (a.executorId < b.executorId ? -1 : 1)),
    )
  })
})

/** Cases of one closed month of Almere: what the statistics count, and nothing else. */
async function plantMonth(sql: Awaited<ReturnType<typeof startHub>>['sql'], month: string) {
  const day = `${month}-01`
  const { delivered, told, reached, energyToo } = OF_A_MONTH
  const caseId = `('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid`
  const values = [ALMERE, day] as const
  await sql(
    `INSERT INTO feed VALUES ($1, $2::date, now(), ${delivered}, '\\x00', '', '', '',
                              gen_random_uuid(), 1, '[]')`,
    values,
  )
  await sql(
    `INSERT INTO matched_case
     SELECT $1, $2::date, ${caseId}, 'SINGLE', '{RENT}', 1, 1, 10000, 'NORMAL', NULL, 'A', '{}',
            'test', '{}', NULL, 'NEW', '[]'
       FROM generate_series(1, ${delivered}) n`,
    values,
  )
  await sql(
    `INSERT INTO feed_item (municipality, month, position, case_id, item, leaf, status, creditors,
                            notification_ids, notification_months)
     SELECT $1, $2::date, n, ${caseId}, '', '\\x00', 'NEW',
            CASE WHEN n <= ${energyToo} THEN ARRAY[$3::text, $3::text, $4::text] ELSE ARRAY[$3::text] END,
            '{}', '{}'
       FROM generate_series(1, ${delivered}) n`,
    [...values, WONING, STROOM],
  )
  await sql(
    `INSERT INTO outcome
     SELECT $1, $2::date, ${caseId}, 1, gen_random_uuid(), now(),
            jsonb_build_object('contactAttempts', jsonb_build_array(jsonb_build_object(
              'kind', CASE WHEN n <= ${reached} THEN 'HOME_VISIT' ELSE 'LETTER' END,
              'reached', n <= ${reached}))),
            $2::date, NULL, NULL, n <= ${reached}
       FROM generate_series(1, ${told}) n`,
    values,
  )
}
