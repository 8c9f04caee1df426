import type { SigningKey } from '../crypto/signature-key.js'
import type { Clock } from '../kernel/clock.js'
import type { HubIdentity } from './hub-identity.js'
import { RefusedError } from './problem.js'
import type { TransportCredentials, TransportOptions } from './transport.js'

/** What came back for a call of the contract, read as text. */
export interface Answer {
  readonly data?: unknown
  readonly error?: unknown
  readonly response: Response
}

/** The exact text of an answer. @throws {RefusedError} With the hub's problem document. */
export function textOf(answer: Answer): string {
  if (answer.response.ok && typeof answer.data === 'string') return answer.data
  throw new RefusedError(answer.response.status, answer.error)
}

/** The document that an answer holds. @throws {RefusedError} */
export function parsed<Document>(answer: Answer): Document {
  return JSON.parse(textOf(answer)) as Document
}

/** An answer with the exact bytes that the hub signed, to keep as evidence. */
export interface Signed<Document> {
  readonly document: Document
  readonly text: string
  readonly signature: string | null
}

/** What a party connects with. */
export interface ConnectionOptions extends TransportOptions {
  readonly identity: HubIdentity
  readonly credentials: TransportCredentials
  /** For operations that change state; reads go without. */
  readonly signingKey?: SigningKey
  readonly clock?: Clock
}
