import { HubError } from '../../kernel/errors.js'
import { loadMunicipalities, type MunicipalityCode } from '../../parties/index.js'
import { change, unknown, type Operator, type RegistryContext } from '../../registry/index.js'
import { FEEDBACK_CODES, FEEDBACK_PROFILES } from '../feedback-policy.js'
import { insertPolicy, type RegisteredPolicy } from './store.js'

/**
 * Registers from which day on a municipality tells creditors what. Earlier versions stay, because
 * what was told names the version that decided.
 *
 * @returns The number of the version.
 * @throws {HubError} `registry.unknown` for a municipality that does not take part,
 *   `registry.invalid` for a profile or a code that there is not.
 */
export async function registerFeedbackPolicy(
  context: RegistryContext,
  operator: Operator,
  policy: Omit<RegisteredPolicy, 'version'>,
): Promise<number> {
  return change(context, operator, 'registerFeedbackPolicy', async (tx) => {
    const { municipality, validFrom, profile, neutral } = policy
    if (!FEEDBACK_PROFILES.includes(profile)) {
      throw new HubError('registry.invalid', `The profiles are ${FEEDBACK_PROFILES.join(', ')}.`)
    }
    if (!neutral.every((code) => FEEDBACK_CODES.includes(code))) {
      throw new HubError('registry.invalid', `The codes are ${FEEDBACK_CODES.join(', ')}.`)
    }
    const known = await loadMunicipalities(tx)
    if (!known.has(municipality as MunicipalityCode)) throw unknown('municipality')
    const version = await insertPolicy(tx, policy)
    const objects = { municipality, version, from: validFrom, profile, neutral: [...neutral] }
    return { result: version, objects }
  })
}
