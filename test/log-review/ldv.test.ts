import t from 'tap'
import { sequencePending } from '../../src/access-log/index.js'
import { noteSigner, parseVerifierKey } from '../../src/crypto/signed-note.js'
import { leafData } from '../../src/access-log/index.js'
import { leafHash, openCheckpoint, verifyInclusion } from '../../src/log-tree/index.js'
import { checkLog } from '../helpers/check-log.js'
import { ALMERE, municipalParty, OFFICER, OMMEN, startHub, WONING } from '../helpers/hub.js'
import { id, report } from '../notifications/build.js'

const almere = municipalParty(ALMERE)
const PATH = '/v1/processing-activities'
const REASON = 'Yearly review'
const HOUSEHOLD = 'urn:vroegsignaal:log:household'
const PERSON = 'urn:vroegsignaal:log:person'

interface Read {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly startTime: number
  readonly resource: { readonly attributes: Record<string, unknown> }
  readonly attributes: Record<string, string>
}

t.test('the read extension of the Logboek Dataverwerkingen', async (t) => {
  const hub = await startHub(t, { settings: { VS_LDV_READ: 'on' } })
  const officer = hub.as(OFFICER)
  await hub.as(WONING).submit(id(1000), [report(1), report(2), report(3)])
  await sequencePending(hub.context)
  const ask = (question: object, as = officer) =>
    as.post(PATH, { reason: REASON, controller: almere, ...question })
  const read = async (question: object): Promise<Read[]> => {
    const { status, body, text } = await ask(question)
    t.equal(status, 200, text)
    return body.processingActivities
  }
  const intake = `${hub.context.config.publicUrl}/processing-activities/intake/versions/1`
  const byActivity = { 'dpl.core.processing_activity_id': intake }
  const records = await read(byActivity)
  const [entry] = records
  const subjects = records.filter(({ parentSpanId }) => parentSpanId === entry!.spanId)

  await t.test('200: an entry, and one record for each resident that it touched', async (t) => {
    t.equal(records.length, 4)
    t.match(entry, {
      traceId: /^[0-9a-f]{32}$/,
      status: 'Ok',
      name: 'submitNotificationBatch INTAKE',
      startTime: Date.parse('2026-08-10T09:00:00Z'),
      attributes: byActivity,
    })
    t.equal(subjects.length, 3)
    for (const { attributes } of subjects) {
      t.match(attributes, {
        'dpl.core.data_subject_id': /^[0-9a-f]{32}$/,
        'dpl.core.data_subject_id_type': PERSON,
      })
    }
    t.notMatch(JSON.stringify(records), /Verzonnen|1315ZZ/)
  })

  await t.test('each entry proves itself against the signed checkpoint beside it', (t) => {
    const evidence = entry!.resource.attributes
    const text = (name: string) => String(evidence[`vroegsignaal.log.${name}`])
    const number = Number(evidence['vroegsignaal.log.number'])
    const leaf = leafData(Buffer.from(text('salt'), 'hex'), Buffer.from(text('record')), number)
    const key = parseVerifierKey(noteSigner('hub.example/log', hub.context.keys.log).verifierKey)
    const { root, size } = openCheckpoint(text('checkpoint'), key)
    const proof = (evidence['vroegsignaal.log.proof'] as string[]).map((hash) =>
      Buffer.from(hash, 'base64'),
    )
    const index = Number(evidence['vroegsignaal.log.index'])
    t.ok(verifyInclusion(leafHash(leaf), index, size, proof, root))
    t.end()
  })

  await t.test(
    'by trace (as hex or UUID), by time, by household, by person in a period',
    async (t) => {
      const { traceId, startTime } = entry!
      const uuid = traceId.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
      t.equal((await read({ traceId })).length, 4)
      t.equal((await read({ traceId: uuid })).length, 4)
      t.equal((await read({ startTime: startTime + 1, ...byActivity })).length, 0)
      t.equal((await read({ endTime: startTime, ...byActivity })).length, 0)
      const [{ resource, attributes }] = subjects as [Read]
      const household = {
        'dpl.core.data_subject_id': String(resource.attributes['vroegsignaal.log.household']),
        'dpl.core.data_subject_id_type': HOUSEHOLD,
      }
      const found = await read(household)
      t.equal(found.length, 2, 'the entry and this household: nothing of the others')
      t.match(found[1], { spanId: subjects[0]!.spanId })
      const person = {
        'dpl.core.data_subject_id': attributes['dpl.core.data_subject_id'],
        'dpl.core.data_subject_id_type': PERSON,
      }
      const period = { startTime: startTime - 1000, endTime: startTime + 1000 }
      t.equal((await read({ ...person, ...period })).length, 2)
      t.match(await ask(person), { status: 400, body: { detail: /period of at most 92 days/ } })
      const [logged] = await hub.sql<{ text: string; subjects: string }>(
        `SELECT convert_from(record, 'UTF8') AS text,
              (SELECT count(*) FROM log_subject s WHERE s.entry = e.entry) AS subjects
         FROM log_entry e WHERE operation = 'readProcessingActivities' AND count = 2 LIMIT 1`,
      )
      t.equal(logged!.subjects, '1', 'a trace of that household shows this reading')
      t.notMatch(logged!.text, household['dpl.core.data_subject_id'], 'which it names erasably')
    },
  )

  await t.test('a trace and a transaction of the caller are those of the entry', async (t) => {
    const [traceId, parent] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331']
    const transaction = '0198e7f2-5c3a-7b1e-9d4f-2a6b8c0d1e2f'
    const { headers } = await officer.post(
      PATH,
      { reason: REASON, controller: almere, ...byActivity },
      { traceparent: `00-${traceId}-${parent}-01`, 'fsc-transaction-id': transaction },
    )
    t.match(headers, {
      traceparent: new RegExp(`^00-${traceId}-[0-9a-f]{16}-`),
      'fsc-transaction-id': transaction,
    })
    await sequencePending(hub.context)
    const [own] = await read({ traceId })
    const record = own!.resource.attributes['vroegsignaal.log.record']
    t.match(JSON.parse(String(record)), {
      traceId,
      parentSpanId: parent,
      transactionId: transaction,
    })
  })

  await t.test('page by page, the newest once they have their place in the tree', async (t) => {
    await hub.as(WONING).submit(id(1001), [report(4)])
    t.equal((await read(byActivity)).length, 4, 'not in the tree yet')
    await sequencePending(hub.context)
    const first = await ask({ ...byActivity, limit: 1 })
    t.equal(first.body.processingActivities.length, 4)
    const second = await ask({ ...byActivity, limit: 1, cursor: first.body.nextCursor })
    t.equal(second.body.processingActivities.length, 2)
    t.equal(second.body.nextCursor, null)
    const forged = await ask({ ...byActivity, cursor: 'bm9uZQ' })
    t.match(forged, { status: 400, body: { code: 'request.invalid' } })
  })

  await t.test('400: nothing to ask by, or what is not of this hub', async (t) => {
    const household = { 'dpl.core.data_subject_id': 'ab'.repeat(16) }
    for (const wrong of [
      {},
      { 'dpl.core.processing_activity_id': 'https://elsewhere.example/processing-activities/1' },
      household,
      { ...household, 'dpl.core.data_subject_id_type': 'bsn' },
    ]) {
      t.match(await ask(wrong), { status: 400, body: { code: 'request.invalid' } })
    }
  })

  await t.test('403: the partition of another, and every other role', async (t) => {
    const controller = municipalParty(OMMEN)
    t.match(await ask({ startTime: 0, controller }), {
      status: 403,
      body: { code: 'party.role_not_allowed' },
    })
    t.equal((await ask({ startTime: 0 }, hub.as(WONING))).status, 403)
  })

  await t.test('each reading is in the log, with its reason', async (t) => {
    const [row] = await hub.sql(
      `SELECT objects FROM log_entry WHERE operation = 'readProcessingActivities'
          AND controller = $1 AND result = 'ALLOW' ORDER BY number LIMIT 1`,
      [almere],
    )
    t.match(row, { objects: { reason: REASON, filter: { processingActivity: 'intake@1' } } })
    await checkLog(t, hub.context)
  })

  await t.test('404: a hub that does not serve it, which is the default', async (t) => {
    const off = await startHub(t)
    const { status, body } = await off
      .as(OFFICER)
      .post(PATH, { reason: REASON, controller: almere, startTime: 0 })
    t.match({ status, body }, { status: 404, body: { code: 'route.unknown' } })
  })
})
