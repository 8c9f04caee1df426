import { createPublicKey } from 'node:crypto'
import t, { type Test } from 'tap'
import { openCheckpoint, verifyInclusion } from '../../../src/log-tree/index.js'
import { EMPTY_ROOT, leafHash, rootOf } from '../../../src/log-tree/tree.js'
import { publicJwkOf } from '../../../src/crypto/hub-keys.js'
import { verifyDetached } from '../../../src/crypto/jws.js'
import { noteSigner, parseVerifierKey } from '../../../src/crypto/signed-note.js'
import { closeFeed, STATEMENT_TYPE } from '../../../src/feeds/closing/service.js'
import type { Context } from '../../../src/context.js'
import { AUGUST, id, month } from '../../cases/build.js'
import { plantedHub, type PlantedHub } from '../../helpers/planted-hub.js'

const TRACE = { traceId: '0'.repeat(31) + '1', spanId: '0'.repeat(15) + '1' }
const CLOSING = '2026-09-01T04:00:00Z'
const JANSEN = { name: 'jansen', phone: '0600000001', building: 'home' }

interface FeedRow {
  items: number
  root: Buffer
  statement: string
  statement_signature: string
  checkpoint: string
  closing_entry: string
  intake_entries: { entryId: string; index: number; leaf: string; proof: string[] }[]
}
interface ItemRow {
  item: string
  leaf: Buffer
  position: number
}
const FEED = `SELECT items, root, statement, statement_signature, checkpoint, closing_entry,
  intake_entries FROM feed WHERE municipality = '0034'`
const ITEMS = `SELECT item, leaf, position FROM feed_item WHERE municipality = '0034' ORDER BY position`

async function augustHub(t: Test): Promise<PlantedHub> {
  const hub = await plantedHub(t)
  await hub.plant(hub.almere, [
    { number: 1, person: JANSEN },
    { number: 2, person: { name: 'bakker', building: 'home' }, sector: 'WATER' },
  ])
  await hub.plant(hub.almere, [{ number: 3 }, { number: 4 }], 2)
  await hub.plant(hub.ommen, [{ number: 5, person: JANSEN }])
  hub.context.clock.set(CLOSING)
  return hub
}
const close = (hub: PlantedHub, served = hub.almere) =>
  closeFeed(hub.context as Context, served, AUGUST, TRACE)

t.test('a closed month states its count and root under the hub’s signature', async (t) => {
  const hub = await augustHub(t)
  const closed = await close(hub)
  t.equal(closed?.items, 3)
  const [feed] = await hub.sql<FeedRow>(FEED)
  const items = await hub.sql<ItemRow>(ITEMS)
  t.strictSame(
    items.map(({ item }) => leafHash(Buffer.from(item))),
    items.map(({ leaf }) => leaf),
  )
  t.strictSame(rootOf(items.map(({ leaf }) => leaf)), feed?.root)
  const statement = JSON.parse(feed!.statement) as Record<string, unknown>
  t.match(statement, {
    hub: 'hub.example',
    municipalityCode: '0034',
    month: '2026-08',
    matchPeriodStart: '2026-08-01',
    matchPeriodEnd: '2026-08-31',
    matchedOn: '2026-09-01',
    closedAt: '2026-09-01T04:00:00.000Z',
    count: 3,
    root: feed?.root.toString('hex'),
    envelopesRoot: /^[0-9a-f]{64}$/,
    closingEntry: { entryId: feed?.closing_entry, controller: hub.almere.party },
  })
  const { signing } = hub.context.keys
  const verified = await verifyDetached({
    headerValues: [feed!.statement_signature],
    headerName: 'payload-signature',
    body: Buffer.from(feed!.statement),
    expectedType: STATEMENT_TYPE,
    findKey: () =>
      ({
        fingerprint: 'hub',
        aliases: [String(publicJwkOf(signing)['kid'])],
        publicKey: createPublicKey(signing.privateKey),
        party: undefined,
        purpose: 'signing',
      }) as never,
    now: hub.context.clock.now(),
  })
  t.equal(verified.algorithm, 'ES256')

  t.test('with the proof of every intake entry under one checkpoint', async (t) => {
    const { verifierKey } = noteSigner(hub.context.config.logOrigin, hub.context.keys.log)
    const { size, root } = openCheckpoint(feed!.checkpoint, parseVerifierKey(verifierKey))
    t.equal(feed?.intake_entries.length, 2)
    for (const { index, leaf, proof } of feed!.intake_entries) {
      const hashes = proof.map((hash) => Buffer.from(hash, 'hex'))
      t.ok(verifyInclusion(Buffer.from(leaf, 'hex'), index, size, hashes, root))
    }
  })

  t.test('a missing item shows', async (t) => {
    const leaves = items.map(({ leaf }) => leaf)
    t.notSame(rootOf(leaves.slice(1)), feed?.root)
    t.notSame(rootOf([leaves[1]!, leaves[0]!, leaves[2]!]), feed?.root)
  })

  t.test('the log says whom it was about, by case and by place', async (t) => {
    const entries = await hub.sql<{ count: string; objects: Record<string, unknown> }>(
      `SELECT count, objects FROM log_entry WHERE action = 'CLOSE'`,
    )
    t.match(entries, [{ count: '3', objects: { count: 3, root: feed?.root.toString('hex') } }])
    const touched = await hub.sql<{ reference: string }>(
      `SELECT s.reference FROM log_subject s JOIN log_entry e ON e.entry = s.entry AND e.action = 'CLOSE'`,
    )
    t.equal(touched.length, 8, 'four people, twice each')
    t.equal(touched.filter(({ reference }) => reference === 'feed/2026-08/0').length >= 1, true)
  })
})

