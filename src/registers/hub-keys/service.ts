import { byHub, recordAccess } from '../../access-log/index.js'
import type { Context } from '../../context.js'
import { hubKeyFingerprints } from '../../crypto/hub-keys.js'
import { newTrace } from '../../crypto/trace.js'
import { inTransaction } from '../../db/transaction.js'
import { HubError } from '../../kernel/errors.js'
import { change, type Operator, type RegistryContext } from '../../registry/index.js'
import { markHubKeyDestroyed, noteHubKey, type HubKeyPurpose } from './store.js'

const PSEUDONYM = /^[a-z0-9][a-z0-9._-]{1,63}$/

/** As the log and the register name the keys of the hub itself. */
export const familyOf = (purpose: HubKeyPurpose) => `hub-${purpose}` as const

/**
 * Notes the keys that this process of the hub uses, so that the register shows since when, and when
 * another took their place. Called at every start and daily; what is known already is nothing.
 *
 * @returns How many were new.
 */
export async function noteHubKeys(
  context: Pick<Context, 'config' | 'db' | 'clock' | 'keys'>,
): Promise<number> {
  const at = context.clock.now()
  const scope = { role: 'vroegsignaal_admin', controller: 'hub' } as const
  const used = hubKeyFingerprints(context.keys, context.config.logOrigin)
  return inTransaction(context.db, 'registers.hub_keys', scope, async (tx) => {
    const fresh = []
    for (const { purpose, fingerprint } of used) {
      if (!(await noteHubKey(tx, purpose, fingerprint, at))) continue
      fresh.push({
        ...byHub('hub', 'job'),
        action: 'KEY_CREATED',
        operation: 'noteHubKeys',
        objects: { family: familyOf(purpose), fingerprint },
        count: 1,
        ...newTrace(),
        at,
      } as const)
    }
    await recordAccess(tx, context, fresh)
    return fresh.length
  })
}

/**
 * Records that two people attest that every copy of a former key of the hub is gone. Nobody can prove a
 * deletion; the entry says who vouches for it.
 *
 * @throws {HubError} `registry.invalid` for other than two pseudonyms; `registry.unknown` for a key that
 *   is in use, that the hub never had, or that was attested before.
 */
export function attestHubKey(
  context: RegistryContext,
  operator: Operator,
  fingerprint: string,
  attestedBy: readonly string[],
): Promise<void> {
  const [first, second, ...rest] = attestedBy
  const areTwo = second !== undefined && rest.length === 0 && first !== second
  if (!areTwo || !attestedBy.every((each) => PSEUDONYM.test(each))) {
    throw new HubError('registry.invalid', 'Two different people attest, by pseudonym.')
  }
  return change(context, operator, 'attestHubKey', async (tx) => {
    const pair = [first!, second] as const
    const purpose = await markHubKeyDestroyed(tx, fingerprint, pair, context.clock.now())
    if (purpose === undefined) {
      throw new HubError('registry.unknown', 'No former key of the hub goes by that fingerprint.')
    }
    const objects = { event: 'DESTROYED', family: familyOf(purpose), fingerprint }
    return { result: undefined, objects: { ...objects, attestedBy: [...pair] } }
  })
}
