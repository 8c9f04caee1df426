import t from 'tap'
import type { Role } from '../../src/parties/index.js'
import { registerOfficer } from '../../src/registry/index.js'
import { ALMERE, municipalParty, OFFICER, OMMEN, startHub, WONING } from '../helpers/hub.js'
import { OPERATOR } from '../helpers/registry.js'
import { enrolPerson, tokenIn, visitorWith } from '../helpers/console.js'
import { checkLog } from '../helpers/check-log.js'
import { id, report } from '../notifications/build.js'

const MINUTE = 60_000

t.test('the door of the console', async (t) => {
  const hub = await startHub(t)
  const officer = await enrolPerson(hub, OFFICER, 'fg-almere-1')
  const colleague = await enrolPerson(hub, OFFICER, 'fg-almere-2')
  const visit = () => visitorWith(t, hub, officer)

  t.test('a person is shown whose certificate it is, and signs in with it', async (t) => {
    const visitor = await visit()
    const door = await visitor.get('/console')
    t.equal(door.status, 200)
    t.match(door.text, /fg-almere-1/)
    t.match(door.headers['content-type'], /^text\/html/)
    const signedIn = await visitor.submit('/console/sign-in')
    t.match(signedIn, { status: 303, headers: { location: '/console' } })
    const [cookie = ''] = signedIn.headers['set-cookie'] as string[]
    t.match(
      cookie,
      /^__Host-session=[A-Za-z0-9_-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict$/,
    )
    t.match(await visitor.get('/console'), {
      status: 303,
      headers: { location: '/console/overview' },
    })
    const page = await visitor.get('/console/overview')
    t.equal(page.status, 200, page.text)
    const kept = await hub.sql<{ hits: string }>(
      `SELECT count(*) AS hits FROM console_session s WHERE s::text LIKE '%' || $1 || '%'`,
      [visitor.cookies.get('__Host-session')!],
    )
    t.equal(kept[0]?.hits, '0', 'the database cannot continue the session')
  })

  t.test('every page comes under a strict policy and is not kept', async (t) => {
    const visitor = await visit()
    await visitor.signIn()
    for (const path of ['/console/overview', '/console/signed-out', '/console/nothing-here']) {
      const { headers } = await visitor.get(path)
      const policy = String(headers['content-security-policy'])
      t.match(policy, /^default-src 'none'; /)
      t.notMatch(policy, /unsafe|script-src|https?:|\*/, path)
      t.match(policy, /form-action 'self'; base-uri 'none'; frame-ancestors 'none'/)
      t.match(headers, {
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'same-origin',
      })
    }
  })

  t.test('a session is that of one certificate', async (t) => {
    const visitor = await visit()
    await visitor.signIn()
    const other = await visitorWith(t, hub, colleague)
    other.cookies.set('__Host-session', visitor.cookies.get('__Host-session')!)
    t.match(await other.get('/console/overview'), {
      status: 303,
      headers: { location: '/console' },
    })
    t.equal((await visitor.get('/console/overview')).status, 200)
    const twice = `__Host-session=x; __Host-session=${visitor.cookies.get('__Host-session')}`
    t.equal((await visitor.get('/console/overview', { cookie: twice })).status, 303)
  })

  t.test('it ends without use, and after a working day in any case', async (t) => {
    const visitor = await visit()
    await visitor.signIn()
    hub.context.clock.advance(29 * MINUTE)
    t.equal((await visitor.get('/console/overview')).status, 200)
    hub.context.clock.advance(31 * MINUTE)
    t.equal((await visitor.get('/console/overview')).status, 303)
    t.match((await visitor.get('/console')).text, /role="status"/, 'it says so')
    await visitor.signIn()
    for (let minutes = 0; minutes < 10 * 60; minutes += 20) {
      hub.context.clock.advance(20 * MINUTE)
      t.equal((await visitor.get('/console/overview')).status, 200)
    }
    hub.context.clock.advance(MINUTE)
    t.equal((await visitor.get('/console/overview')).status, 303)
  })

  t.test('signing out ends it for every page that is still open', async (t) => {
    const visitor = await visit()
    const token = await visitor.signIn()
    const session = visitor.cookies.get('__Host-session')!
    t.equal((await visitor.submit('/console/sign-out', { token: 'other' })).status, 403)
    const out = await visitor.submit('/console/sign-out', { token })
    t.match(out, { status: 303, headers: { location: '/console/signed-out' } })
    t.notOk(visitor.cookies.has('__Host-session'))
    t.equal((await visitor.get('/console/signed-out')).status, 200)
    t.equal(
      (await visitor.get('/console/overview', { cookie: `__Host-session=${session}` })).status,
      303,
    )
  })

  t.test('a form from another site, or from nowhere, is refused', async (t) => {
    const visitor = await visit()
    const token = await visitor.signIn()
    for (const headers of [
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.example', 'sec-fetch-site': undefined },
      { origin: 'null' },
      { 'sec-fetch-site': 'same-site' },
      { origin: undefined, 'sec-fetch-site': undefined },
    ]) {
      for (const path of ['/console/sign-in', '/console/sign-out', '/console/language']) {
        const answer = await visitor.submit(path, { token, language: 'en' }, headers)
        t.equal(answer.status, 403, `${path} ${JSON.stringify(headers)}`)
        t.match(answer.text, /form\.forged/)
      }
    }
    t.equal((await visitor.get('/console/overview')).status, 200, 'nothing happened')
  })

  t.test('the language is chosen by a form, remembered, and leads back', async (t) => {
    const visitor = await visit()
    t.match((await visitor.get('/console')).text, /<html lang="nl">/)
    const chosen = await visitor.submit('/console/language', {
      language: 'en',
      back: '/console/overview?log=hub',
    })
    t.match(chosen, { status: 303, headers: { location: '/console/overview?log=hub' } })
    t.match((await visitor.get('/console')).text, /<html lang="en">/)
    for (const back of [
      'https://evil.example',
      '//evil.example',
      '/console//evil',
      '/v1/feeds',
      '/console/..//x',
    ]) {
      const answer = await visitor.submit('/console/language', { language: 'nl', back })
      t.match(answer.headers, { location: '/console' }, back)
    }
    t.equal((await visitor.submit('/console/language', { language: 'de' })).status, 400)
  })

  t.test('software cannot sign in, a revoked or unknown certificate sees nothing', async (t) => {
    const software = await visitorWith(t, hub, hub.as(OFFICER).party.transport)
    t.match(await software.get('/console'), { status: 403, text: /certificate\.not_personal/ })
    t.equal((await software.submit('/console/sign-in')).status, 403)
    const stranger = await visitorWith(t, hub, hub.asStranger().party.transport)
    const refused = await stranger.get('/console')
    t.match(refused, { status: 403, text: /certificate\.unregistered/ })
    t.match(refused.headers['content-type'], /^text\/html/)
    const visitor = await visit()
    await visitor.signIn()
    await hub.sql('UPDATE certificate SET revoked_at = $1::timestamptz WHERE holder = $2', [
      hub.context.clock.now(),
      'fg-almere-1',
    ])
    t.match(await visitor.get('/console/overview'), { status: 403, text: /certificate\.revoked/ })
    await hub.sql('UPDATE certificate SET revoked_at = NULL WHERE holder = $1', ['fg-almere-1'])
  })

  t.test(
    'a person of another role finds questions behind the door, and no page of officers',
    async (t) => {
      const clerk = await visitorWith(
        t,
        hub,
        await enrolPerson(hub, municipalParty(ALMERE), 'klerk-1'),
      )
      await clerk.submit('/console/sign-in')
      const start = await clerk.get('/console')
      t.match(start, { status: 303, headers: { location: '/console/work/choose' } })
      t.match(await clerk.get('/console/questions'), { status: 200, text: /geen vragen/ })
      const refused = await clerk.get('/console/overview')
      t.match(refused, { status: 403, text: /party\.role_not_allowed/ })
      const token = tokenIn((await clerk.get('/console/questions')).text)
      t.equal((await clerk.submit('/console/sign-out', { token })).status, 303)
    },
  )

  t.test('the officer of a municipality is not its clerk, and the other way round', async (t) => {
    const party = municipalParty(OMMEN)
    await registerOfficer(hub.context, OPERATOR, party, party)
    const person = (holder: string, role: Role) =>
      enrolPerson(hub, party, holder, [role]).then((known) => visitorWith(t, hub, known))
    const reviewer = await person('fg-ommen-1', 'officer')
    await reviewer.signIn()
    t.equal((await reviewer.get('/console/overview')).status, 200)
    t.equal((await reviewer.get('/v1/feeds', { accept: '*/*' })).status, 403)
    const clerk = await person('klerk-ommen-1', 'municipality')
    await clerk.submit('/console/sign-in')
    t.equal((await clerk.get('/console/overview')).status, 403)
    t.equal((await clerk.get('/v1/feeds', { accept: '*/*' })).status, 200)
  })

  t.test('refusals are pages below /console and documents elsewhere', async (t) => {
    const visitor = await visit()
    for (const [path, status] of [
      ['/console/nothing', 404],
      ['/console/assets/console.css', 404],
      ['/console/sign-in', 405],
      ['/console/%', 400],
    ] as const) {
      const answer = await visitor.get(path)
      t.equal(answer.status, status, path)
      t.match(answer.headers['content-type'], /^text\/html/, path)
      t.match(answer.text, /<h1/, path)
    }
    t.match((await visitor.get('/consoles')).headers['content-type'], /problem\+json/)
    const long = { back: 'x'.repeat(70_000), language: 'nl' }
    t.equal((await visitor.submit('/console/language', long)).status, 413)
    const json = await visitor.submit(
      '/console/language',
      {},
      { 'content-type': 'application/json' },
    )
    t.equal(json.status, 415)
  })

  t.test('a form is no way to an operation that takes a signed body', async (t) => {
    const visitor = await visitorWith(t, hub, hub.as(WONING).party.transport)
    const form = await visitor.submit(
      '/v1/notification-batches',
      { batchId: id(1) },
      { accept: '*/*' },
    )
    t.equal(form.status, 415)
    const json = { 'content-type': 'application/json', accept: '*/*' }
    t.equal((await visitor.submit('/v1/notification-batches', {}, json)).status, 401)
  })

  t.test('a failure shows nothing of itself', async (t) => {
    const visitor = await visit()
    await visitor.signIn()
    await hub.sql('ALTER TABLE log_head RENAME TO log_head_away')
    const answer = await visitor.get('/console/overview')
    await hub.sql('ALTER TABLE log_head_away RENAME TO log_head')
    t.equal(answer.status, 500)
    t.match(answer.text, /urn:uuid:/)
    t.notMatch(answer.text, /log_head|select|42P01|\.ts/i)
  })

  t.test('signing in, looking and refusals are in the log, which verifies', async (t) => {
    await hub.as(WONING).submit(id(1000), [report(1)])
    const rows = await hub.sql<{ operation: string; action: string }>(
      `SELECT DISTINCT operation, action FROM log_entry
        WHERE operation LIKE 'console%' ORDER BY 1, 2`,
    )
    t.strictSame(
      rows.map(({ operation, action }) => `${operation} ${action}`),
      [
        'consoleLanguage DENIED',
        'consoleOverview DENIED',
        'consoleOverview LOG_READ',
        'consoleQuestions VIEW',
        'consoleSignIn DENIED',
        'consoleSignIn SIGN_IN',
        'consoleSignOut DENIED',
        'consoleSignOut SIGN_OUT',
        'consoleStart DENIED',
      ],
    )
    await checkLog(t, hub.context)
  })
})
