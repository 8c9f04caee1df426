import { createHash } from 'node:crypto'
import t from 'tap'
import {
  entryProof,
  leafData,
  recordAccess,
  sequencePending,
  subjectCommitment,
  type AccessEntry,
  type LogContext,
} from '../../src/access-log/index.js'
import { bulk } from '../../src/db/bulk.js'
import { inTransaction } from '../../src/db/transaction.js'
import { leafHash, openCheckpoint, verifyInclusion } from '../../src/log-tree/index.js'
import { noteSigner, parseVerifierKey } from '../../src/crypto/signed-note.js'
import { freshDatabase } from '../helpers/database.js'
import { accessEntry, logContext } from '../helpers/log.js'

const ALMERE = '00000099000000034000'
const OMMEN = '00000099000000175000'
const CREDITOR = '00000099000000001000'
const INTAKE = { role: 'vroegsignaal_intake', party: CREDITOR } as const

const record = (context: LogContext, ...entries: AccessEntry[]) =>
  inTransaction(context.db, 'test.record', INTAKE, (tx) => recordAccess(tx, context, entries))

t.test('recordAccess', async (t) => {
  const database = await freshDatabase(t)
  const context = logContext(t, database.db)
  const owner = database.open(database.superuserUrl)
  const look = <Row extends object>(text: string) =>
    inTransaction(owner, 'test.look', { role: 'login' }, (tx) => bulk<Row>(tx, text))

  t.test('numbers entries per controller without gaps, and promises their leaves', async (t) => {
    const first = await record(
      context,
      accessEntry({ controller: OMMEN }),
      accessEntry({ controller: ALMERE }),
      accessEntry({ controller: OMMEN, action: 'MATCH', operation: 'job.match' }),
    )
    t.strictSame(
      first.map(({ controller, number }) => [controller, number]),
      [
        [OMMEN, 1],
        [ALMERE, 1],
        [OMMEN, 2],
      ],
    )
    await t.rejects(
      inTransaction(context.db, 'test.refused', INTAKE, async (tx) => {
        await recordAccess(tx, context, [accessEntry({ controller: OMMEN })])
        throw new Error('the work itself failed')
      }),
      /the work itself failed/,
    )
    const [third] = await record(context, accessEntry({ controller: OMMEN }))
    t.equal(third?.number, 3, 'a transaction that was rolled back left no gap')

    const rows = await look<{ entry: string; record: Buffer; salt: Buffer; number: string }>(
      `SELECT entry, record, salt, number FROM log_entry WHERE controller = '${OMMEN}' ORDER BY number`,
    )
    t.strictSame(
      rows.map(({ salt, record, number }) => leafHash(leafData(salt, record, Number(number)))),
      [first[0], first[2], third].map((entry) => entry?.leaf),
    )
    t.strictSame(
      rows.map(({ entry }) => entry),
      [first[0], first[2], third].map((entry) => entry?.entryId),
    )
    t.not(rows[0]?.salt.toString('hex'), rows[1]?.salt.toString('hex'))
  })

  t.test('writes what the record says into the columns', async (t) => {
    const at = new Date('2026-08-02T10:11:12.345Z')
    const [entry] = await record(
      context,
      accessEntry({
        controller: 'hub',
        executor: '00000099000000777000',
        ruleVersion: 'triage@3',
        objects: { caseId: 'c-1', municipality: '0175', note: 'quote " and backslash \\ é' },
        at,
      }),
    )
    const [row] = await look<Record<string, unknown>>(
      `SELECT *, convert_from(record, 'UTF8')::jsonb AS said FROM log_entry WHERE entry = '${entry?.entryId}'`,
    )
    t.match(row, {
      at: '2026-08-02 10:11:12.345+00',
      executor: '00000099000000777000',
      rule_version: 'triage@3',
      municipality: '0175',
      case_id: 'c-1',
      result: 'ALLOW',
      count: '3',
      said: {
        v: 1,
        entry: entry?.entryId,
        controller: 'hub',
        at: at.toISOString(),
        objects: { note: 'quote " and backslash \\ é' },
      },
    })
    t.equal((row?.['record'] as Buffer).toString('utf8').indexOf('{"action"'), 0, 'canonical')
  })

  t.test('commits to each subject so that one can be erased alone', async (t) => {
    const subjects = Array.from({ length: 300 }, (_, at) => ({
      household: Buffer.alloc(16, at),
      person: at % 3 === 0 ? null : Buffer.alloc(16, at + 1),
      reference: `ref-${at}`,
    }))
    const written = await record(
      context,
      accessEntry({ controller: ALMERE, subjects: subjects.slice(0, 100) }),
      accessEntry({ controller: ALMERE }),
      accessEntry({ controller: OMMEN, subjects: subjects.slice(100) }),
    )
    const rows = await look<{
      entry: string
      position: number
      controller: string
      household: Buffer
      person: Buffer | null
      reference: string
      salt: Buffer
      commitment: Buffer
    }>('SELECT * FROM log_subject ORDER BY entry, position')
    for (const [at, from, until] of [
      [0, 0, 100],
      [2, 100, 300],
    ] as const) {
      const own = rows.filter(({ entry }) => entry === written[at]?.entryId)
      t.strictSame(
        own.map(({ position, household, person, reference }) => ({
          position,
          household,
          person,
          reference,
        })),
        subjects.slice(from, until).map((subject, position) => ({ position, ...subject })),
      )
      t.strictSame(
        own.map(({ commitment }) => commitment),
        own.map((row) => subjectCommitment(row.salt, row)),
      )
      const digest = createHash('sha256')
      own.forEach(({ commitment }) => digest.update(commitment))
      const [row] = await look<{ said: unknown }>(
        `SELECT convert_from(record, 'UTF8')::jsonb -> 'subjects' AS said
           FROM log_entry WHERE entry = '${written[at]?.entryId}'`,
      )
      t.strictSame(row?.said, { count: until - from, digest: digest.digest('base64') })
    }
    t.equal(rows.length, 300)
  })

  t.test('refuses everything when the log cannot be written', async (t) => {
    await inTransaction(owner, 'test.break', { role: 'login' }, (tx) =>
      bulk(tx, 'ALTER TABLE log_entry ADD CONSTRAINT broken CHECK (number < 0) NOT VALID'),
    )
    const before = await look('SELECT FROM log_subject')
    await t.rejects(record(context, accessEntry()), { name: 'HubError', code: 'log.unavailable' })
    const after = await look('SELECT FROM log_subject')
    t.equal(after.length, before.length)
    await inTransaction(owner, 'test.mend', { role: 'login' }, (tx) =>
      bulk(tx, 'ALTER TABLE log_entry DROP CONSTRAINT broken'),
    )
  })

  t.test('lets many write at once in any order of controllers', async (t) => {
    const controllers = Array.from({ length: 8 }, (_, at) => `0000009900000090${at}000`)
    await Promise.all(
      Array.from({ length: 24 }, (_, at) => {
        const order = at % 2 === 0 ? controllers : [...controllers].reverse()
        return record(context, ...order.map((controller) => accessEntry({ controller })))
      }),
    )
    const rows = await look<{ controller: string; count: string; last: string }>(
      `SELECT controller, count(*), max(number) AS last FROM log_entry
        WHERE controller LIKE '0000009900000090%' GROUP BY 1`,
    )
    t.strictSame(
      rows.map(({ count, last }) => [count, last]),
      controllers.map(() => ['24', '24']),
    )
  })
})