t.test('an item holds what the mandate entitles to and nothing else', async (t) => {
  const hub = await plantedHub(t)
  await hub.plant(hub.almere, [
    { number: 1, warnings: ['AGE_OVER_100_DAYS'] },
    { number: 2, mandateId: id(901) },
  ])
  hub.context.clock.set(CLOSING)
  await close(hub)
  const items = (await hub.sql<ItemRow>(ITEMS)).map(({ item }) => JSON.parse(item) as Item)
  const seen = items.find(({ notifications: [first] }) => first.notificationId === id(1))
  const hidden = items.find(({ notifications: [first] }) => first.notificationId === id(2))
  t.strictSame(Object.keys(seen!), [
    'caseId',
    'consecutiveMonths',
    'district',
    'matchClass',
    'matchPeriodEnd',
    'matchPeriodStart',
    'matchedOn',
    'notificationCount',
    'notifications',
    'quality',
    'reasons',
    'ruleVersion',
    'sectorCount',
    'totalArrearsCents',
    'urgency',
    'workBin',
  ])
  t.strictSame(Object.keys(seen!.notifications[0]), [
    'agreementId',
    'arrearsCents',
    'creditorId',
    'creditorName',
    'crisis',
    'kind',
    'notificationId',
    'oldestDueOn',
    'reportedOn',
    'sealedIdentity',
    'sector',
  ])
  t.strictSame(Object.keys(hidden!.notifications[0]), [
    'agreementId',
    'creditorId',
    'crisis',
    'kind',
    'notificationId',
    'reportedOn',
    'sealedIdentity',
    'sector',
  ])
  t.equal(hidden?.totalArrearsCents, 0, 'nor does the total give the amount away')
  t.notOk('district' in hidden!)
})
interface Item {
  totalArrearsCents: number
  notifications: [{ notificationId: string }]
}

t.test('a month without cases is closed and signed too', async (t) => {
  const hub = await plantedHub(t)
  hub.context.clock.set(CLOSING)
  t.match(await close(hub), { items: 0, root: EMPTY_ROOT })
  const [feed] = await hub.sql<FeedRow>(FEED)
  t.match(JSON.parse(feed!.statement), { count: 0, root: EMPTY_ROOT.toString('hex') })
})

t.test('a month is closed once', async (t) => {
  const hub = await augustHub(t)
  t.ok(await close(hub))
  const before = await hub.sql(`SELECT * FROM feed`)
  t.equal(await close(hub), undefined)
  t.same(await hub.sql(`SELECT * FROM feed`), before)
  await t.rejects(
    hub.plant(hub.almere, [{ number: 9 }]).then(() => {
      hub.context.clock.set('2026-08-31T12:00:00Z')
      return hub.plant(hub.almere, [{ number: 10 }])
    }),
    { name: 'DatabaseError' },
    'and takes nothing in any more',
  )
})

