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

/** What makes a body one of its kind; with it the very same bytes can be made again later. */
export interface BodyFrame {
  /** ISO instant; a hub takes a body for seven days. */
  readonly createdAt: string
  readonly nonce: string
}

/** A fresh frame, with a nonce that nobody can guess. */
export function newBodyFrame(now: Date): BodyFrame {
  return { createdAt: now.toISOString(), nonce: randomBytes(32).toString('base64url') }
}

/** The text of a body in its frame: equal input gives equal bytes. */
export function bodyText(
  hub: string,
  operation: string,
  { createdAt, nonce }: BodyFrame,
  fields: Readonly<Record<string, unknown>>,
): string {
  return JSON.stringify({ hub, operation, createdAt, nonce, ...fields })
}

/** Signs a text that was made before. A repeat may carry another signature than the first attempt. */
export function signText(text: string, nonce: string, key: SigningKey, now: Date): SignedBody {
  return {
    text,
    signature: signDetached(Buffer.from(text), key, { typ: REQUEST_TYPE, iat: now }),
    nonce,
  }
}

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
  const frame = newBodyFrame(now)
  return signText(bodyText(hub, operation, frame, fields), frame.nonce, key, now)
}
