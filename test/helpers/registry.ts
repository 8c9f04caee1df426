import { parseConfig } from '../../src/config.js'
import type { Database } from '../../src/db/client.js'
import { bulk } from '../../src/db/bulk.js'
import { inTransaction } from '../../src/db/transaction.js'
import { SteppedClock } from '../../src/kernel/clock.js'
import type { Caller, Role } from '../../src/parties/index.js'
import { parsePartyId } from '../../src/parties/index.js'
import type { Operator, RegistryContext } from '../../src/registry/index.js'
import type { TestDatabase } from './database.js'

/** Who works at the hub in tests. */
export const OPERATOR: Operator = { pseudonym: 'beheer-1' }

/** The registry of a sandbox hub at an instant that stands still. */
export function registryContext(
  db: Database,
  overrides: { readonly sandbox?: boolean } = {},
): RegistryContext & { readonly clock: SteppedClock } {
  const config = { ...parseConfig({}), ...overrides }
  return { config, db, clock: new SteppedClock('2026-08-03T08:00:00Z') }
}

/** A caller as the edge hands it to a feature. */
export function caller(id: string, role: Role, fingerprint = 'ab'.repeat(32)): Caller {
  return {
    id: parsePartyId(id),
    fingerprint,
    role,
    trace: { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' },
  }
}

/** A role without municipality or partition, as the registry takes it. */
export function plainRole(role: 'creditor' | 'agent' | 'executor') {
  return { role, municipality: null, controller: '' } as const
}

/** Looks at the database as its administrator, past row-level security. */
export function looker(database: TestDatabase) {
  const pool = database.open(database.superuserUrl)
  return <Row extends object>(text: string): Promise<Row[]> =>
    inTransaction(pool, 'test.look', { role: 'login' }, (tx) => bulk<Row>(tx, text))
}
