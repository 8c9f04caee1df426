import { HubError } from '../../kernel/errors.js'
import type { Day } from '../../kernel/calendar.js'
import { loadMunicipalities, type MunicipalityCode } from '../../parties/index.js'
import { change, unknown, type Operator, type RegistryContext } from '../../registry/index.js'
import { readEffects } from '../policy.js'
import { insertPolicy } from './store.js'

/**
 * Registers from which day on the rights of residents have which effects at a municipality. Earlier
 * versions stay: every request names the version that decided.
 *
 * @param effects For every right: intake, delivery, tellsMunicipality, tellsCreditor, termMonths.
 * @returns The number of the version.
 * @throws {HubError} `registry.unknown` for a municipality that does not take part,
 *   `registry.invalid` when a right or an effect is missing or unknown.
 */
export async function registerRightsPolicy(
  context: RegistryContext,
  operator: Operator,
  policy: { municipality: string; validFrom: Day; effects: unknown },
): Promise<number> {
  return change(context, operator, 'registerRightsPolicy', async (tx) => {
    const { municipality, validFrom } = policy
    const effects = readEffects(policy.effects)
    if (effects === undefined) {
      throw new HubError('registry.invalid', 'The effects of the four rights are not complete.')
    }
    const known = await loadMunicipalities(tx)
    if (!known.has(municipality as MunicipalityCode)) throw unknown('municipality')
    const version = await insertPolicy(tx, { municipality, validFrom, effects })
    const kept = Object.fromEntries(
      Object.entries(effects).map(([kind, { intake, delivery }]) => [
        kind,
        `${intake}/${delivery}`,
      ]),
    )
    return { result: version, objects: { municipality, version, from: validFrom, effects: kept } }
  })
}
