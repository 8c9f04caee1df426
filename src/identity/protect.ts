import { newDeliveryKey, type WrappedDeliveryKey } from '../crypto/delivery-key.js'
import { seal } from '../crypto/envelope.js'
import type { SealingKey } from '../crypto/jwk.js'
import type { Day } from '../kernel/calendar.js'
import { suspectsBusiness } from './business-name.js'
import type { KeyRing } from './keys.js'
import type { Resident } from './person.js'
import { KeyedTokens, type SubjectPair } from './pseudonym.js'
import { normaliseResident } from './resident.js'

/** One notification's resident, on the way through memory. */
export interface ToProtect {
  readonly municipality: string
  readonly creditor: string
  readonly notificationId: string
  readonly resident: Resident
  readonly customerReference: string | undefined
  /** What the envelope shall hold, as JSON text. */
  readonly content: string
  /** Keys under this epoch instead of the running one: for a re-delivery, to be compared. */
  readonly epoch?: number | undefined
}

/** Pseudonyms that the look-back compares, under one epoch; 16 bytes each. */
export interface EpochPseudonyms {
  readonly epoch: number
  /** Null when the address names no dwelling, as a post office box. */
  readonly address: Buffer | null
  readonly subject: Buffer
  /** Null without a customer reference. */
  readonly customer: Buffer | null
}

/** What the hub keeps of a resident. */
export interface Protected {
  readonly pseudonyms: EpochPseudonyms
  /** The same under the next epoch, in the overlap. */
  readonly next: EpochPseudonyms | undefined
  /** 16 bytes; null when no addition was given. */
  readonly addition: Buffer | null
  /** Tokens, field mask and tags as `linkage` reads them. */
  readonly evidence: Buffer
  readonly presence: number
  readonly tags: number
  readonly hasPhone: boolean
  readonly hasEmail: boolean
  readonly suspectsBusiness: boolean
  /** By what the log can find the household and the person. */
  readonly subject: SubjectPair
  /** `id` of the delivery key that the envelope is sealed under. */
  readonly deliveryKey: string
  /** Compact JWE that only the municipality can open. */
  readonly jwe: string
}

/** A delivery key that was used, wrapped for its municipality: what is stored of it. */
export interface UsedDeliveryKey {
  readonly municipality: string
  /** Thumbprint of the municipality's key. */
  readonly sealedFor: string
  /** `kid` of the envelopes. */
  readonly deliveryKey: string
  readonly jwe: string
}

interface Keys {
  readonly running: KeyedTokens
  readonly next: KeyedTokens | undefined
  readonly log: KeyedTokens
  readonly delivery: WrappedDeliveryKey
}

/** Purpose of the keys under which residents are matched. */
export const MATCH = 'match'

/**
 * Turns residents into pseudonyms and sealed envelopes, for one batch: a person in, nothing kept.
 *
 * Synchronous and without allocation beyond its result, because it runs per item. Each municipality
 * gets one delivery key of its own, made with its first item.
 */
export class Protector {
  readonly #ring: KeyRing
  readonly #day: Day
  readonly #sealingKeys: ReadonlyMap<string, SealingKey>
  readonly #epoch: number
  readonly #nextEpoch: number | undefined
  readonly #keys = new Map<string, Keys>()

  /**
   * @param day Day of acceptance: decides epochs and the year of the log.
   * @param sealingKeys Active key of each municipality that occurs.
   * @throws {RangeError} When no epoch covers the day. `ensureKeys` makes them in time.
   */
  constructor(ring: KeyRing, day: Day, sealingKeys: ReadonlyMap<string, SealingKey>) {
    const running = ring.epochOn(day)
    if (running === undefined) throw new RangeError('No epoch covers the day.')
    this.#ring = ring
    this.#day = day
    this.#sealingKeys = sealingKeys
    this.#epoch = running.number
    this.#nextEpoch = ring.overlapOn(day)?.number
  }

  /** Delivery keys used so far. */
  deliveryKeys(): UsedDeliveryKey[] {
    return [...this.#keys].map(([municipality, { delivery }]) => ({
      municipality,
      sealedFor: this.#sealingKeys.get(municipality)!.kid,
      deliveryKey: delivery.id,
      jwe: delivery.jwe,
    }))
  }

  /**
   * Protects one resident.
   *
   * @throws {RangeError} When the municipality has no sealing key; intake has refused the item then.
   */
  protect(input: ToProtect): Protected {
    const { municipality, creditor, notificationId, customerReference } = input
    const keys = this.#keysOf(municipality)
    const resident = normaliseResident(input.resident, this.#day)
    const epoch = input.epoch ?? this.#epoch
    const tokens =
      epoch === this.#epoch
        ? keys.running
        : new KeyedTokens(this.#ring.key(epoch, MATCH, municipality))
    const pseudonymsBy = (by: KeyedTokens, number: number): EpochPseudonyms => ({
      epoch: number,
      address: by.addressPseudonym(resident),
      subject: by.subjectPseudonym(resident),
      customer:
        customerReference === undefined ? null : by.customerPseudonym(creditor, customerReference),
    })
    const { evidence, presence, tags } = tokens.evidenceOf(resident)
    return {
      pseudonyms: pseudonymsBy(tokens, epoch),
      next: keys.next && pseudonymsBy(keys.next, this.#nextEpoch!),
      addition: tokens.additionPseudonym(resident),
      evidence,
      presence,
      tags,
      hasPhone: resident.phones.length > 0,
      hasEmail: resident.emails.length > 0,
      suspectsBusiness: suspectsBusiness(input.resident.person.surname),
      subject: keys.log.logSubject(resident),
      deliveryKey: keys.delivery.id,
      jwe: seal(keys.delivery, { notificationId, creditor }, input.content),
    }
  }

  #keysOf(municipality: string): Keys {
    const known = this.#keys.get(municipality)
    if (known !== undefined) return known
    const recipient = this.#sealingKeys.get(municipality)
    if (recipient === undefined) throw new RangeError('There is no sealing key to seal for.')
    const year = Number(this.#day.slice(0, 4))
    const keys: Keys = {
      running: new KeyedTokens(this.#ring.key(this.#epoch, MATCH, municipality)),
      next:
        this.#nextEpoch === undefined
          ? undefined
          : new KeyedTokens(this.#ring.key(this.#nextEpoch, MATCH, municipality)),
      log: new KeyedTokens(this.#ring.logSubjectKey(year, municipality)),
      delivery: newDeliveryKey(recipient),
    }
    this.#keys.set(municipality, keys)
    return keys
  }
}
