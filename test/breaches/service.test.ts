import t from 'tap'
import { findBreach, findBreachAsOfficer, sealPackages } from '../../src/breaches/index.js'
import { openBreach, resolveBreach, VerificationError } from '../../src/client/index.js'
import { openFeed } from '../../src/client/feed.js'
import { checkLog } from '../helpers/check-log.js'
import { ALMERE, municipalParty, OFFICER, OMMEN, STROOM, WONING } from '../helpers/hub.js'
import { startPopulatedHub } from '../helpers/populated-hub.js'
import { OPERATOR } from '../helpers/registry.js'
import { identityOf, sealingKeysOf, TRACE } from '../helpers/served.js'
import { id } from '../notifications/build.js'

const WHY = 'Incident 26-41'

t.test('whom a breach concerns', async (t) => {
  const hub = await startPopulatedHub(t)
  const { context } = hub
  const counts = (found: Awaited<ReturnType<typeof findBreach>>) =>
    found.packages.map(({ municipality, households }) => [municipality, households.length])

  t.test('by party: every household that it touched, by municipality', async (t) => {
    const found = await findBreach(context, OPERATOR, { party: WONING }, WHY)
    t.strictSame(counts(found), [
      [ALMERE, 3],
      [OMMEN, 1],
    ])
    const named = found.packages[0]!.households.flatMap(({ notifications }) => notifications)
    t.strictSame(
      named.map(({ notificationId }) => notificationId).sort(),
      [id(1), id(2), id(3)].sort(),
    )
    t.match(found.packages[0], { asked: { party: WONING }, kind: 'vroegsignaal-breach' })
    const text = JSON.stringify(found)
    for (const { household } of await hub.sql<{ household: string }>(
      `SELECT encode(household, 'hex') AS household FROM log_subject WHERE household IS NOT NULL`,
    )) {
      t.notOk(text.includes(household), 'no pseudonym leaves the hub')
    }
  })

  t.test('by certificate: what a pull released, by case', async (t) => {
    const almere = hub.asMunicipality(ALMERE)
    await almere.get('/v1/feeds/2026-08')
    const [pull] = await hub.sql<{ key: string }>(
      `SELECT actor_key AS key FROM log_entry WHERE action = 'PULL'`,
    )
    const found = await findBreach(context, OPERATOR, { certificate: pull!.key }, WHY)
    const cases = await hub.sql<{ id: string }>(
      'SELECT case_id AS id FROM feed_item WHERE municipality = $1 ORDER BY 1',
      [ALMERE],
    )
    t.strictSame(counts(found), [[ALMERE, cases.length]])
    t.strictSame(
      found.packages[0]!.households.flatMap((household) => household.cases).sort(),
      cases.map((row) => row.id),
    )
    t.match(found.packages[0]!.households[0]!.touches, [{ action: 'PULL', operation: 'getFeed' }])
  })

  t.test('by period', async (t) => {
    const early = {
      from: new Date('2026-08-01T00:00:00Z'),
      until: new Date('2026-08-02T00:00:00Z'),
    }
    t.strictSame(counts(await findBreach(context, OPERATOR, early, WHY)), [])
    const all = { from: new Date('2026-08-01T00:00:00Z') }
    t.strictSame(counts(await findBreach(context, OPERATOR, all, WHY)), [
      // Two creditors reported one of them.
      [ALMERE, 4],
      [OMMEN, 2],
    ])
  })

  t.test('each municipality opens its own package, and finds the people itself', async (t) => {
    const found = await findBreach(context, OPERATOR, { party: STROOM }, WHY)
    const sealed = await sealPackages(context, found.packages)
    const [almere] = sealed
    t.match(almere, { municipality: ALMERE, households: 2 })
    t.notMatch(almere!.jwe, /notificationId/)
    t.throws(
      () => openBreach(almere!.jwe!, sealingKeysOf(hub, OMMEN)),
      new VerificationError('breach.unreadable', 'None of your keys opens this package.'),
    )
    const keys = sealingKeysOf(hub, ALMERE)
    const content = openBreach(almere!.jwe!, keys)
    const page = (await hub.asMunicipality(ALMERE).get('/v1/feeds/2026-08')).body
    const feed = await openFeed(identityOf(context), [page], keys, context.clock.now())
    const resolved = resolveBreach(content, feed.cases, [])
    t.match(resolved, [{ identities: [{ person: {} }] }, { identities: [{ person: {} }] }])
  })

  t.test('an officer asks about the logs that it reviews', async (t) => {
    const officer = {
      id: OFFICER,
      fingerprint: 'ab'.repeat(32),
      controllers: ['hub', municipalParty(ALMERE)],
      trace: TRACE,
    }
    const mine = await findBreachAsOfficer(context, officer, undefined, { party: WONING }, WHY)
    t.strictSame(counts(mine), [[ALMERE, 3]])
    await t.rejects(
      findBreachAsOfficer(context, officer, municipalParty(OMMEN), { party: WONING }, WHY),
      { code: 'party.role_not_allowed' },
    )
  })

  t.test('nothing is asked without a reason or a question', async (t) => {
    const wrong = [
      [{}, WHY, 'request.invalid'],
      [{ party: WONING }, ' ', 'trace.reason_missing'],
      [{ certificate: 'ab' }, WHY, 'request.invalid'],
      [{ from: new Date(1), until: new Date(1) }, WHY, 'request.invalid'],
    ] as const
    for (const [question, reason, code] of wrong) {
      await t.rejects(findBreach(context, OPERATOR, question, reason), { code })
    }
  })

  t.test('every partition that was looked through says who looked, and why', async (t) => {
    t.match(
      await hub.sql(
        `SELECT DISTINCT controller, purpose FROM log_entry WHERE operation = 'findBreach' AND
          objects ->> 'reason' = $1 AND controller = ANY ($2::text[]) ORDER BY 1`,
        [WHY, `{${municipalParty(ALMERE)},${municipalParty(OMMEN)}}`],
      ),
      [{ purpose: 'BREACH_RESPONSE' }, { purpose: 'BREACH_RESPONSE' }],
    )
    await checkLog(t, context)
  })
})
