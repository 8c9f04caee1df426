import t from 'tap'
import type { Test } from 'tap'
import { OPERATIONS } from '../../src/http/contract.js'
import { startEdge, type Answer } from './listener.js'

const COMMON = {
  'api-version': '1.0.0',
  'cache-control': 'no-store',
  'content-security-policy': /frame-ancestors 'none'/,
  'strict-transport-security': /max-age=\d{8}/,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'fsc-transaction-id': /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/,
}

function checkProblem(t: Test, answer: Answer, status: number, code: string): void {
  t.match(
    answer,
    {
      status,
      headers: { ...COMMON, 'content-type': /^application\/problem\+json/ },
      body: {
        type: `https://public.vroegsignaal.example/problems/${code}`,
        title: /./,
        status,
        detail: /./,
        code,
        instance: `urn:uuid:${String(answer.headers['fsc-transaction-id'])}`,
      },
    },
    `${status} ${code}`,
  )
}

t.test('every refusal is a problem document with the headers of every answer', async (t) => {
  const edge = await startEdge(t, { answers: { listFeeds: () => ({ feeds: [] }) } })
  const { creditor, municipality, officer } = edge.parties
  const ok = await edge.ask(municipality, '/v1/feeds')
  t.match(ok, { status: 200, headers: { ...COMMON, 'content-type': /^application\/json/ } })

  t.test('400: a request that does not match', async (t) => {
    checkProblem(t, await edge.ask(municipality, '/v1/feeds?x=1'), 400, 'request.invalid')
    checkProblem(t, await edge.ask(municipality, '/v1/feeds/2026-13'), 400, 'request.invalid')
  })

  t.test('400: a path that cannot be decoded is not repeated', async (t) => {
    const answer = await edge.ask(municipality, '/v1/feeds/%zzJansen')
    checkProblem(t, answer, 400, 'request.malformed')
    t.notMatch(answer.text, /Jansen/)
  })

  t.test('404: unknown paths, and known ones with a slash at the end', async (t) => {
    for (const path of ['/v1/nothing', '/v1/feeds/', '/v1/feeds/urgent/', '/feeds', '/']) {
      checkProblem(t, await edge.ask(municipality, path), 404, 'route.unknown')
    }
    const post = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' }
    checkProblem(t, await edge.ask(municipality, '/v1/nothing', post), 404, 'route.unknown')
  })

  t.test('405 with Allow: every method that a path does not have', async (t) => {
    for (const { url, path, roles } of OPERATIONS) {
      // Of a path that another one with a parameter covers, nobody else learns even that.
      const asker = edge.parties[roles[0] as keyof typeof edge.parties] ?? creditor
      const allowed = OPERATIONS.filter((other) => other.path === path).flatMap(({ method }) =>
        method === 'GET' ? ['GET', 'HEAD'] : [method],
      )
      const address = url.replace(/:\w+/, 'x')
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']) {
        if (allowed.includes(method as never)) continue
        const answer = await edge.ask(asker, address, { method })
        t.match(answer, { status: 405, headers: COMMON }, `${method} ${address}`)
        t.equal(answer.headers['allow'], [...new Set(allowed)].sort().join(', '))
        if (method !== 'HEAD') checkProblem(t, answer, 405, 'method.not_allowed')
      }
    }
  })

  t.test('HEAD is GET without the body, refusals too', async (t) => {
    const head = await edge.ask(municipality, '/v1/feeds', { method: 'HEAD' })
    t.match(head, { status: 200, text: '', headers: { ...COMMON, 'content-type': /json/ } })
    t.equal(head.headers['content-length'], String(Buffer.byteLength(ok.text)))
    t.match(await edge.ask(creditor, '/v1/feeds', { method: 'HEAD' }), { status: 403, text: '' })
  })

  t.test('421: a host that the certificate of the listener is not for', async (t) => {
    const answer = await edge.ask(municipality, '/v1/feeds', { headers: { host: 'evil.example' } })
    checkProblem(t, answer, 421, 'request.misdirected')
    const numbered = { headers: { host: '127.0.0.1:8443' } }
    t.equal((await edge.ask(municipality, '/v1/feeds', numbered)).status, 200)
  })

  t.test('406: a caller that takes no JSON', async (t) => {
    const answer = await edge.ask(municipality, '/v1/feeds', { headers: { accept: 'text/html' } })
    checkProblem(t, answer, 406, 'request.not_acceptable')
    const fine = { headers: { accept: 'text/html, application/*;q=0.5' } }
    t.equal((await edge.ask(municipality, '/v1/feeds', fine)).status, 200)
  })

  t.test('413: a body beyond the limit', async (t) => {
    const answer = await edge.ask(officer, '/v1/access-log/_search', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'x'.repeat(70_000) }),
    })
    checkProblem(t, answer, 413, 'request.too_large')
  })

  t.test('415: other media types, other alphabets and compression', async (t) => {
    for (const headers of [
      { 'content-type': 'text/plain' },
      { 'content-type': 'application/jose+json' },
      { 'content-type': 'application/json; charset=iso-8859-1' },
      { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    ]) {
      const ask = { method: 'POST', headers, body: '{}' }
      const answer = await edge.ask(officer, '/v1/access-log/_search', ask)
      checkProblem(t, answer, 415, 'request.media_type')
      t.equal(answer.headers['accept'], 'application/json')
    }
  })

  t.test('417: an expectation other than 100-continue', async (t) => {
    const text = await edge.raw(
      officer,
      'GET /v1/feeds HTTP/1.1\r\nhost: localhost\r\nexpect: miracles\r\n\r\n',
    )
    t.match(text, /^HTTP\/1\.1 417 [^]*api-version: 1\.0\.0[^]*"code":"request\.expectation"/)
  })

  t.test('500: a failure says nothing of itself, to callers or in messages', async (t) => {
    const failing = await startEdge(t, {
      answers: {
        listFeeds: () => {
          throw new Error('password hunter2 of Jansen')
        },
      },
    })
    const answer = await failing.ask(failing.parties.municipality, '/v1/feeds')
    t.match(answer, {
      status: 500,
      headers: COMMON,
      body: { code: 'internal', type: 'about:blank' },
    })
    t.notMatch(answer.text, /hunter2|Jansen/)
    t.notMatch(failing.lines.join('\n'), /hunter2|Jansen/)
    t.match(failing.lines.join('\n'), /"request failed".*"error":"Error"/)
  })

  t.test('500: an answer without its required members is not sent half', async (t) => {
    const answer = await edge.ask(creditor, '/v1/mandates')
    t.match(answer, { status: 500, body: { code: 'internal' } })
  })
})

