import { generateKeyPairSync } from 'node:crypto'
import t from 'tap'
import { sequencePending } from '../../src/access-log/index.js'
import {
  attestHubKey,
  listKeyRegister,
  noteHubKeys,
  registersFor,
} from '../../src/registers/index.js'
import { checkLog } from '../helpers/check-log.js'
import { ALMERE, municipalParty, OFFICER, OMMEN, startHub } from '../helpers/hub.js'
import { OPERATOR } from '../helpers/registry.js'

const PAIR = ['officer-1', 'operator-2']
const TRACE = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) }

t.test('the register of keys', async (t) => {
  const hub = await startHub(t)
  const { context } = hub
  const almere = municipalParty(ALMERE)
  const asOfficer = (controller: string) => {
    const officer = {
      id: OFFICER,
      fingerprint: 'f'.repeat(64),
      controllers: ['hub', almere, municipalParty(OMMEN)],
      trace: TRACE,
    }
    return registersFor(context, officer, controller)
  }

  await t.test('notes the keys of the hub itself once', async (t) => {
    t.equal(await noteHubKeys(context), 3)
    t.equal(await noteHubKeys(context), 0)
  })

  await t.test('shows every key with fingerprint, validity and state', async (t) => {
    const keys = await listKeyRegister(context, OPERATOR)
    t.match(
      keys.find(({ family }) => family === 'epoch'),
      { number: 1, fingerprint: /^[0-9a-f]{32}$/, startsOn: /^20/, state: 'IN_USE' },
    )
    t.match(
      keys.find(({ family }) => family === 'hub-signing'),
      { fingerprint: /^[A-Za-z0-9_-]{43}$/, startsOn: '2026-08-10', endsOn: null, state: 'IN_USE' },
    )
    t.match(
      keys.find(({ family }) => family === 'hub-log'),
      { fingerprint: /^[0-9a-f]{8}$/, state: 'IN_USE' },
    )
    t.match(
      keys.find(({ family, municipality }) => family === 'sealing' && municipality === ALMERE),
      { number: 1, fingerprint: /^[A-Za-z0-9_-]{43}$/, state: 'IN_USE', attestedAt: null },
    )
    const mac = context.keys.mac.expose()
    t.notOk(JSON.stringify(keys).includes(mac.toString('hex')), 'and never the key')
  })

  await t.test('an officer sees the sealing keys of the log under review only', async (t) => {
    const sealing = async (controller: string) => {
      const { keys } = await asOfficer(controller)
      const own = keys.filter(({ family }) => family === 'sealing')
      return [...new Set(own.map(({ municipality }) => municipality))].sort()
    }
    t.strictSame(await sealing(almere), [ALMERE])
    t.ok((await sealing('hub')).length > 1)
  })

  const signing = async () =>
    (await listKeyRegister(context, OPERATOR)).filter(({ family }) => family === 'hub-log')

  await t.test('a key that is in use cannot be attested destroyed', async (t) => {
    const [key] = await signing()
    await t.rejects(attestHubKey(context, OPERATOR, key!.fingerprint, PAIR), {
      code: 'registry.unknown',
    })
    for (const wrong of [['one'], ['one', 'one'], ['a', 'b', 'c'], ['J. Jansen', 'two']]) {
      t.throws(() => attestHubKey(context, OPERATOR, key!.fingerprint, wrong), {
        code: 'registry.invalid',
      })
    }
  })

  await t.test('another key takes its place; its destruction is attested and proven', async (t) => {
    const before = context.keys
    context.clock.set('2026-09-10T09:00:00Z')
    const log = generateKeyPairSync('ed25519').privateKey
    t.equal(await noteHubKeys({ ...context, keys: { ...before, log } }), 1)
    const [former, present] = await signing()
    t.match(
      [former, present],
      [
        { endsOn: '2026-09-10', state: 'RETIRED' },
        { startsOn: '2026-09-10', state: 'IN_USE' },
      ],
    )
    await attestHubKey(context, OPERATOR, former!.fingerprint, PAIR)
    await t.rejects(attestHubKey(context, OPERATOR, former!.fingerprint, PAIR), {
      code: 'registry.unknown',
    })
    await sequencePending(context)
    const found = await asOfficer('hub')
    t.match(
      found.keys.find(({ fingerprint }) => fingerprint === former!.fingerprint),
      { state: 'DESTROYED', attestedAt: /^2026-09-10/ },
    )
    t.match(found.destructions, [
      { family: 'hub-log', number: null, fingerprint: former!.fingerprint, leaf: /^[0-9a-f]{64}$/ },
    ])
    t.match(found.checkpoint, /\n\u2014 /)
    await checkLog(t, context)
  })
})
