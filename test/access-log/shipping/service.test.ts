import { Ajv2020 } from 'ajv/dist/2020.js'
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import {
  exportStandard,
  recordAccess,
  recordExport,
  sequencePending,
  type AccessEntry,
  type LogSubject,
} from '../../../src/access-log/index.js'
import type { VerifyOptions } from '../../../src/access-log/verification.js'
import { verifyExport } from '../../../src/access-log/verify-export.js'
import { bulk } from '../../../src/db/bulk.js'
import { inTransaction } from '../../../src/db/transaction.js'
import { freshDatabase } from '../../helpers/database.js'
import { accessEntry, logContext, scratchFolder } from '../../helpers/log.js'
import { ADL_SCHEMA, LDV_SCHEMA } from './schemas.js'

const ALMERE = '00000099000000034000'
const OMMEN = '00000099000000175000'
const TRANSACTION = '01993289-0000-7000-8000-000000000001'
const resident = (at: number, person: Buffer | null): LogSubject => ({
  household: Buffer.alloc(16, at),
  person,
  reference: `n-${at}`,
})

type Row = Record<string, unknown> & {
  resource: { attributes: Record<string, unknown> }
  attributes: Record<string, unknown>
}

t.test('records of a standard', async (t) => {
  const { db, open, superuserUrl } = await freshDatabase(t)
  const bare = logContext(t, db)
  const config = { ...bare.config, hubId: 'hub.example', publicUrl: 'https://hub.example' }
  const context = { ...bare, config }
  await inTransaction(db, 'test.record', { role: 'vroegsignaal_intake' }, (tx) => {
    const entries: AccessEntry[] = [
      accessEntry({
        controller: ALMERE,
        subjects: [resident(1, Buffer.alloc(16, 9)), resident(2, null)],
      }),
      accessEntry({ controller: OMMEN, subjects: [resident(3, null)] }),
      accessEntry({ controller: ALMERE, result: 'DENY', transactionId: TRANSACTION }),
      accessEntry({
        controller: ALMERE,
        action: 'CLOSE',
        operation: 'job.close',
        objects: { municipality: '0034', code: 'feed.integrity' },
        result: 'ERROR',
        spanId: '0'.repeat(16),
      }),
    ]
    return recordAccess(tx, context, entries)
  })
  await recordExport(context, 'beheer-1', 'ldv')
  await sequencePending(context)
  const [ldv, adl] = [join(scratchFolder(t), 'ldv'), join(scratchFolder(t), 'adl')]
  const exported = await exportStandard(context, ldv, 'ldv')
  await exportStandard(context, adl, 'adl')
  const rowsOf = (folder: string, part: string, controller: string): Row[] =>
    readFileSync(join(folder, part, `${controller}.ndjson`), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Row)

  t.test('are those of LDV 1.0, one for each resident below that of the entry', async (t) => {
    t.match(exported, { size: 6, entries: 6, records: 9, origin: 'log.hub.example/access' })
    t.strictSame(readdirSync(ldv).sort(), ['checkpoint', 'export', 'ldv', 'vkey'])
    const [entry, person, household, refused, failed, leaving] = rowsOf(ldv, 'ldv', ALMERE)
    const isValid = new Ajv2020({ strict: false }).compile(LDV_SCHEMA)
    for (const row of [...rowsOf(ldv, 'ldv', ALMERE), ...rowsOf(ldv, 'ldv', OMMEN)]) {
      t.ok(isValid(row), JSON.stringify(isValid.errors))
    }
    t.match(entry, {
      trace_id: '0af7651916cd43dd8448eb211c80319c',
      parent_span_id: 'b7ad6b7169203331',
      status: 'Ok',
      name: 'submitNotificationBatch INTAKE',
      start_time: Date.parse('2026-08-03T08:00:00Z'),
      attributes: {
        'dpl.core.processing_activity_id':
          'https://hub.example/processing-activities/intake/versions/1',
      },
    })
    t.notOk('dpl.core.data_subject_id' in entry!.attributes, 'at most one resident in a record')
    t.equal(person?.['parent_span_id'], entry?.['span_id'])
    t.match(person?.attributes, {
      'dpl.core.data_subject_id': '09'.repeat(16),
      'dpl.core.data_subject_id_type': 'urn:vroegsignaal:log:person',
    })
    t.equal(
      household?.attributes['dpl.core.data_subject_id_type'],
      'urn:vroegsignaal:log:household',
    )
    t.equal(refused?.['status'], 'Unset', 'a refusal is no fault of the system')
    t.match(failed, { status: 'Error', attributes: { 'exception.type': 'feed.integrity' } })
    t.notOk('parent_span_id' in failed!)
    t.match(leaving, { name: 'log.export LOG_EXPORT' }, 'the export is in the export')
  })

  t.test('are those of ADL 1.0: who asked for what, and what was decided', async (t) => {
    const rows = rowsOf(adl, 'adl', ALMERE)
    const isValid = new Ajv2020({ strict: false }).compile(ADL_SCHEMA)
    for (const row of rows) t.ok(isValid(row), JSON.stringify(isValid.errors))
    t.match(rows[1], {
      event_name: 'adl.access_evaluation',
      status: 'Unset',
      body: {
        'adl.core.request': {
          subject: { type: 'party', id: '00000099000000001000', properties: { role: 'creditor' } },
          action: { name: 'submitNotificationBatch' },
          context: { purpose: 'EARLY_DETECTION', legalBasis: 'WGS_3_1_B' },
        },
        'adl.core.response': { decision: false },
      },
    })
    t.equal(rows[1]?.attributes['adl.fsc.transaction_id'], TRANSACTION)
    t.notOk('adl.fsc.transaction_id' in rows[0]!.attributes, 'only of who came by FSC')
    t.equal(rows[2]?.['status'], 'Error')
    t.strictSame(verifyExport(adl).findings, [])
  })

  const lineFor = (rows: readonly Row[], number: number) =>
    rows.findIndex(({ resource }) => resource.attributes['vroegsignaal.log.number'] === number)
  /** What the verifier finds in a copy after some rows of Almere were changed. */
  function findings(change: (rows: Row[]) => void, source = ldv, options?: VerifyOptions) {
    const part = source === ldv ? 'ldv' : 'adl'
    const folder = scratchFolder(t)
    cpSync(source, folder, { recursive: true })
    const rows = rowsOf(folder, part, ALMERE)
    change(rows)
    const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
    writeFileSync(join(folder, part, `${ALMERE}.ndjson`), text)
    return verifyExport(folder, options).findings.map(({ kind, index }) => [kind, index])
  }

  t.test('verify, whole or in part', async (t) => {
    t.match(verifyExport(ldv), { size: 6, records: 6, findings: [] })
    const own = join(scratchFolder(t), 'own')
    await exportStandard(context, own, 'ldv', [OMMEN])
    t.strictSame(verifyExport(own, { partial: true }).findings, [])
    t.equal(verifyExport(own).findings.length, 4, 'the others are missing')
    const cut = findings((rows) => rows.splice(lineFor(rows, 3)), ldv, { partial: true })
    t.strictSame(cut, [['NUMBER_GAP', null]], 'and so is what was cut off at the end')
  })

  t.test('name a row that was taken out, by place and by number', async (t) => {
    t.strictSame(
      findings((rows) => rows.splice(lineFor(rows, 2), 1)),
      [
        ['NUMBER_GAP', null],
        ['RECORD_DELETED', 2],
      ],
    )
    t.strictSame(
      findings((rows) => rows.splice(lineFor(rows, 2), 1), adl),
      [
        ['NUMBER_GAP', null],
        ['RECORD_DELETED', 2],
      ],
    )
    t.strictSame(
      findings((rows) => rows.splice(1, 1)),
      [['SUBJECT_EDITED', 0]],
      'and a resident who was taken out',
    )
    t.match(
      findings((rows) => rows.push(rows[0]!)),
      [['RECORD_UNKNOWN', 0]],
    )
  })

  t.test('name a row that was edited', async (t) => {
    const edit = (change: (row: Row) => void, at = 0, source = ldv) =>
      findings((rows) => change(rows[at]!), source)
    const evidence = (name: string, value: unknown) =>
      edit(({ resource }) => (resource.attributes[`vroegsignaal.log.${name}`] = value))
    t.strictSame(evidence('record', '{"objects":{}}'), [['RECORD_EDITED', 0]])
    t.strictSame(evidence('salt', '00'), [['RECORD_EDITED', 0]])
    t.strictSame(evidence('proof', []), [['RECORD_EDITED', 0]])
    t.ok(evidence('index', 3).some(([kind, index]) => kind === 'RECORD_EDITED' && index === 3))
    t.strictSame(
      edit((row) => (row['status'] = 'Error')),
      [['FIELD_EDITED', 0]],
    )
    t.strictSame(
      edit((row) => (row.attributes['dpl.core.processing_activity_id'] = 'https://x/a/versions/1')),
      [['FIELD_EDITED', 0]],
    )
    t.strictSame(
      edit((row) => (row.attributes['dpl.core.data_subject_id'] = 'x'), 1),
      [['SUBJECT_EDITED', 0]],
    )
    const decided = edit(
      (row) => {
        const body = row['body'] as Record<string, Record<string, unknown>>
        body['adl.core.response']!['decision'] = true
      },
      1,
      adl,
    )
    t.strictSame(decided, [['FIELD_EDITED', 2]])
    t.strictSame(
      findings(() => undefined, ldv, { key: 'another+00000000+AA==' }),
      [['CHECKPOINT_INVALID', null]],
    )
  })

  t.test('still verify after a resident was erased', async (t) => {
    const admin = open(superuserUrl)
    await inTransaction(admin, 'test.erase', { role: 'login' }, async (tx) => {
      await bulk(
        tx,
        `UPDATE log_subject SET household = NULL, person = NULL, reference = NULL, salt = NULL
          WHERE reference = 'n-1'`,
      )
    })
    const later = join(scratchFolder(t), 'later')
    await exportStandard(context, later, 'ldv')
    t.strictSame(verifyExport(later).findings, [])
    const text = readFileSync(join(later, 'ldv', `${ALMERE}.ndjson`), 'utf8')
    t.notMatch(text, /"(09){16}"|n-1"/)
  })
})
