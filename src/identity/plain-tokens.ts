import { packTags, type RecordSet } from '../linkage/index.js'
import { dateKey, hasDwelling, nameKey, presenceOf, writeEvidence } from './evidence.js'
import type { NormalResident } from './resident.js'

/**
 * Adds residents to a match run without a key, for evaluations of labelled files on one's own
 * machine. Tokens are equal exactly when the hub's would be, but anybody could compute them: they
 * must never be stored or sent.
 */
export class PlainTokens {
  readonly #records: RecordSet
  #high = 0
  #low = 0

  constructor(records: RecordSet) {
    this.#records = records
  }

  /** @param id Unique in the run. */
  add(id: string, resident: NormalResident): void {
    const { postcode, number, addition } = resident.address
    this.#records.begin(id, presenceOf(resident), this.#tagsOf(resident))
    writeEvidence(resident, this)
    if (!hasDwelling(resident)) return
    this.#hash(0, `${postcode}\n${number}`)
    this.#records.address(this.#high, this.#low)
    if (addition === '') return
    this.#hash(0, addition)
    this.#records.addition(this.#high, this.#low)
  }

  /** Called by `writeEvidence`. */
  token(kind: number, message: string): void {
    this.#hash(kind, message)
    this.#records.token(kind, this.#high, this.#low)
  }

  #tagsOf(resident: NormalResident): number {
    const name = this.#tag(nameKey(resident))
    const date = this.#tag(dateKey(resident))
    const initials = this.#tag(resident.initials.full.slice(0, 2))
    return packTags({ date, initials, name })
  }

  #tag(text: string): number {
    this.#hash(0, text)
    return this.#low
  }

  /** Two 32-bit multiplicative hashes with a final mix; 64 bits in all. */
  #hash(seed: number, text: string): void {
    let high = 0xdeadbeef ^ Math.imul(seed, 0x9e3779b1)
    let low = 0x41c6ce57 ^ seed
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at)
      high = Math.imul(high ^ code, 0x9e3779b1)
      low = Math.imul(low ^ code, 0x5f356495)
    }
    high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35)
    low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35)
    this.#high = high | 0
    this.#low = (low ^ (high >>> 16)) | 0
  }
}
