import t from 'tap'
import { recordAccess, sequencePending } from '../../src/access-log/index.js'
import type { AccessEntry } from '../../src/access-log/index.js'
import { bulk } from '../../src/db/bulk.js'
import { inTransaction } from '../../src/db/transaction.js'
import { searchEntries, traceEverywhere, tracesOf } from '../../src/log-review/index.js'
import { readCursor, writeCursor } from '../../src/log-review/question.js'
import { checkLog } from '../helpers/check-log.js'
import { freshDatabase } from '../helpers/database.js'
import { createMetrics } from '../../src/http/metrics.js'
import { createLogger } from '../../src/logger.js'
import { accessEntry, logContext } from '../helpers/log.js'

const ALMERE = '00000099000000034000'
const OMMEN = '00000099000000175000'
const trace = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' }
const officer = {
  id: '00000099000000004000',
  fingerprint: 'ef'.repeat(32),
  controllers: [ALMERE],
  trace,
}
const reason = 'Yearly review'

async function startLog(t: Parameters<typeof freshDatabase>[0]) {
  const database = await freshDatabase(t)
  const bare = logContext(t, database.db)
  const quotas = { tracesPerDay: 4, trialItemsPerDay: 0, logPagesPerDay: 50 }
  const context = {
    ...bare,
    config: { ...bare.config, ...quotas },
    log: createLogger(bare.clock, 'silent', () => undefined),
    metrics: createMetrics(),
  }
  const record = (...entries: AccessEntry[]) =>
    inTransaction(context.db, 'test.record', { role: 'vroegsignaal_intake' }, (tx) =>
      recordAccess(tx, context, entries),
    )
  return { database, context, record }
}

t.test('searchEntries', async (t) => {
  const { context, record, database } = await startLog(t)
  const written = await record(
    accessEntry({ controller: ALMERE, at: new Date('2026-08-01T10:00:00Z') }),
    accessEntry({ controller: OMMEN }),
    accessEntry({
      controller: ALMERE,
      actor: 'hub',
      action: 'PURGE',
      operation: 'job.purge',
      objects: { municipality: '0175', caseId: 'case-1' },
      at: new Date('2026-08-02T10:00:00Z'),
    }),
    accessEntry({
      controller: ALMERE,
      result: 'DENY',
      traceId: 'f'.repeat(32),
      at: new Date('2026-08-03T10:00:00Z'),
      subjects: [{ household: Buffer.alloc(16, 1), person: null, reference: 'case-1' }],
    }),
  )

  t.test('finds by each filter, in the own partition only', async (t) => {
    const numbers = async (filter: Parameters<typeof searchEntries>[2]['filter']) =>
      (await searchEntries(context, officer, { reason, filter })).entries
        .filter(({ number }) => number <= 3)
        .map(({ number }) => number)
    t.strictSame(await numbers({}), [1, 2, 3])
    t.strictSame(await numbers({ from: new Date('2026-08-02T00:00:00Z') }), [2, 3])
    t.strictSame(await numbers({ until: new Date('2026-08-02T10:00:00Z') }), [1])
    const period = (from: string, until: string) => ({
      from: new Date(from),
      until: new Date(until),
    })
    t.strictSame(await numbers(period('2026-08-01T10:00:00Z', '2026-08-02T10:00:01Z')), [1, 2])
    t.strictSame(await numbers(period('2026-08-02T09:00:00Z', '2026-08-02T09:30:00Z')), [])
    t.strictSame(await numbers({ actor: 'hub' }), [2])
    t.strictSame(await numbers({ action: 'PURGE' }), [2])
    t.strictSame(await numbers({ operation: 'submitNotificationBatch' }), [1, 3])
    t.strictSame(await numbers({ purpose: 'RETENTION' }), [2])
    t.strictSame(await numbers({ result: 'DENY' }), [3])
    t.strictSame(await numbers({ municipality: '0175' }), [2])
    t.strictSame(await numbers({ caseId: 'case-1' }), [2, 3])
    t.strictSame(await numbers({ entryId: written[2]!.entryId }), [2])
    t.strictSame(await numbers({ entryId: written[1]!.entryId }), [], 'of another controller')
    t.strictSame(await numbers({ traceId: 'f'.repeat(32) }), [3])
    t.strictSame(await numbers({ action: 'PURGE', result: 'DENY' }), [])
  })

  t.test('finds what was recorded late, in the period that it is about', async (t) => {
    const [late] = await record(
      accessEntry({ controller: ALMERE, at: new Date('2026-07-01T00:00:00Z') }),
    )
    const search = (order: { newestFirst: boolean }) => {
      const filter = {
        from: new Date('2026-06-30T00:00:00Z'),
        until: new Date('2026-08-02T00:00:00Z'),
      }
      return searchEntries(context, officer, { reason, filter, ...order })
    }
    const numbers = [1, late!.number]
    const oldest = await search({ newestFirst: false })
    t.strictSame(
      oldest.entries.map(({ number }) => number),
      numbers,
    )
    const newest = await search({ newestFirst: true })
    t.strictSame(
      newest.entries.map(({ number }) => number),
      numbers.toReversed(),
    )
  })

  t.test('is itself logged, with its reason, before it answers', async (t) => {
    const filter = { from: new Date('2026-08-01T00:00:00Z'), action: 'PURGE' }
    const { recorded, entries } = await searchEntries(context, officer, { reason, filter })
    const own = await searchEntries(context, officer, {
      reason,
      filter: { entryId: recorded.entryId },
    })
    t.match(JSON.parse(own.entries[0]!.record), {
      actor: officer.id,
      actorKey: officer.fingerprint,
      role: 'officer',
      action: 'LOG_READ',
      operation: 'searchAccessLog',
      objects: { reason, filter: { from: '2026-08-01T00:00:00.000Z', action: 'PURGE' } },
      count: entries.length,
      result: 'ALLOW',
    })
    t.equal(own.entries[0]?.index, null, 'not integrated yet')
    await sequencePending(context)
    const later = await searchEntries(context, officer, {
      reason,
      filter: { entryId: recorded.entryId },
    })
    t.ok((later.entries[0]?.index ?? -1) >= 0)
    t.strictSame(later.entries[0]?.leaf, recorded.leaf)
  })

  t.test('goes on where a page ended, without gap or repetition', async (t) => {
    const seen: number[] = []
    let cursor: string | undefined
    for (let page = 0; page < 3; page += 1) {
      const found = await searchEntries(context, officer, { reason, filter: {}, cursor, limit: 2 })
      seen.push(...found.entries.map(({ number }) => number))
      cursor = found.nextCursor ?? undefined
    }
    t.strictSame(seen, [1, 2, 3, 4, 5, 6])
    for (const wrong of ['x', 'AAAA', writeCursor(3).slice(1)]) {
      t.equal(readCursor(wrong), undefined)
      const search = { reason, filter: {}, cursor: wrong }
      await t.rejects(searchEntries(context, officer, search), { code: 'request.invalid' })
    }
  })

  t.test('is refused without reason, for another log, and beyond the quota', async (t) => {
    const refused = (search: object, code: string, who = officer) =>
      t.rejects(searchEntries(context, who, { reason, filter: {}, ...search }), { code })
    await refused({ reason: '  ' }, 'trace.reason_missing')
    await refused({ controller: OMMEN }, 'party.role_not_allowed')
    await refused({}, 'request.invalid', { ...officer, controllers: [ALMERE, OMMEN] })
    await refused({}, 'request.invalid', { ...officer, controllers: [] })
    const eager = { ...officer, id: '00000099000000005000' }
    for (let asked = 0; asked < 50; asked += 1) {
      await searchEntries(context, eager, { reason, filter: {}, limit: 1 })
    }
    await refused({}, 'quota.exceeded', eager)
    await searchEntries(context, officer, { reason, filter: {} })
    context.clock.advance(24 * 3_600_000)
    await searchEntries(context, eager, { reason, filter: {} })
  })

  t.test('sees one partition even if the statement forgot to ask for one', async (t) => {
    const scope = { role: 'vroegsignaal_officer', controller: ALMERE } as const
    for (const table of ['log_entry', 'log_subject', 'log_partition']) {
      const rows = await inTransaction(database.db, 'test.wall', scope, (tx) =>
        bulk<{ controller: string }>(tx, `SELECT DISTINCT controller FROM ${table}`),
      )
      t.strictSame(rows, [{ controller: ALMERE }], table)
    }
  })
})

