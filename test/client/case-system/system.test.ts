import t from 'tap'
import {
  CaseSystem,
  readCaseSystem,
  readResult,
  type CaseSystemSettings,
} from '../../../src/client/case-system/index.js'
import { startCaseSystem, TOKEN } from '../../helpers/case-system.js'
import { anchorsOf, testAuthority } from '../../helpers/pki.js'
import { id } from '../../notifications/build.js'

t.test('a case system', async (t) => {
  const system = await startCaseSystem(t)
  const authorities = anchorsOf(await testAuthority())
  const plain = {
    endpoint: `${system.origin}/cases`,
    tokenFile: 'token',
    once: 'LOOKUP',
    lookup: { parameter: 'externalId', reference: '/results/0/id' },
    reference: '/id',
    change: 'PATCH',
    fields: { '/externalId': 'id' },
    outcomes: {
      endpoint: `${system.origin}/results`,
      items: '/results',
      next: '/next',
      fields: { caseId: '/id', closedOn: '/closed', outcome: '/result' },
    },
  }
  const connect = (more: object = {}, token = TOKEN) => {
    const read = readCaseSystem({ ...plain, ...more })
    if (!('settings' in read)) throw new Error(read.mistakes.join())
    const made = new CaseSystem(read.settings, { token, authorities, pauseMs: 1 })
    t.teardown(() => made.close())
    return made
  }
  const body = (number: number) => ({ externalId: id(number), bin: 'REMAINING' })
  const inDoubt = { reference: undefined }
  const countOf = (number: number) =>
    [...system.cases.values()].filter((one) => one.body['externalId'] === id(number)).length

  await t.test('makes a case once, in each of the three ways, whatever was lost', async (t) => {
    for (const [number, once, known] of [
      [1, 'LOOKUP', undefined],
      [2, 'IDEMPOTENCY_KEY', undefined],
      [3, 'PUT', undefined],
      // As a program finds it that was killed while it sent.
      [1, 'LOOKUP', inDoubt],
      [2, 'IDEMPOTENCY_KEY', inDoubt],
      [3, 'PUT', inDoubt],
    ] as const) {
      const desk = connect({ once })
      let lost = 0
      // Taken, and the answer is lost; what is sent again may be lost too.
      system.fates.after = (line) =>
        /^(POST|PUT)/.test(line) && (lost += 1) <= 2 ? Promise.resolve('cut' as const) : undefined
      const done = await desk.handOver(id(number), body(number), known)
      delete system.fates.after
      t.match(done, { reference: /./ }, once)
      t.equal(countOf(number), 1, once)
    }
  })

  await t.test('changes what it has, at its own name of it', async (t) => {
    const [[reference] = ['']] = system.cases
    const changed = { ...body(1), bin: 'URGENT' }
    t.match(await connect().handOver(id(1), changed, { reference }), {
      outcome: 'CHANGED',
      reference,
    })
    t.match(system.cases.get(reference), { body: { bin: 'URGENT' } })
    const elsewhere = connect().handOver(id(1), changed, { reference: 'https://other.example/1' })
    await t.rejects(elsewhere, { code: 'case_system.broken' }, 'the token goes nowhere else')
  })

  await t.test('refuses one case, and the others go on', async (t) => {
    system.fates.before = (line) => (line.startsWith('POST') ? 422 : undefined)
    t.strictSame(await connect().handOver(id(4), body(4), undefined), {
      outcome: 'REFUSED',
      status: 422,
    })
    for (const [status, code, isTransient] of [
      [401, 'case_system.unauthorised', false],
      [500, 'case_system.broken', true],
      [429, 'case_system.busy', true],
      [302, 'case_system.elsewhere', false],
    ] as const) {
      system.fates.before = () => status
      const error = await connect()
        .handOver(id(4), { externalId: 'Kanarie' }, undefined)
        .catch((caught: unknown) => caught)
      t.match(error, { code, isTransient })
      t.notMatch(JSON.stringify([String(error), error]), /Kanarie/)
    }
    delete system.fates.before
  })

  await t.test('tells what came of cases, page by page', async (t) => {
    system.results.push({ id: id(1), closed: '2026-09-01T23:30:00Z', result: 'NO_CONTACT' })
    system.results.push({ id: id(2), closed: 'gisteren', result: 'sprak met Kanarie' })
    system.results.push({ other: true })
    const desk = connect()
    const found = []
    for await (const item of desk.results()) found.push(readResult(item, desk.settings.outcomes!))
    t.strictSame(found, [
      {
        caseId: id(1),
        cells: { closedOn: '2026-09-02', outcome: 'NO_CONTACT' },
        contacts: undefined,
        isWhole: false,
        unread: [],
      },
      {
        caseId: id(2),
        cells: {},
        contacts: undefined,
        isWhole: false,
        unread: ['closedOn', 'outcome'],
      },
      undefined,
    ])
  })

  await t.test('is described by a file, of which all mistakes are named', async (t) => {
    const wrong = (read: unknown) => {
      const found = readCaseSystem(read)
      return 'mistakes' in found ? found.mistakes.join('\n') : ''
    }
    t.match(wrong([]), /the file is a JSON object/)
    t.match(wrong({ ...plain, password: 'x' }), /the file has members other than endpoint/)
    const mistakes = wrong({
      ...plain,
      endpoint: 'https://naam:wachtwoord@cases.example/?q=1',
      once: 'LOOKUP',
      lookup: undefined,
      change: 'DELETE',
      parallel: 99,
      fields: { title: 'id', '/__proto__/x': 'id', '/a/b': 'bsn', '/c': { field: 'id', to: 1 } },
      outcomes: { ...plain.outcomes, endpoint: 'https://other.example/', fields: { bsn: '/x' } },
    })
    for (const [at, what] of [
      ['/endpoint', 'is an address'],
      ['/lookup', 'is a JSON object'],
      ['/change', 'is one of PUT, PATCH, NONE'],
      ['/parallel', 'is a whole number from 1 to 16'],
      ['/fields/title', 'is a place in the body'],
      ['/fields/~1__proto__~1x', 'is a place in the body'],
      ['/fields/~1a~1b', 'is one of id'],
      ['/fields/~1c', 'has members other than'],
      ['/outcomes/fields', 'has members other than caseId'],
    ] as const) {
      t.ok(mistakes.includes(`${at} ${what}`), `${at} ${what}`)
    }
    t.notMatch(mistakes, /wachtwoord/)
    t.match(
      wrong({ ...plain, outcomes: { ...plain.outcomes, endpoint: 'https://other.example/' } }),
      /\/outcomes\/endpoint is at the same address/,
    )
    t.match(wrong({ ...plain, fields: { '/x': 'name' } }), /\/fields has a place for "id"/)
    t.equal((readCaseSystem(plain) as { settings: CaseSystemSettings }).settings.parallel, 4)
  })
})
