import { DrizzleError, DrizzleQueryError } from 'drizzle-orm'
import postgres from 'postgres'

/** The server could not be reached, or the connection broke. */
const CONNECTION_FAILURE = '08006'
/** Anything else that went wrong inside the driver. */
const INTERNAL = 'XX000'

/**
 * What is left of an error of the database: where, and which condition. Messages, details, bound
 * values and the statement stay behind, because they hold what people sent; there is no cause.
 */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
  readonly transaction: string
  /** Five characters; 08006 also stands for a connection that could not be made or was lost. */
  readonly sqlState: string
  /** Name of the violated constraint, or null. A name of ours, never a value. */
  readonly constraint: string | null

  constructor(transaction: string, sqlState: string, constraint: string | null = null) {
    super(`The database refused a statement (${transaction}, ${sqlState}).`)
    this.transaction = transaction
    this.sqlState = sqlState
    this.constraint = constraint
  }
}

/** Strips an error of the driver; what it was can no longer be read from the result. */
export function strippedError(transaction: string, error: unknown): DatabaseError {
  const server = serverErrorIn(error)
  if (server !== undefined) {
    return new DatabaseError(transaction, server.code, nameOf(server.constraint_name))
  }
  return new DatabaseError(transaction, isConnectionLoss(error) ? CONNECTION_FAILURE : INTERNAL)
}

/** Whether an error, or anything it carries along, was made by drizzle or by the driver. */
export function holdsDriverError(error: unknown): boolean {
  return chainOf(error).some(
    (link) =>
      link instanceof DrizzleQueryError ||
      link instanceof DrizzleError ||
      link instanceof postgres.PostgresError ||
      // What the driver rejects with gets these two, whatever class it is of.
      ('query' in link && 'parameters' in link) ||
      isConnectionCode(link),
  )
}

function serverErrorIn(error: unknown): postgres.PostgresError | undefined {
  return chainOf(error).find((link) => link instanceof postgres.PostgresError)
}

function isConnectionLoss(error: unknown): boolean {
  return chainOf(error).some((link) => isConnectionCode(link) || 'syscall' in link)
}

function isConnectionCode(link: object): boolean {
  return 'code' in link && typeof link.code === 'string' && /^CONNECT(ION)?_/.test(link.code)
}

/** A constraint that somebody named after a value would still not get through. */
function nameOf(constraint: unknown): string | null {
  return typeof constraint === 'string' && /^[a-z0-9_]{1,63}$/.test(constraint) ? constraint : null
}

function chainOf(error: unknown): object[] {
  const chain: object[] = []
  const open = [error]
  while (open.length > 0) {
    const link = open.pop()
    if (typeof link !== 'object' || link === null || chain.includes(link)) continue
    chain.push(link)
    if ('cause' in link) open.push(link.cause)
    if ('errors' in link && Array.isArray(link.errors)) open.push(...(link.errors as unknown[]))
  }
  return chain
}
