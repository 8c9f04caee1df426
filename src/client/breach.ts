import { BREACH_CONTENT, type BreachPackage } from '../breaches/breach.js'
import { decryptWith } from '../crypto/recipient.js'
import type { OpenedCase } from './feed.js'
import type { SealingKeys } from './open-envelope.js'
import { VerificationError } from './problem.js'
import type { OpenedUrgent } from './urgent.js'

/**
 * Opens what the hub sealed for a municipality about a breach.
 *
 * @param jwe Compact JWE, as the hub's operator handed it over.
 * @throws {VerificationError} `breach.unreadable` when none of the keys opens it.
 */
export function openBreach(jwe: string, keys: SealingKeys): BreachPackage {
  for (const key of keys.values()) {
    try {
      return JSON.parse(
        decryptWith(key, BREACH_CONTENT, jwe.trim()).toString('utf8'),
      ) as BreachPackage
    } catch {
      // Sealed for another of the keys, or for somebody else.
    }
  }
  throw new VerificationError('breach.unreadable', 'None of your keys opens this package.')
}

/** A concerned household with what the municipality itself keeps about it. */
export interface ResolvedHousehold {
  readonly household: number
  /** Whose data it was: identities from envelopes that the municipality opened when it pulled them. */
  readonly identities: readonly unknown[]
  readonly cases: readonly string[]
  readonly touches: BreachPackage['households'][number]['touches']
}

/**
 * Finds the people behind the households of a package in what the municipality kept of its feeds.
 *
 * @returns Every household; one that nothing was kept of has no identities.
 */
export function resolveBreach(
  { households }: BreachPackage,
  cases: readonly OpenedCase[],
  urgent: readonly OpenedUrgent[],
): ResolvedHousehold[] {
  const byNotification = new Map<string, unknown>()
  const byCase = new Map<string, unknown[]>()
  for (const { caseId, notifications } of cases) {
    for (const { creditorId, notificationId, identity } of notifications) {
      if (identity === undefined) continue
      byNotification.set(`${creditorId}/${notificationId}`, identity)
      byCase.set(caseId, [...(byCase.get(caseId) ?? []), identity])
    }
  }
  for (const { notification } of urgent) {
    const { creditorId, notificationId, identity } = notification
    if (identity !== undefined) byNotification.set(`${creditorId}/${notificationId}`, identity)
  }
  return households.map(({ household, notifications, cases: named, touches }) => {
    const found = [
      ...notifications.map(({ creditorId, notificationId }) =>
        byNotification.get(`${creditorId}/${notificationId}`),
      ),
      ...named.flatMap((caseId) => byCase.get(caseId) ?? []),
    ]
    const identities = [...new Set(found.filter((one) => one !== undefined))]
    return { household, identities, cases: named, touches }
  })
}
