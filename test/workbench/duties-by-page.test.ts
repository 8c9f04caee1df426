import { createECDH } from 'node:crypto'
import t from 'tap'
import { WORK_PAGES } from '../../src/console/work/work-pages.js'
import { enrolPerson, tokenIn, visitorWith, type Visitor } from '../helpers/console.js'
import { ALMERE, municipalParty } from '../helpers/hub.js'
import { EXECUTOR, startPopulatedHub } from '../helpers/populated-hub.js'
import { enrolWorker, workerAt } from '../helpers/work.js'
import { id } from '../notifications/build.js'

const CASES = ['COORDINATOR', 'CONSULTANT'] as const
const ANY = ['COORDINATOR', 'CONSULTANT', 'VIEWER', 'EXECUTOR', 'NOBODY'] as const
const DUTIES = ANY.filter((each) => each !== 'NOBODY')

/** Who reaches which page: the table that the workbench promises, one line for each. */
const PAGES: Readonly<Record<string, readonly (typeof ANY)[number][]>> = {
  'GET /console/work/choose': ANY,
  'POST /console/work/choose': DUTIES,
  'GET /console/work/cases': CASES,
  'POST /console/work/sealed': CASES,
  'POST /console/work/running/sealed': CASES,
  'POST /console/work/redelivery': CASES,
  'GET /console/work/bulk': CASES,
  'POST /console/work/bulk': CASES,
  'GET /console/work/cases/:month/:caseId': CASES,
  'POST /console/work/cases/:month/:caseId/attempts': CASES,
  'POST /console/work/cases/:month/:caseId/ending': CASES,
  'POST /console/work/cases/:month/:caseId/pauses': CASES,
  'POST /console/work/cases/:month/:caseId/pauses/end': CASES,
  'GET /console/work/urgent': CASES,
  'POST /console/work/urgent/sealed': CASES,
  'POST /console/work/urgent': CASES,
  'GET /console/work/transfers': CASES,
  'GET /console/work/transfers/:transfer': CASES,
  'POST /console/work/transfers/:transfer/sealed': CASES,
  'POST /console/work/transfers/:transfer': ['COORDINATOR'],
  'GET /console/work/cases/:month/:caseId/transfer': ['COORDINATOR'],
  'POST /console/work/cases/:month/:caseId/transfer/plan': ['COORDINATOR'],
  'POST /console/work/cases/:month/:caseId/transfer': ['COORDINATOR'],
  'GET /console/work/months': ['COORDINATOR'],
  'GET /console/work/months/:month': ['COORDINATOR'],
  'POST /console/work/months/:month': ['COORDINATOR'],
  'POST /console/work/months/:month/sealed': ['COORDINATOR'],
  'GET /console/work/numbers': ['COORDINATOR', 'CONSULTANT', 'VIEWER'],
  'GET /console/work/numbers/file': ['COORDINATOR', 'CONSULTANT', 'VIEWER'],
  'GET /console/work/texts': ['COORDINATOR'],
  'POST /console/work/texts': ['COORDINATOR'],
  'GET /console/work/keys': CASES,
  'POST /console/work/keys': ['COORDINATOR'],
  'POST /console/work/keys/confirm': CASES,
  'POST /console/work/history': CASES,
  'GET /console/work/executors': ['COORDINATOR'],
  'POST /console/work/executors': ['COORDINATOR'],
  'POST /console/work/executors/end': ['COORDINATOR'],
  'POST /console/work/cases/:month/:caseId/assignment': ['COORDINATOR'],
  'POST /console/work/cases/:month/:caseId/assignment/end': ['COORDINATOR'],
  'GET /console/work/assigned': ['EXECUTOR'],
  'POST /console/work/assigned/sealed': ['EXECUTOR'],
  'GET /console/work/assigned/:assignment': ['EXECUTOR'],
  'POST /console/work/assigned/:assignment': ['EXECUTOR'],
  'GET /console/work/executor-key': ['EXECUTOR'],
  'POST /console/work/executor-key': ['EXECUTOR'],
}

/** Everything that the test's residents are called by. */
const PERSON = /Verzonnen|1315 ?(?:ZZ|S[ADS])|Fictielaan|post\.example|31600000000/

