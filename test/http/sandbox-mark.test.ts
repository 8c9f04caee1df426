import t from 'tap'
import { createListener } from '../../src/http/server.js'
import { edgeContext } from './listener.js'

const PRODUCTION = {
  VS_SANDBOX: 'false',
  VS_TLS_CERT: 'a',
  VS_TLS_KEY: 'b',
  VS_TLS_CLIENT_CA: 'c',
  VS_TLS_SIGNING_CA: 'd',
  VS_TLS_CRL_DIR: 'e',
}

function listener(settings: Readonly<Record<string, string>>) {
  const app = createListener(edgeContext([], settings), { bodyLimitBytes: 1024 })
  app.get('/page', async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send('<html><body class="x"><p>One</p></body></html>'),
  )
  app.get('/bytes', async (_request, reply) =>
    reply.type('text/html').send(Buffer.from('<html><body>One</body></html>')),
  )
  app.get('/json', async () => ({ body: '<body>' }))
  return app
}

t.test('a sandbox says so on every answer and on every page', async (t) => {
  const app = listener({})
  for (const url of ['/page', '/bytes', '/json', '/nothing']) {
    const { headers } = await app.inject({ url })
    t.equal(headers['hub-environment'], 'sandbox', url)
  }
  for (const url of ['/page', '/bytes']) {
    const { payload, headers } = await app.inject({ url })
    t.match(payload, /<body[^>]*><aside aria-label="Sandbox">/)
    t.equal(Number(headers['content-length']), Buffer.byteLength(payload), 'of all of it')
  }
  t.equal(
    (await app.inject({ url: '/json' })).payload,
    '{"body":"<body>"}',
    'data stay as they are',
  )
})

t.test('a hub in production says nothing of the kind', async (t) => {
  const app = listener(PRODUCTION)
  for (const url of ['/page', '/nothing']) {
    const { headers, payload } = await app.inject({ url })
    t.notOk('hub-environment' in headers, url)
    t.notMatch(payload, /Sandbox/)
  }
})
