import { randomBytes } from 'node:crypto'
import { signDetached } from '../crypto/jws.js'
import type { SigningKey } from '../crypto/signature-key.js'

/** A body with the exact bytes that were signed, ready to send as often as needed. */
export interface SignedBody {
  readonly text: string
  /** Value of the header `Payload-Signature`. */
  readonly signature: string
  /** The random value in the body that keeps its digest from being guessed. */
  readonly nonce: string
}

/** Signed kinds of request, each with the `typ` that its signature carries. */
export const REQUEST_TYPE = 'vroegsignaal-request+jws'

/**
 * Completes a body with what every signed body carries (hub, operation, instant, nonce) and signs its
 * bytes. Sign once and send the same bytes at every attempt: a repeat then gets the first answer.
 *
 * @param operation The operationId that the body is for; for any other it is refused.
 */
export function signBody(
  hub: string,
  operation: string,
  fields: Readonly<Record<string, unknown>>,
  key: SigningKey,
  now: Date,
): SignedBody {
  const nonce = randomBytes(32).toString('base64url')
  const text = JSON.stringify({ hub, operation, createdAt: now.toISOString(), nonce, ...fields })
  const signature = signDetached(Buffer.from(text), key, { typ: REQUEST_TYPE, iat: now })
  return { text, signature, nonce }
}