t.test('every page of the workbench, by everybody who might ask for it', async (t) => {
  const routes = WORK_PAGES.map(({ method, path }) => `${method} ${path}`)
  t.strictSame(routes.toSorted(), Object.keys(PAGES).toSorted(), 'a new page stands in the table')

  const hub = await startPopulatedHub(t)
  const almere = municipalParty(ALMERE)
  const people = new Map<string, Visitor & { readonly token: string }>()
  for (const duty of ['COORDINATOR', 'CONSULTANT', 'VIEWER'] as const) {
    const credential = await enrolWorker(hub, almere, duty.toLowerCase(), { [ALMERE]: duty })
    people.set(duty, await workerAt(t, hub, credential, ALMERE))
  }
  const nobody = await visitorWith(t, hub, await enrolPerson(hub, almere, 'nobody'))
  await nobody.submit('/console/sign-in')
  const own = tokenIn((await nobody.get('/console/work/choose')).text)
  people.set('NOBODY', { ...nobody, token: own })
  people.set('EXECUTOR', await admitted())

  const [row] = await hub.sql<{ case_id: string }>(
    'SELECT case_id FROM feed_item WHERE municipality = $1 ORDER BY position LIMIT 1',
    [ALMERE],
  )
  for (const [route, allowed] of Object.entries(PAGES)) {
    const [method, template = ''] = route.split(' ')
    const path = template
      .replace(':month', '2026-08')
      .replace(':caseId', row!.case_id)
      .replace(':assignment', id(1))
      .replace(':transfer', id(1))
    for (const duty of ANY) {
      const visitor = people.get(duty)!
      const answer =
        method === 'GET'
          ? await visitor.get(path)
          : await visitor.submit(path, {
              token: visitor.token,
              month: '2026-08',
              cases: row!.case_id,
              from: '0',
              ...(template.endsWith('choose') && duty !== 'NOBODY' && { municipality: ALMERE }),
            })
      const { status, headers, text } = answer
      const toChoice = headers['location'] === '/console/work/choose'
      const isRefused = status === 403 || (duty === 'NOBODY' && status === 303 && toChoice)
      t.equal(isRefused, !allowed.includes(duty), `${duty}: ${route} (${status})`)
      t.ok(status < 500, `${duty}: ${route} is answered`)
      t.notMatch(text, PERSON, 'nobody reads a name from the hub')
      if (isRefused || duty === 'VIEWER' || duty === 'EXECUTOR') {
        t.notMatch(text, /"jwe"|data-case="/, `${duty}: ${route} gives nothing away`)
      }
    }
  }
  const denied = await hub.sql(
    `SELECT DISTINCT operation FROM log_entry WHERE action = 'DENIED' AND result = 'DENY'
        AND objects ->> 'code' = 'work.duty' AND operation IN ('workCases', 'assignCase')
        AND controller = $1 ORDER BY 1`,
    [almere],
  )
  const tried = [{ operation: 'assignCase' }, { operation: 'workCases' }]
  t.match(denied, tried, 'each try is logged, where the officer of the municipality reads')
  const foreign = await hub.sql(
    `SELECT 1 FROM log_entry WHERE controller = $1 AND actor = $2 AND action = 'DENIED'
        AND objects ->> 'code' = 'work.duty'`,
    [almere, EXECUTOR],
  )
  t.ok(foreign.length > 0, 'also those by people of another organisation')

  /** Somebody of an executor that a coordinator admitted. */
  async function admitted() {
    const credential = await enrolPerson(hub, EXECUTOR, 'visitor')
    const door = await visitorWith(t, hub, credential)
    await door.submit('/console/sign-in')
    const token = tokenIn((await door.get('/console/work/executor-key')).text)
    const point = createECDH('prime256v1').generateKeys()
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) =>
      half.toString('base64url'),
    )
    await door.submit('/console/work/executor-key', { token, x: x!, y: y! })
    const page = await door.get('/console/work/executor-key')
    const keyId = /<code>([\w-]{43})<\/code>/.exec(page.text)![1]!
    const leader = people.get('COORDINATOR')!
    const fields = { token: leader.token, executor: EXECUTOR, keyId }
    const { status } = await leader.submit('/console/work/executors', fields)
    t.equal(status, 303, 'the executor is admitted')
    return workerAt(t, hub, credential, ALMERE)
  }
})
