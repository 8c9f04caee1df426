import { expect, Unfulfilled } from './case.js'
import type { WireAnswer } from './wire.js'

/** The JSON of an answer. @throws {Unfulfilled} When it is none. */
export function jsonOf({ status, text }: WireAnswer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    // Falls through to the one sentence.
  }
  throw new Unfulfilled(`the answer with status ${status} is not a JSON object`)
}

/** @throws {Unfulfilled} Unless the answer is a problem document (RFC 9457) with this code. */
export function expectProblem(answer: WireAnswer, status: number, code: string): void {
  const found = codeOf(answer)
  expect(
    answer.status === status && found === code,
    `expected ${status} ${code}, found ${answer.status} ${found ?? 'without a code'}`,
  )
  const type = String(answer.headers['content-type'] ?? '')
  expect(
    type.startsWith('application/problem+json'),
    'a refusal is of type application/problem+json',
  )
}

/** @throws {Unfulfilled} Unless the answer has this status. */
export function expectStatus(answer: WireAnswer, status: number): void {
  expect(
    answer.status === status,
    `expected ${status}, found ${answer.status} ${codeOf(answer) ?? ''}`.trimEnd(),
  )
}

/** The code of a problem document; `undefined` when it has none. */
export function codeOf({ text }: WireAnswer): string | undefined {
  try {
    const code: unknown = (JSON.parse(text) as Record<string, unknown> | null)?.['code']
    return typeof code === 'string' ? code : undefined
  } catch {
    return undefined
  }
}

/** The one value of a header; `undefined` when it is not there. */
export function headerOf({ headers }: WireAnswer, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : value?.[0]
}
