import { randomBytes } from 'node:crypto'
import { openDatabase, type Database } from '../../src/db/client.js'
import { databaseUrl, sharedCluster, TEMPLATE, type Owner } from './cluster.js'

/** A database of one test's own, gone when the test ends. */
export interface TestDatabase {
  /** As the hub logs in: may do nothing but choose a role. */
  readonly url: string
  /** As the owner of every object, whom row-level security binds too. */
  readonly ownerUrl: string
  /** As the server's administrator, who sees everything: for looking, never for the code tested. */
  readonly superuserUrl: string
  /** A pool on `url`. */
  readonly db: Database
  /** Opens a further pool that is closed with the test. */
  open(url: string): Database
  /** Ends every connection and removes the database before the test ends. */
  drop(): Promise<void>
}

/** A copy of the migrated template, in a tenth of a second. */
export function freshDatabase(t: Owner): Promise<TestDatabase> {
  return makeDatabase(t, TEMPLATE)
}

/** A database without a single table, for tests of the migrations themselves. */
export function emptyDatabase(t: Owner): Promise<TestDatabase> {
  return makeDatabase(t, 'template0')
}

async function makeDatabase(t: Owner, template: string): Promise<TestDatabase> {
  const cluster = await sharedCluster()
  const name = `vs_${randomBytes(8).toString('hex')}`
  const admin = openDatabase(cluster.superuserUrl, { poolSize: 1 })
  await admin.alone(`CREATE DATABASE ${name} OWNER vroegsignaal_owner TEMPLATE ${template}`)
  await admin.alone(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`)
  await admin.alone(`GRANT CONNECT ON DATABASE ${name} TO vroegsignaal_hub`)
  const pools: Database[] = []
  const open = (url: string) => {
    const pool = openDatabase(url, { unsafeOnDriverError: showDriverError })
    pools.push(pool)
    return pool
  }
  let isDropped = false
  const drop = async () => {
    if (isDropped) return
    isDropped = true
    await admin.alone(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    await Promise.all([...pools, admin].map((pool) => pool.close()))
  }
  t.teardown(drop)
  const url = databaseUrl(cluster.hubUrl, name)
  return {
    url,
    ownerUrl: databaseUrl(cluster.ownerUrl, name),
    superuserUrl: databaseUrl(cluster.superuserUrl, name),
    db: open(url),
    open,
    drop,
  }
}

/** With DATABASE_ERRORS=show a test tells what the server said, which the product never does. */
function showDriverError(error: unknown): void {
  if (process.env['DATABASE_ERRORS'] !== 'show') return
  const cause = error instanceof Error ? (error.cause ?? error) : error
  process.stderr.write(`${String(cause)}\n`)
}
