import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import {
  exportLog,
  exportStandard,
  recordAccess,
  sequencePending,
  type AccessEntry,
} from '../../src/access-log/index.js'
import { Partition, TERM } from '../../src/access-log/verify-erasures.js'
import { verifyExport } from '../../src/access-log/verify-export.js'
import { verifyLog } from '../../src/access-log/verify.js'
import { inTransaction } from '../../src/db/transaction.js'
import { forgetHub } from '../../src/retention/index.js'
import { kindOf } from '../../src/retention/kinds.js'
import { freshDatabase } from '../helpers/database.js'
import { accessEntry, logContext, scratchFolder } from '../helpers/log.js'

const ALMERE = '00000099000000034000'
const OMMEN = '00000099000000175000'
const TRACE = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) }

t.test('erased entries', async (t) => {
  const { db } = await freshDatabase(t)
  const bare = logContext(t, db)
  const config = { ...bare.config, hubId: 'hub.example', publicUrl: 'https://hub.example' }
  const context = { ...bare, config }
  const add = (...entries: AccessEntry[]) =>
    inTransaction(db, 'test.record', { role: 'vroegsignaal_intake' }, (tx) =>
      recordAccess(tx, context, entries),
    )
  const several = (controller: string, many: number) =>
    Array.from({ length: many }, () => accessEntry({ controller }))
  await add(...several(ALMERE, 5), ...several(OMMEN, 1))
  context.clock.set('2026-11-03T08:00:00Z')
  await add(...several(ALMERE, 3), ...several(OMMEN, 2))
  await sequencePending(context)
  context.clock.set('2031-09-05T08:00:00Z')
  const hub = { ...context, log: { warn: () => undefined } as never, config: config as never }
  t.match(await forgetHub(hub, TRACE), { entries: { [ALMERE]: 5, [OMMEN]: 1 } })
  await add(...several(ALMERE, 2), ...several(OMMEN, 8))

  async function exported(): Promise<string> {
    await sequencePending(context)
    const folder = join(scratchFolder(t), 'log')
    await exportLog(context, folder)
    return folder
  }
  /** What the verifier finds when some lines of a partition are gone. */
  function without(
    folder: string,
    controller: string,
    numbers: readonly number[],
    partial = false,
  ) {
    const path = join(folder, 'records', `${controller}.ndjson`)
    const text = readFileSync(path, 'utf8')
    const lines = text.trimEnd().split('\n')
    const isKept = (line: string) => !numbers.includes((JSON.parse(line) as Line).number)
    writeFileSync(path, lines.filter(isKept).join('\n') + '\n')
    const { findings } = verifyLog(folder, { partial })
    writeFileSync(path, text)
    return findings.map(({ kind, detail }) => `${kind} ${detail}`)
  }

  const sound = await exported()
  t.test('are said to be erased, each time, and everything else holds', async (t) => {
    const { findings, erasures, records } = verifyLog(sound)
    t.strictSame(findings, [])
    t.equal(records, 17)
    const told = { at: '2031-09-05T08:00:00.000Z', before: '2026-08-31T22:00:00.000Z' }
    t.strictSame(erasures, [
      { controller: ALMERE, number: 9, ...told, until: 5, entries: 5 },
      { controller: OMMEN, number: 4, ...told, until: 1, entries: 1 },
    ])
    const ldv = join(scratchFolder(t), 'ldv')
    await exportStandard(context, ldv, 'ldv')
    t.match(verifyExport(ldv), { findings: [], erasures })
    t.strictSame([TERM.standard, TERM.least], [60, 36])
    const kind = kindOf('ACCESS_LOG')!
    t.strictSame([TERM.standard, TERM.least], [kind.standard, kind.least], 'as the hub has it')
  })

  t.test('explain nothing that is missing besides', async (t) => {
    t.match(without(sound, ALMERE, [6]), [/NUMBER_GAP .* has no number 6/, /RECORD_DELETED/])
    t.match(without(sound, ALMERE, [9]), [
      /NUMBER_GAP .* has no numbers 1 to 5/,
      /NUMBER_GAP .* has no number 9/,
      /RECORD_DELETED more leaves/,
      /RECORD_DELETED/,
    ])
  })

  t.test('the end of the only partition of an export cannot be cut off', async (t) => {
    const own = join(scratchFolder(t), 'own')
    await exportLog(context, own, [OMMEN])
    const cut = () => without(own, OMMEN, [10, 11, 12], true)
    t.strictSame(without(own, OMMEN, [], true), [])
    t.match(cut(), [/NUMBER_GAP .* has no numbers 10 to 12/])
    const path = join(own, 'export')
    const signed = readFileSync(path, 'utf8')
    t.match(signed, `${OMMEN} 2-12`)
    writeFileSync(path, signed.replace('2-12', '2-9'))
    t.match(cut(), [/STATEMENT_INVALID/], 'whoever has no key cannot say that it ends there')
    rmSync(path)
    t.match(cut(), [/STATEMENT_INVALID/])
  })

  t.test('an entry that only says so explains nothing', async (t) => {
    const forged = (controller: string, objects: object) =>
      add(
        accessEntry({
          controller,
          role: 'job',
          action: 'FORGET_LOG',
          operation: 'job.forget',
          objects: { below: 19, entries: 3, missing: 4, subjects: 0, ...objects },
        }),
      )
    // As old as its term demands, but what is there shows that the rows are younger.
    await forged(OMMEN, { until: 8, before: '2026-08-31T22:00:00.000Z' })
    // Not even that.
    await forged(ALMERE, { until: 11, before: '2031-09-05T00:00:00.000Z', missing: 8 })
    await forged(ALMERE, { until: 11 })
    const folder = await exported()
    const found = without(folder, OMMEN, [5, 6, 7])
    t.match(
      found.filter((one) => one.includes(OMMEN)),
      [
        /ERASURE_UNFOUNDED the erasure at number 13 .* erased number 8, which comes after number 2 of 2026-11-03/,
        /NUMBER_GAP .* has no numbers 5 to 7/,
      ],
    )
    t.equal(found.filter((one) => one.startsWith('RECORD_DELETED')).length, 3, 'by index')
    const own = without(folder, ALMERE, [10, 11], true).filter((one) => one.includes(ALMERE))
    t.match(own, [
      /ERASURE_UNFOUNDED .* does not say what was erased/,
      /ERASURE_UNFOUNDED .* erased what was not 60 months old/,
      /NUMBER_GAP .* has no numbers 10 to 11/,
    ])
  })
})

