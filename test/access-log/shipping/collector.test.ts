import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { recordAccess, sequencePending, shipEntries } from '../../../src/access-log/index.js'
import { bulk } from '../../../src/db/bulk.js'
import { inTransaction } from '../../../src/db/transaction.js'
import { checkLog } from '../../helpers/check-log.js'
import { freshDatabase } from '../../helpers/database.js'
import { accessEntry, logContext } from '../../helpers/log.js'

const ALMERE = '00000099000000034000'
const OMMEN = '00000099000000175000'

interface Span {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  kind: number
  startTimeUnixNano: string
  attributes: { key: string; value: Record<string, unknown> }[]
  status: { code: number }
}
interface Traces {
  resourceSpans: { resource: { attributes: Span['attributes'] }; scopeSpans: { spans: Span[] }[] }[]
}

interface Logs {
  resourceLogs: { scopeLogs: { logRecords: object[] }[] }[]
}

t.test('a collector of OpenTelemetry', async (t) => {
  const { db } = await freshDatabase(t)
  const bare = logContext(t, db)
  const config = { ...bare.config, hubId: 'hub.example', publicUrl: 'https://hub.example' }
  const context = { ...bare, config }
  const record = (count: number, controller: string) =>
    inTransaction(db, 'test.record', { role: 'vroegsignaal_intake' }, (tx) =>
      recordAccess(
        tx,
        context,
        Array.from({ length: count }, () =>
          accessEntry({
            controller,
            subjects: [{ household: Buffer.alloc(16, 7), person: null, reference: 'n-1' }],
          }),
        ),
      ),
    )
  const taken: { path: string; type: string | undefined; body: unknown }[] = []
  let answer: (path: string) => { status: number; text: string } = () => ({
    status: 200,
    text: '{}',
  })
  const server = createServer((request, response) => {
    void textOf(request).then((text) => {
      const path = request.url ?? ''
      const { status, text: told } = answer(path)
      if (status === 200) {
        taken.push({ path, type: request.headers['content-type'], body: JSON.parse(text) })
      }
      response.writeHead(status, { 'content-type': 'application/json' }).end(told)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/otlp`
  const ship = () => shipEntries(context, { url })
  const spans = () =>
    taken
      .filter(({ path }) => path.endsWith('/v1/traces'))
      .flatMap(({ body }) => (body as Traces).resourceSpans)
  const shipped = () =>
    spans().flatMap(({ resource }) => {
      const given = Object.fromEntries(resource.attributes.map(({ key, value }) => [key, value]))
      const number = given['vroegsignaal.log.number']?.['intValue']
      const isEntry = given['vroegsignaal.log.record'] !== undefined
      const controller = String(given['vroegsignaal.log.controller']?.['stringValue'])
      return isEntry ? [`${controller.slice(-6, -3)}/${String(number)}`] : []
    })

  await t.test('gets nothing before anything was published', async (t) => {
    t.equal(await ship(), 0)
    t.strictSame(taken, [])
  })

  await t.test('gets each entry once, with its proof, as spans and as log records', async (t) => {
    await record(250, ALMERE)
    await record(2, OMMEN)
    await sequencePending(context)
    t.equal(await ship(), 252)
    t.strictSame(
      new Set(taken.map(({ path }) => path)),
      new Set(['/otlp/v1/traces', '/otlp/v1/logs']),
    )
    t.ok(taken.every(({ type }) => type === 'application/json'))
    t.equal(new Set(shipped()).size, 252)
    t.equal(shipped().length, 252)
    const [first, resident] = spans()
    const span = first!.scopeSpans[0]!.spans[0]!
    t.match(span, {
      traceId: '0af7651916cd43dd8448eb211c80319c',
      parentSpanId: 'b7ad6b7169203331',
      name: 'submitNotificationBatch INTAKE',
      startTimeUnixNano: '1785744000000000000',
      status: { code: 1 },
      attributes: [{ key: 'dpl.core.processing_activity_id' }],
    })
    t.equal(resident!.scopeSpans[0]!.spans[0]!.parentSpanId, span.spanId)
    const names = first!.resource.attributes.map(({ key }) => key)
    t.ok(names.includes('vroegsignaal.log.proof') && names.includes('vroegsignaal.log.checkpoint'))
    const logs = taken.find(({ path }) => path.endsWith('/v1/logs'))?.body as Logs
    t.match(logs.resourceLogs[0]!.scopeLogs[0]!.logRecords[0], {
      eventName: 'adl.access_evaluation',
      traceId: span.traceId,
      spanId: span.spanId,
      severityText: 'INFO',
    })
  })

  await t.test('is told of in the log before it gets anything', async (t) => {
    await sequencePending(context)
    t.equal(await ship(), 2, 'the two entries that say so')
    const names = spans().map(({ scopeSpans }) => scopeSpans[0]!.spans[0]!.name)
    t.equal(names.filter((name) => name === 'job.ship LOG_EXPORT').length, 2)
    t.equal(await ship(), 0, 'and then nothing more, so it ends')
  })

  await t.test('loses nothing while it refuses, is away, or takes a part', async (t) => {
    taken.length = 0
    await record(3, OMMEN)
    await sequencePending(context)
    for (const [status, text, code] of [
      [503, '', '503'],
      [400, '', '400'],
      [200, '{"partialSuccess":{"rejectedSpans":"1"}}', 'partial'],
    ] as const) {
      answer = () => ({ status, text })
      await t.rejects(ship(), { name: 'CollectorError', code })
    }
    await t.rejects(shipEntries(context, { url: 'http://127.0.0.1:1' }), { code: 'ECONNREFUSED' })
    // Traces are taken, logs are not: both come again.
    answer = (path) => ({ status: path.endsWith('logs') ? 429 : 200, text: '{}' })
    await t.rejects(ship(), { code: '429' })
    taken.length = 0
    answer = () => ({ status: 200, text: '' })
    t.equal(await ship(), 3)
    t.strictSame(shipped(), ['175/4', '175/5', '175/6'])
  })

  await t.test('knows its place in the database, for every process', async (t) => {
    const rows = await inTransaction(db, 'test.place', { role: 'vroegsignaal_sequencer' }, (tx) =>
      bulk<{ controller: string; number: string }>(
        tx,
        'SELECT controller, number FROM shipment WHERE sink = $1 ORDER BY controller',
        [url],
      ),
    )
    t.strictSame(rows, [
      { controller: ALMERE, number: '251' },
      { controller: OMMEN, number: '6' },
    ])
    taken.length = 0
    await record(1, ALMERE)
    await sequencePending(context)
    const counts = await Promise.all([ship(), ship()])
    t.equal(
      counts.reduce((a, b) => a + b),
      2,
      'two at once may send it twice, and count it once (with what the other collector caused)',
    )
    t.equal(await ship(), 0)
  })

  await t.test('afterwards the whole log verifies', async (t) => {
    await checkLog(t, context)
  })
})

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}
