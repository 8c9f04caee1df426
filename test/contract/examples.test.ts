import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import t from 'tap'
import { isNode, readContract } from '../../src/http/contract-document.js'
import { OPERATIONS } from '../../src/http/contract.js'
import { HubError } from '../../src/kernel/errors.js'
import { startEdge } from '../http/listener.js'

const folder = fileURLToPath(new URL('../../openapi/examples', import.meta.url))
const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
const kebab = (text: string) => text.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

t.test(
  'every operation with a body has its two examples, and the contract names them',
  async (t) => {
    const named: string[] = []
    const walk = (node: unknown) => {
      if (Array.isArray(node)) node.forEach(walk)
      if (!isNode(node)) return
      if (typeof node['externalValue'] === 'string') named.push(node['externalValue'])
      Object.values(node).forEach(walk)
    }
    walk(readContract())
    const expected = OPERATIONS.filter(({ request }) => request.body !== undefined).flatMap(
      ({ operationId }) =>
        ['accepted', 'refused'].map((outcome) => `${kebab(operationId)}.${outcome}.json`),
    )
    t.same(files.sort(), [...expected].sort())
    t.same(named.sort(), expected.map((name) => `examples/${name}`).sort())
  },
)

t.test('examples behave as they claim', async (t) => {
  // The routes behind are planted: to reach one is to have passed every check before it.
  const reached = () => {
    throw new HubError('hub.overloaded', 'reached')
  }
  const edge = await startEdge(t, {
    answers: Object.fromEntries(OPERATIONS.map(({ operationId }) => [operationId, reached])),
  })
  for (const { operationId, method, url, signed, roles, request } of OPERATIONS) {
    if (request.body === undefined) continue
    const party = edge.parties[roles[0] as 'creditor' | 'municipality' | 'officer']
    for (const outcome of ['accepted', 'refused']) {
      const text = readFileSync(join(folder, `${kebab(operationId)}.${outcome}.json`), 'utf8')
      const body = JSON.parse(text) as Record<string, string>
      const path = url.replace(':month', '2026-08').replace(':keyId', body['keyId'] ?? 'missing')
      const ask = signed
        ? edge.signed(party, text)
        : { headers: { 'content-type': 'application/json' }, body: text }
      const answer = await edge.ask(party, path, { ...ask, method })
      const expected =
        outcome === 'accepted'
          ? { status: 503, body: { code: 'hub.overloaded' }, headers: { 'retry-after': '5' } }
          : { status: 400, body: { code: 'request.invalid', errors: [{}] } }
      t.match(answer, expected, `${operationId} ${outcome}`)
    }
  }
})
