import t from 'tap'
import { openFeed } from '../../src/client/feed.js'
import { openCorrections } from '../../src/client/urgent.js'
import { registerRightsPolicy } from '../../src/rights/index.js'
import type { Day } from '../../src/kernel/calendar.js'
import { checkLog } from '../helpers/check-log.js'
import { enrolPerson, visitorWith } from '../helpers/console.js'
import { ALMERE, municipalParty, OFFICER, OMMEN, startHub, STROOM, WONING } from '../helpers/hub.js'
import { OPERATOR } from '../helpers/registry.js'
import { closeMonth, identityOf, sealingKeysOf } from '../helpers/served.js'
import { id, report } from '../notifications/build.js'
import { ABOUT, AT_ONE, SAME, SEPTEMBER, WATER } from './rights-about.js'

const almereParty = municipalParty(ALMERE)
const LANE = '/v1/feeds/urgent'
t.test(
  'what a resident asks for reaches everybody who has the data',
  { timeout: 600_000 },
  async (t) => {
    const hub = await startHub(t)
    const { context } = hub
    const [woning, stroom, almere] = [hub.as(WONING), hub.as(STROOM), hub.asMunicipality(ALMERE)]
    const identity = identityOf(context)
    const officer = await visitorWith(t, hub, await enrolPerson(hub, OFFICER, 'fg-1'))
    const register = async (fields: Record<string, string>) => {
      const answer = await officer.submit('/console/rights', {
        token: await officer.signIn(),
        ...ABOUT,
        ...fields,
      })
      return { ...answer, path: String(answer.headers['location']) }
    }
    const lift = async (path: string) =>
      officer.submit(`${path}/lift`, { token: await officer.signIn() })
    const feed = async (month: string) => {
      const { body } = await almere.get(`/v1/feeds/${month}`)
      return openFeed(identity, [body], sealingKeysOf(hub, ALMERE), context.clock.now())
    }
    const listed = (opened: Awaited<ReturnType<typeof feed>>) =>
      Object.fromEntries(
        opened.cases.flatMap(({ notifications, statusAtPull }) =>
          notifications.map(({ notificationId, withheld, identity: person }) => [
            notificationId,
            withheld ?? (person === undefined ? 'nothing' : statusAtPull),
          ]),
        ),
      )
    const feedback = async (party: typeof WONING) =>
      (await hub.as(party).get('/v1/feedback')).body.items.map(
        ({ notificationId, code }: Record<string, string>) => [notificationId, code],
      )
    /** Action of every correction that is not acknowledged, and what it is about. */
    const corrections = async () => {
      const { body } = await almere.get(LANE)
      const opened = await openCorrections(identity, body, context.clock.now())
      return opened.map(({ action, notifications }) => [
        action,
        notifications.map(({ notificationId }) => notificationId).sort(),
      ])
    }
    const august = [id(1), id(11)].sort()
    let path = ''

    await woning.submit(id(9000), [report(1), report(2)])
    await stroom.submit(id(9001), [report(11, { ...WATER, ...SAME, ...AT_ONE })])
    await closeMonth(context, ALMERE, '2026-08')
    t.strictSame(listed(await feed('2026-08')), {
      [id(1)]: 'NEW',
      [id(2)]: 'NEW',
      [id(11)]: 'NEW',
    })

    t.test('an objection stops what was delivered; its neighbours go on', async (t) => {
      const answer = await register({ kind: 'OBJECTION' })
      t.equal(answer.status, 303, answer.text)
      path = answer.path
      const page = await officer.get(path)
      t.match(page.text, /bezwaar \(AVG 21\)[^]*verstrekking gestopt[^]*correctie klaargezet/)
      t.match(page.text, new RegExp(`${id(1)}[^]*gestopt`))
      t.notMatch(page.text, /Verzonnen|1315 ?(?:ZZ|S[ADS])/)
      t.strictSame(listed(await feed('2026-08')), {
        [id(1)]: 'OBJECTION',
        [id(2)]: 'NEW',
        [id(11)]: 'OBJECTION',
      })
      const { items } = (await almere.get('/v1/feeds/2026-08')).body
      const held = items.find(
        ({ notifications }: { notifications: { notificationId: string }[] }) =>
          notifications.some(({ notificationId }) => notificationId === id(1)),
      )
      t.equal(held.statusAtPull, 'WITHDRAWN', 'no visit')
    })

    t.test(
      'the municipality that had it gets a signed correction, until acknowledged',
      async (t) => {
        const { body } = await almere.get(LANE)
        const [correction] = await openCorrections(identity, body, context.clock.now())
        t.match(correction, { action: 'STOP', kind: 'OBJECTION', municipalityCode: ALMERE })
        t.strictSame(
          correction!.notifications.map(({ notificationId }) => notificationId).sort(),
          [id(1), id(11)].sort(),
        )
        t.ok(correction!.notifications.every(({ caseId }) => caseId !== undefined))
        const [notice] = body.notices
        const forged = { ...notice, statement: { ...notice.statement, action: 'RESUME' } }
        await t.rejects(
          openCorrections(identity, { ...body, notices: [forged] }, context.clock.now()),
          /signature/,
        )
        t.strictSame((await hub.asMunicipality(OMMEN).get(LANE)).body.notices, [])
        const wish = { acknowledgementId: id(7000), urgentIds: [notice.noticeId] }
        const ack = await almere.send(
          '/v1/feeds/urgent/_acknowledge',
          almere.sign('acknowledgeUrgentFeed', wish),
        )
        t.equal(ack.status, 200, ack.text)
        t.strictSame((await almere.get(LANE)).body.notices, [])
        t.match((await officer.get(path)).text, /correctie bevestigd/)
      },
    )

    t.test('each creditor learns that it was stopped, and not which right it was', async (t) => {
      t.strictSame(await feedback(WONING), [[id(1), 'STOPPED_ON_REQUEST']])
      t.strictSame(await feedback(STROOM), [[id(11), 'STOPPED_ON_REQUEST']])
    })

    t.test('a new notification is refused; a housemate’s and a neighbour’s are not', async (t) => {
      context.clock.set('2026-09-02T09:00:00Z')
      const housemate = { person: { initials: 'Q.', surname: 'Anders' }, ...AT_ONE }
      const child = { person: { initials: 'B.', prefix: 'van', surname: 'Verzonnen1' }, ...AT_ONE }
      const { body } = await woning.submit(id(9100), [
        report(101, { ...SEPTEMBER, ...SAME, ...AT_ONE }),
        report(102, { ...SEPTEMBER, ...housemate }),
        report(103, { ...SEPTEMBER, address: { postcode: '1315ZZ', houseNumber: 3 }, ...SAME }),
        report(104, { ...SEPTEMBER, ...child }),
        report(105, {
          ...SEPTEMBER,
          ...AT_ONE,
          person: { surname: 'van Verzonnen1', initials: '' },
        }),
      ])
      t.strictSame(
        body.items.map(({ status, errors }: { status: string; errors?: { code: string }[] }) => [
          status,
          errors?.map(({ code }) => code),
        ]),
        [
          ['REJECTED', ['OBJECTION']],
          ['ACCEPTED', undefined],
          ['ACCEPTED', undefined],
          ['ACCEPTED', undefined],
          // The same name and address, and no initials that tell a parent from a child.
          ['REJECTED', ['OBJECTION']],
        ],
      )
      await officer.signIn()
      t.match((await officer.get(path)).text, /nieuwe meldingen geweigerd/)
      const [entry] = await hub.sql(
        `SELECT objects ->> 'blocked' AS blocked FROM log_entry
        WHERE controller = $1 AND action = 'RIGHTS' AND operation = 'submitNotificationBatch'`,
        [almereParty],
      )
      t.ok(Number(entry!['blocked']) >= 1)
    })

    t.test('lifted, everything goes on again, and everybody hears of it', async (t) => {
      t.equal((await lift(path)).status, 303)
      t.match(await lift(path), { status: 409, text: /rights\.lifted/ })
      t.strictSame(listed(await feed('2026-08')), {
        [id(1)]: 'NEW',
        [id(2)]: 'NEW',
        [id(11)]: 'NEW',
      })
      t.strictSame(await corrections(), [['RESUME', august]])
      t.strictSame(await feedback(STROOM), [
        [id(11), 'STOPPED_ON_REQUEST'],
        [id(11), 'RESUMED_ON_REQUEST'],
      ])
      const sent = await stroom.submit(id(9200), [
        report(201, { ...WATER, ...SEPTEMBER, ...SAME, ...AT_ONE }),
      ])
      t.match(sent.body.items, [{ status: /^ACCEPTED/ }], sent.text)
    })

    t.test(
      'a restriction before closing: accepted with a warning, and not in the feed',
      async (t) => {
        const restricted = await register({ kind: 'RESTRICTION' })
        t.equal(restricted.status, 303, restricted.text)
        const sent = await stroom.submit(id(9300), [
          report(301, { ...WATER, ...SEPTEMBER, ...SAME, ...AT_ONE, sector: 'ENERGY_ELECTRICITY' }),
        ])
        t.match(sent.body.items, [
          { status: 'ACCEPTED_WITH_WARNINGS', warnings: [{ code: 'RIGHTS_REQUEST_OPEN' }] },
        ])
        await closeMonth(context, ALMERE, '2026-09')
        const september = listed(await feed('2026-09'))
        t.notOk(id(201) in september, 'what was there already')
        t.notOk(id(301) in september, 'and what came since')
        t.ok(id(102) in september)
        const stopped = await corrections()
        t.strictSame(stopped.at(-1), ['STOP', august])
        await lift(restricted.path)
        t.strictSame(await corrections(), [...stopped, ['RESUME', august]])
      },
    )

    t.test(
      'policy is data: a municipality may stop nothing and be told all the same',
      async (t) => {
        const calm = {
          intake: 'ACCEPT',
          delivery: 'CONTINUE',
          tellsMunicipality: true,
          tellsCreditor: false,
          termMonths: 6,
        }
        const effects = { OBJECTION: calm, RESTRICTION: calm, RECTIFICATION: calm, ERASURE: calm }
        const policy = { municipality: ALMERE, validFrom: '2026-09-01' as Day, effects }
        t.equal(await registerRightsPolicy(context, OPERATOR, policy), 1)
        await t.rejects(
          registerRightsPolicy(context, OPERATOR, { ...policy, effects: { OBJECTION: calm } }),
          { code: 'registry.invalid' },
        )
        const { path: rectified } = await register({ kind: 'RECTIFICATION' })
        t.match((await officer.get(rectified)).text, /rights\/1[^]*gaat door/)
        t.equal(listed(await feed('2026-08'))[id(1)], 'NEW')
        const { body } = await almere.get(LANE)
        const all = await openCorrections(identity, body, context.clock.now())
        t.match(all.at(-1), { action: 'DISPUTED', kind: 'RECTIFICATION' })
        await lift(rectified)
        t.strictSame((await corrections()).at(-1)?.[0], 'RESUME')
        const strict = { ...calm, delivery: 'HOLD' }
        const erasing = { ...effects, ERASURE: strict }
        await registerRightsPolicy(context, OPERATOR, { ...policy, effects: erasing })
      },
    )

    t.test(
      'erasure removes envelope, pseudonyms and evidence; the feed still verifies',
      async (t) => {
        const { path: erased, status } = await register({ kind: 'ERASURE' })
        t.equal(status, 303)
        t.match((await officer.get(erased)).text, /verzegelde identiteiten gewist/)
        const left = await hub.sql(
          `SELECT e.jwe, n.address_pseudonym, n.subject_pseudonym, n.evidence FROM envelope e
         JOIN notification n USING (municipality, month, creditor, notification_id)
        WHERE e.notification_id IN ($1::uuid, $2::uuid)`,
          [id(1), id(11)],
        )
        const nothing = {
          jwe: null,
          address_pseudonym: null,
          subject_pseudonym: null,
          evidence: null,
        }
        t.strictSame(left, [nothing, nothing])
        t.equal(listed(await feed('2026-08'))[id(1)], 'RESTRICTED')
        const named = await hub.sql(
          `SELECT FROM log_subject WHERE reference = $1 AND household IS NOT NULL`,
          [`${WONING}/${id(1)}`],
        )
        t.ok(named.length > 0, 'who used the data stays answerable (GDPR article 17(3)(b))')
        const told = await corrections()
        t.equal(told.at(-1)?.[0], 'STOP')
        await lift(erased)
        t.strictSame(await corrections(), told, 'nobody is told to go on with what was erased')
        t.equal(
          listed(await feed('2026-08'))[id(1)],
          'PURGED',
          'what was erased does not come back',
        )
      },
    )

    t.test('refused: no initials, another’s municipality, no session, no officer', async (t) => {
      t.match(await register({ initials: '' }), { status: 400, text: /href="#initials"/ })
      t.equal((await register({ municipality: OMMEN, kind: 'OBJECTION' })).status, 403)
      t.equal((await officer.submit('/console/rights', ABOUT)).status, 403)
      const clerk = await visitorWith(t, hub, await enrolPerson(hub, WONING, 'clerk-1'))
      await clerk.submit('/console/sign-in')
      t.equal((await clerk.get('/console/rights')).status, 403)
      const naughty = await register({ surname: '"><script>alert(1)</script>', postcode: 'x' })
      t.match(naughty.text, /&#60;script&#62;/)
    })

    t.test('nothing of the person is kept, and the whole log verifies', async (t) => {
      for (const table of ['rights_request', 'rights_hold', 'rights_notice', 'rights_step']) {
        const [row] = await hub.sql<{ hits: string }>(
          `SELECT count(*) AS hits FROM ${table} x WHERE x::text ~* 'verzonnen|1315 ?zz'`,
        )
        t.equal(row?.hits, '0', table)
      }
      await checkLog(t, context)
    })
  },
)
