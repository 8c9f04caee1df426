import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as applyWithDrizzle } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import { packageRoot } from '../package-root.js'
import { bulk } from './bulk.js'
import type { Database } from './client.js'
import { MigrationError, pendingMigrations, readMigrations } from './migration-files.js'
import type { Applied } from './migration-files.js'
import { HUB_LOGIN } from './roles.js'
import { DatabaseError, inTransaction } from './transaction.js'
import { DatabaseUnavailable } from './unavailable.js'

export { MigrationError } from './migration-files.js'

/** Any number that nothing else in the database locks. */
const LOCK = 7_613_420_118
const UNDEFINED_TABLE = '42P01'
const NO_SUCH_SCHEMA = '3F000'

/** How a database is brought up to date. */
export interface MigrateOptions {
  /** Of the role that owns every object. */
  readonly url: string
  /** The role that the hub logs in as; it must exist, and is made a member of the group roles. */
  readonly loginRole?: string
  /** Another folder of migrations, for tests. */
  readonly folder?: string
}

/**
 * Applies what a database lacks, in one transaction, and does nothing when it lacks nothing. Any
 * number of these may run at once: one works, the others wait and find nothing to do.
 *
 * @returns The names of the migrations that this call applied.
 * @throws {MigrationError} When folder and database do not fit, or the server refused a statement.
 */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const folder = options.folder ?? migrationsFolder()
  const login = options.loginRole ?? HUB_LOGIN
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(login)) {
    throw new MigrationError('The name of the login role has an unexpected form.')
  }
  const known = readMigrations(folder)
  // One connection, never replaced: the lock is held by the session.
  const client = postgres(options.url, {
    max: 1,
    max_lifetime: null,
    onnotice: () => undefined,
    connection: { application_name: 'vroegsignaal migrate', 'hub.login_role': login },
  })
  const orm = drizzle(client)
  try {
    await client`SELECT pg_advisory_lock(${LOCK})`
    const roles = await client`SELECT FROM pg_roles WHERE rolname = ${login}`
    if (roles.length === 0) {
      throw new MigrationError(`The role ${login} does not exist; make it first (README).`)
    }
    const pending = pendingMigrations(known, await readApplied(client))
    await applyWithDrizzle(orm, { migrationsFolder: folder })
    await client.unsafe(
      `GRANT USAGE ON SCHEMA drizzle TO ${login};
       GRANT SELECT ON drizzle.__drizzle_migrations TO ${login}`,
    )
    return pending.map(({ tag }) => tag)
  } catch (error) {
    throw error instanceof MigrationError ? error : new MigrationError(describe(error, options.url))
  } finally {
    await client.end({ timeout: 5 })
  }
}

/**
 * Refuses a database that this version does not know in every detail: not migrated, migrated by a
 * newer version, or by files that were edited since.
 *
 * @throws {MigrationError}
 */
export async function assertSchema(db: Database, folder = migrationsFolder()): Promise<void> {
  const known = readMigrations(folder)
  const pending = pendingMigrations(known, await readAppliedBy(db))
  if (pending.length > 0) {
    throw new MigrationError(
      `The database lacks ${pending.length} of ${known.length} migrations; run vroegsignaal migrate.`,
    )
  }
}

function migrationsFolder(): string {
  return join(packageRoot(), 'migrations')
}

async function readApplied(client: postgres.Sql): Promise<Applied[]> {
  const [table] = await client`SELECT to_regclass('drizzle.__drizzle_migrations') AS name`
  if (table?.['name'] === null) return []
  const rows = await client`SELECT hash, created_at FROM drizzle.__drizzle_migrations ORDER BY id`
  return rows.map(toApplied)
}

async function readAppliedBy(db: Database): Promise<Applied[]> {
  try {
    return await inTransaction(db, 'db.schema', { role: 'login' }, async (tx) =>
      (await bulk(tx, 'SELECT hash, created_at FROM drizzle.__drizzle_migrations ORDER BY id')).map(
        toApplied,
      ),
    )
  } catch (error) {
    const states = [UNDEFINED_TABLE, NO_SUCH_SCHEMA]
    if (error instanceof DatabaseError && states.includes(error.sqlState)) return []
    throw error
  }
}

function toApplied(row: Record<string, unknown>): Applied {
  return { hash: String(row['hash']), when: Number(row['created_at']) }
}

/** Messages about the shape of a statement (class 42) name our own objects; others quote data. */
function describe(error: unknown, url: string): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  if (!(cause instanceof postgres.PostgresError)) {
    return new DatabaseUnavailable(url, '08006').message
  }
  if (/^(28|3D)/.test(cause.code)) return new DatabaseUnavailable(url, cause.code).message
  const what = cause.code.startsWith('42') ? `: ${cause.message}` : ''
  return `The server refused a migration (${cause.code}${what}).`
}