t.test('broken HTTP is answered as a problem document and never shown', async (t) => {
  const edge = await startEdge(t)
  const { municipality } = edge.parties
  const broken = {
    'no HTTP at all': ['Jansen-in-the-raw\r\n\r\n', 400, 'request.malformed'],
    'no host': ['GET /v1/feeds HTTP/1.1\r\nconnection: close\r\n\r\n', 400, 'request.malformed'],
    'two hosts': [
      'GET /v1/feeds HTTP/1.1\r\nhost: localhost\r\nhost: evil.example\r\nconnection: close\r\n\r\n',
      400,
      'request.malformed',
    ],
    'a header without name': [
      'GET /v1/feeds HTTP/1.1\r\nhost: localhost\r\n: Jansen-in-the-raw\r\n\r\n',
      400,
      'request.malformed',
    ],
    'two lengths': [
      'POST /v1/feeds HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n',
      400,
      'request.malformed',
    ],
    'headers beyond 16 KB': [
      `GET /v1/feeds HTTP/1.1\r\nhost: localhost\r\nx: ${'Jansen-in-the-raw'.repeat(1200)}\r\n\r\n`,
      431,
      'request.headers_too_large',
    ],
    'a broken chunk': [
      'POST /v1/access-log/_search HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n' +
        'transfer-encoding: chunked\r\n\r\nJansen-in-the-raw\r\n',
      400,
      'request.malformed',
    ],
    CONNECT: [
      'CONNECT elsewhere:443 HTTP/1.1\r\nhost: localhost\r\n\r\n',
      405,
      'method.not_allowed',
    ],
  } as const
  for (const [name, [bytes, status, code]] of Object.entries(broken)) {
    const text = await edge.raw(municipality, bytes)
    t.match(text, new RegExp(`^HTTP/1\\.1 ${status} `), name)
    t.match(text, /\r\napi-version: 1\.0\.0\r\n/, name)
    t.match(text, /\r\nx-frame-options: DENY\r\n/, name)
    t.match(text, /\r\ncontent-type: application\/problem\+json/, name)
    t.match(text, new RegExp(`"code":"${code}"`), name)
    t.notMatch(text, /Jansen/, name)
  }
  t.notMatch(edge.lines.join('\n'), /Jansen|4a616e73656e|74, ?97, ?110/)
})

t.test('an exchange is named by its caller or by the hub', async (t) => {
  const edge = await startEdge(t, { answers: { listFeeds: () => ({ feeds: [] }) } })
  const ask = (headers: Record<string, string | string[]>) =>
    edge.ask(edge.parties.municipality, '/v1/feeds', { headers })
  const id = '01993289-0000-7000-8000-000000000001'
  t.equal((await ask({ 'fsc-transaction-id': id })).headers['fsc-transaction-id'], id)
  for (const bad of ['1', 'ABC', id.replace('-7', '-4')]) {
    const answer = await ask({ 'fsc-transaction-id': bad })
    checkProblem(t, answer, 400, 'request.transaction_id')
  }
})

t.test(
  'a request takes part in the trace of its caller, and answers with its own span',
  async (t) => {
    const edge = await startEdge(t, { answers: { listFeeds: () => ({ feeds: [] }) } })
    const traceId = '0af7651916cd43dd8448eb211c80319c'
    const parent = 'b7ad6b7169203331'
    const ask = async (headers: Record<string, string | string[]>, path = '/v1/feeds') => {
      const answer = await edge.ask(edge.parties.municipality, path, { headers })
      return String(answer.headers['traceparent'])
    }
    const own = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-01$/
    const taken = await ask({ traceparent: `00-${traceId}-${parent}-00` })
    t.match(taken, own)
    t.match(taken, new RegExp(`^00-${traceId}-`))
    t.notMatch(taken, parent, 'the span is new')
    t.match(
      await ask({ traceparent: `01-${traceId}-${parent}-00-more` }),
      traceId,
      'a later version',
    )
    t.match(
      await ask({ traceparent: `00-${traceId}-${parent}-00` }, '/v1/nothing'),
      traceId,
      'refusals',
    )
    for (const bad of [
      `00-${traceId}-${parent}-00-more`,
      `ff-${traceId}-${parent}-00`,
      `00-${'0'.repeat(32)}-${parent}-00`,
      `00-${traceId}-${'0'.repeat(16)}-00`,
      `00-${traceId.toUpperCase()}-${parent}-00`,
      'rubbish',
    ]) {
      const answered = await ask({ traceparent: bad })
      t.match(answered, own, bad)
      t.notMatch(answered, traceId, 'begins a trace of its own')
    }
  },
)