t.test('tracesOf', async (t) => {
  const { context, record } = await startLog(t)
  const household = Buffer.alloc(16, 7)
  const [anna, bert] = [Buffer.alloc(16, 8), Buffer.alloc(16, 9)]
  const elsewhere = { household: Buffer.alloc(16, 1), person: anna, reference: 'n-9' }
  await record(
    accessEntry({
      controller: ALMERE,
      subjects: [elsewhere, { household, person: anna, reference: 'n-1' }],
    }),
    accessEntry({ controller: ALMERE, subjects: [elsewhere] }),
    accessEntry({ controller: OMMEN, subjects: [{ household, person: anna, reference: 'n-2' }] }),
    accessEntry({ controller: ALMERE, subjects: [{ household, person: bert, reference: 'n-3' }] }),
    accessEntry({
      controller: ALMERE,
      action: 'PULL',
      operation: 'getUrgentFeed',
      objects: { municipality: '0034' },
      subjects: ['c-1', 'c-2', 'c-2'].map((reference) => ({ household, person: null, reference })),
    }),
  )

  t.test('shows who touched the household, and whether the person was meant', async (t) => {
    const { steps, truncated } = await tracesOf(context, officer, [{ household, person: anna }], {
      reason,
    })
    t.equal(truncated, false)
    t.strictSame(
      steps.map(({ matched, references, entry }) => [matched, references, entry.number]),
      [
        ['PERSON', ['n-1'], 1],
        ['HOUSEHOLD', ['n-3'], 3],
        ['HOUSEHOLD', ['c-1', 'c-2'], 4],
      ],
    )
  })

  t.test('leaves a trace of its own with the same household', async (t) => {
    const { steps } = await tracesOf(context, officer, [{ household, person: null }], { reason })
    t.match(JSON.parse(steps.at(-1)!.entry.record), { action: 'TRACE', objects: { reason } })
  })

  t.test('covers every year and every partition of the officer', async (t) => {
    const both = { ...officer, controllers: [OMMEN, ALMERE] }
    const years = [
      { household: Buffer.alloc(16, 1), person: anna },
      { household, person: anna },
    ]
    const { steps } = await traceEverywhere(context, both, years, reason)
    const numbers = (controller: string) =>
      steps.filter(({ entry }) => entry.controller === controller).map((step) => step.entry.number)
    t.strictSame(numbers(OMMEN), [1])
    t.strictSame(numbers(ALMERE).slice(0, 4), [1, 2, 3, 4])
    t.strictSame(
      steps.find(({ entry }) => entry.number === 1 && entry.controller === ALMERE)?.references,
      ['n-9', 'n-1'],
    )
    const none = { ...officer, controllers: [] }
    await t.rejects(traceEverywhere(context, none, years, reason), {
      code: 'party.role_not_allowed',
    })
  })

  t.test('afterwards the whole log verifies', async (t) => {
    await checkLog(t, context)
  })
})
