import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { establishSealingKey, takeMonth, takeUrgent, using } from '../../src/demo/municipality.js'
import { findPlaintext } from '../../src/demo/plaintext-search.js'
import type { Day, Month } from '../../src/kernel/calendar.js'
import { randomId } from '../../src/kernel/identifiers.js'
import { loadShippedBases } from '../../src/legal-basis/index.js'
import { registerMandates } from '../../src/mandates/index.js'
import { registerOfficer, registerParty } from '../../src/registry/index.js'
import { copyEnvironments, dumpDatabase } from '../helpers/at-rest.js'
import { Canaries } from '../helpers/canaries.js'
import { ALMERE, municipalParty, OFFICER, WONING } from '../helpers/hub.js'
import { PartyCaller } from '../helpers/party-caller.js'
import { OPERATOR, plainRole } from '../helpers/registry.js'
import { startServedHub, type ServedHub } from '../helpers/served-hub.js'
import { type AnyItem, id, withdrawal } from '../notifications/build.js'
import { planted, plantedWrong } from './planted-items.js'
import { brokenBytes, brokenRequests } from './planted-requests.js'

const AUGUST = '2026-08' as Month
/** Planted by SQL: what must be found before finding nothing means anything. */
const CONTROL = 'Controle-Canarië'

t.test('nobody stands in clear in anything that a hub leaves behind', async (t) => {
  const canaries = new Canaries()
  const hub = await startServedHub(t, '2026-08-10T09:00:00Z')
  const { creditor, municipality, officer } = await enrolParties(hub)
  const woning = new PartyCaller(creditor.folder, hub.clock)
  const almere = new PartyCaller(municipality.coordinator.folder, hub.clock)
  const auditor = new PartyCaller(officer.folder, hub.clock)
  t.teardown(() => [woning, almere, auditor].forEach((caller) => caller.close()))
  const items = acceptedItems(canaries)
  const correction = planted(canaries, 4, { kind: 'CORRECTION', predecessorId: id(1) })
  const statuses = (text: string) =>
    (JSON.parse(text) as { items: { status: string }[] }).items.map(({ status }) => status)

  await t.test('what is right is accepted, and repeated', async (t) => {
    const batchId = randomId()
    const body = woning.sign('submitNotificationBatch', { batchId, notifications: items })
    const answers = [body, body].map((again) => woning.ask('/notification-batches', again))
    const [first, second] = await Promise.all(answers)
    t.equal(first!.status, 202, first!.text)
    t.equal(second!.text, first!.text)
    t.notOk(statuses(first!.text).includes('REJECTED'), first!.text)
    t.equal((await woning.submit(batchId, [planted(canaries, 50)])).status, 409)
    const { text } = await woning.submit(randomId(), items)
    t.equal(text.split('"DUPLICATE"').length - 1, items.length, text)
  })

  await t.test('what is wrong is refused, each item by itself', async (t) => {
    const wrong = plantedWrong(canaries, 100)
    const { status, text } = await woning.submit(randomId(), wrong)
    t.equal(status, 202, text)
    t.match(
      statuses(text),
      wrong.map(() => 'REJECTED'),
    )
    const fields = { batchId: randomId(), notifications: [...wrong, ...items] }
    const checked = woning.sign('validateNotificationBatch', fields)
    t.equal((await woning.ask('/notification-batches/_validate', checked)).status, 200)
  })

  await t.test('what is broken is refused as a whole', async (t) => {
    for (const broken of brokenRequests(canaries, woning, planted(canaries, 200))) {
      const { status, text } = await woning.ask(broken.path, broken.request)
      t.equal(status, broken.status, text)
    }
    for (const { pieces, hangUp } of brokenBytes(canaries, JSON.stringify(items))) {
      const answer = await woning.raw(pieces, hangUp)
      t.notMatch(answer, /^HTTP\/1.1 [25]/, pieces[0]!.toString())
    }
    const { status } = await almere.ask('/sealing-keys', {
      ...almere.sign('putSealingKey', {
        requestId: randomId(),
        version: 2,
        key: { kty: 'EC', crv: 'P-256', x: canaries.text(), y: 'y', d: canaries.text() },
      }),
      method: 'PUT',
    })
    t.equal(status, 400)
  })

  await t.test('statements that fail take everything back', async (t) => {
    await hub.sql(`ALTER TABLE notification ADD CONSTRAINT broken
      CHECK (arrears_cents <> 424242) NOT VALID`)
    const failing = planted(canaries, 300, { arrearsCents: 424_242 })
    t.equal((await woning.submit(randomId(), [failing])).status, 500)
    await hub.sql('ALTER TABLE notification DROP CONSTRAINT broken')
    await hub.sql(`CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS
      $$BEGIN RAISE EXCEPTION 'no log'; END$$`)
    await hub.sql(`CREATE TRIGGER broken BEFORE INSERT ON log_entry FOR EACH ROW
      EXECUTE FUNCTION broken()`)
    t.equal((await woning.submit(randomId(), [planted(canaries, 301)])).status, 503)
    await hub.sql('DROP TRIGGER broken ON log_entry')
  })

  await t.test('corrections, withdrawals and re-deliveries', async (t) => {
    await takeUrgent(municipality, hub.clock)
    hub.setClock('2026-08-11T09:00:00Z')
    const lost = [{ creditorId: WONING, notificationId: id(2) }]
    await using(municipality.coordinator.folder, hub.clock, (as) =>
      as.requestRedelivery('KEY_LOST', lost),
    )
    const later = { reportedOn: '2026-08-11' }
    const { text } = await woning.submit(randomId(), [
      { ...correction, ...later },
      withdrawal(5, 3, later),
      { ...items[1], kind: 'REDELIVERY' },
    ])
    t.notOk(statuses(text).includes('REJECTED'), text)
  })

  await t.test('the municipality opens everybody; that is where they may be read', async (t) => {
    await takeUrgent(municipality, hub.clock)
    hub.setClock('2026-09-01T04:30:00Z')
    await until(hub, `SELECT 1 FROM feed WHERE month = '2026-08-01'`)
    const { cases, opened } = await takeMonth(municipality, AUGUST, hub.clock)
    t.ok(opened >= 2)
    const read = JSON.stringify([cases, municipality.urgent])
    for (const item of [...items.slice(1), correction]) t.ok(read.includes(item['person'].surname))
  })

  await t.test('an officer searches and traces', async (t) => {
    const { person, address } = items[0]!
    const known = {
      reason: 'Review',
      municipalityCode: ALMERE,
      person: { surname: person.surname },
      address: { postcode: address.postcode, houseNumber: address.houseNumber },
    }
    const asked = (path: string, body: unknown) => {
      const headers = { 'content-type': 'application/json' }
      return auditor.ask(path, { headers, body: JSON.stringify(body) })
    }
    const trail = await asked('/data-subjects/_trace', known)
    t.match(trail, { status: 200, text: /"matched":"HOUSEHOLD"/ }, trail.text)
    const other = { ...known, person: { surname: canaries.text(), initials: canaries.text() } }
    t.equal((await asked('/data-subjects/_trace', other)).status, 200)
    for (const wrong of [
      { ...known, person: { surname: { [canaries.text()]: 1 } } },
      { ...known, [canaries.text()]: canaries.text() },
      { ...known, address: { postcode: canaries.text(), houseNumber: 1 } },
    ]) {
      t.equal((await asked('/data-subjects/_trace', wrong)).status, 400)
      t.equal((await almere.ask('/data-subjects/_trace', { body: 'Qanärie' })).status, 403)
    }
    const span = { from: '2026-08-01T00:00:00Z', until: '2026-09-02T00:00:00Z' }
    const found = await asked('/access-log/_search', { reason: 'Review', ...span, limit: 100 })
    t.match(found, { status: 200, text: /INTAKE/ })
  })

  await t.test('envelopes are purged', async () => {
    hub.setClock('2026-09-20T09:00:00Z')
    await until(hub, 'SELECT 1 FROM envelope HAVING every(jwe IS NULL)')
  })

  const { pgdata } = hub.embedded
  await hub.sql(
    `INSERT INTO party (id, name, registered_at) VALUES ('VS-000000000000', $1, now())`,
    [CONTROL],
  )
  const metrics = join(hub.folder, 'metrics.txt')
  writeFileSync(metrics, await (await fetch(hub.metricsUrl)).text())
  const answers = join(hub.folder, 'answers.txt')
  writeFileSync(answers, [woning, almere, auditor].flatMap(({ heard }) => heard).join('\n'))
  const environ = copyEnvironments(hub)
  const dump = await dumpDatabase(hub)
  t.equal(await hub.stop(), 0, 'the hub stops when told')

  await t.test(
    'the search finds what was planted by SQL, and looks at what there is',
    async (t) => {
      for (const place of [pgdata, dump]) {
        const hits = await findPlaintext([place], [CONTROL])
        t.ok(hits.length > 0, place)
        for (const hit of hits) t.match(hit, { encoding: 'UTF-8', text: 0 })
      }
      const logs = ['stdout', 'stderr'].map((name) => join(hub.folder, 'logs', `${name}.log`))
      t.match(readFileSync(logs[0]!, 'utf8'), /"job":"close"/)
      t.match(readFileSync(logs[1]!, 'utf8'), /data listener/)
      t.match(readFileSync(metrics, 'utf8'), /hub_request_seconds_count\{/)
      t.match(readFileSync(answers, 'utf8'), /NO_MANDATE/)
      if (process.platform === 'linux') {
        const hits = await findPlaintext([environ], ['VS_SANDBOX_CLOCK_FILE'])
        t.ok(hits.length > 0)
      }
    },
  )

  await t.test('and it finds nobody', async (t) => {
    t.ok(canaries.size > 150, `${canaries.size} canaries`)
    const places = ['hub', 'tmp', 'logs'].map((name) => join(hub.folder, name))
    const searched = [...places, pgdata, dump, environ, metrics, answers]
    const wanted = canaries.wanted()
    const hits = await findPlaintext(searched, wanted)
    t.strictSame(
      hits.map((hit) => ({ ...hit, text: wanted[hit.text] })),
      [],
    )
  })
})

function acceptedItems(canaries: Canaries): readonly AnyItem[] {
  const water = planted(canaries, 2, { sector: 'WATER' })
  const born = canaries.special('1931-02-17')
  return [
    planted(canaries, 1),
    {
      ...water,
      person: { ...water['person'], birthDate: born, bsn: canaries.special('999990019') },
    },
    planted(canaries, 3, { crisis: true, crisisGround: 'EVICTION' }),
  ]
}

async function enrolParties(hub: ServedHub) {
  const { registry: context, clock } = hub
  const code = ALMERE
  const party = municipalParty(code)
  await loadShippedBases(context, OPERATOR)
  // No shipped ground allows these two; a ground that does must not leave them behind either.
  await hub.sql(`UPDATE legal_basis SET allowed_fields = '{birthDate,bsn,customerReference}'
    WHERE sector = 'WATER'`)
  const roles = [
    [WONING, [plainRole('creditor')]],
    [party, [{ role: 'municipality', municipality: code, controller: '' }]],
    [OFFICER, []],
  ] as const
  for (const [partyId, own] of roles) {
    await registerParty(context, OPERATOR, { id: partyId, name: `Party ${partyId}`, roles: own })
  }
  await registerOfficer(context, OPERATOR, OFFICER, party)
  await registerMandates(
    context,
    OPERATOR,
    (['RENT', 'WATER'] as const).map((sector) => ({
      agreement: 'LCV 2026',
      creditor: WONING,
      municipality: code,
      sector,
      validFrom: '2026-01-01' as Day,
      validUntil: null,
      entitledFields: ['creditorName', 'arrearsCents', 'oldestDueOn'],
    })),
  )
  const creditor = await hub.enrol('creditor', WONING, 'Woning')
  const officer = await hub.enrol('officer', OFFICER, 'Officer')
  const coordinator = await hub.enrol('almere', party, 'Almere')
  const colleague = await hub.enrol('almere-colleague', party, 'Almere')
  const months = new Map()
  const municipality = {
    code,
    name: 'Almere',
    coordinator,
    colleague,
    months,
    urgent: [],
    outcomes: new Map(),
  }
  await establishSealingKey(municipality, clock)
  return { creditor, officer, municipality }
}

/** Waits for what a job of the hub does by itself. */
async function until(hub: ServedHub, question: string): Promise<void> {
  const last = performance.now() + 120_000
  while ((await hub.sql(question)).length === 0) {
    if (performance.now() > last) {
      const said = readFileSync(join(hub.folder, 'logs', 'stdout.log'), 'utf8')
      throw new Error(`in vain: ${question}\n${said.slice(-4_000)}`)
    }
    await delay(200)
  }
}
