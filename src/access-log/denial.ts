import { hash } from 'node:crypto'
import type { ErrorCode } from '../kernel/errors.js'
import type { LoggedOperation } from './catalogue.js'
import type { AccessEntry } from './entry.js'

/** A refused attempt, as far as the edge knows who made it. */
export interface Denial {
  /** The log in which those who answer for the caller read; `undefined` of an unknown caller. */
  readonly ownLog?: string | undefined
  /** Whose data it reached for: a party id, a municipality's code, or `hub`; as the caller said. */
  readonly aimedAt?: string | undefined
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

/** A refusal in one log, as it is kept until its minute is over. */
export interface PlacedDenial extends Denial {
  readonly controller?: string | undefined
}

/**
 * Under what equal refusals are counted, beside operation and code: the certificate, in each log of
 * its own, so that whoever reached for one log first does not hide that it reached for another.
 *
 * @returns At most 64 characters.
 */
export function denialSource({ actorKey, controller = HUB }: PlacedDenial): string {
  const fingerprint = actorKey ?? 'none'
  return controller === HUB ? fingerprint : hash('sha256', `${fingerprint} ${controller}`)
}

/** The hub's own log: its officer watches over the door, whoever knocks. */
export const HUB = 'hub'

/** The entry of the first refusal of its kind within a minute. */
export function denialEntry(denial: PlacedDenial, at: Date): AccessEntry {
  return {
    controller: denial.controller ?? HUB,
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
  denial: PlacedDenial,
  minute: Date,
  repeats: number,
  at: Date,
): AccessEntry {
  const objects = { code: denial.code, repeatedIn: minute.toISOString() }
  return { ...denialEntry(denial, at), objects, count: repeats }
}
