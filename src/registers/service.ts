import { ACTIVITIES, EVENTS, proveEntries, recordAccess } from '../access-log/index.js'
import type { Context } from '../context.js'
import type { Tx } from '../db/client.js'
import { inTransaction } from '../db/transaction.js'
import { selectSecretFates } from '../identity/index.js'
import { requireReviewed, type Officer } from '../log-review/index.js'
import { list, type Operator, type RegistryContext } from '../registry/index.js'
import { RETENTION_KINDS } from '../retention/index.js'
import { selectHubKeys } from './hub-keys/store.js'
import { keyRegister, type RegisteredKey } from './keys.js'
import { activityRegister, type RegisteredActivity } from './processing.js'
import * as store from './store.js'

/** A destroyed secret's entry with its place in the tree; hashes in hexadecimal. */
export interface DestructionProof extends store.DestructionEntry {
  /** `null` until the entry has its place. */
  readonly index: number | null
  readonly leaf: string | null
  readonly proof: readonly string[]
}

/** The registers as an officer sees them. */
export interface Registers {
  readonly hub: string
  readonly controller: string
  readonly readAt: string
  readonly activities: readonly RegisteredActivity[]
  readonly agreements: readonly store.RegisteredAgreement[]
  readonly keys: readonly RegisteredKey[]
  /** Of the hub's own log, for its officer; the others get the days from `keys`. */
  readonly destructions: readonly DestructionProof[]
  /** Signed checkpoint that the proofs lead to. */
  readonly checkpoint: string | null
  readonly decisions: readonly store.PartitionDecision[]
}

const MOST_AGREEMENTS = 5000

/**
 * Shows an officer the registers that concern a partition; the look is logged there.
 *
 * @param asked The partition, when the officer reviews several.
 * @throws {HubError} `party.role_not_allowed` for another partition, `request.invalid` when it is not
 *   said which of several is meant.
 */
export async function registersFor(
  context: Pick<Context, 'config' | 'db' | 'clock'>,
  officer: Officer,
  asked: string | undefined,
): Promise<Registers> {
  const controller = requireReviewed(officer, asked)
  const now = context.clock.now()
  const scope = { role: 'vroegsignaal_officer', party: officer.id, controller } as const
  const found = await inTransaction(context.db, 'registers.read', scope, async (tx) => {
    const agreements = await store.selectAgreements(tx, MOST_AGREEMENTS)
    const keys = await selectKeyRegister(tx)
    const destructions = await store.selectDestructions(tx, controller)
    const decisions = await store.selectDecisions(tx)
    await recordAccess(tx, context, [
      {
        controller,
        actor: officer.id,
        actorKey: officer.fingerprint,
        role: 'officer',
        action: 'VIEW',
        operation: 'consoleRegisters',
        objects: { agreements: agreements.length, keys: keys.length },
        result: 'ALLOW',
        count: agreements.length + keys.length,
        ...officer.trace,
        at: now,
      },
    ])
    return { agreements, keys, destructions, decisions }
  })
  const ids = found.destructions.map(({ entryId }) => entryId)
  const proven = ids.length === 0 ? undefined : await proveEntries(context, ids)
  return {
    hub: context.config.hubId,
    controller,
    readAt: now.toISOString(),
    activities: activityRegister(ACTIVITIES, EVENTS, RETENTION_KINDS),
    agreements: found.agreements,
    keys: found.keys,
    destructions: found.destructions.map((entry) => {
      const place = proven?.proofs.get(entry.entryId)
      return {
        ...entry,
        index: place?.index ?? null,
        leaf: place?.leaf.toString('hex') ?? null,
        proof: (place?.proof ?? []).map((hash) => hash.toString('hex')),
      }
    }),
    checkpoint: proven?.checkpoint ?? null,
    decisions: found.decisions,
  }
}

/** Every key there is or was, to an operator; logged. */
export function listKeyRegister(
  context: RegistryContext,
  operator: Operator,
): Promise<readonly RegisteredKey[]> {
  return list(context, operator, 'listKeys', selectKeyRegister)
}

async function selectKeyRegister(tx: Tx): Promise<RegisteredKey[]> {
  return keyRegister(
    await selectSecretFates(tx),
    await selectHubKeys(tx),
    await store.selectSealingFates(tx),
  )
}
