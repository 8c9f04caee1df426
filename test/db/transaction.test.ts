import { inspect } from 'node:util'
import t from 'tap'
import { bulk } from '../../src/db/bulk.js'
import { DB_ROLES } from '../../src/db/roles.js'
import { DatabaseError, inTransaction } from '../../src/db/transaction.js'
import { freshDatabase } from '../helpers/database.js'

t.test('inTransaction', async (t) => {
  const { db } = await freshDatabase(t)
  t.test('acts in each role', async (t) => {
    for (const role of DB_ROLES) {
      if (role === 'vroegsignaal_backup') continue
      const [row] = await inTransaction(db, 'test.who', { role }, (tx) =>
        bulk(tx, 'SELECT current_user::text AS who'),
      )
      t.equal(row?.['who'], role)
    }
  })
})
