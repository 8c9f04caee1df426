import { randomUUID } from 'node:crypto'
import t from 'tap'
import { enrolPerson } from '../helpers/console.js'
import { checkLog } from '../helpers/check-log.js'
import { ALMERE, OFFICER, OMMEN, startHub, WONING } from '../helpers/hub.js'
import { id, report } from '../notifications/build.js'

const ABOUT = {
  municipalityCode: ALMERE,
  person: { initials: 'V.', prefix: 'van', surname: 'Verzonnen1' },
  address: { postcode: '1315ZZ', houseNumber: 1 },
}
const ASKED = { kind: 'OBJECTION', reason: 'Case 2026-31', receivedOn: '2026-08-10', ...ABOUT }

t.test('requests of residents, by operation', async (t) => {
  const hub = await startHub(t)
  const software = hub.as(OFFICER)
  const transport = await enrolPerson(hub, OFFICER, 'fg-1')
  const officer = hub.with({ ...software.party, transport })
  const send = (path: string, operation: string, fields: object, caller = officer) =>
    caller.send(path, caller.sign(operation, { ...fields }))
  const register = (fields: object = {}, caller = officer) =>
    send(
      '/v1/objections',
      'registerObjection',
      { requestId: randomUUID(), ...ASKED, ...fields },
      caller,
    )
  await hub.as(WONING).submit(id(9000), [report(1), report(2)])

  let requestId = ''
  t.test('registered, it stops what there is, and says what happened', async (t) => {
    const answer = await register()
    t.equal(answer.status, 201, answer.text)
    requestId = answer.body.summary.requestId
    t.match(answer.body, {
      summary: { kind: 'OBJECTION', municipalityCode: ALMERE, dueOn: '2026-09-07', reached: 1 },
      policy: 'rights-default/1',
      steps: [{ step: 'REGISTERED' }, { step: 'HELD' }, { step: 'TOLD', party: WONING }],
      notifications: [{ creditorId: WONING, notificationId: id(1), withheld: 'OBJECTION' }],
      corrections: [],
    })
    const again = await register({ requestId })
    t.match(again, { status: 409, body: { code: 'rights.registered' } })
    t.match(await register({ requestId, kind: 'ACCESS' }), {
      status: 409,
      body: { code: 'rights.registered' },
    })
    const [kept] = await hub.sql('SELECT count(*)::integer AS count FROM rights_clock')
    t.strictSame(kept, { count: 1 }, 'what was refused left nothing')
    const refused = await hub
      .as(WONING)
      .submit(id(9001), [
        report(101, { person: report(1)['person'], address: report(1)['address'] }),
      ])
    t.match(refused.body.items, [{ status: 'REJECTED', errors: [{ code: 'OBJECTION' }] }])
  })

  t.test('listed, answered and lifted; the state follows', async (t) => {
    const listed = await officer.get('/v1/objections')
    t.match(listed.body, {
      municipalities: [{ municipalityCode: ALMERE, requests: [{ requestId }], next: null }],
    })
    const path = `/v1/objections/${requestId}`
    const answered = await send(`${path}/_answer`, 'answerObjection', {
      requestId,
      answer: 'GIVEN',
    })
    t.match(answered, { status: 200, body: { summary: { answer: 'GIVEN' } } }, answered.text)
    t.match(await send(`${path}/_answer`, 'answerObjection', { requestId, answer: 'GIVEN' }), {
      status: 409,
      body: { code: 'rights.answered' },
    })
    const lifted = await send(`${path}/_lift`, 'liftObjection', { requestId })
    t.equal(lifted.status, 200, lifted.text)
    t.strictSame(lifted.body.steps.at(-2).step, 'LIFTED')
    t.type(lifted.body.notifications[0].liftedAt, 'string')
    t.match(await send(`${path}/_lift`, 'liftObjection', { requestId }), {
      status: 409,
      body: { code: 'rights.lifted' },
    })
    t.match(await officer.get(path), { body: lifted.body })
  })

  t.test('access has a clock and no effects; it cannot be lifted', async (t) => {
    const { body, status } = await register({ kind: 'ACCESS' })
    t.equal(status, 201)
    t.strictSame([body.steps, body.notifications, body.corrections], [[], [], []])
    const path = `/v1/objections/${body.summary.requestId}/_lift`
    const { requestId: access } = body.summary
    t.match(await send(path, 'liftObjection', { requestId: access }), {
      status: 404,
      body: { code: 'route.unknown' },
    })
  })

  t.test(
    'refused: software, another municipality, nobody in particular, a wrong day',
    async (t) => {
      t.match(await register({}, software), {
        status: 403,
        body: { code: 'certificate.not_personal' },
      })
      t.match(await software.get('/v1/objections'), {
        status: 403,
        body: { code: 'certificate.not_personal' },
      })
      t.match(await register({ municipalityCode: OMMEN }), {
        status: 403,
        body: { code: 'party.role_not_allowed' },
      })
      const wrong = async (fields: object, pointer: string) =>
        t.match(await register(fields), {
          status: 400,
          body: { code: 'request.invalid', errors: [{ pointer }] },
        })
      await wrong({ person: { surname: 'Verzonnen1' } }, '#/person/initials')
      await wrong({ receivedOn: '2027-01-01' }, '#/receivedOn')
      const other = { requestId: randomUUID() }
      t.match(await send(`/v1/objections/${requestId}/_lift`, 'liftObjection', other), {
        status: 400,
        body: { errors: [{ pointer: '#/requestId' }] },
      })
      const unsigned = await officer.post('/v1/objections', { requestId: randomUUID(), ...ASKED })
      t.equal(unsigned.status, 401)
    },
  )

  t.test('nothing of the person is kept; who asked, signed, and about whom is', async (t) => {
    for (const table of ['rights_request', 'rights_clock', 'rights_step', 'log_entry']) {
      const [row] = await hub.sql(
        `SELECT count(*)::integer AS hits FROM ${table} x WHERE x::text ~* 'verzonnen|1315 ?zz'`,
      )
      t.strictSame(row, { hits: 0 }, table)
    }
    const entries = await hub.sql(
      `SELECT operation, action, objects ->> 'signer' AS signer,
              length(objects ->> 'body') AS body FROM log_entry
        WHERE operation LIKE '%Objection' AND role = 'officer' AND result = 'ALLOW'
          AND action = 'RIGHTS' ORDER BY number`,
    )
    const signer = Buffer.from(software.party.signing.fingerprint, 'base64url').toString('hex')
    const named = (operation: string) => ({ operation, action: 'RIGHTS', signer, body: 64 })
    t.strictSame(entries, [
      named('registerObjection'),
      named('answerObjection'),
      named('liftObjection'),
      named('registerObjection'),
    ])
    await checkLog(t, hub.context)
  })
})
