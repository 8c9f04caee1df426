import { DB_ROLES, type DbRole } from './roles.js'

/** For whom a transaction acts. Row-level security compares rows with these values. */
export interface Scope {
  /**
   * The group role; `login` stays the role that logged in, which for a hub may do nothing and for
   * the owner of the schema is what migrations and tests need.
   */
  readonly role: DbRole | 'login'
  /** Party id: an OIN, or an id issued by the hub. */
  readonly party?: string | undefined
  /** Municipality code of four digits. */
  readonly municipality?: string | undefined
  /** Controller of a partition of the log: a party id or `hub`. */
  readonly controller?: string | undefined
}

const NAME = /^[a-z][a-zA-Z0-9_.-]{0,62}$/
const PARTY = /^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/
const MUNICIPALITY = /^[0-9]{4}$/
const ROLES: ReadonlySet<string> = new Set(DB_ROLES)

/**
 * The statements that open a transaction, as one text for one round trip.
 *
 * The values stand in it literally, because a distributed database passes on only literal
 * `SET LOCAL`s; each has therefore passed a pattern that leaves no room for a quote. All four are
 * always set, so that nothing a session may have been given earlier shows through.
 *
 * @throws {RangeError} When a value does not fit its pattern. Callers took it from a parsed
 *   identifier, so this is a bug and not a refusal. The value is not in the message.
 */
export function openingStatements(transaction: string, scope: Scope): string {
  const role = scope.role === 'login' ? 'NONE' : fitting('role', scope.role, ROLES)
  return [
    'SET TRANSACTION ISOLATION LEVEL READ COMMITTED',
    `SET LOCAL citus.propagate_set_commands = 'local'`,
    `SET LOCAL ROLE ${role}`,
    `SET LOCAL hub.transaction = '${fitting('transaction', transaction, NAME)}'`,
    `SET LOCAL hub.party = '${optional('party', scope.party, PARTY)}'`,
    `SET LOCAL hub.municipality = '${optional('municipality', scope.municipality, MUNICIPALITY)}'`,
    `SET LOCAL hub.controller = '${optional('controller', scope.controller, PARTY)}'`,
  ].join(';\n')
}

function optional(what: string, value: string | undefined, pattern: RegExp): string {
  return value === undefined ? '' : fitting(what, value, pattern)
}

function fitting(what: string, value: string, allowed: RegExp | ReadonlySet<string>): string {
  const fits = allowed instanceof RegExp ? allowed.test(value) : allowed.has(value)
  // JavaScript's `$` also matches nowhere but at the end without the m flag, so no line slips by.
  if (typeof value !== 'string' || !fits) {
    throw new RangeError(`The ${what} of a transaction has an unexpected form.`)
  }
  return value
}
