import { readFileSync } from 'node:fs'
import t from 'tap'
import { escaped } from '../../src/console/html.js'
import { CATALOGUE, CAUSES, isErrorCode, problemFor } from '../../src/http/problem.js'
import { problemIndex, problemPage } from '../../src/reference/pages/problems.js'
import { DatabaseError } from '../../src/db/errors.js'
import { HubError, type ErrorCode } from '../../src/kernel/errors.js'

const codes = Object.keys(CATALOGUE) as ErrorCode[]

t.test('the codes of the source, the catalogue and the pages are the same set', async (t) => {
  const source = readFileSync(new URL('../../src/kernel/errors.ts', import.meta.url), 'utf8')
  const union = source.slice(source.indexOf('ErrorCode'), source.indexOf('export class'))
  const declared = [...union.matchAll(/^ {2}\| '([^']+)'/gm)].map(([, code]) => code)
  t.same([...codes].sort(), declared.sort())
  const listed = [
    ...problemIndex()
      .toString()
      .matchAll(/href="\/problems\/([^"]+)"/g),
  ].map(([, code]) => code)
  t.same(listed.sort(), declared.sort())
})

t.test('every code has a proper status and a page in two languages', async (t) => {
  for (const code of codes) {
    t.match(code, /^[a-z_]+\.[a-z_]+$/)
    const { status, title, remedy } = CATALOGUE[code]
    t.ok((status >= 400 && status < 500 && status !== 422) || status === 503, code)
    const cause = CAUSES[code]
    const page = problemPage(code).toString()
    const texts = [title, cause, remedy].flatMap(({ nl, en }) => [nl, en])
    t.equal(new Set(texts).size, texts.length, `${code} says each thing once`)
    for (const text of texts) {
      t.ok(text.length > 3 && page.includes(escaped(text)), `${code}: ${text}`)
    }
  }
  t.notOk(isErrorCode('toString'))
})

t.test('a refusal names its places as fragments; anything else shows nothing', async (t) => {
  const places = [{ pointer: '/month', code: 'x', detail: 'y' }]
  const refusal = new HubError('request.invalid', 'No.', { places, cause: new Error('Jansen') })
  t.match(problemFor(refusal, 'https://hub.example', 'id'), {
    type: 'https://hub.example/problems/request.invalid',
    status: 400,
    instance: 'urn:uuid:id',
    errors: [{ in: 'body', pointer: '#/month', code: 'x', detail: 'y' }],
  })
  for (const failure of [new Error('Jansen'), 'Jansen', { surname: 'Jansen' }, undefined]) {
    const problem = problemFor(failure, 'https://hub.example', 'id')
    t.match(problem, { status: 500, type: 'about:blank', code: 'internal' })
    t.notMatch(JSON.stringify(problem), /Jansen/)
  }
  const away = (state: string) => problemFor(new DatabaseError('x', state), 'https://h', 'id').code
  t.equal(away('08006'), 'hub.not_ready')
  t.equal(away('23505'), 'internal')
})
