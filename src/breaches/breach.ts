import type { SealingKey } from '../crypto/jwk.js'
import { encryptFor } from '../crypto/recipient.js'

/** What a breach is known by: at least a party, a certificate or a period; all that is given holds. */
export interface BreachQuestion {
  /** Who acted: party id. */
  readonly party?: string | undefined
  /** Fingerprint of the certificate that was used, 64 hexadecimal digits. */
  readonly certificate?: string | undefined
  readonly from?: Date | undefined
  /** Not included. */
  readonly until?: Date | undefined
}

/** One touch of a household, as the log has it. */
export interface Touch {
  readonly entryId: string
  readonly number: number
  readonly at: string
  readonly action: string
  readonly operation: string
  /** Party that acted. */
  readonly actor: string
  /** Pseudonym of the household under the key of its year, hexadecimal; never leaves the hub. */
  readonly household: string
  /** `creditor/notificationId`, a case id, or another object of the log. */
  readonly reference: string
}

/** A household that was concerned, by what its municipality knows it by. */
export interface ConcernedHousehold {
  /** From 1, in no order that says anything. */
  readonly household: number
  readonly notifications: readonly {
    readonly creditorId: string
    readonly notificationId: string
  }[]
  readonly cases: readonly string[]
  readonly touches: readonly Omit<Touch, 'household' | 'reference'>[]
}

/** What one municipality is told. */
export interface BreachPackage {
  readonly kind: 'vroegsignaal-breach'
  readonly hub: string
  readonly breach: string
  readonly municipality: string
  readonly madeAt: string
  readonly asked: Readonly<Record<string, string>>
  readonly households: readonly ConcernedHousehold[]
}

const NOTIFICATION = /^([0-9A-Za-z-]{1,40})\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/
const CASE = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Brings touches together by household. Pseudonyms are left out: the municipality finds people by its
 * own cases and notifications, and nobody else can.
 *
 * @param touches In any order.
 */
export function householdsOf(touches: readonly Touch[]): ConcernedHousehold[] {
  const byHousehold = new Map<string, Touch[]>()
  for (const touch of touches) {
    const known = byHousehold.get(touch.household) ?? []
    byHousehold.set(touch.household, known)
    known.push(touch)
  }
  // Pseudonyms are random to whoever has no key, so their order tells nothing.
  const sorted = [...byHousehold].sort(([left], [right]) => (left < right ? -1 : 1))
  return sorted.map(([, own], at) => {
    const references = [...new Set(own.map(({ reference }) => reference))].sort()
    const entries = new Map(own.map((touch) => [touch.entryId, touch]))
    return {
      household: at + 1,
      notifications: references.flatMap((reference) => {
        const [, creditorId, notificationId] = NOTIFICATION.exec(reference) ?? []
        return creditorId === undefined || notificationId === undefined
          ? []
          : [{ creditorId, notificationId }]
      }),
      cases: references.filter((reference) => CASE.test(reference)),
      touches: [...entries.values()]
        .sort((left, right) => left.number - right.number)
        .map(({ household: _, reference: __, ...touch }) => touch),
    }
  })
}

/** The question as the log and the package repeat it; nothing in it is about a resident. */
export function askedIn(question: BreachQuestion): Record<string, string> {
  const { party, certificate, from, until } = question
  return {
    ...(party !== undefined && { party }),
    ...(certificate !== undefined && { certificate }),
    ...(from !== undefined && { from: from.toISOString() }),
    ...(until !== undefined && { until: until.toISOString() }),
  }
}

/** Content type of a sealed package; nothing else that is sealed for a municipality has it. */
export const BREACH_CONTENT = 'vroegsignaal-breach+json'

/** Seals a package for the key of its municipality, as compact JWE: nobody else can read it. */
export function sealPackage(content: BreachPackage, recipient: SealingKey): string {
  return encryptFor(recipient, BREACH_CONTENT, Buffer.from(JSON.stringify(content), 'utf8'))
}
