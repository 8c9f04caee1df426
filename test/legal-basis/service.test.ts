import t from 'tap'
import { inTransaction } from '../../src/db/transaction.js'
import type { Day } from '../../src/kernel/calendar.js'
import {
  loadLegalBases,
  loadShippedBases,
  registerLegalBasis,
  SHIPPED,
  type Claim,
} from '../../src/legal-basis/index.js'
import { freshDatabase } from '../helpers/database.js'
import { looker, OPERATOR, registryContext } from '../helpers/registry.js'

const RENT: Claim = {
  creditor: '00000099100000001000',
  municipality: '0034',
  sector: 'RENT',
  kind: 'EARLY',
  day: '2026-08-03' as Day,
  arrearsCents: 10_000,
  oldestDueOn: '2026-06-01' as Day,
  reportedOn: '2026-08-03' as Day,
  writtenRemindersSent: 1,
  restrictedFields: [],
}

t.test('the registry of legal bases', async (t) => {
  const database = await freshDatabase(t)
  const context = registryContext(database.db)
  const judge = (claim: Claim) =>
    inTransaction(context.db, 'test.judge', { role: 'vroegsignaal_intake' }, async (tx) =>
      (await loadLegalBases(tx)).judge(claim),
    )

  t.test('nothing is lawful before a row is loaded', async (t) => {
    t.match(await judge(RENT), { lawful: false, refusals: [{ code: 'NO_LEGAL_BASIS' }] })
  })

  t.test('the shipped rows are loaded once', async (t) => {
    const { added, leftOut } = await loadShippedBases(context, OPERATOR)
    t.equal(added.length + leftOut.length, SHIPPED.length)
    t.match(await judge(RENT), { lawful: true, basis: { legalBasis: 'BGS_RENT', version: 1 } })
    t.strictSame((await loadShippedBases(context, OPERATOR)).added, [])
  })

  t.test(
    'a new version takes the place of the old, and loading again does not undo that',
    async (t) => {
      const shipped = SHIPPED.find(({ legalBasis }) => legalBasis === 'BGS_RENT')!
      const { confidence: _, note: __, needs: ___, ...row } = shipped
      const closed = { ...row, validUntil: '2026-08-02' as Day }
      t.equal(await registerLegalBasis(context, OPERATOR, closed), 2)
      t.notOk((await judge(RENT)).lawful)
      await loadShippedBases(context, OPERATOR)
      t.notOk((await judge(RENT)).lawful)
    },
  )

  t.test('intake cannot write rows, and every change is logged', async (t) => {
    const scope = { role: 'vroegsignaal_intake' } as const
    const { insertLegalBases } = await import('../../src/legal-basis/store.js')
    const { confidence: _, note: __, needs: ___, ...row } = SHIPPED[0]!
    await t.rejects(
      inTransaction(context.db, 'test.write', scope, (tx) =>
        insertLegalBases(tx, [{ ...row, version: 9 }], context.clock.now()),
      ),
      { message: /42501/ },
    )
    const look = looker(database)
    const logged = await look<{ operation: string }>(
      `SELECT operation FROM log_entry WHERE controller = 'hub' ORDER BY number`,
    )
    t.strictSame(
      logged.map(({ operation }) => operation),
      ['loadShippedBases', 'loadShippedBases', 'registerLegalBasis', 'loadShippedBases'],
    )
  })
})
