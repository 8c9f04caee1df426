import t from 'tap'
import type { Day } from '../../src/kernel/calendar.js'
import { registerAgency, registerMandates, type NewMandate } from '../../src/mandates/index.js'
import { listMandates, parsePartyId } from '../../src/parties/index.js'
import { registerParty } from '../../src/registry/index.js'
import { freshDatabase } from '../helpers/database.js'
import { caller, looker, OPERATOR, plainRole, registryContext } from '../helpers/registry.js'

const VITENS = parsePartyId('00000099100000001000')
const MENZIS = parsePartyId('00000099100000002000')
const AGENT = parsePartyId('00000099100000003000')

const mandate = (creditor: string, at: number): NewMandate => ({
  agreement: `LCV ${at}`,
  creditor,
  municipality: at === 0 ? '0034' : '0175',
  sector: 'WATER',
  validFrom: '2026-01-01' as Day,
  validUntil: at === 0 ? ('2026-12-31' as Day) : null,
  entitledFields: ['creditorName'],
})

t.test('listMandates', async (t) => {
  const database = await freshDatabase(t)
  const context = registryContext(database.db)
  for (const [id, name, role] of [
    [VITENS, 'Vitens', 'creditor'],
    [MENZIS, 'Menzis', 'creditor'],
    [AGENT, 'Agent', 'agent'],
  ] as const) {
    await registerParty(context, OPERATOR, { id, name, roles: [plainRole(role)] })
  }
  await registerParty(context, OPERATOR, {
    id: '00000099000000034000',
    name: 'Almere',
    roles: [{ role: 'municipality', municipality: '0034', controller: '' }],
  })
  const many = Array.from({ length: 1001 }, (_, at) => mandate(VITENS, at))
  await registerMandates(context, OPERATOR, [...many, mandate(MENZIS, 0)])

  t.test('a creditor reads its own, page by page, each once', async (t) => {
    const first = await listMandates(context, caller(VITENS, 'creditor'), undefined)
    t.equal(first.mandates.length, 1000)
    t.match(first.nextCursor, /^[\w-]+$/)
    const second = await listMandates(context, caller(VITENS, 'creditor'), first.nextCursor!)
    t.equal(second.nextCursor, null)
    const all = [...first.mandates, ...second.mandates]
    t.equal(new Set(all.map(({ mandateId }) => mandateId)).size, 1001)
    t.ok(all.every(({ creditor }) => creditor === VITENS))
    t.match(
      all.find(({ municipality }) => municipality === '0034'),
      { municipalityName: 'Almere', creditorName: 'Vitens', validUntil: '2026-12-31' },
    )
    t.match(
      all.find(({ municipality }) => municipality === '0175'),
      { municipalityName: '0175', validUntil: null },
      'a municipality that does not take part has its code only',
    )
  })

  t.test('an agent reads those of its principals of today, and no others', async (t) => {
    const asAgent = () => listMandates(context, caller(AGENT, 'agent'), undefined)
    t.strictSame((await asAgent()).mandates, [])
    await registerAgency(context, OPERATOR, {
      agent: AGENT,
      principal: MENZIS,
      validFrom: '2026-08-01' as Day,
      validUntil: '2026-08-31' as Day,
    })
    t.match((await asAgent()).mandates, [{ creditor: MENZIS, creditorName: 'Menzis' }])
    context.clock.set('2026-09-01T10:00:00Z')
    t.strictSame((await asAgent()).mandates, [])
  })

  t.test('a made-up cursor is refused, one of another list shows nothing foreign', async (t) => {
    const asMenzis = (cursor: string) => listMandates(context, caller(MENZIS, 'creditor'), cursor)
    for (const cursor of ['x', 'AAAA', '_'.repeat(22)]) {
      await t.rejects(asMenzis(cursor), { code: 'feed.cursor' }, cursor)
    }
    const { nextCursor } = await listMandates(context, caller(VITENS, 'creditor'), undefined)
    const { mandates } = await asMenzis(nextCursor!)
    t.ok(mandates.every(({ creditor }) => creditor === MENZIS))
  })

  t.test('every reading stands in the reader’s own partition', async (t) => {
    const look = looker(database)
    const rows = await look<{ controller: string; actor: string }>(
      `SELECT controller, actor FROM log_entry WHERE operation = 'listMandates'`,
    )
    t.equal(rows.length, 7)
    t.ok(rows.every(({ controller, actor }) => controller === actor))
  })
})
