import type { HmacKey } from '../crypto/hash.js'
import { ENTRY_BYTES, packTags, TOKEN_BYTES } from '../linkage/index.js'
import { dateKey, hasDwelling, nameKey, presenceOf, writeEvidence } from './evidence.js'
import { NORMALISER_VERSION, type NormalResident } from './resident.js'

/** What matching keeps of a resident: nothing that can be read back without the key. */
export interface KeyedEvidence {
  /** Tokens as `linkage` encodes them. */
  readonly evidence: Buffer
  /** Which fields were there, as a mask. */
  readonly presence: number
  /** Packed tags, below 2^30. */
  readonly tags: number
}

/** The two pseudonyms by which an access-log entry can be found for a household or a person. */
export interface SubjectPair {
  /** 16 bytes, or null when postcode or number is missing. */
  readonly household: Buffer | null
  /** 16 bytes over surname, first initial and address, or null when one of them is missing. */
  readonly person: Buffer | null
}

const MOST_TOKENS = 128

/** Working memory of `evidenceOf`, which runs to its end before the next call starts. */
const entries = Buffer.alloc(MOST_TOKENS * ENTRY_BYTES)

/**
 * The keyed derivations under one key, as fast as intake needs them.
 *
 * Every message starts with what it is for and the normaliser's version, so that a token of one kind
 * never equals a token of another. Pseudonyms are the first 16 bytes of the HMAC.
 */
export class KeyedTokens {
  readonly #key: HmacKey
  #length = 0

  /** @param key Of purpose `match` for one municipality; of the log's subjects for `logSubject`. */
  constructor(key: HmacKey) {
    this.#key = key
  }

  /** Evidence tokens, presence and tags of one notification. */
  evidenceOf(resident: NormalResident): KeyedEvidence {
    this.#length = 0
    writeEvidence(resident, this)
    const evidence = Buffer.allocUnsafe(this.#length)
    entries.copy(evidence, 0, 0, this.#length)
    return { evidence, presence: presenceOf(resident), tags: this.#tagsOf(resident) }
  }

  /** Called by `writeEvidence`; tokens beyond 128 are dropped, far more than any person has. */
  token(kind: number, message: string): void {
    if (this.#length === entries.length) return
    const digest = this.#key.asciiDigest(`${PREFIX[kind]}${message}`)
    entries[this.#length] = kind
    entries.write(digest, this.#length + 1, TOKEN_BYTES, 'latin1')
    this.#length += ENTRY_BYTES
  }

  /** The building: postcode and number. Null when either is missing or it is a post office box. */
  addressPseudonym(resident: NormalResident): Buffer | null {
    if (!hasDwelling(resident)) return null
    return this.#pseudonym('address', [resident.address.postcode, resident.address.number])
  }

  /** The dwelling inside the building, or null when no addition was given. */
  additionPseudonym(resident: NormalResident): Buffer | null {
    const { postcode, number, addition } = resident.address
    if (!hasDwelling(resident) || addition === '') return null
    return this.#pseudonym('addition', [postcode, number, addition])
  }

  /** One person of one creditor's data: surname core, birth date when present, address. */
  subjectPseudonym(resident: NormalResident): Buffer {
    const { postcode, number } = resident.address
    const date = dateKey(resident)
    return this.#pseudonym('subject', [coreOf(resident), date, postcode, number])
  }

  /** A creditor's own reference for a customer, kept apart per creditor. */
  customerPseudonym(creditor: string, customerReference: string): Buffer {
    return Buffer.from(this.customerPseudonymText(creditor, customerReference), 'latin1')
  }

  /** The same as latin-1 text, for looking up many. */
  customerPseudonymText(creditor: string, customerReference: string): string {
    return this.#pseudonymText('customer', [creditor, customerReference])
  }

  /** What an access-log entry says of whom it touched; use with a key of purpose `log-subject`. */
  logSubject(resident: NormalResident): SubjectPair {
    if (!hasDwelling(resident)) return { household: null, person: null }
    const { postcode, number } = resident.address
    const household = this.#pseudonym('household', [postcode, number])
    const core = coreOf(resident)
    const initial = resident.initials.first
    if (core === '' || initial === '') return { household, person: null }
    return { household, person: this.#pseudonym('person', [core, initial, postcode, number]) }
  }

  #pseudonym(domain: string, fields: readonly string[]): Buffer {
    return Buffer.from(this.#pseudonymText(domain, fields), 'latin1')
  }

  #pseudonymText(domain: string, fields: readonly string[]): string {
    const message = fields.map((field) => `${field.length}:${field}`).join('')
    const digest = this.#key.asciiDigest(
      escapeToAscii(`${domain}/${NORMALISER_VERSION}/${message}`),
    )
    return digest.slice(0, TOKEN_BYTES)
  }

  #tagsOf(resident: NormalResident): number {
    const { birthDate, initials } = resident
    const name = this.#key.asciiDigest(`tag/name/${NORMALISER_VERSION}/${nameKey(resident)}`)
    let date = 0
    let full = 0
    if (birthDate !== undefined) {
      date = low16(this.#key.asciiDigest(`tag/date/${NORMALISER_VERSION}/${dateKey(resident)}`))
    }
    if (initials.full !== '') {
      const two = initials.full.slice(0, 2)
      full = low16(this.#key.asciiDigest(`tag/initials/${NORMALISER_VERSION}/${two}`))
    }
    return packTags({ date, initials: full, name: low16(name) })
  }
}

/** What each evidence message starts with, by kind code. */
const PREFIX: readonly string[] = Array.from(
  { length: 256 },
  (_, kind) => `evidence/${NORMALISER_VERSION}/${kind}/`,
)

function coreOf({ names }: NormalResident): string {
  return names.map(({ core }) => core).join('-')
}

/** References may hold any character; escaped, two different ones stay different. */
function escapeToAscii(text: string): string {
  return text.toWellFormed().replace(/[^\x20-\x7e]|%/gu, encodeURIComponent)
}

function low16(digest: string): number {
  return digest.charCodeAt(0) | (digest.charCodeAt(1) << 8)
}
