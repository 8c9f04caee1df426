import { get } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { parse } from 'yaml'
import { ACTIVITIES, activityPath, EVENTS } from '../../src/access-log/index.js'
import { buildPublicApp } from '../../src/app.js'
import { buildMetricsApp } from '../../src/http/metrics.js'
import { registerReference } from '../../src/http/reference.js'
import { createListener } from '../../src/http/server.js'
import { edgeContext } from './listener.js'

function fetchText(port: number, path: string, method = 'GET') {
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>(
    (resolve, reject) => {
      get({ host: '127.0.0.1', port, path, method, agent: false }, (response) => {
        let text = ''
        response.on('data', (chunk: Buffer) => (text += chunk.toString()))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        )
      }).on('error', reject)
    },
  )
}

t.test('the public listener', async (t) => {
  let ready = true
  const app = buildPublicApp(edgeContext(), {
    dataUrl: 'https://data.example/v1',
    readiness: [{ name: 'log', isReady: async () => ready }],
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  t.teardown(() => app.close())
  const { port } = app.server.address() as AddressInfo
  const read = (path: string, method?: string) => fetchText(port, path, method)

  t.test('serves the contract to anybody, in three equal forms', async (t) => {
    const json = await read('/v1/openapi.json')
    t.match(json, {
      status: 200,
      headers: {
        'access-control-allow-origin': '*',
        'api-version': '1.0.0',
        'x-content-type-options': 'nosniff',
        'content-type': /^application\/json/,
      },
    })
    const document = JSON.parse(json.text)
    t.equal(document.servers[0].url, 'https://data.example/v1')
    t.strictSame(parse((await read('/v1/openapi.yaml')).text), document)
    const twin = JSON.parse((await read('/v1/openapi-3.0.json')).text)
    t.same(Object.keys(twin.paths), Object.keys(document.paths))
    const example = 'examples/submit-notification-batch.accepted.json'
    t.equal((await read(`/v1/${example}`)).status, 200)
    t.equal((await read('/v1/examples/..%2fhub.yaml')).status, 404)
  })

  t.test('explains every refusal, under the address that problems carry', async (t) => {
    const page = await read('/problems/batch.conflict')
    t.match(page, { status: 200, headers: { 'content-type': /^text\/html/ } })
    t.match(page.text, /lang="nl"[^]*lang="en"/)
    t.match((await read('/problems')).text, /batch\.conflict/)
    t.match(await read('/problems/no.such'), {
      status: 404,
      headers: { 'content-type': /problem\+json/ },
    })
  })

  t.test('publishes the public half of the signing key', async (t) => {
    const { keys } = JSON.parse((await read('/keys')).text)
    t.match(keys, [{ kty: 'EC', use: 'sig', alg: 'ES256' }])
    t.notOk('d' in keys[0])
  })

  t.test('says whether it lives and is ready', async (t) => {
    t.equal((await read('/health/live')).status, 200)
    t.equal((await read('/health/ready')).status, 200)
    ready = false
    t.match(await read('/health/ready'), { status: 503, text: /"log":false/ })
  })

  t.test('describes each processing activity at the address that entries name', async (t) => {
    const { processingActivities: list } = JSON.parse((await read('/processing-activities')).text)
    t.equal(list.length, ACTIVITIES.length)
    for (const { activity } of EVENTS) {
      const { status, text } = await read(activityPath(activity))
      t.equal(status, 200, activity)
      t.match(JSON.parse(text), { en: { title: /./ }, nl: { title: /./ } })
    }
    t.equal((await read('/processing-activities/intake/versions/99')).status, 404)
  })

  t.test('takes nothing but GET and HEAD, and no slash at the end', async (t) => {
    t.match(await read('/keys', 'POST'), { status: 405, headers: { allow: 'GET, HEAD' } })
    t.match(await read('/keys', 'HEAD'), { status: 200, text: '' })
    t.equal((await read('/keys/')).status, 404)
  })
})

t.test('files of the log: tiles are kept for ever, the checkpoint never', async (t) => {
  const app = createListener(edgeContext(), { bodyLimitBytes: 1024 })
  t.teardown(() => app.close())
  await app.register(async (scope) =>
    registerReference(scope, {
      keys: () => ({ keys: [] }),
      activities: [],
      logFile: async (path) =>
        ({
          checkpoint: { bytes: Buffer.from('note'), contentType: 'text/plain', isImmutable: false },
          'tile/0/000': {
            bytes: Buffer.of(1, 2),
            contentType: 'application/octet-stream',
            isImmutable: true,
          },
        })[path],
    }),
  )
  const checkpoint = await app.inject('/log/checkpoint')
  t.match(checkpoint, { statusCode: 200, body: 'note', headers: { 'cache-control': 'no-store' } })
  const tile = await app.inject('/log/tile/0/000')
  t.match(tile, { statusCode: 200, headers: { 'cache-control': /immutable/ } })
  t.equal((await app.inject('/log/tile/0/001')).statusCode, 404)
})

t.test('metrics count answers and refusals by operation, with no party in them', async (t) => {
  const context = edgeContext()
  context.metrics.refusals.inc({ operation: 'getFeed', code: 'feed.unknown' })
  const app = buildMetricsApp(context.metrics)
  t.teardown(() => app.close())
  const { body } = await app.inject('/metrics')
  t.match(body, /hub_refusals_total\{operation="getFeed",code="feed\.unknown"\} 1/)
})
