import type { components } from '../generated/openapi.js'
import { parsed } from './answer.js'
import type { Calls } from './calls.js'

type Schemas = components['schemas']

/** New keys of a party: requests (PKCS #10) or certificates with their chain, PEM. */
export interface RenewalKeys {
  readonly transport?: string
  readonly signing?: string
}

/**
 * Asks for certificates for new keys, beside those in use.
 *
 * @param requestId Kept until the answer is: the same request again gets the same certificates.
 */
export async function renewCertificates(
  { calls }: { readonly calls: Calls },
  requestId: string,
  keys: RenewalKeys,
): Promise<Schemas['RenewedCertificates']> {
  const body = calls.carry('renewCertificates', { requestId, ...keys })
  return parsed(await calls.client.POST('/certificates/_renew', body))
}
