import type { JsonWebKey } from 'node:crypto'
import t from 'tap'
import { openContact, sealContact } from '../../src/browser/work/assignment.js'
import { importPrivate, newPrivateJwk } from '../../src/browser/work/private-key.js'
import { bulk } from '../../src/db/bulk.js'
import { inTransaction } from '../../src/db/transaction.js'
import { registerParty } from '../../src/registry/index.js'
import { checkLog } from '../helpers/check-log.js'
import { enrolPerson, tokenIn, visitorWith } from '../helpers/console.js'
import { ALMERE, municipalParty, STROOM } from '../helpers/hub.js'
import { EXECUTOR, startPopulatedHub } from '../helpers/populated-hub.js'
import { OPERATOR, plainRole } from '../helpers/registry.js'
import { enrolWorker, workerAt } from '../helpers/work.js'
import { id } from '../notifications/build.js'

const CONTACT = {
  name: 'V. van Verzonnen1',
  address: ['Fictielaan 1'],
  phone: ['+31600000000'],
  email: [],
}

t.test('executors', async (t) => {
  const hub = await startPopulatedHub(t)
  const almere = municipalParty(ALMERE)
  const leader = await workerAt(
    t,
    hub,
    await enrolWorker(hub, almere, 'cz-1', { [ALMERE]: 'COORDINATOR' }),
    ALMERE,
  )
  const consultant = await workerAt(
    t,
    hub,
    await enrolWorker(hub, almere, 'cs-1', { [ALMERE]: 'CONSULTANT' }),
    ALMERE,
  )
  const visiting = await enrolPerson(hub, EXECUTOR, 'vrijwilliger-1')
  const door = await visitorWith(t, hub, visiting)
  await door.submit('/console/sign-in')
  const jwk = (await newPrivateJwk()) as JsonWebKey & { kid: string }
  const mine = await importPrivate(jwk)
  const cases = await hub.sql<{ case_id: string; creditors: string[] }>(
    'SELECT case_id, creditors FROM feed_item WHERE municipality = $1 ORDER BY position',
    [ALMERE],
  )
  const caseId = cases.find(({ creditors }) => creditors.length === 2)!.case_id
  const page = `/console/work/cases/2026-08/${caseId}`
  const seal = (of = caseId) => sealContact(jwk as never, jwk.kid, of, CONTACT)
  const assign = async (executor: string = EXECUTOR, keyId = jwk.kid, jwe?: string) =>
    leader.submit(`${page}/assignment`, {
      token: leader.token,
      executor,
      keyId,
      jwe: jwe ?? (await seal()),
    })

  await t.test(
    'an executor offers its key, and is admitted with that key and no other',
    async (t) => {
      const own = await door.get('/console/work/executor-key')
      const token = tokenIn(own.text)
      const offered = await door.submit('/console/work/executor-key', {
        token,
        x: jwk.x!,
        y: jwk.y!,
      })
      t.equal(offered.status, 303)
      t.match((await door.get('/console/work/executor-key')).text, jwk.kid)
      t.match((await door.get('/console/work/choose')).text, /geen gemeente een taak/)
      const admit = (keyId: string, by = leader) =>
        by.submit('/console/work/executors', { token: by.token, executor: EXECUTOR, keyId })
      t.match(
        await admit('x'.repeat(43)),
        { status: 409, text: /work\.executor/ },
        'a key of another name',
      )
      t.equal((await admit(jwk.kid, consultant)).status, 403)
      t.equal((await assign()).status, 409, 'nothing before it is admitted')
      t.equal((await admit(jwk.kid)).status, 303)
      t.match((await leader.get('/console/work/executors')).text, jwk.kid)
    },
  )

  await t.test(
    'only what was sealed is taken, from a coordinator, for a case that is there',
    async (t) => {
      t.match(await assign(EXECUTOR, jwk.kid, ''), { status: 400, text: /work\.sealed/ })
      t.match(await assign(EXECUTOR, jwk.kid, 'V. van Verzonnen1'), { status: 400 })
      t.equal((await assign(STROOM)).status, 409)
      const other = `/console/work/cases/2026-08/${id(5)}/assignment`
      const fields = { token: leader.token, executor: EXECUTOR, keyId: jwk.kid, jwe: await seal() }
      t.equal((await leader.submit(other, fields)).status, 404)
      t.equal(
        (await consultant.submit(`${page}/assignment`, { ...fields, token: consultant.token }))
          .status,
        403,
      )
      t.equal((await assign()).status, 303)
      t.match((await leader.get(page)).text, /Deze zaak is gegeven aan Party 005000/)
    },
  )

  const executor = await workerAt(t, hub, visiting, ALMERE)
  const assignmentIn = (text: string) => /assigned\/([0-9a-f-]{36})/.exec(text)?.[1]

  await t.test('the executor sees that case and nothing else of anybody', async (t) => {
    const list = await executor.get('/console/work/assigned')
    t.match(list.text, caseId.slice(0, 8))
    for (const { case_id: other } of cases)
      if (other !== caseId) t.notMatch(list.text, other.slice(0, 8))
    const one = await executor.get(`/console/work/assigned/${assignmentIn(list.text)}`)
    t.match(one.text, 'data-letter="CARD-nl"', 'with the card to leave behind')
    t.notMatch(one.text, 'data-letter="LETTER', 'letters are of the municipality')
    for (const { text } of [list, one])
      t.notMatch(text, /Party 00[12]000|€|huur|drinkwater|Verzonnen/)
    const sealed = await executor.submit('/console/work/assigned/sealed', { token: executor.token })
    const [given] = JSON.parse(sealed.text).assigned
    t.equal(Object.keys(given).sort().join(' '), 'assignmentId caseId deadlineOn jwe keyId')
    t.strictSame(await openContact(mine.key, given.jwe, caseId), CONTACT)
    t.equal(await openContact(mine.key, given.jwe, id(1)), undefined, 'bound to its case')
    const others = 'cases urgent numbers executors texts keys'.split(' ')
    for (const path of [...others, `cases/2026-08/${caseId}`]) {
      t.equal((await executor.get(`/console/work/${path}`)).status, 403, path)
    }
    t.equal(
      (
        await executor.submit('/console/work/sealed', {
          token: executor.token,
          month: '2026-08',
          cases: caseId,
        })
      ).status,
      403,
    )
    const scope = { role: 'vroegsignaal_edge', party: STROOM } as const
    const seen = await inTransaction(hub.context.db, 'test.wall', scope, (tx) =>
      bulk(tx, 'SELECT * FROM assignment'),
    )
    t.strictSame(seen, [], 'the database shows it to no other party')
  })

  await t.test('what a resident had stopped is not shown while it is held', async (t) => {
    const given = async () => {
      const place = '/console/work/assigned/sealed'
      const { text } = await executor.submit(place, { token: executor.token })
      return (JSON.parse(text).assigned as unknown[]).length
    }
    const before = await given()
    await hub.sql(
      `WITH request AS (
         INSERT INTO rights_request (request, municipality, kind, registered_at, party, holder, reason,
                                     effects, policy, ends_on, key_year, tokens, entry)
         VALUES (gen_random_uuid(), $1, 'OBJECTION', now(), $2, 'fg-1', 'File', '{}', 'rights/1',
                 '2027-01-01', 2026, '{}', gen_random_uuid()) RETURNING request)
       INSERT INTO rights_hold (municipality, creditor, notification_id, request, month, withheld,
                                held_at)
       SELECT $1, $3, $4::uuid, request, '2026-08-01', 'OBJECTION', now() FROM request`,
      [ALMERE, almere, STROOM, id(11)],
    )
    t.equal(await given(), before - 1)
    const stopped = (await executor.get('/console/work/assigned')).text
    t.match(
      stopped,
      new RegExp(`data-gone[^]*Ga hier niet meer langs[^]*Zaak ${caseId.slice(0, 8)}`),
    )
    t.equal(assignmentIn(stopped), undefined, 'its number is named, and nothing of it opens')
    await hub.sql('UPDATE rights_hold SET lifted_at = now()')
    t.equal(await given(), before)
    t.notMatch((await executor.get('/console/work/assigned')).text, 'data-gone')
  })

  await t.test('a look is in the log of both organisations', async (t) => {
    const rows = await hub.sql<{ controller: string; actor: string; role: string }>(
      `SELECT DISTINCT controller, actor, convert_from(record, 'UTF8')::jsonb ->> 'role' AS role
         FROM log_entry WHERE operation = 'workAssigned' AND action = 'PULL' ORDER BY 1`,
    )
    t.strictSame(
      rows,
      [
        { controller: almere, actor: EXECUTOR, role: 'executor' },
        { controller: EXECUTOR, actor: EXECUTOR, role: 'executor' },
      ].sort((left, right) => (left.controller < right.controller ? -1 : 1)),
    )
    const subjects = await hub.sql<{ controller: string; reference: string }>(
      `SELECT DISTINCT e.controller, s.reference FROM log_subject s
         JOIN log_entry e ON e.entry = s.entry
        WHERE e.operation = 'workAssigned' AND e.action = 'PULL'`,
    )
    t.strictSame(subjects, [{ controller: almere, reference: caseId }], 'whom it was about')
  })

  await t.test('it records an attempt, which stands in the case of the municipality', async (t) => {
    const path = `/console/work/assigned/${assignmentIn((await executor.get('/console/work/assigned')).text)}`
    const { token } = executor
    const attempt = { token, kind: 'HOME_VISIT', on: '2026-09-01', part: 'MORNING', reached: 'yes' }
    t.equal((await executor.submit(path, attempt)).status, 303)
    t.match(await executor.submit(path, { ...attempt, on: '2027-01-01' }), {
      status: 400,
      text: /toekomst/,
    })
    t.match((await leader.get(page)).text, /huisbezoek/)
    const [entry] = await hub.sql<{ actor: string }>(
      `SELECT actor FROM log_entry WHERE operation = 'submitOutcomes' AND action = 'OUTCOME'`,
    )
    t.equal(entry?.actor, EXECUTOR)
    const { body } = await hub.asMunicipality(ALMERE).get('/v1/statistics/2026-08')
    t.match(body.outcomes.byExecutor, [{ executorId: EXECUTOR, visits: 1, reached: 1 }])
  })

  await t.test('a creditor that rings the bell sees address and contact only', async (t) => {
    await registerParty(hub.context, OPERATOR, {
      id: STROOM,
      name: 'Party 002000',
      roles: [plainRole('executor')],
    })
    const person = await visitorWith(t, hub, await enrolPerson(hub, STROOM, 'bel-1'))
    await person.submit('/console/sign-in')
    const token = tokenIn((await person.get('/console/work/executor-key')).text)
    const key = (await newPrivateJwk()) as JsonWebKey & { kid: string }
    await person.submit('/console/work/executor-key', { token, x: key.x!, y: key.y! })
    await leader.submit('/console/work/executors', {
      token: leader.token,
      executor: STROOM,
      keyId: key.kid,
    })
    const jwe = await sealContact(key as never, key.kid, caseId, CONTACT)
    t.equal((await assign(STROOM, key.kid, jwe)).status, 303, 'the case changes hands')
    t.match((await executor.get('/console/work/assigned')).text, /geen zaak gegeven/)
    await person.submit('/console/work/choose', { token, municipality: ALMERE })
    const { text } = await person.get('/console/work/assigned')
    t.match(text, caseId.slice(0, 8))
    t.notMatch(text, /Party 001000|€|huur/)
    t.equal((await assign()).status, 303)
  })

  await t.test('what ends, ends at once, and what was sealed is gone', async (t) => {
    const gone = () => hub.sql('SELECT jwe FROM assignment WHERE jwe IS NOT NULL')
    t.equal((await gone()).length, 1)
    const ending = {
      token: consultant.token,
      version: '1',
      outcome: 'SELF_OR_NO_HELP',
      closedOn: '2026-09-01',
      takenUpOn: '2026-09-01',
    }
    t.equal((await consultant.submit(`${page}/ending`, ending)).status, 303)
    t.strictSame(await gone(), [], 'a case that is closed')
    await assign()
    t.equal((await leader.submit(`${page}/assignment/end`, { token: leader.token })).status, 303)
    t.strictSame(await gone(), [], 'a case that was taken back')
    await assign()
    await hub.sql(
      `WITH request AS (
         INSERT INTO rights_request (request, municipality, kind, registered_at, party, holder, reason,
                                     effects, policy, ends_on, key_year, tokens, entry)
         SELECT $1::uuid, $2, 'ERASURE', now(), $3, 'fg-1', 'dossier 1', '{}'::jsonb, 'default 1',
                '2027-01-01', 2026, ARRAY[]::bytea[], $1::uuid RETURNING request)
       INSERT INTO rights_hold (municipality, creditor, notification_id, request, month, case_id,
                                withheld, held_at)
       SELECT $2, f.creditors[1], f.notification_ids[1], request, f.month, NULL, 'OBJECTION', now()
         FROM request, feed_item f WHERE f.municipality = $2 AND f.case_id = $4::uuid`,
      [id(9900), ALMERE, almere, caseId],
    )
    t.strictSame(await gone(), [], 'a case that a resident had erased')
    t.match((await executor.get('/console/work/assigned')).text, /geen zaak gegeven/)
    await leader.submit('/console/work/executors/end', { token: leader.token, executor: EXECUTOR })
    t.strictSame(await gone(), [], 'everything of an executor that was dismissed')
    t.match(await executor.get('/console/work/assigned'), {
      status: 303,
      headers: { location: '/console/work/choose' },
    })
  })

  await t.test(
    'an assignment is forgotten with its case, and so is what an inbox sorts by',
    async (t) => {
      await hub.sql(`UPDATE feed_item SET item = '' WHERE municipality = $1`, [ALMERE])
      t.strictSame(await hub.sql('SELECT case_id FROM assignment'), [])
      t.strictSame(
        await hub.sql(
          `SELECT DISTINCT work_bin, total_arrears_cents FROM feed_item WHERE municipality = $1`,
          [ALMERE],
        ),
        [{ work_bin: '', total_arrears_cents: '0' }],
      )
      t.match((await consultant.get('/console/work/cases')).text, /Geen zaak past/)
      t.equal((await consultant.get(page)).status, 404)
    },
  )

  await t.test('afterwards the whole log verifies', (t) => checkLog(t, hub.context))
})
