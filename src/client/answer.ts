import type { components } from '../generated/openapi.js'
import { RefusedError } from './problem.js'

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

/** The cases of a closed month, as they are followed. */
export interface FollowedMonth {
  readonly municipalityCode: string
  readonly items: readonly components['schemas']['CaseProgress'][]
}
