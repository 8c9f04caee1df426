import { randomUUID } from 'node:crypto'
import t from 'tap'
import type { components } from '../../src/generated/openapi.js'
import { checkLog } from '../helpers/check-log.js'
import { ALMERE, KANTOOR, OFFICER, OMMEN, STROOM, WONING, type Answer } from '../helpers/hub.js'
import { RESIDENT, startPopulatedHub, type PopulatedHub } from '../helpers/populated-hub.js'
import { id, withdrawal } from '../notifications/build.js'

type FeedItem = components['schemas']['FeedItem']
type Status = components['schemas']['NotificationStatus']

const CONSENT = { given: true, on: '2026-09-01', creditors: [WONING] }
const codes = ({ body }: Answer) =>
  body.items.map(({ notificationId, code }: Record<string, string>) => [notificationId, code])

t.test('what came of cases goes to their creditors as policy and consent allow', async (t) => {
  const hub = await startPopulatedHub(t)
  const almere = hub.asMunicipality(ALMERE)
  const { items } = (await almere.get('/v1/feeds/2026-08')).body as { items: FeedItem[] }
  const caseOf = (number: number) =>
    items.find(({ notifications }) =>
      notifications.some(({ notificationId }) => notificationId === id(number)),
    )!
  const about = (number: number, more: object = {}, status: Status = 'TAKEN_UP') => {
    const { caseId, notifications } = caseOf(number)
    return {
      caseId,
      month: '2026-08',
      notifications: notifications.map(({ creditorId, notificationId }) => ({
        creditorId,
        notificationId,
        status,
      })),
      contactAttempts: [
        { kind: 'HOME_VISIT', on: '2026-09-01', partOfDay: 'EVENING', reached: true },
      ],
      takenUpOn: '2026-09-01',
      decision: { action: 'VISIT', on: '2026-09-01' },
      ...more,
    }
  }
  const submit = (...outcomes: object[]) => send(hub, ALMERE, { reportId: randomUUID(), outcomes })
  const feedback = (party: typeof WONING, after?: string) =>
    hub.as(party).get(`/v1/feedback${after === undefined ? '' : `?after=${after}`}`)

  t.test('a case in progress tells nothing', async (t) => {
    const { body, status, headers } = await submit(about(1))
    t.equal(status, 200)
    t.ok(headers['payload-signature'], 'the receipt is signed')
    t.match(body, { counts: { accepted: 1 }, results: [{ status: 'ACCEPTED', version: 1 }] })
    t.strictSame(codes(await feedback(WONING)), [])
    t.strictSame(codes(await feedback(STROOM)), [])
    t.match(await statusOf(hub, WONING, id(9000)), { [id(1)]: 'DELIVERED' })
  })

  t.test('a closed one tells each creditor what is for it', async (t) => {
    const closed = { outcome: 'QUICK_FIX', closedOn: '2026-09-01', consentToShare: CONSENT }
    t.match((await submit(about(1, closed))).body, { results: [{ version: 2 }] })
    const woning = await feedback(WONING)
    t.ok(woning.headers['payload-signature'])
    t.strictSame(codes(woning), [[id(1), 'HELP_ACCEPTED']])
    t.strictSame(codes(await feedback(STROOM)), [[id(11), 'HANDLED']], 'without consent')
    t.match(await statusOf(hub, WONING, id(9000)), { [id(1)]: 'CLOSED', [id(2)]: 'DELIVERED' })
  })

  t.test('an agent learns for its principal, and nobody for another', async (t) => {
    const principal = await hub.as(KANTOOR).get(`/v1/feedback?creditorId=${WONING}`)
    t.strictSame(codes(principal), [[id(1), 'HELP_ACCEPTED']])
    t.match(await hub.as(KANTOOR).get(`/v1/feedback?creditorId=${STROOM}`), {
      status: 403,
      body: { code: 'party.not_served' },
    })
    t.strictSame(codes(await hub.as(KANTOOR).get('/v1/feedback')), [])
  })

  t.test('each item comes once', async (t) => {
    const { next } = (await feedback(WONING)).body
    t.strictSame(codes(await feedback(WONING, next)), [])
    await submit(about(2, { takenUpOn: undefined }, 'NT_INCORRECT'))
    const more = await feedback(WONING, next)
    t.strictSame(codes(more), [[id(2), 'NOT_TAKEN_UP_INCORRECT']])
    t.strictSame(codes(await feedback(WONING, more.body.next)), [])
  })

  t.test('a corrected outcome corrects what was told', async (t) => {
    const { next } = (await feedback(STROOM)).body
    const corrected = { outcome: 'LOST_CONTACT', closedOn: '2026-09-01' }
    t.match((await submit(about(1, corrected))).body, { results: [{ version: 3 }] })
    t.match((await feedback(STROOM, next)).body, {
      items: [{ notificationId: id(11), code: 'NOT_REACHED', isCorrection: true }],
    })
    const unchanged = { counts: { unchanged: 1 }, results: [{ status: 'UNCHANGED', version: 3 }] }
    t.match((await submit(about(1, corrected))).body, unchanged)
  })

  t.test('a report made from a version that is no longer the last is refused', async (t) => {
    const LOST = { outcome: 'LOST_CONTACT', closedOn: '2026-09-01' }
    const call = (expectedVersion: number) =>
      submit(about(1, { expectedVersion, ...LOST, planMade: false }))
    const changed = { code: 'VERSION_CHANGED', pointer: '/outcomes/0/expectedVersion' }
    t.match((await call(2)).body, { counts: { rejected: 1 }, results: [{ errors: [changed] }] })
    t.match((await call(3)).body, { results: [{ status: 'ACCEPTED', version: 4 }] })
    t.match((await call(3)).body, { results: [{ status: 'UNCHANGED', version: 4 }] }, 'stands')
    const kept = await hub.sql(`SELECT FROM outcome WHERE report ? 'expectedVersion'`, [])
    t.equal(kept.length, 0, 'it is no part of what is known')
  })

  t.test('who took a notification back learns nothing more', async (t) => {
    const { next } = (await feedback(WONING)).body
    const { body } = await hub
      .as(WONING)
      .submit(id(9300), [withdrawal(31, 3, { reportedOn: '2026-09-01' })])
    t.match(body, { counts: { rejected: 0 } }, JSON.stringify(body))
    await submit(about(3, { outcome: 'NO_CONTACT', closedOn: '2026-09-01', contactAttempts: [] }))
    t.strictSame(codes(await feedback(WONING, next)), [])
  })

  t.test('the same submission gets the same bytes, another under its id is refused', async (t) => {
    const wish = { reportId: randomUUID(), outcomes: [about(2, {}, 'NT_OTHER')] }
    const signed = almere.sign('submitOutcomes', wish)
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => almere.send('/v1/outcomes', signed)),
    )
    const [first] = answers
    t.equal(first!.status, 200, first!.text)
    for (const { text } of answers) t.equal(text, first!.text)
    const other = await send(hub, ALMERE, { ...wish, outcomes: [about(2, {}, 'DECEASED')] })
    t.match(other, { status: 409, body: { code: 'batch.conflict' } })
    t.strictSame(
      (
        await hub.sql('SELECT count(*)::int AS n FROM outcome_report WHERE report_id = $1::uuid', [
          wish.reportId,
        ])
      )[0],
      { n: 1 },
    )
  })

  t.test('one refused report does not harm the others', async (t) => {
    const { body } = await submit(
      about(2, { closedOn: '2026-09-01' }, 'NT_OTHER'),
      { ...about(1), caseId: randomUUID() },
      about(2, {}, 'NT_REPEAT'),
      about(1, {}),
    )
    t.match(body, {
      counts: { accepted: 1, unchanged: 0, rejected: 3 },
      results: [
        { errors: [{ code: 'CLOSING_INCOMPLETE', pointer: '/outcomes/0/outcome' }] },
        { errors: [{ code: 'CASE_UNKNOWN', pointer: '/outcomes/1/caseId' }] },
        { errors: [{ code: 'CASE_TWICE', pointer: '/outcomes/2/caseId' }] },
        { status: 'ACCEPTED' },
      ],
    })
  })

  t.test('another municipality cannot report about it, nor can anybody unsigned', async (t) => {
    const wish = { reportId: randomUUID(), outcomes: [about(1)] }
    t.match((await send(hub, OMMEN, wish)).body, {
      results: [{ status: 'REJECTED', errors: [{ code: 'CASE_UNKNOWN' }] }],
    })
    t.match(await almere.post('/v1/outcomes', wish), {
      status: 401,
      body: { code: 'signature.missing' },
    })
  })

  t.test('a municipality that follows the statement of 2023 tells less', async (t) => {
    await hub.sql(
      `INSERT INTO feedback_policy (municipality, version, valid_from, profile)
       VALUES ('${ALMERE}', 1, '2026-09-01', 'strict-2023')`,
    )
    const { next } = (await feedback(WONING)).body
    await submit(about(2, { takenUpOn: undefined }, 'DECEASED'))
    t.match((await feedback(WONING, next)).body.items, [{ code: 'HANDLED' }])
  })

  t.test('consent that is withdrawn takes back what was told', async (t) => {
    const helped = { outcome: 'QUICK_FIX', closedOn: '2026-09-01', helpAcceptedOn: '2026-09-01' }
    const { next } = (await feedback(WONING)).body
    await submit(about(1, { ...helped, consentToShare: CONSENT }))
    const { body } = await feedback(WONING, next)
    t.match(body.items, [{ code: 'HELP_ACCEPTED' }])
    const withdrawn = { ...CONSENT, withdrawnOn: '2026-09-01', givenBy: 'RESIDENT' }
    const answer = await submit(about(1, { ...helped, consentToShare: withdrawn }))
    t.match(answer.body, { results: [{ change: 'CORRECTION' }] })
    t.match((await feedback(WONING, body.next)).body.items, [
      { code: 'HANDLED', isCorrection: true },
    ])
    const everything = codes(await feedback(WONING))
    t.notOk(
      everything.some(([, code]: string[]) => code === 'HELP_ACCEPTED'),
      'also for who had not read it',
    )
    t.strictSame(everything.at(-1), [id(1), 'HANDLED'])
  })

  t.test('reports that contradict themselves are refused, with all reasons', async (t) => {
    const { body } = await submit(
      about(1, {
        outcome: 'NO_CONTACT',
        closedOn: '2026-09-01',
        planMade: false,
        planMadeOn: '2026-09-01',
        firstConversationOn: '2026-09-01',
        helpAcceptedOn: '2026-09-01',
      }),
    )
    t.match(body.results[0].errors, [
      { code: 'PLAN_DENIED', pointer: '/outcomes/0/planMadeOn' },
      { code: 'OFFER_MISSING', pointer: '/outcomes/0/offerAcceptedOn' },
      { code: 'HELP_DENIED', pointer: '/outcomes/0/helpAcceptedOn' },
    ])
  })

  t.test('a case that is opened again is taken, and said', async (t) => {
    const { body } = await submit(about(1, { offerAcceptedOn: '2026-09-01' }))
    t.match(body.results, [
      { status: 'ACCEPTED', change: 'REOPENING', warnings: [{ code: 'REOPENED' }] },
    ])
  })

  t.test('a municipality sees how its cases stand, and what is late', async (t) => {
    const { status, body } = await almere.get('/v1/outcomes/2026-08')
    t.equal(status, 200, JSON.stringify(body))
    t.equal(body.items.length, items.length)
    t.equal(body.nextCursor, null)
    const found = body.items.find(({ caseId }: FeedItem) => caseId === caseOf(1).caseId)
    t.match(found, {
      state: 'TAKEN_UP',
      workBin: 'MULTIPLE',
      contacts: [
        { channel: 'LETTER', on: '2026-09-01', state: 'DUE' },
        { channel: 'PHONE', state: 'NO_NUMBER' },
      ],
      report: { offerAcceptedOn: '2026-09-01' },
      clocks: [
        { clock: 'TAKE_UP', basis: 'PRACTICE', state: 'MET' },
        { clock: 'FIRST_CONVERSATION', basis: 'LAW', dueOn: '2026-09-29', state: 'RUNNING' },
        { clock: 'CLOSE', basis: 'PRACTICE' },
      ],
    })
    const crisis = body.items.find(({ caseId }: FeedItem) => caseId === caseOf(3).caseId)
    t.match(crisis.clocks[1], { clock: 'URGENT', basis: 'PRACTICE' })
    const { closed, notTakenUp, notReported, takenUp } = body.counts
    t.equal(closed + notTakenUp + notReported + takenUp, items.length)
    t.match(await hub.asMunicipality(OMMEN).get('/v1/outcomes/2026-08'), {
      body: { municipalityCode: OMMEN, counts: { notReported: 2, closed: 0 } },
    })
    t.match(await almere.get('/v1/outcomes/2026-09'), { body: { code: 'feed.unknown' } })
    t.match(await almere.get('/v1/outcomes/2026-08?cursor=AAAA'), { body: { code: 'feed.cursor' } })
  })

  t.test('the municipality counts its month, and only its own', async (t) => {
    const { body } = await almere.get('/v1/statistics/2026-08')
    t.match(body, {
      municipalityCode: ALMERE,
      cases: { total: items.length, multiple: 1, crisis: 1, notifications: 5 },
      outcomes: { reported: 3, closed: 1, contactAttempts: [{ kind: 'HOME_VISIT' }] },
    })
    t.equal(body.cases.single + body.cases.multiple, items.length)
    t.strictSame(body.outcomes.byOutcome, [{ outcome: 'NO_CONTACT', cases: 1 }])
    t.match((await hub.asMunicipality(OMMEN).get('/v1/statistics/2026-08')).body, {
      outcomes: { reported: 0, byOutcome: [], contactAttempts: [] },
    })
    t.match(await almere.get('/v1/statistics/2026-09'), {
      status: 404,
      body: { code: 'feed.unknown' },
    })
  })

  t.test('the log names who was concerned, and the household has it in its trail', async (t) => {
    await checkLog(t, hub.context)
    const { body } = await hub.as(OFFICER).post('/v1/data-subjects/_trace', {
      reason: 'A resident asks',
      municipalityCode: ALMERE,
      ...RESIDENT,
    })
    const actions = body.steps.map(({ entry }: { entry: { record: { action: string } } }) => {
      return entry.record.action
    })
    t.ok(actions.includes('OUTCOME'), actions.join(' '))
  })
})

function send(hub: PopulatedHub, code: string, fields: Readonly<Record<string, unknown>>) {
  const municipality = hub.asMunicipality(code)
  return municipality.send('/v1/outcomes', municipality.sign('submitOutcomes', fields))
}

async function statusOf(hub: PopulatedHub, party: typeof WONING, batchId: string) {
  const { body } = await hub.as(party).get(`/v1/notification-batches/${batchId}`)
  return Object.fromEntries(
    body.items.map(({ notificationId, status }: Record<string, string>) => [
      notificationId,
      status,
    ]),
  )
}
