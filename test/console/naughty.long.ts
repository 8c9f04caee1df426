import t from 'tap'
import { CREDITOR_PAGES } from '../../src/console/creditor.js'
import { OFFICER_PAGES } from '../../src/console/officer.js'
import { QUESTION_PAGES } from '../../src/console/party-questions.js'
import { WORK_PAGES } from '../../src/console/work/work-pages.js'
import type { Month } from '../../src/kernel/calendar.js'
import { makePlans } from '../../src/reviews/index.js'
import { checkLog } from '../helpers/check-log.js'
import { enrolPerson, tokenIn, visitorWith, type Visitor } from '../helpers/console.js'
import { formsIn, linksIn, type FoundForm } from '../helpers/forms.js'
import { ALMERE, municipalParty, OFFICER, WONING } from '../helpers/hub.js'
import { EXECUTOR, startPopulatedHub } from '../helpers/populated-hub.js'
import { TRACE } from '../helpers/served.js'
import { enrolWorker, workerAt } from '../helpers/work.js'
import { id } from '../notifications/build.js'

const almere = municipalParty(ALMERE)

/** Each would show, run or break something where it is taken for more than a text. */
const NAUGHTY: readonly string[] = [
  '"><script>alert(1)</script>',
  '</textarea></title><img src=x onerror=alert(1)>',
  `' OR '1'='1'; DROP TABLE party; --`,
  '{{733331*919191}}${733331*919191}<%= 733331*919191 %>#{733331*919191}',
  '=cmd|’/C calc’!A0',
  '../../../../etc/passwd%00',
  '\u202etxet\u2066 \u0000',
  '𝒳😀Ａ\ud835\udcb3Ԛ́́́́ﷺ',
  'x'.repeat(5000),
]
/** The product is too long to stand in an id or a digest by chance. */
const RAW = /<script>alert|<img src=x|" onerror|674071255221|DrizzleQuery|node_modules|postgres/

/** What a form is filled with so that it gets past the fields that are not tried. */
const PROPER: Readonly<Record<string, string>> = {
  municipality: ALMERE,
  initials: 'V.',
  surname: 'Verzonnen1',
  postcode: '1315ZZ',
  houseNumber: '1',
  reason: 'Dossier 2026-9',
  receivedOn: '2026-09-01',
  dueOn: '2026-10-20',
  why: 'Veel verzoeken',
  text: 'Waarom?',
  name: 'Zoekvraag',
  party: WONING,
  controller: almere,
}

/** Forms whose sending ends what the test needs; they are asked without their token only. */
const ENDS = /sign-out|language|\/remove$|\/lift$/

