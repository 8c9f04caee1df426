import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import {
  exportLog,
  recordExport,
  sequencePending,
  shipEntries,
} from '../../src/access-log/index.js'
import { verifyLog } from '../../src/access-log/verify.js'
import {
  confirmPartition,
  decidePartition,
  forgetHub,
  listPartitions,
  retentionReport,
  setTerm,
  type NewDecision,
} from '../../src/retention/index.js'
import type { Day } from '../../src/kernel/calendar.js'
import { checkLog } from '../helpers/check-log.js'
import { enrolPerson, visitorWith, type Visitor } from '../helpers/console.js'
import { ALMERE, municipalParty, OFFICER, startHub, WONING } from '../helpers/hub.js'
import { RESIDENT } from '../helpers/populated-hub.js'
import { scratchFolder } from '../helpers/log.js'
import { OPERATOR } from '../helpers/registry.js'
import { id, report } from '../notifications/build.js'

const almere = municipalParty(ALMERE)
const TRACE = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) }
const OF_CONTROLLER = '{"key":"vroegsignaal.log.controller","value":{"stringValue":'
const SECOND = { pseudonym: 'operator-2' }
const READER = `${OFFICER}/fg-1`
const SECRET = {
  controller: almere,
  confidentiality: 'CONFIDENTIAL',
  readers: [READER],
  reason: 'Inquiry 2026-7',
} as const

