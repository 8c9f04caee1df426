import type { components } from '../generated/openapi.js'
import { DatabaseError } from '../db/errors.js'
import { HubError, type ErrorCode } from '../kernel/errors.js'
import { ACCESS_CAUSES } from './causes-access.js'
import { DOMAIN_CAUSES } from './causes-domain.js'
import { REQUEST_CAUSES } from './causes-request.js'
import { WORK_CAUSES } from './causes-work.js'
import type { Bilingual, ProblemKind } from './problem-kind.js'
import { ACCESS_PROBLEMS } from './problems-access.js'
import { DOMAIN_PROBLEMS } from './problems-domain.js'
import { REQUEST_PROBLEMS } from './problems-request.js'
import { WORK_PROBLEMS } from './problems-work.js'

/** The problem document as the contract describes it. */
export type Problem = components['schemas']['Problem']

/** Media type of every refusal (RFC 9457). */
export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8'

/** Every kind of refusal. `satisfies` turns a code without an entry into a compile error. */
export const CATALOGUE = {
  ...ACCESS_PROBLEMS,
  ...REQUEST_PROBLEMS,
  ...DOMAIN_PROBLEMS,
  ...WORK_PROBLEMS,
} as const satisfies Record<ErrorCode, ProblemKind>

/** Why each refusal happens; here too a code without an entry is a compile error. */
export const CAUSES: Readonly<Record<ErrorCode, Bilingual>> = {
  ...ACCESS_CAUSES,
  ...REQUEST_CAUSES,
  ...DOMAIN_CAUSES,
  ...WORK_CAUSES,
} satisfies Record<ErrorCode, Bilingual>

/** Conditions of the database that pass: connection, resources, operator's action, serialisation. */
const PASSING = /^(08|53|57|40|55)/

/** Most places that one refusal names. */
const MOST_PLACES = 100

/**
 * The document for an error. Anything but a `HubError` becomes a bare 500, or a 503 when the
 * database is away: its message was not written for strangers.
 *
 * @param transactionId Identifier of the exchange.
 */
export function problemFor(error: unknown, publicUrl: string, transactionId: string): Problem {
  const instance = `urn:uuid:${transactionId}`
  const refusal = refusalOf(error)
  if (refusal === undefined) {
    return {
      type: 'about:blank',
      title: 'Internal error',
      status: 500,
      detail: 'The hub failed. The operator can find this exchange by its instance.',
      instance,
      code: 'internal',
    }
  }
  const { status, title } = kindOf(refusal.code)
  return {
    type: problemUrl(publicUrl, refusal.code),
    title: title.en,
    status,
    detail: refusal.message,
    instance,
    code: refusal.code,
    ...(refusal.places.length > 0 && {
      errors: refusal.places.slice(0, MOST_PLACES).map((place) => ({
        in: place.in ?? 'body',
        pointer: `#${place.pointer}`,
        code: place.code,
        detail: place.detail,
      })),
    }),
  }
}

/** What a code means, for its page and for headers. */
export function kindOf(code: ErrorCode): ProblemKind {
  return CATALOGUE[code]
}

/** Whether a text is the code of a refusal. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(CATALOGUE, text)
}

/** Where the page of a refusal stands. */
export function problemUrl(publicUrl: string, code: string): string {
  return `${publicUrl}/problems/${code}`
}

/** An error as a refusal the caller may read; `undefined` when it was not meant as one. */
export function refusalOf(error: unknown): HubError | undefined {
  if (error instanceof HubError) return error
  if (error instanceof DatabaseError && PASSING.test(error.sqlState)) {
    return new HubError('hub.not_ready', 'The hub cannot reach its database properly now.')
  }
  return undefined
}
