import { once } from 'node:events'
import { inspect } from 'node:util'
import t, { type Test } from 'tap'
import { bulk } from '../../src/db/bulk.js'
import { openDatabase, type Tx, type TransactionTiming } from '../../src/db/client.js'
import { DB_ROLES } from '../../src/db/roles.js'
import { DatabaseError, inTransaction, type Scope } from '../../src/db/transaction.js'
import { freshDatabase, type TestDatabase } from '../helpers/database.js'

const CANARY = 'Wilhelmina-Kanarie-7f3'
const LOGIN: Scope = { role: 'login' }

t.test('inTransaction', async (t) => {
  const database = await freshDatabase(t)
  const { db } = database
  const owner = database.open(database.ownerUrl)
  await owner.alone('CREATE TABLE thing (name text PRIMARY KEY, size integer)')

  t.test('acts in each role that a hub may take', async (t) => {
    for (const role of DB_ROLES.filter((name) => name !== 'vroegsignaal_backup')) {
      const rows = await inTransaction(db, 'test.who', { role }, (tx) =>
        bulk(tx, 'SELECT current_user::text AS who'),
      )
      t.strictSame(rows, [{ who: role }])
    }
  })

  t.test('a login that chose no role may read nothing', async (t) => {
    await t.rejects(
      inTransaction(db, 'test.party', LOGIN, (tx) => bulk(tx, 'SELECT id FROM party')),
      new DatabaseError('test.party', '42501'),
    )
  })

  t.test('tells the server for whom it acts, and forgets it afterwards', async (t) => {
    const told = (scope: Scope) =>
      inTransaction(db, 'test.scope', scope, (tx) =>
        bulk(
          tx,
          `SELECT current_setting('hub.transaction') AS transaction,
                  current_setting('hub.party') AS party,
                  current_setting('hub.municipality') AS municipality,
                  current_setting('hub.controller') AS controller,
                  current_setting('transaction_isolation') AS isolation`,
        ),
      )
    const empty = { transaction: 'test.scope', party: '', municipality: '', controller: '' }
    const isolation = 'read committed'
    const party = '00000099000000001000'
    const full = { party, municipality: '0034', controller: 'hub' }
    t.strictSame(await told({ ...LOGIN, ...full }), [{ ...empty, ...full, isolation }])
    for (let turn = 0; turn < 10; turn += 1) {
      t.strictSame(await told(LOGIN), [{ ...empty, isolation }])
    }
  })

  t.test(
    'refuses values that are not what they should be, before the server sees them',
    async (t) => {
      const bad = [
        `x'; DROP TABLE thing; --`,
        `0034'`,
        '',
        ' ',
        'a\nb',
        '0034\n',
        'é',
        'x'.repeat(64),
        ['0034'] as unknown as string,
      ]
      for (const value of bad) {
        for (const name of ['role', 'party', 'municipality', 'controller']) {
          const scope = { ...LOGIN, [name]: value } as Scope
          await t.rejects(inTransaction(db, 'test.bad', scope, never), RangeError)
        }
        await t.rejects(inTransaction(db, value, LOGIN, never), RangeError)
      }
      for (const role of [
        'postgres',
        'vroegsignaal_owner',
        'NONE',
        'vroegsignaal_edge; SELECT 1',
      ]) {
        const scope = { role } as unknown as Scope
        await t.rejects(inTransaction(db, 'test.bad', scope, never), RangeError)
      }
    },
  )

  t.test('an error of the database carries no value, to any depth', async (t) => {
    const insert = (tx: Tx, size: unknown) =>
      bulk(tx, 'INSERT INTO thing (name, size) VALUES ($1, $2)', [CANARY, size as number])
    await inTransaction(owner, 'test.seed', LOGIN, (tx) => insert(tx, 1))
    const causes: [string, string, (tx: Tx) => Promise<unknown>][] = [
      ['23505', 'a repeated key', (tx) => insert(tx, 1)],
      ['22P02', 'a value of another type', (tx) => insert(tx, CANARY)],
      ['22P02', 'a cast', (tx) => bulk(tx, 'SELECT $1::text::integer', [CANARY])],
      ['P0001', 'a raised message', (tx) => bulk(tx, raise(CANARY))],
      [
        '23505',
        'an error wrapped by the body',
        async (tx) => {
          try {
            await insert(tx, 1)
          } catch (cause) {
            throw new Error(`could not store ${CANARY}`, { cause })
          }
        },
      ],
      [
        '23505',
        'an error inside a collection',
        async (tx) => {
          const results = await Promise.allSettled([insert(tx, 1)])
          throw new AggregateError(results.map((result) => 'reason' in result && result.reason))
        },
      ],
      ['23505', 'an error that the body swallowed', (tx) => insert(tx, 1).catch(() => undefined)],
    ]
    for (const [sqlState, what, body] of causes) {
      const error = await caught(() => inTransaction(owner, 'test.error', LOGIN, body))
      t.ok(error instanceof DatabaseError, what)
      t.match(error, { transaction: 'test.error', sqlState }, what)
      t.equal((error as DatabaseError).cause, undefined)
      const shown = inspect(error, { depth: Infinity, showHidden: true })
      t.notMatch(shown, CANARY, what)
      t.notMatch(JSON.stringify(error), CANARY, what)
      t.notMatch(String((error as Error).stack), CANARY, what)
    }
  })

  t.test('names the violated constraint, which is a name of ours', async (t) => {
    const insert = () =>
      inTransaction(owner, 'test.twice', LOGIN, (tx) =>
        bulk(tx, `INSERT INTO thing (name) VALUES ('same')`),
      )
    await insert()
    await t.rejects(insert(), new DatabaseError('test.twice', '23505', 'thing_pkey'))
  })

  t.test('what the body throws passes as it is, and nothing is kept', async (t) => {
    const mine = new TypeError('mine')
    const error = await caught(() =>
      inTransaction(owner, 'test.throws', LOGIN, async (tx) => {
        await bulk(tx, `INSERT INTO thing (name) VALUES ('gone')`)
        throw mine
      }),
    )
    t.equal(error, mine)
    const rows = await inTransaction(owner, 'test.look', LOGIN, (tx) =>
      bulk(tx, `SELECT FROM thing WHERE name = 'gone'`),
    )
    t.equal(rows.length, 0)
  })

  t.test('a server that cannot be reached is an error of the database', async (t) => {
    const nowhere = openDatabase('postgres://u:p@127.0.0.1:1/x')
    t.teardown(() => nowhere.close())
    const error = await caught(() => inTransaction(nowhere, 'test.nowhere', LOGIN, never))
    t.match(error, { name: 'DatabaseError', sqlState: '08006' })
  })

  t.test('a deadlock is repeated until both are through', async (t) => deadlock(t, database))

  t.test('gives up after five attempts and says so to whoever measures', async (t) => {
    const timings: TransactionTiming[] = []
    const measured = openDatabase(database.ownerUrl, { observe: (timing) => timings.push(timing) })
    t.teardown(() => measured.close())
    const clash = `DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$`
    await t.rejects(
      inTransaction(measured, 'test.clash', LOGIN, (tx) => bulk(tx, clash)),
      new DatabaseError('test.clash', '40001'),
    )
    await inTransaction(measured, 'test.fine', LOGIN, async () => undefined)
    await t.rejects(
      inTransaction(measured, 'test.mine', LOGIN, async () => {
        throw new Error('mine')
      }),
    )
    t.match(timings, [
      { transaction: 'test.clash', attempts: 5, outcome: '40001' },
      { transaction: 'test.fine', attempts: 1, outcome: 'committed' },
      { transaction: 'test.mine', attempts: 1, outcome: 'refused' },
    ])
    t.ok(timings.every(({ seconds }) => seconds > 0))
  })
})

