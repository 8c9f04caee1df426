import { sql } from 'drizzle-orm'
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'

type Orm = PostgresJsDatabase<Record<string, never>>

/** One transaction as stores see it; only `inTransaction` makes one. */
export type Tx = Parameters<Parameters<Orm['transaction']>[0]>[0]

/** What one call of `inTransaction` took, for metrics; nothing in it depends on values. */
export interface TransactionTiming {
  readonly transaction: string
  /** Wall time of all attempts together. */
  readonly seconds: number
  /** One, or more when the database asked for a repeat. */
  readonly attempts: number
  /** `committed`, `refused` when the body threw, or the SQLSTATE of the database. */
  readonly outcome: string
}

/** A pool of connections, held by the process that opened it. */
export interface Database {
  /** Runs `body` in a transaction of its own. For `inTransaction`; nothing else calls it. */
  readonly begin: <Result>(body: (tx: Tx) => Promise<Result>) => Promise<Result>
  /**
   * Runs one statement that must stand outside a transaction, such as CREATE DATABASE. Its errors are
   * not stripped: for setting up and for tests, never for anything that holds values.
   */
  readonly alone: (statement: string) => Promise<void>
  readonly observe: (timing: TransactionTiming) => void
  /** Sees a driver error before it is stripped. It carries values: for tests, never for a hub. */
  readonly unsafeOnDriverError: ((error: unknown) => void) | undefined
  /** Waits for running statements, at most five seconds, and closes every connection. */
  readonly close: () => Promise<void>
}

/** How a pool is opened; every part has a default. */
export interface DatabaseOptions {
  /** Connections at most; they are opened when needed. */
  readonly poolSize?: number
  /** Shown by the server in `pg_stat_activity`. */
  readonly name?: string
  readonly observe?: (timing: TransactionTiming) => void
  readonly unsafeOnDriverError?: (error: unknown) => void
}

/**
 * Opens a pool on the server of `url` and hands out drizzle, never the driver: once drizzle has
 * taken the client over, the client itself parses times differently and its errors print values.
 *
 * Connects at the first statement, not here.
 */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const client = postgres(url, {
    max: options.poolSize ?? 8,
    connect_timeout: 10,
    // The driver prints notices to the console otherwise.
    onnotice: () => undefined,
    connection: {
      application_name: options.name ?? 'vroegsignaal',
      // drizzle's columns read the ISO spelling only, and a server may be set otherwise.
      DateStyle: 'ISO',
      TimeZone: 'UTC',
      bytea_output: 'hex',
    },
  })
  const orm: Orm = drizzle(client)
  return {
    begin: (body) => orm.transaction(body),
    alone: async (statement) => void (await orm.execute(sql.raw(statement))),
    observe: options.observe ?? (() => undefined),
    unsafeOnDriverError: options.unsafeOnDriverError,
    close: () => client.end({ timeout: 5 }),
  }
}
