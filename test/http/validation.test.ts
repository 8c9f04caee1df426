import { readFileSync } from 'node:fs'
import t from 'tap'
import { serialise, validateNotification } from '../../src/http/contract.js'
import { compileValidator } from '../../src/http/validation.js'
import { startEdge } from './listener.js'

const trace = JSON.parse(
  readFileSync(
    new URL('../../openapi/examples/trace-data-subject.accepted.json', import.meta.url),
    'utf8',
  ),
) as Record<string, object>
const batch = JSON.parse(
  readFileSync(
    new URL('../../openapi/examples/submit-notification-batch.accepted.json', import.meta.url),
    'utf8',
  ),
) as { notifications: Record<string, unknown>[] }
const early = batch.notifications[0]!

t.test('a request is held against the contract', async (t) => {
  const edge = await startEdge(t, {
    answers: {
      traceDataSubject: () => ({ municipalityCode: '0034', steps: [], truncated: false }),
    },
  })
  const ask = (body: unknown) =>
    edge.ask(edge.parties.officer, '/v1/data-subjects/_trace', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  const places = async (body: unknown) => {
    const answer = await ask(body)
    t.match(answer, { status: 400, body: { code: 'request.invalid' } })
    return (answer.body.errors as { pointer: string; code: string }[])
      .map(({ pointer, code }) => `${pointer} ${code}`)
      .sort()
  }

  t.test('200: when it fits', async (t) => {
    t.equal((await ask(trace)).status, 200)
  })

  t.test('two errors in, two errors out', async (t) => {
    const { reason: _reason, ...rest } = trace
    t.same(await places({ ...rest, municipalityCode: 34 }), [
      '#/municipalityCode schema.type',
      '#/reason schema.required',
    ])
  })

  t.test('nothing is converted', async (t) => {
    const address = { ...trace['address'], houseNumber: '12' }
    t.same(await places({ ...trace, address }), ['#/address/houseNumber schema.type'])
  })

  t.test('names and values that were sent are not repeated', async (t) => {
    const person = { surname: 7, 'Jansen/de~Vries': 1, ['__proto__']: 'Jansen' }
    const text = `{"reason":"Jansen\\n in here","Jansen":{"Jansen":1},${JSON.stringify({
      municipalityCode: 'Jansen',
      person,
      address: { ...trace['address'], postcode: 'JANSEN' },
    }).slice(1)}`
    const answer = await ask(text)
    t.equal(answer.status, 400)
    t.notMatch(answer.text, /jansen|vries|proto/i)
    t.notMatch(edge.lines.join('\n'), /jansen|vries|proto/i)
    t.ok(answer.body.errors.length >= 5)
  })

  t.test('a body has at most 100 errors, however wrong it is', async (t) => {
    const many = Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`m${at}`, at]))
    const answer = await ask({ ...trace, ...many })
    t.equal(answer.body.errors.length, 100)
  })

  t.test('JSON that two readers could read differently is refused', async (t) => {
    for (const text of [
      '{"reason":"one reason","reason":"another one"}',
      `{"a":${'['.repeat(20)}${']'.repeat(20)}}`,
      '{"reason":"\\ud800 half a character"}',
      '\ufeff{}',
      '',
      'Jansen',
    ]) {
      const answer = await ask(text)
      const code = 'request.unreadable_json'
      t.match(answer, { status: 400, body: { code } }, JSON.stringify(text))
      t.notMatch(answer.text, /Jansen/)
    }
  })
})

t.test('an item is held against the closed schema of its kind', async (t) => {
  const codes = (item: unknown) =>
    validateNotification(item)
      .map(({ pointer, code }) => `${pointer} ${code}`)
      .sort()

  t.test('the examples fit', async (t) => {
    for (const item of batch.notifications) t.same(validateNotification(item), [])
  })

  t.test('a withdrawal carries no person, an early one no predecessor', async (t) => {
    const { person } = early
    t.same(codes({ ...batch.notifications[2], person }), [' schema.additionalProperties'])
    t.same(codes({ ...early, predecessorId: early['notificationId'] }), [
      ' schema.additionalProperties',
    ])
    t.same(codes({ ...early, kind: 'UPDATE' }), ['/predecessorId schema.required'])
  })

  t.test('a kind that is not one, or is not text', async (t) => {
    for (const kind of ['LATE', '__proto__', 'toString', 7, null, undefined]) {
      t.same(codes({ ...early, kind }), ['/kind schema.enum'])
    }
    for (const item of [null, [], 'x', 7]) t.same(codes(item), ['/kind schema.enum'])
  })

  t.test(
    'control and direction characters are refused, letters of all kinds are not',
    async (t) => {
      const surname = (text: string) => codes({ ...early, person: { surname: text } })
      for (const bad of [
        'a\nb',
        'a\u0000',
        'a\u0085',
        'a\u202eb',
        'a\u200bb',
        '\ufeffa',
        '\ud800',
      ]) {
        t.same(surname(bad), ['/person/surname schema.pattern'], JSON.stringify(bad))
      }
      for (const good of [
        'Şahin',
        'Nguyễn',
        "d'Ancona",
        '王',
        'van der Heijden-Ó Briain',
        '𠮷田',
      ]) {
        t.same(surname(good), [], good)
      }
    },
  )

  t.test('days and instants must exist', async (t) => {
    for (const day of ['2026-02-30', '2026-2-3', '20260203', '2026-09-10T00:00:00Z']) {
      t.match(codes({ ...early, reportedOn: day }).join(), /\/reportedOn schema\./, day)
    }
  })

  t.test('amounts are whole and above zero', async (t) => {
    for (const amount of [0, -1, 1.5, '100', 1e300, null]) {
      t.match(codes({ ...early, arrearsCents: amount }).join(), /\/arrearsCents schema\./)
    }
  })

  t.test('at most 20 errors', async (t) => {
    const phone = Array.from({ length: 40 }, () => 'x')
    t.equal(validateNotification({ ...early, phone }).length, 20)
  })
})

t.test('an answer holds what the contract names and nothing else', async (t) => {
  const mandate = {
    mandateId: early['notificationId'],
    creditorId: '00000099000000001000',
    municipalityCode: '0034',
    municipalityName: 'Almere',
    sector: 'RENT',
    startsOn: '2026-01-01',
    surname: 'Jansen',
  }
  t.equal(
    serialise('listMandates', 200, { mandates: [mandate], nextCursor: null, secret: 'Jansen' }),
    '{"mandates":[{"mandateId":"5b1f8a34-6c0d-4a57-9d3e-0f7c2b9e4a11","creditorId":"00000099000000001000",' +
      '"municipalityCode":"0034","municipalityName":"Almere","sector":"RENT","startsOn":"2026-01-01"}],' +
      '"nextCursor":null}',
  )
  t.throws(() => serialise('listMandates', 200, { nextCursor: null }))
  t.throws(() => serialise('listMandates', 404, {}))
})

t.test('a pointer ends before a name that the contract does not know', async (t) => {
  const inner = { type: 'object', additionalProperties: { type: 'string' } }
  const validate = compileValidator({ type: 'object', properties: { known: inner } })
  t.match(validate({ known: { Jansen: 1 } }), [{ pointer: '/known', code: 'schema.type' }])
})