t.test('a month that is not over stays open', async (t) => {
  const hub = await augustHub(t)
  hub.context.clock.set('2026-09-01T03:59:59Z')
  await t.rejects(close(hub), { code: 'feed.month_open' })
  await t.rejects(closeFeed(hub.context as Context, hub.almere, month('2027-01'), TRACE), {
    code: 'feed.month_open',
  })
})

t.test('an envelope that is not the one intake logged stops the closing', async (t) => {
  const [one, two] = [`'${id(3)}'`, `'${id(4)}'`]
  const breakages: [string, string][] = [
    [
      'swapped',
      `UPDATE envelope e SET jwe = o.jwe, digest = o.digest FROM envelope o
                  WHERE (e.notification_id, o.notification_id) IN ((${one}, ${two}), (${two}, ${one}))`,
    ],
    [
      'swapped, digests left',
      `UPDATE envelope e SET jwe = o.jwe FROM envelope o
                  WHERE (e.notification_id, o.notification_id) IN ((${one}, ${two}), (${two}, ${one}))`,
    ],
    [
      'repeated',
      `UPDATE envelope e SET jwe = o.jwe, digest = o.digest FROM envelope o
                   WHERE e.notification_id = ${one} AND o.notification_id = ${two}`,
    ],
    ['moved', `UPDATE envelope SET notification_id = '${id(99)}' WHERE notification_id = ${one}`],
    ['removed', `DELETE FROM envelope WHERE notification_id = ${one}`],
    [
      'added',
      `INSERT INTO envelope SELECT municipality, month, creditor, '${id(99)}', delivery_key, jwe, digest
                 FROM envelope WHERE notification_id = ${one}`,
    ],
    ['altered', `UPDATE envelope SET jwe = jwe || 'A' WHERE notification_id = ${one}`],
    [
      'and its notification removed',
      `WITH gone AS (DELETE FROM notification WHERE notification_id = ${one})
                 DELETE FROM envelope WHERE notification_id = ${one}`,
    ],
    [
      'with a log record to match',
      `UPDATE log_entry SET record = convert_to(replace(convert_from(record, 'UTF8'),
                 '"count":2', '"count":3'), 'UTF8') WHERE action = 'INTAKE'`,
    ],
    ['and intake forgotten', `DELETE FROM intake WHERE municipality = '0034'`],
  ]
  const hub = await augustHub(t)
  const tables = ['envelope', 'notification', 'intake']
  for (const table of tables) await hub.sql(`CREATE TABLE kept_${table} AS TABLE ${table}`)
  await hub.sql(`CREATE TABLE kept_log AS SELECT entry, record FROM log_entry`)
  const restore = async () => {
    for (const table of tables) {
      await hub.sql(`DELETE FROM ${table} WHERE municipality = '0034'`)
      await hub.sql(`INSERT INTO ${table} SELECT * FROM kept_${table} WHERE municipality = '0034'`)
    }
    await hub.sql(
      `UPDATE log_entry e SET record = k.record FROM kept_log k WHERE k.entry = e.entry`,
    )
  }
  let alarms = 0
  for (const [what, breakage] of breakages) {
    await hub.sql(breakage)
    await t.rejects(close(hub), { code: 'feed.integrity' }, what)
    alarms += 1
    const raised = await hub.sql(
      `SELECT 1 FROM log_entry WHERE action = 'CLOSE' AND result = 'ERROR'
         AND objects ->> 'code' = 'feed.integrity'`,
    )
    t.equal(raised.length, alarms, 'and the log says so')
    await restore()
  }
  await hub.sql(breakages[0]![1])
  t.ok(await close(hub, hub.ommen), 'another municipality’s month is closed all the same')
  t.same(await hub.sql(`SELECT 1 FROM feed WHERE municipality = '0034'`), [])
  await restore()
  t.ok(await close(hub), 'and this one when it is in order again')
})

t.test('a purged envelope is known by its digest', async (t) => {
  const hub = await augustHub(t)
  await hub.sql(`UPDATE envelope SET jwe = NULL, purged_at = now(), purge_reason = 'OBJECTION'
                  WHERE notification_id = '${id(3)}'`)
  t.equal((await close(hub))?.items, 3)
})

t.test('a log that stands still lets no month close', async (t) => {
  const hub = await augustHub(t)
  await hub.sql(`DROP TABLE log_checkpoint CASCADE`)
  await t.rejects(close(hub))
  t.same(await hub.sql(`SELECT 1 FROM feed`), [])
})
