import t from 'tap'
import { recordAccess, sequencePending } from '../../src/access-log/index.js'
import { bulk } from '../../src/db/bulk.js'
import { DatabaseError, inTransaction, type DbRole } from '../../src/db/transaction.js'
import { freshDatabase } from '../helpers/database.js'
import { accessEntry, logContext } from '../helpers/log.js'

const ALMERE = '00000099000000034000'

t.test('no role of the running hub', async (t) => {
  const database = await freshDatabase(t)
  const context = logContext(t, database.db)
  await inTransaction(context.db, 'test.record', { role: 'vroegsignaal_intake' }, (tx) =>
    recordAccess(tx, context, [accessEntry()]),
  )
  await sequencePending(context)
  const roles = [
    'edge',
    'intake',
    'municipality',
    'officer',
    'sequencer',
    'publisher',
    'job',
    'admin',
  ].map((name) => `vroegsignaal_${name}` as DbRole)
  const refused = async (role: DbRole | 'login', text: string) => {
    const scope = { role, controller: ALMERE, party: ALMERE }
    const attempt = inTransaction(context.db, 'test.attempt', scope, (tx) => bulk(tx, text))
    await t.rejects(attempt, { name: 'DatabaseError', sqlState: '42501' }, `${role}: ${text}`)
  }
  for (const role of [...roles, 'login' as const]) {
    for (const table of ['log_entry', 'log_subject', 'log_leaf', 'log_node', 'log_checkpoint']) {
      await refused(role, `DELETE FROM ${table}`)
      await refused(role, `TRUNCATE ${table}`)
      await refused(role, `DROP TABLE ${table}`)
    }
    await refused(role, `UPDATE log_entry SET record = ''`)
    await refused(role, `UPDATE log_subject SET reference = ''`)
    await refused(role, `UPDATE log_leaf SET leaf = commitment`)
    await refused(role, `UPDATE log_checkpoint SET note = ''`)
    await refused(role, `UPDATE log_partition SET last_number = 0`)
    await refused(
      role,
      `INSERT INTO log_pending (entry, commitment) SELECT entry, leaf FROM log_leaf`,
    )
  }
  for (const role of roles.filter((role) => role !== 'vroegsignaal_sequencer')) {
    await refused(role, 'DELETE FROM log_pending')
    await refused(role, 'UPDATE log_head SET size = 0')
    await refused(role, 'INSERT INTO log_leaf SELECT * FROM log_leaf')
  }
  await refused('vroegsignaal_sequencer', 'SELECT record FROM log_entry')
  await refused('vroegsignaal_publisher', 'SELECT entry FROM log_leaf')
  await refused('vroegsignaal_intake', 'SELECT entry FROM log_entry')
})

t.test('a database error names no value', async (t) => {
  const database = await freshDatabase(t)
  const scope = { role: 'vroegsignaal_intake' } as const
  const attempt = inTransaction(database.db, 'test.attempt', scope, (tx) =>
    bulk(tx, `SELECT log_append(ARRAY['no json'], '', '{0}', '{}', '', '{}')`),
  )
  await t.rejects(attempt, DatabaseError)
})
