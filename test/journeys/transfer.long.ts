import t from 'tap'
import { openFeed, readTransfer } from '../../src/client/index.js'
import { sequencePending } from '../../src/access-log/index.js'
import type { components } from '../../src/generated/openapi.js'
import { lapseTransfers } from '../../src/transfers/index.js'
import { runMatch } from '../../src/cases/index.js'
import { checkLog } from '../helpers/check-log.js'
import { ALMERE, municipalParty, OFFICER, OMMEN, STROOM, WONING } from '../helpers/hub.js'
import { RESIDENT, startPopulatedHub } from '../helpers/populated-hub.js'
import { closeMonth, identityOf, sealingKeysOf, served, TRACE } from '../helpers/served.js'
import { id, withdrawal } from '../notifications/build.js'
import { transfersOn } from './transfer-setting.js'

type Schemas = components['schemas']

const MONTH = '2026-08'

t.test('a household moved: its case goes along', async (t) => {
  const hub = await startPopulatedHub(t)
  const { almere, ommen, caseOf, prepare, offer, decide, about, report, feedback, progress } =
    await transfersOn(hub)
  await t.test('what no creditor may report there stays', async (t) => {
    await hub.sql(
      `UPDATE agreement SET valid_until = '2026-08-31' WHERE creditor = $1 AND municipality = $2
          AND sector = 'WATER'`,
      [STROOM, OMMEN],
    )
    const { body } = await prepare(1)
    t.match(
      body.notifications.map(({ creditorId, stays }: Record<string, string>) => [
        creditorId,
        stays,
      ]),
      [
        [WONING, undefined],
        [STROOM, 'NO_MANDATE'],
      ],
    )
    t.notOk(body.notifications[1].sealedIdentity, 'and its envelope is not handed out for it')
    t.match(await prepare(12), { status: 409, body: { code: 'transfer.no_mandate' } })
  })

  let transferId = ''
  const listed = async (town: typeof almere) =>
    ((await town.get('/v1/transfers')).body.transfers as Schemas['Transfer'][]).find(
      (one) => one.transferId === transferId,
    )!
  await t.test('an offer is signed, kept once, and freezes the case', async (t) => {
    await report(almere, about(caseOf(1)))
    const { signed, answer } = await offer(1)
    t.match(answer, { status: 201, body: { direction: 'OUT', status: 'OFFERED' } }, answer.text)
    transferId = answer.body.transferId
    t.match(answer.body.notifications, [{ creditorId: WONING }, { stays: 'NO_MANDATE' }])
    const again = await almere.send('/v1/transfers', signed)
    t.strictSame(again.body, answer.body, 'the same offer again is the same offer')
    t.match(await prepare(1), { status: 409, body: { code: 'transfer.conflict' } }, 'twice')
    const late = await report(almere, about(caseOf(1), MONTH, { planMade: true }))
    t.match(late.body.results, [{ errors: [{ code: 'CASE_IN_TRANSFER' }] }])
    t.match(await decide(almere, transferId, 'ACCEPT'), { status: 404 }, 'not by the sender')
    t.match(await decide(ommen, transferId, 'WITHDRAW'), { status: 404 }, 'not by the receiver')
    const stranger = hub.asMunicipality('0180')
    t.match(await stranger.get(`/v1/transfers/${transferId}`), { status: 404 })
    t.match(await decide(stranger, transferId, 'ACCEPT'), { status: 404 })
  })

  await t.test('the receiver reads it before it decides, and only what is lawful', async (t) => {
    const { body } = await ommen.get('/v1/transfers')
    t.match(body.transfers, [{ direction: 'IN', municipalityCode: ALMERE, status: 'OFFERED' }])
    t.equal(body.transfers[0].notifications.length, 1, 'what stays behind is not its business')
    t.notOk(body.transfers[0].caseId, 'nor is the case of the sender')
    const answer = await ommen.get(`/v1/transfers/${transferId}`)
    t.ok(answer.headers['payload-signature'])
    const [only, ...more] = answer.body.notifications as Schemas['FeedNotification'][]
    t.strictSame(more, [])
    t.match(only, { creditorId: WONING, notificationId: id(1), arrearsCents: 120001 })
    t.notMatch(answer.text, /Verzonnen1|1315ZZ/, 'the hub hands out what it cannot read')
    const connection = { ...fakeConnection(answer), identity: identityOf(hub.context) }
    const opened = await readTransfer(
      { ...connection, clock: hub.context.clock } as never,
      transferId,
      sealingKeysOf(hub, OMMEN),
    )
    t.match(opened.notifications[0]!.identity, {
      person: { surname: 'Verzonnen1' },
      address: RESIDENT.address,
    })
  })

  await t.test('accepted: gone here but for a tombstone, and the creditor is told', async (t) => {
    const answer = await decide(ommen, transferId, 'ACCEPT')
    t.match(answer, { status: 200, body: { status: 'ACCEPTED', month: '2026-09' } }, answer.text)
    const { caseId, notifications } = caseOf(1)
    t.not(answer.body.caseId, caseId, 'the cases of the two cannot be joined')
    t.strictSame((await decide(ommen, transferId, 'ACCEPT')).body, answer.body, 'again')
    const left = await hub.sql(
      `SELECT e.jwe, n.subject_pseudonym, n.address_pseudonym, n.evidence
         FROM envelope e JOIN notification n USING (municipality, month, creditor, notification_id)
        WHERE municipality = $1 AND notification_id = $2::uuid`,
      [ALMERE, id(1)],
    )
    t.strictSame(left, [
      { jwe: null, subject_pseudonym: null, address_pseudonym: null, evidence: null },
    ])
    const { body } = await almere.get(`/v1/feeds/${MONTH}`)
    const item = body.items.find((one: Schemas['FeedItem']) => one.caseId === caseId)
    t.match(item.notifications[0].sealedIdentity, { withheld: 'TRANSFERRED', jwe: undefined })
    const keys = sealingKeysOf(hub, ALMERE)
    const now = hub.context.clock.now()
    await openFeed(identityOf(hub.context), [body], keys, now)
    t.match(await listed(almere), {
      direction: 'OUT',
      municipalityCode: OMMEN,
      status: 'ACCEPTED',
      caseId,
      notifications: [{ notificationId: id(1) }, { stays: 'NO_MANDATE' }],
    })
    t.match(await prepare(1), { body: { code: 'transfer.conflict' } }, 'not a second time')
    const late = await report(almere, about(item))
    t.match(late.body.results, [{ errors: [{ code: 'CASE_IN_TRANSFER' }] }])
    t.strictSame(await feedback(WONING), [[id(1), 'TRANSFERRED', ALMERE]])
    t.strictSame(await feedback(STROOM), [[id(11), 'NOT_RESIDENT', ALMERE]], 'who stayed behind')
    t.equal(await progress(WONING, id(9000), 1), 'TRANSFERRED')
    t.equal(await progress(STROOM, id(9001), 11), 'CLOSED')
    t.equal(notifications.length, 2)
  })

  let lapsing = ''
  await t.test(
    'the receiver has it at once, and in the feed of its month with proof',
    async (t) => {
      lapsing = (await offer(3)).answer.body.transferId
      const early = await ommen.get(`/v1/transfers/${transferId}`)
      t.ok(
        early.body.notifications[0].sealedIdentity.jwe,
        'it need not wait for the month to close',
      )
      hub.context.clock.set('2026-09-20T09:00:00Z')
      await sequencePending(hub.context)
      await runMatch(hub.context, served(OMMEN), '2026-09' as never, TRACE)
      await closeMonth(hub.context, OMMEN, '2026-09')
      const { body } = await ommen.get('/v1/feeds/2026-09')
      t.equal(body.items.length, 1)
      t.match(body.items[0], {
        transferred: { transferId, municipalityCode: ALMERE, ground: 'MOVED' },
        matchClass: 'SINGLE',
        notificationCount: 1,
        totalArrearsCents: 120001,
      })
      t.match(body.items[0].reasons[0], { code: 'TRANSFERRED' })
      t.equal(body.intakeEntries.length, 1, 'with the entry of intake at the sender')
      const identity = identityOf(hub.context)
      const keys = sealingKeysOf(hub, OMMEN)
      const opened = await openFeed(identity, [body], keys, hub.context.clock.now())
      t.match(opened.cases[0]!.notifications[0]!.identity, { person: { surname: 'Verzonnen1' } })
      const forged = structuredClone(body)
      forged.intakeEntries = []
      await t.rejects(openFeed(identity, [forged], keys, hub.context.clock.now()), {
        message: /taken over has no proof/,
      })
    },
  )

  await t.test('an offer lapses, and what came to nothing leaves nothing behind', async (t) => {
    t.match(await decide(ommen, lapsing, 'ACCEPT'), { body: { code: 'transfer.conflict' } })
    t.match(await ommen.get(`/v1/transfers/${lapsing}`), { body: { code: 'transfer.unknown' } })
    t.equal(await lapseTransfers(hub.context, served(OMMEN), TRACE), 0, 'the sender ends it')
    t.equal(await lapseTransfers(hub.context, served(ALMERE), TRACE), 1)
    t.equal(await lapseTransfers(hub.context, served(ALMERE), TRACE), 0, 'once')
    const kept = await hub.sql(
      `SELECT n.jwe, t.facts, t.key_jwe FROM transfer t JOIN transfer_notification n USING (transfer_id)
        WHERE t.status IN ('REFUSED', 'WITHDRAWN', 'LAPSED')`,
    )
    t.equal(kept.length, 1)
    t.ok(kept.every((row) => Object.values(row).every((value) => value === null)))
  })

  await t.test('outcomes are the receiver’s, and a household is counted once', async (t) => {
    const { items: taken } = (await ommen.get('/v1/feeds/2026-09')).body
    const ended = { outcome: 'NO_CONTACT', closedOn: '2026-09-30' }
    const { body } = await report(ommen, about(taken[0], '2026-09', ended))
    t.match(body.results, [{ status: 'ACCEPTED' }], JSON.stringify(body))
    t.strictSame(await feedback(WONING), [
      [id(1), 'TRANSFERRED', ALMERE],
      [id(1), 'NOT_REACHED', OMMEN],
    ])
    t.equal(await progress(WONING, id(9000), 1), 'CLOSED')
    const [there, here] = [
      (await almere.get('/v1/statistics/2026-08')).body,
      (await ommen.get('/v1/statistics/2026-09')).body,
    ]
    t.match(there, { cases: { total: 4 }, outcomes: { reported: 0 }, transfers: { handedOver: 1 } })
    t.match(here, { cases: { total: 0 }, outcomes: { reported: 1 }, transfers: { takenOver: 1 } })
  })

  await t.test('a withdrawal and a request afterwards reach the receiver', async (t) => {
    const pulled = async () => (await ommen.get('/v1/feeds/2026-09')).body.items[0]
    await hub.sql(
      `WITH request AS (
         INSERT INTO rights_request (request, municipality, kind, registered_at, party, holder, reason,
                                     effects, policy, ends_on, key_year, tokens, entry)
         VALUES (gen_random_uuid(), $1, 'OBJECTION', now(), $2, 'fg-1', 'File', '{}', 'rights/1',
                 '2027-01-01', 2026, '{}', gen_random_uuid()) RETURNING request)
       INSERT INTO rights_hold (municipality, creditor, notification_id, request, month, withheld, held_at)
       SELECT $1, $3, $4::uuid, request, '2026-08-01', 'OBJECTION', now() FROM request`,
      [ALMERE, OFFICER, WONING, id(1)],
    )
    t.match(await pulled(), {
      statusAtPull: 'WITHDRAWN',
      notifications: [{ sealedIdentity: { withheld: 'OBJECTION' } }],
    })
    await hub.sql('UPDATE rights_hold SET lifted_at = now()')
    const { body } = await hub
      .as(WONING)
      .submit(id(9310), [withdrawal(41, 1, { reportedOn: '2026-10-01' })])
    t.match(body, { counts: { rejected: 0 } }, JSON.stringify(body))
    t.match(await pulled(), {
      statusAtPull: 'WITHDRAWN',
      notifications: [{ sealedIdentity: { withheld: 'WITHDRAWN' } }],
    })
    t.match((await listed(ommen)).notifications, [{ lapsed: 'WITHDRAWN' }])
  })

  await t.test('a closed case is not transferred', async (t) => {
    await report(almere, about(caseOf(2), MONTH, { outcome: 'NO_CONTACT', closedOn: '2026-09-30' }))
    t.match(await prepare(2), { status: 409, body: { code: 'transfer.case_closed' } })
  })

  await t.test('a strict policy does not tell of the move, here nor there', async (t) => {
    await hub.sql(
      `INSERT INTO feedback_policy (municipality, version, valid_from, profile)
       VALUES ($1, 1, '2026-01-01', 'strict-2023')`,
      [ALMERE],
    )
    const before = (await feedback(WONING)).length
    const { answer } = await offer(3)
    await decide(ommen, answer.body.transferId, 'ACCEPT')
    t.equal((await feedback(WONING)).length, before, 'nothing is told')
    t.not(await progress(WONING, id(9000), 3), 'TRANSFERRED')
    t.not(await progress(WONING, id(9000), 3), 'CLOSED')
    await closeMonth(hub.context, OMMEN, '2026-10')
    const { items: taken } = (await ommen.get('/v1/feeds/2026-10')).body
    const on = '2026-10-31'
    const ended = {
      outcome: 'NO_CONTACT',
      closedOn: on,
      takenUpOn: on,
      decision: { action: 'VISIT', on },
    }
    const { body } = await report(ommen, about(taken[0], '2026-10', ended))
    t.match(body.results, [{ status: 'ACCEPTED' }], JSON.stringify(body))
    t.strictSame((await feedback(WONING)).at(-1), [id(3), 'NOT_REACHED', ALMERE])
    const told = await hub.sql<{ record: string }>(
      `SELECT convert_from(record, 'UTF8') AS record FROM log_entry
        WHERE controller = $1 AND action = 'FEEDBACK' AND position($2::bytea IN record) > 0`,
      [WONING, Buffer.from(id(3))],
    )
    t.equal(told.length, 1)
    t.match(told[0]!.record, `"${ALMERE}"`)
    t.notMatch(told[0]!.record, `"${OMMEN}"`, 'nor does its own part of the log name the receiver')
    t.notMatch(told[0]!.record, municipalParty(OMMEN))
  })

  await t.test('both logs have it, and everything verifies', async (t) => {
    for (const code of [ALMERE, OMMEN]) {
      const [{ n }] = (await hub.sql(
        `SELECT count(*)::int AS n FROM log_entry
          WHERE controller = $1 AND action = 'TRANSFER' AND objects ->> 'transferId' = $2`,
        [municipalParty(code), transferId],
      )) as [{ n: number }]
      t.equal(n, 2, `${code}: offered and accepted`)
    }
    const traced = await hub.sql<{ operation: string; action: string }>(
      `SELECT DISTINCT e.operation, e.action FROM log_entry e JOIN log_subject s ON s.entry = e.entry
        WHERE e.controller = $1 AND e.actor = $2 AND e.objects ->> 'transferId' = $3
          AND (s.household, s.person) IN
              (SELECT household, person FROM log_subject WHERE reference = $4)
        ORDER BY 1, 2`,
      [municipalParty(ALMERE), municipalParty(OMMEN), transferId, `${WONING}/${id(1)}`],
    )
    t.strictSame(
      traced.map(({ operation, action }) => `${operation} ${action}`),
      ['decideTransfer TRANSFER', 'getTransfer PULL'],
      'whoever traces the resident at the sender finds what the receiver did',
    )
    await checkLog(t, hub.context)
  })
})

/** What a client reads when this was the answer. */
function fakeConnection({ text, headers }: { text: string; headers: object }) {
  const response = new Response(text, { headers: headers as Record<string, string> })
  return { calls: { client: { GET: () => Promise.resolve({ data: text, response }) } } }
}