async function deadlock(t: Test, database: TestDatabase): Promise<void> {
  const db = database.open(database.ownerUrl)
  await db.alone(`INSERT INTO thing (name, size) VALUES ('left', 0), ('right', 0)`)
  const gate = new EventTarget()
  let waiting = 0
  let runs = 0
  const grow = 'UPDATE thing SET size = size + 1 WHERE name = $1'
  const run = (first: string, second: string) =>
    inTransaction(db, 'test.deadlock', LOGIN, async (tx) => {
      runs += 1
      await bulk(tx, grow, [first])
      waiting += 1
      if (waiting === 2) gate.dispatchEvent(new Event('open'))
      else if (waiting === 1) await once(gate, 'open')
      await bulk(tx, grow, [second])
    })
  await Promise.all([run('left', 'right'), run('right', 'left')])
  const sizes = await inTransaction(db, 'test.look', LOGIN, (tx) =>
    bulk(tx, `SELECT size FROM thing WHERE name IN ('left', 'right')`),
  )
  t.strictSame(sizes, [{ size: 2 }, { size: 2 }])
  t.equal(runs, 3)
}

async function never(): Promise<never> {
  throw new Error('must not run')
}

function raise(message: string): string {
  return `DO $$ BEGIN RAISE EXCEPTION '${message}' USING DETAIL = '${message}'; END $$`
}

async function caught(run: () => Promise<unknown>): Promise<unknown> {
  try {
    await run()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
