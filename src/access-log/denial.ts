import type { ErrorCode } from '../kernel/errors.js'
import type { LoggedOperation } from './catalogue.js'
import type { AccessEntry } from './entry.js'

/** A refused attempt, as far as the edge knows who made it. */
export interface Denial {
  /** Whose log it belongs in; the hub's own unless it reached for somebody's data. */
  readonly controller?: string | undefined
  /** Party id, or `unknown`. */
  readonly actor: string
  /** SHA-256 fingerprint of the certificate, lower-case hex; null without one. */
  readonly actorKey: string | null
  /** Role in which it was tried, or `unknown`. */
  readonly role: string
  /** Operation of the contract, or `unknown`. */
  readonly operation: string
  readonly code: ErrorCode
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string | undefined
  readonly transactionId?: string | undefined
}

/** The entry of the first refusal of its kind within a minute. */
export function denialEntry(denial: Denial, at: Date): AccessEntry {
  return {
    controller: denial.controller ?? 'hub',
    actor: denial.actor,
    actorKey: denial.actorKey,
    role: denial.role,
    action: 'DENIED',
    // Whatever was attempted, also what no entry of another kind can name.
    operation: denial.operation as LoggedOperation,
    objects: { code: denial.code },
    result: 'DENY',
    count: 1,
    traceId: denial.traceId,
    spanId: denial.spanId,
    parentSpanId: denial.parentSpanId,
    transactionId: denial.transactionId,
    at,
  }
}

/** The entry of all further ones, with the trace of the first. */
export function repeatedDenial(
  denial: Denial,
  minute: Date,
  repeats: number,
  at: Date,
): AccessEntry {
  const objects = { code: denial.code, repeatedIn: minute.toISOString() }
  return { ...denialEntry(denial, at), objects, count: repeats }
}
