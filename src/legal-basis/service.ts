import type { Tx } from '../db/client.js'
import { change, type Operator, type RegistryContext } from '../registry/index.js'
import { compileLegalBases, type LegalBases, type LegalBasis } from './rule.js'
import { completeShipped, type Completion } from './shipped.js'
import { insertLegalBases, selectLegalBases } from './store.js'

/** Loads the registry for judging notifications. In a transaction of role intake, job or admin. */
export async function loadLegalBases(tx: Tx): Promise<LegalBases> {
  return compileLegalBases(await selectLegalBases(tx))
}

/**
 * Registers a row as the next version of its code, for an operator; earlier versions stay as history
 * and count no more. So a basis is closed by registering it again with a last day.
 *
 * @returns The version it got.
 */
export async function registerLegalBasis(
  context: RegistryContext,
  operator: Operator,
  row: Omit<LegalBasis, 'version'>,
): Promise<number> {
  return change(context, operator, 'registerLegalBasis', async (tx) => {
    const known = (await selectLegalBases(tx)).filter(
      ({ legalBasis }) => legalBasis === row.legalBasis,
    )
    const version = 1 + Math.max(0, ...known.map((other) => other.version))
    await insertLegalBases(tx, [{ ...row, version }], context.clock.now())
    return { result: version, objects: { legalBasis: row.legalBasis, version } }
  })
}

/** What loading the shipped rows did. */
export interface LoadedBases {
  /** Codes that were added now. */
  readonly added: readonly string[]
  /** Codes that stay out until an operator names who they are for. */
  readonly leftOut: readonly string[]
}

/**
 * Registers the rows that come with the product, except those that are registered in any version:
 * what an operator changed is not changed back.
 */
export async function loadShippedBases(
  context: RegistryContext,
  operator: Operator,
  completion: Completion = {},
): Promise<LoadedBases> {
  const { rows, leftOut } = completeShipped(completion)
  return change(context, operator, 'loadShippedBases', async (tx) => {
    const inserted = await insertLegalBases(tx, rows, context.clock.now())
    const added = inserted.map(({ legalBasis }) => legalBasis)
    return { result: { added, leftOut }, objects: { added } }
  })
}