t.test('the forms of the console', { timeout: 600_000 }, async (t) => {
  const hub = await startPopulatedHub(t, {
    VS_TRACES_PER_DAY: '5000',
    VS_LOG_PAGES_PER_DAY: '500000',
  })
  await makePlans(hub.context, '2026-08' as Month, TRACE)
  const officer = await visitorWith(t, hub, await enrolPerson(hub, OFFICER, 'fg-1'))
  const creditor = await visitorWith(t, hub, await enrolPerson(hub, WONING, 'debiteuren-1'))
  const worker = await enrolWorker(hub, almere, 'team-1', { [ALMERE]: 'COORDINATOR' })
  const atWork = await workerAt(t, hub, worker, ALMERE)
  const token = await officer.signIn()
  await creditor.submit('/console/sign-in')
  const executor = await visitorWith(t, hub, await enrolPerson(hub, EXECUTOR, 'bezoeker-1'))
  await executor.submit('/console/sign-in')
  const visiting = tokenIn((await executor.get('/console/work/executor-key')).text)
  const delivering = tokenIn((await creditor.get('/console/deliver')).text)
  // So that the pages of requests and searches are among those that are found.
  for (const kind of ['ACCESS', 'OBJECTION']) {
    await officer.submit('/console/rights', { token, ...PROPER, kind })
  }
  const search = await officer.submit('/console/search', { token, ...PROPER })
  const people = [
    { who: 'officer', visitor: officer, token, from: ['/console', location(search)] },
    { who: 'creditor', visitor: creditor, token: delivering, from: ['/console'] },
    {
      who: 'municipality',
      visitor: atWork,
      token: atWork.token,
      from: ['/console', '/console/work/cases', '/console/work/months'],
    },
    {
      who: 'executor',
      visitor: executor,
      token: visiting,
      from: ['/console', '/console/work/executor-key', '/console/work/assigned'],
    },
  ]
  const pages = [...OFFICER_PAGES, ...CREDITOR_PAGES, ...WORK_PAGES, ...QUESTION_PAGES]

  t.test('without the token of the session, or from elsewhere, nothing is done', async (t) => {
    const posts = pages.filter(({ method }) => method === 'POST')
    t.ok(posts.length > 30)
    for (const { path, roles } of posts) {
      const person = people.find(({ who }) => (roles as readonly string[]).includes(who))
      const where = path.replaceAll(':month', '2026-08').replaceAll(/:[a-zA-Z]+/g, id(1))
      for (const forged of ['', 'x', token.slice(1), delivering]) {
        if (forged === person!.token) continue
        const answer = await person!.visitor.submit(where, { ...PROPER, token: forged })
        t.match(answer, { status: 403, text: /form\.forged/ }, `${where} ${forged.length}`)
      }
      const fields = { ...PROPER, token: person!.token }
      for (const headers of [
        { origin: 'https://elsewhere.example' },
        { 'sec-fetch-site': 'cross-site' },
        { origin: undefined, 'sec-fetch-site': undefined },
      ]) {
        const answer = await person!.visitor.submit(where, fields, headers)
        t.match(answer, { status: 403, text: /form\.forged/ }, `${where} from elsewhere`)
      }
    }
  })

  const found = new Map<string, { form: FoundForm; visitor: Visitor; token: string }>()

  t.test('every page keeps the policy, and loads nothing from elsewhere', async (t) => {
    const reached = new Set<string>()
    for (const { who, visitor, token: own, from } of people) {
      for (const { path, text, headers } of await crawl(visitor, from)) {
        reached.add(path)
        const policy = String(headers['content-security-policy'])
        t.match(policy, /^default-src 'none'; style-src 'self'/, `${who} ${path}`)
        t.notMatch(policy, /unsafe|\*|https?:|data:/, path)
        t.notMatch(text, /(?:src|href|action)="(?!\/|#|mailto:)/, `${path}: own addresses only`)
        t.notMatch(text, /<script(?![^>]+src=)|\son[a-z]+="|<style|\sstyle="/, `${path}: inline`)
        t.match(headers, { 'cache-control': /no-store/, 'x-content-type-options': 'nosniff' }, path)
        for (const form of formsIn(text)) {
          const key = `${who} ${form.action.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id')} ${form.names}`
          if (!found.has(key)) found.set(key, { form, visitor, token: own })
        }
      }
    }
    const plain = pages.filter(({ method, path }) => method === 'GET' && !path.includes(':'))
    const missed = plain.filter(({ path }) => !reached.has(path)).map(({ path }) => path)
    // Only an executor whose key a municipality admitted has cases; `assignments.long.ts` looks there.
    // Numbers as a file are no page.
    t.strictSame(missed, ['/console/work/numbers/file', '/console/work/assigned'])
  })

  t.test('a naughty string in any field is refused, or a text', async (t) => {
    t.ok(found.size >= 15, `${found.size} forms`)
    let tried = 0
    for (const [key, { form, visitor, token: own }] of found) {
      if (ENDS.test(form.action)) continue
      for (const field of form.free) {
        for (const naughty of NAUGHTY) {
          const fields = { ...form.values, ...properOf(form), token: own, [field]: naughty }
          const answer = await visitor.submit(form.action, fields)
          const page = answer.status === 303 ? await visitor.get(location(answer)) : answer
          tried += 1
          const isFine = answer.status < 500 && page.status < 500
          if (!isFine) t.fail(`${key} ${field}: ${answer.status} ${page.status} for ${naughty}`)
          if (RAW.test(page.text)) t.fail(`${key} ${field} shows ${naughty.slice(0, 20)} raw`)
        }
      }
    }
    t.ok(tried > 300, `${tried} answers`)
  })

  t.test('nor does any page show one raw afterwards', async (t) => {
    for (const { visitor, from } of people) {
      for (const { path, text, status } of await crawl(visitor, from)) {
        if (status >= 500 || RAW.test(text)) t.fail(`${path} ${status}`)
      }
    }
    await checkLog(t, hub.context)
  })
})

/** Every page that can be reached by links from where somebody begins; of pages alike a few. */
async function crawl(visitor: Visitor, from: readonly string[]) {
  const seen = new Map<string, number>()
  const asked = new Set<string>()
  const queue = [...from]
  const pages: { path: string; text: string; status: number; headers: Headers }[] = []
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const alike = path.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id').replace(/[?#].*/, '')
    const times = seen.get(alike) ?? 0
    if (asked.has(path) || times >= 3) continue
    asked.add(path)
    seen.set(alike, times + 1)
    const { status, text, headers } = await visitor.get(path)
    const to = headers['location']
    if (status === 303 && typeof to === 'string') queue.push(to)
    if (!String(headers['content-type']).startsWith('text/html')) continue
    pages.push({ path: alike, text, status, headers })
    queue.push(...linksIn(text))
  }
  return pages
}

type Headers = Readonly<Record<string, string | string[] | undefined>>

function properOf({ free }: FoundForm): Record<string, string> {
  return Object.fromEntries(free.map((name) => [name, PROPER[name] ?? '']))
}

function location({ headers }: { headers: Headers }): string {
  return String(headers['location'])
}
