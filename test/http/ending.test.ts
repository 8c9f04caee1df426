import { readFileSync } from 'node:fs'
import t from 'tap'
import { operation, operationOf, OPERATIONS } from '../../src/http/contract.js'
import { endingHeaders, endingLink, endingOf } from '../../src/http/ending.js'
import { startEdge } from './listener.js'

const NODE = {
  operationId: 'listMandates',
  deprecated: true,
  'x-deprecated-on': '2027-01-01',
  'x-sunset': '2027-12-31',
  'x-deprecation-link': 'https://hub.example/reference/en',
}

t.test('an operation that ends says so on every answer', async (t) => {
  const ending = endingOf(NODE)
  const made =
    (path: string, answer: () => unknown) => async (scope: Parameters<typeof operation>[0]) => {
      const route = operation(scope, 'listMandates')
      const planted = { ...operationOf('listMandates'), ending }
      ;(scope as { route: (options: object) => void }).route({
        ...route,
        url: path,
        config: { operation: planted },
        handler: async (_request: unknown, reply: { header: (n: string, v: string) => void }) => {
          reply.header('link', '</v1/mandates?cursor=x>; rel="next"')
          return answer()
        },
      })
    }
  const edge = await startEdge(t, {
    features: [made('/v1/ending', () => ({ mandates: [], nextCursor: null }))],
  })
  const told = {
    deprecation: '@1798761600',
    sunset: 'Fri, 31 Dec 2027 23:59:59 GMT',
    link: /rel="deprecation"/,
  }
  const answer = await edge.ask(edge.parties.creditor, '/v1/ending')
  t.match(answer, { status: 200, headers: told })
  t.match(answer.headers['link'], /^<\/v1\/mandates\?cursor=x>; rel="next", <https:/)
  t.match(await edge.ask(edge.parties.officer, '/v1/ending'), { status: 403, headers: told })
  t.match(await edge.ask(edge.parties.creditor, '/v1/ending?x=1'), { status: 400, headers: told })
})

t.test('an operation that stays says nothing', async (t) => {
  t.equal(endingOf({ operationId: 'x' }), undefined)
  t.strictSame(endingHeaders(undefined), {})
  t.equal(endingLink(undefined, 'y'), undefined)
  const { 'x-sunset': _sunset, 'x-deprecation-link': _link, ...open } = NODE
  t.strictSame(endingHeaders(endingOf(open)), { deprecation: '@1798761600' })
  t.equal(endingLink(endingOf(open), 'y'), undefined)
  const edge = await startEdge(t, {
    answers: { listMandates: () => ({ mandates: [], nextCursor: null }) },
  })
  const { headers } = await edge.ask(edge.parties.creditor, '/v1/mandates')
  t.notOk('deprecation' in headers || 'sunset' in headers)
})

t.test('a contract that says it by halves is refused', async (t) => {
  const halves = [
    { 'x-sunset': '2027-12-31' },
    { 'x-deprecated-on': '2027-01-01' },
    { deprecated: true },
    { deprecated: true, 'x-deprecated-on': 'soon' },
    { ...NODE, 'x-sunset': '2027-13-01' },
    { ...NODE, 'x-sunset': '2026-12-31' },
  ]
  for (const node of halves) t.throws(() => endingOf({ operationId: 'x', ...node }))
})

t.test('the changelog names every operation that ends', async (t) => {
  const text = readFileSync(new URL('../../CHANGELOG.md', import.meta.url), 'utf8')
  const deprecated = [...text.matchAll(/^### Deprecated\n([^]*?)(?=^##|(?![^]))/gm)].join('\n')
  for (const { operationId, ending } of OPERATIONS) {
    if (ending !== undefined) t.match(deprecated, operationId)
  }
})