t.test('decisions about a part of the log', async (t) => {
  const hub = await startHub(t)
  const { context } = hub
  const reader = await visitorWith(t, hub, await enrolPerson(hub, OFFICER, 'fg-1'))
  const other = await visitorWith(t, hub, await enrolPerson(hub, OFFICER, 'fg-2'))
  await hub.as(WONING).submit(id(1000), [report(1)])
  const search = { reason: 'Yearly review', controller: almere }
  const trace = { reason: 'Yearly review', municipalityCode: ALMERE, ...RESIDENT }
  const asSoftware = (path: string, body: object) => hub.as(OFFICER).post(path, body)
  const searched = async (visitor: Visitor) => {
    const token = await visitor.signIn()
    const { status, headers } = await visitor.submit('/console/search', { token, ...search })
    return status === 303 ? (await visitor.get(String(headers['location']))).status : status
  }
  const decided = async (decision: NewDecision) => {
    const version = await decidePartition(context, OPERATOR, decision)
    await confirmPartition(context, SECOND, decision.controller, version)
    return version
  }

  await t.test('are refused when they decide nothing, or cannot hold', async (t) => {
    const { controller, reason } = SECRET
    for (const wrong of [
      { controller, reason },
      { ...SECRET, readers: [] },
      { ...SECRET, confidentiality: 'LIFTED' },
      { controller, reason, readers: [READER], term: 48 },
      { controller, reason, term: 35 },
      { controller, reason, term: 121 },
      { controller, term: 48, reason: ' ' },
    ] as const) {
      t.throws(() => decidePartition(context, OPERATOR, wrong), { code: 'registry.invalid' })
    }
    for (const [wrong, code] of [
      [{ controller, reason, confidentiality: 'LIFTED' }, 'registry.invalid'],
      [{ controller, reason, term: 60 }, 'registry.invalid'],
      [{ ...SECRET, controller: '00000099000000999000' }, 'registry.unknown'],
      [{ ...SECRET, readers: [READER, `${WONING}/fg-1`] }, 'registry.unknown'],
    ] as const) {
      await t.rejects(decidePartition(context, OPERATOR, wrong), { code })
    }
    await t.rejects(confirmPartition(context, SECOND, almere, 1), { code: 'registry.unknown' })
  })

  await t.test('hold when a second person agrees, within seven days', async (t) => {
    const version = await decidePartition(context, OPERATOR, SECRET)
    t.equal(version, 1)
    const confirm = () => confirmPartition(context, SECOND, almere, version)
    await t.rejects(confirmPartition(context, OPERATOR, almere, version), {
      code: 'registry.invalid',
    })
    t.equal((await asSoftware('/v1/access-log/_search', search)).status, 200, 'nothing holds yet')
    hub.context.clock.set('2026-08-18T09:00:00Z')
    await t.rejects(confirm(), { code: 'registry.invalid' }, 'it has lapsed')
    hub.context.clock.set('2026-08-10T09:00:00Z')
    await decidePartition(context, OPERATOR, SECRET)
    await t.rejects(confirm(), { code: 'registry.invalid' }, 'a later one took its place')
    await confirmPartition(context, SECOND, almere, 2)
    await t.rejects(confirmPartition(context, SECOND, almere, 2), { code: 'registry.invalid' })
    t.match(await listPartitions(context, OPERATOR), [
      { version: 1, confirmedAt: null },
      { version: 2, confidentiality: 'CONFIDENTIAL', confirmedBy: 'operator-2' },
    ])
  })

  await t.test('403: from the next request on only its readers see entries', async (t) => {
    t.equal(await searched(reader), 200)
    t.equal(await searched(other), 403)
    const { status, body } = await asSoftware('/v1/access-log/_search', search)
    t.match({ status, body }, { status: 403, body: { code: 'log.confidential' } })
    const denied = await hub.sql(
      `SELECT DISTINCT operation FROM log_entry
        WHERE action = 'DENIED' AND objects ->> 'code' = 'log.confidential' ORDER BY 1`,
    )
    const tried = denied.map(({ operation }) => operation)
    t.ok(tried.includes('searchAccessLog') && tried.length > 1, 'that it was tried is logged')
    t.equal((await other.get(`/console/overview?log=${almere}`)).status, 403, 'nor the overview')
    const registers = await other.get(`/console/registers?log=${almere}`)
    t.match(registers.text, /CONFIDENTIAL[^]*Inquiry 2026-7/, 'why stands in the registers')
    t.equal(
      (await asSoftware('/v1/access-log/_search', { ...search, controller: 'hub' })).status,
      200,
    )
  })

  await t.test(
    'a trace says what it left out, and a resident is told that there is more',
    async (t) => {
      const traced = await asSoftware('/v1/data-subjects/_trace', trace)
      t.match(traced.body, { steps: [], leftOut: [almere] })
      const token = await reader.signIn()
      const { person, address } = RESIDENT
      const form = {
        token,
        municipality: ALMERE,
        reason: 'x',
        initials: person.initials,
        prefix: person.prefix,
        surname: person.surname,
        postcode: address.postcode,
        houseNumber: String(address.houseNumber),
      }
      const found = await reader.submit('/console/resident', form)
      t.match(found.text, /submitNotificationBatch|INTAKE|Melding/, 'its reader sees the entries')
      const { text } = await reader.submit('/console/resident', { ...form, answer: 'package' })
      t.match(text, /mogen wij nu nog niets vertellen/)
      t.match(text, /we may not tell anything yet/)
      t.notMatch(text, /Niemand meldde iets/, 'and never that there is nothing')
      t.notMatch(text, /Woning/)
    },
  )

  await t.test('nothing of it leaves: not in an export, not to a collector', async (t) => {
    await sequencePending(context)
    await t.rejects(recordExport(context, 'operator', 'adl', [almere]), {
      code: 'log.confidential',
    })
    const { leaving, confidential } = await recordExport(context, 'operator', 'tiles')
    t.strictSame(confidential, [almere])
    const folder = join(scratchFolder(t), 'export')
    await sequencePending(context)
    await exportLog(context, folder, leaving)
    t.notOk(existsSync(join(folder, 'records', `${almere}.ndjson`)))
    t.match(readFileSync(join(folder, 'records', 'hub.ndjson'), 'utf8'), /decidePartition/)
    t.strictSame(verifyLog(folder, { partial: true }).findings, [], 'and what leaves verifies')
    const collector = await collecting(t)
    await shipEntries(context, collector)
    t.ok(collector.has('hub'))
    t.notOk(collector.has(almere))
  })

  await t.test('lifted: everybody who reviews it reads it again, and it leaves', async (t) => {
    const reason = 'Inquiry closed'
    await decided({ controller: almere, confidentiality: 'LIFTED', reason })
    t.equal(await searched(other), 200)
    const { body } = await asSoftware('/v1/data-subjects/_trace', trace)
    t.ok(body.steps.length > 0)
    t.equal(body.leftOut, undefined)
    const collector = await collecting(t)
    await shipEntries(context, collector)
    t.ok(collector.has(almere))
    t.same((await recordExport(context, 'operator', 'adl', [almere])).leaving, [almere])
  })

  await t.test('keeping it for a shorter time takes two people as well', async (t) => {
    const alone = { kind: 'ACCESS_LOG', validFrom: '2026-08-10' as Day, reason: 'x' }
    for (const controller of [almere, undefined]) {
      await t.rejects(setTerm(context, OPERATOR, { ...alone, controller, term: 48 }), {
        code: 'registry.invalid',
        message: /two people/,
      })
    }
    await setTerm(context, OPERATOR, { ...alone, controller: almere, term: 72 })
    await decided({ controller: almere, term: 36, reason: 'Council 2026-12' })
    t.equal(await searched(other), 200, 'who reads it stays as it was')
    hub.context.clock.set('2029-11-05T03:00:00Z')
    await sequencePending(context)
    await forgetHub(context, TRACE)
    const oldest = async (controller: string) => {
      const [row] = await hub.sql<{ year: number }>(
        `SELECT extract(year FROM min(at))::integer AS year FROM log_entry
          WHERE controller = $1 AND operation <> 'confirmPartition'`,
        [controller],
      )
      return row!.year
    }
    t.equal(await oldest(almere), 2029)
    t.equal(await oldest('hub'), 2026, 'others are kept as they were')
    const { erasures } = await checkLog(t, hub.context)
    t.match(erasures, [{ controller: almere, before: '2026-10-31T23:00:00.000Z' }])
    const { counts } = await retentionReport(context, OPERATOR)
    const late = counts.filter(({ kind, overdue }) => kind === 'ACCESS_LOG' && overdue > 0)
    t.strictSame(late, [], 'what was decided stays, and is not late')
  })

  await t.test('each stands in the log of the hub and in the one it is about', async (t) => {
    const rows = await hub.sql<{ operation: string; controller: string; count: string }>(
      `SELECT controller, operation, count(*) FROM log_entry
        WHERE controller = 'hub' AND operation IN ('decidePartition', 'confirmPartition')
        GROUP BY 1, 2 ORDER BY 2`,
    )
    t.match(rows, [
      { operation: 'confirmPartition', count: '3' },
      { operation: 'decidePartition', count: '4' },
    ])
    await checkLog(t, hub.context)
  })
})

async function collecting(t: { teardown: (done: () => unknown) => void }) {
  const parts: string[] = []
  const server = createServer((request, response) => {
    request.setEncoding('utf8')
    request.on('data', (part: string) => parts.push(part))
    request.on('end', () => response.writeHead(200).end('{}'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    headers: {},
    has: (controller: string) => parts.join('').includes(`${OF_CONTROLLER}"${controller}"`),
  }
}
