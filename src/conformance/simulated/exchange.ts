/** What the front does with a request. */
export type Fault =
  | 'NONE'
  /** The hub does it, and the answer never arrives. */
  | 'LOSE_ANSWER'
  /** The hub never hears of it. */
  | 'LOSE_REQUEST'
  /** 503 with Retry-After. */
  | 'BUSY'
  /** 429 with Retry-After. */
  | 'LIMIT'
  /** The answer arrives with another byte in it, under the signature of the true one. */
  | 'TAMPER'

/** One request of the implementation under test, and what it was answered. */
export interface Exchange {
  /** Milliseconds of a clock that never stands still. */
  readonly at: number
  readonly method: string
  /** Below `/v1`, with its query. */
  readonly path: string
  /** Transport certificate of the connection, hexadecimal fingerprint. */
  readonly fingerprint: string
  readonly signature: string | undefined
  readonly body: string
  readonly fault: Fault
  /** 0 when no answer was let through. */
  readonly status: number
  /** What was let through, before it was tampered with. */
  readonly answer: string
}

/** Seconds that the front asks a caller to wait. */
export const RETRY_AFTER_SECONDS = 2

/** The JSON of a text; an empty object when it is none. */
export function parsed<Shape = Record<string, unknown>>(text: string): Partial<Shape> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Partial<Shape>) : {}
  } catch {
    return {}
  }
}

/** Whether an exchange was answered well by the hub and the answer arrived whole. */
export function isDone({ status, fault }: Exchange): boolean {
  return status >= 200 && status < 300 && fault === 'NONE'
}