t.test('entryProof', async (t) => {
  const database = await freshDatabase(t)
  const context = logContext(t, database.db)

  t.test('proves an entry to its controller and to who acted, once integrated', async (t) => {
    const [promised] = await record(context, accessEntry({ controller: ALMERE, actor: CREDITOR }))
    const early = entryProof(context, ALMERE, promised!.entryId)
    await t.rejects(early, { code: 'log.not_integrated' })
    await record(context, ...Array.from({ length: 600 }, () => accessEntry({ controller: OMMEN })))
    t.strictSame(await sequencePending(context), { integrated: 601, size: 601 })

    const { verifierKey } = noteSigner(context.config.logOrigin, context.keys.log)
    for (const party of [ALMERE, CREDITOR]) {
      const proof = await entryProof(context, party, promised!.entryId)
      t.match(proof, { controller: ALMERE, number: 1, index: 0 })
      t.strictSame(proof.leaf, promised?.leaf, 'what the receipt promised')
      const { size, root } = openCheckpoint(proof.checkpoint, parseVerifierKey(verifierKey))
      t.ok(verifyInclusion(proof.leaf, proof.index, size, proof.proof, root))
    }
  })

  t.test('says of the entry of others what it says of one that does not exist', async (t) => {
    const [other] = await record(context, accessEntry({ controller: OMMEN }))
    await sequencePending(context)
    for (const [party, entryId] of [
      [ALMERE, other!.entryId],
      [ALMERE, '2c3f4d0e-2a52-4d0c-9a60-0d6e5f1a7b11'],
      [ALMERE, 'nothing'],
    ] as const) {
      await t.rejects(entryProof(context, party, entryId), { code: 'log.entry_unknown' })
    }
  })
})
