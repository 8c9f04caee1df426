/** What can come to its end. */
export type ExpiryKind = 'TRANSPORT' | 'SIGNING' | 'AGREEMENT' | 'SEALING_KEY'

/** Something of a party that comes to its end. */
export interface Expiry {
  readonly kind: ExpiryKind
  /** Fingerprint of the certificate, agreement, or thumbprint of the sealing key. */
  readonly id: string
  readonly endsAt: Date
  /** Whether something that lasts longer is in place already. */
  readonly isReplaced: boolean
}

/** Days before an end at which it is pointed out, each more urgently than the one before. */
export const STEPS = [30, 14, 7, 1] as const
/** One of those days. */
export type Step = (typeof STEPS)[number]

const DAY_MS = 86_400_000

/** Whole days until an end; negative once it is past. */
export function daysUntil(endsAt: Date, now: Date): number {
  return Math.floor((endsAt.getTime() - now.getTime()) / DAY_MS)
}

/**
 * How urgent an end is: the last step that it has reached, `undefined` while there is time.
 *
 * @param daysLeft As `daysUntil`; what has ended is at the last step.
 */
export function stepOf(daysLeft: number): Step | undefined {
  return STEPS.findLast((step) => daysLeft < step)
}
