import { join } from 'node:path'
import { deriveKey, equalInConstantTime, HmacKey } from '../crypto/hash.js'
import {
  addDays,
  type Day,
  firstDayOf,
  type Month,
  monthOf,
  monthsAfter,
} from '../kernel/calendar.js'
import type { Secret } from '../kernel/secret.js'
import { readSecretFile, SecretFileError } from './secret-file.js'

/** What is known about an epoch beside its secret. */
export interface Epoch {
  /** From 1. */
  readonly number: number
  /** Notifications accepted from this day on are keyed under it, */
  readonly startsOn: Day
  /** up to and including this one. */
  readonly endsOn: Day
  /** 16 bytes that tell whether a file holds the secret that was registered. */
  readonly checkValue: Buffer
  /** Every copy of the secret was attested destroyed: nothing can be derived any more. */
  readonly isDestroyed: boolean
}

/** The key of one year's log subjects, beside its secret. */
export interface LogSubjectYear {
  readonly year: number
  readonly checkValue: Buffer
  readonly isDestroyed: boolean
}

/** Months that an epoch lasts. */
export const EPOCH_MONTHS = 12

/** Months before its start in which an epoch exists and is written beside the running one. */
export const OVERLAP_MONTHS = 6

/**
 * The secrets under which pseudonyms are made. Each epoch has a random secret of its own, so an
 * epoch whose secret is gone has ended for good; below it, one key for each purpose and
 * municipality (HKDF), so that what two municipalities hold cannot be joined.
 *
 * A ring is loaded for a process and asked for every pseudonym; it is never sent or stored.
 */
export class KeyRing {
  readonly #epochs: readonly Epoch[]
  readonly #epochSecrets: ReadonlyMap<number, Secret<Buffer>>
  readonly #yearSecrets: ReadonlyMap<number, Secret<Buffer>>
  /** Derived keys, made when first asked for: a few thousand of about a kilobyte. */
  readonly #derived = new Map<string, HmacKey>()

  constructor(
    epochs: readonly Epoch[],
    epochSecrets: ReadonlyMap<number, Secret<Buffer>>,
    yearSecrets: ReadonlyMap<number, Secret<Buffer>>,
  ) {
    this.#epochs = epochs
    this.#epochSecrets = epochSecrets
    this.#yearSecrets = yearSecrets
  }

  /** The epoch of a day, or `undefined` when none covers it: then nothing may be accepted. */
  epochOn(day: Day): Epoch | undefined {
    return this.#epochs.find(
      ({ startsOn, endsOn, isDestroyed }) => startsOn <= day && day <= endsOn && !isDestroyed,
    )
  }

  /**
   * The epoch after the one of a day, when the day lies in the overlap: pseudonyms that the
   * look-back compares are written under both.
   */
  overlapOn(day: Day): Epoch | undefined {
    const running = this.epochOn(day)
    if (running === undefined || day < overlapStart(running)) return undefined
    return this.#epochs.find(
      ({ number, isDestroyed }) => number === running.number + 1 && !isDestroyed,
    )
  }

  /** Whether the secret of an epoch is at hand. */
  holds(epoch: number): boolean {
    return this.#epochSecrets.has(epoch)
  }

  /**
   * The key of one purpose for one municipality in one epoch. The same instance each time.
   *
   * @throws {RangeError} When the epoch's secret is not at hand.
   */
  key(epoch: number, purpose: string, municipality: string): HmacKey {
    return this.#derive(this.#epochSecrets, `epoch/${epoch}`, epoch, purpose, municipality)
  }

  /**
   * The key of the log's own pseudonyms for one municipality in one year. It lives as long as that
   * year's log.
   *
   * @throws {RangeError} When there is no key for the year.
   */
  logSubjectKey(year: number, municipality: string): HmacKey {
    return this.#derive(this.#yearSecrets, `log-subjects/${year}`, year, 'subject', municipality)
  }

  /**
   * The key by which residents who asked for something are recognised, for one municipality: below the
   * key of a year, because a request lasts longer than an epoch may.
   *
   * @throws {RangeError} When there is no key for the year.
   */
  rightsKey(year: number, municipality: string): HmacKey {
    return this.#derive(this.#yearSecrets, `log-subjects/${year}`, year, 'rights', municipality)
  }

  /** The epochs whose secret is at hand, oldest first. */
  heldEpochs(): number[] {
    return [...this.#epochSecrets.keys()].sort((a, b) => a - b)
  }

  /** The years whose log subjects can still be computed, oldest first. */
  logSubjectYears(): number[] {
    return [...this.#yearSecrets.keys()].sort((a, b) => a - b)
  }

  #derive(
    secrets: ReadonlyMap<number, Secret<Buffer>>,
    family: string,
    number: number,
    purpose: string,
    municipality: string,
  ): HmacKey {
    const label = `vroegsignaal/${family}/${purpose}/${municipality}`
    const known = this.#derived.get(label)
    if (known !== undefined) return known
    const secret = secrets.get(number)
    if (secret === undefined) throw new RangeError('There is no secret of that number.')
    const material = deriveKey(secret.expose(), label)
    const key = new HmacKey(material)
    material.fill(0)
    this.#derived.set(label, key)
    return key
  }
}

/** Where the secret of an epoch lies in a folder of secrets. */
export function epochFile(folder: string, number: number): string {
  return join(folder, 'epochs', `${number}.key`)
}

/** Where the key of a year's log subjects lies in a folder of secrets. */
export function logSubjectFile(folder: string, year: number): string {
  return join(folder, 'log-subjects', `${year}.key`)
}

/** 16 bytes that tell secrets apart and say nothing else about them. */
export function checkValueOf(secret: Secret<Buffer>): Buffer {
  return deriveKey(secret.expose(), 'vroegsignaal/check-value', 16)
}

/** The days of the epoch that starts in a month. */
export function epochDays(first: Month): { startsOn: Day; endsOn: Day } {
  const startsOn = firstDayOf(first)
  return { startsOn, endsOn: addDays(firstDayOf(monthsAfter(first, EPOCH_MONTHS)), -1) }
}

/** The first day on which the successor of an epoch exists and is written beside it. */
export function overlapStart({ endsOn }: Pick<Epoch, 'endsOn'>): Day {
  return firstDayOf(monthsAfter(monthOf(addDays(endsOn, 1)), -OVERLAP_MONTHS))
}

/**
 * Reads the secrets of the registered epochs and years that are not destroyed.
 *
 * @throws {SecretFileError} When one is missing, open to others, or not the one that was
 *   registered: with another secret, the same household would silently become two.
 */
export function openKeyRing(
  folder: string,
  epochs: readonly Epoch[],
  years: readonly LogSubjectYear[],
): KeyRing {
  const epochSecrets = new Map<number, Secret<Buffer>>()
  for (const { number, checkValue, isDestroyed } of epochs) {
    if (!isDestroyed) epochSecrets.set(number, registered(epochFile(folder, number), checkValue))
  }
  const yearSecrets = new Map<number, Secret<Buffer>>()
  for (const { year, checkValue, isDestroyed } of years) {
    if (!isDestroyed) yearSecrets.set(year, registered(logSubjectFile(folder, year), checkValue))
  }
  return new KeyRing(epochs, epochSecrets, yearSecrets)
}

function registered(path: string, checkValue: Buffer): Secret<Buffer> {
  const secret = readSecretFile(path)
  if (secret === undefined) throw new SecretFileError('A registered secret has no file here.')
  if (!equalInConstantTime(checkValueOf(secret), checkValue)) {
    throw new SecretFileError('A secret file does not hold the secret that was registered.')
  }
  return secret
}