interface Line {
  readonly number: number
}

t.test('what one partition says', async (t) => {
  const erasure = {
    action: 'FORGET_LOG',
    role: 'job',
    at: '2029-09-05T08:00:00.000Z',
    objects: { until: 4, below: 4, before: '2026-08-31T22:00:00.000Z', entries: 4, missing: 4 },
  }
  const term = {
    action: 'CONFIG',
    operation: 'confirmPartition',
    role: 'operator',
    objects: { controller: OMMEN, term: 36 },
  }
  /** Numbers 5 to 9, of which 6 may decide about the term and 8 erases. */
  function settled(said: object, decided?: object, days: Readonly<Record<number, string>> = {}) {
    const partition = new Partition(OMMEN)
    const found: string[] = []
    for (const number of [9, 8, 7, 6, 5]) partition.add(number, days[number] ?? '2029-09-05')
    partition.hear(8, JSON.stringify(said))
    if (decided !== undefined) partition.hear(6, JSON.stringify(decided))
    partition.settle((kind, _index, detail) => found.push(`${kind} ${detail}`))
    return found
  }
  const having = (objects: object) => ({ ...erasure, objects: { ...erasure.objects, ...objects } })
  const unfounded = /ERASURE_UNFOUNDED/

  t.test('a term is shortened by decision, and then not below the least', async (t) => {
    t.strictSame(settled(erasure, term), [])
    t.match(settled(erasure), [/not 60 months old/, /has no numbers 1 to 4/])
    const another = { ...term, objects: { controller: ALMERE, term: 36 } }
    t.match(settled(erasure, another), [unfounded, /NUMBER_GAP/])
    const tooShort = { ...term, objects: { controller: OMMEN, term: 1 } }
    const young = having({ before: '2029-08-31T22:00:00.000Z' })
    t.match(settled(young, tooShort), [/not 36 months old/, /NUMBER_GAP/])
  })

  t.test('nobody but a job erases', async (t) => {
    t.match(settled({ ...erasure, role: 'operator' }, term), [/NUMBER_GAP/])
    t.match(settled({ ...erasure, action: 'FORGET' }, term), [/NUMBER_GAP/])
  })

  t.test('as many are missing as were erased', async (t) => {
    t.match(settled(having({ entries: 3, missing: 3 }), term), [
      /RECORD_DELETED .* lacks 1 entries more than were erased/,
    ])
    t.match(settled(having({ until: 5, entries: 5, missing: 5 }), term), [
      /ERASURE_UNFOUNDED .* was to lack 5 entries and lacks 4/,
    ])
    t.match(settled(having({ until: 8 }), term), [/cannot be counted/, /NUMBER_GAP/])
    t.match(settled(having({ entries: 5 }), term), [/cannot be counted/, /NUMBER_GAP/])
  })

  t.test('nothing comes before its time', async (t) => {
    const days = { 9: '2029-09-03' }
    t.match(settled(erasure, term, days), [/comes before number 9 of 2029-09-03/, /NUMBER_GAP/])
    t.strictSame(settled(erasure, term, { 9: '2029-09-04' }), [], 'but for some hours')
  })
})
