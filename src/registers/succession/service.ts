import { prepareSigningKey, replaceSigningKey } from '../../crypto/signing-succession.js'
import { change, type Operator, type RegistryContext } from '../../registry/index.js'

/**
 * Makes the key that will sign for the hub next, so that parties can fetch it before it does.
 *
 * @returns Its name (RFC 7638 thumbprint).
 * @throws {StatedError} `key.prepared` when there is one already.
 */
export async function prepareHubKey(context: RegistryContext, operator: Operator): Promise<string> {
  const { config, clock } = context
  const fingerprint = prepareSigningKey(config.secretsDir, clock.now())
  await change(context, operator, 'prepareHubKey', async () => ({
    result: undefined,
    objects: { event: 'PREPARED', family: 'hub-signing', fingerprint },
  }))
  return fingerprint
}

/**
 * Lets the prepared key sign from the next start of the hub on. The one before stays published, unless
 * it leaked.
 *
 * @returns Names of both keys.
 * @throws {StatedError} `key.not_prepared`; `key.too_early` within the notice, which a leak does away with.
 */
export async function replaceHubKey(
  context: RegistryContext,
  operator: Operator,
  isLeaked: boolean,
): Promise<{ readonly kid: string; readonly former: string }> {
  const { config, clock } = context
  const { kid, former } = replaceSigningKey(config.secretsDir, clock.now(), isLeaked)
  await change(context, operator, 'replaceHubKey', async () => ({
    result: undefined,
    objects: {
      event: isLeaked ? 'LEAKED' : 'REPLACED',
      family: 'hub-signing',
      fingerprint: kid,
      former,
    },
  }))
  return { kid, former }
}
