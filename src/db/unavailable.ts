import { StatedError } from '../kernel/stated-error.js'
import { DatabaseError } from './errors.js'

/** The database lets nobody in: away, or it refuses the login. Names host and port only. */
export class DatabaseUnavailable extends StatedError {
  override readonly name = 'DatabaseUnavailable'

  constructor(url: string, sqlState: string) {
    super(`database.${sqlState}`, `The database at ${placeOf(url)} ${reasonOf(sqlState)}`)
  }
}

/**
 * Waits for the first statement on the server of `url`.
 *
 * @throws {DatabaseUnavailable} In place of an error that means there is no connection.
 */
export async function reached(url: string, first: Promise<void>): Promise<void> {
  try {
    await first
  } catch (error) {
    const isLogin = error instanceof DatabaseError && /^(08|28|3D|53|57P)/.test(error.sqlState)
    throw isLogin ? new DatabaseUnavailable(url, error.sqlState) : error
  }
}

/** Host and port of an address and nothing else of it, for the rest holds a password. */
function placeOf(url: string): string {
  const { hostname, port } = URL.canParse(url) ? new URL(url) : { hostname: '', port: '' }
  return `${hostname === '' ? 'localhost' : hostname} port ${port === '' ? '5432' : port}`
}

function reasonOf(sqlState: string): string {
  if (sqlState.startsWith('08'))
    return 'cannot be reached. Is it running, and is the address right?'
  if (sqlState.startsWith('28')) return 'refuses this user or password.'
  if (sqlState.startsWith('3D')) return 'holds no database of the name in the address.'
  return `takes no connections now (${sqlState}).`
}
