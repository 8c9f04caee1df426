import { ENTRY_BYTES } from './encoding.js'
import { IntColumn } from './growable.js'

/** What matching sees of one record: no value, only keyed tokens and short tags. */
export interface LinkRecord {
  /** Unique; decides the order of merging, so any stable identifier will do. */
  readonly id: string
  /** Encoded tokens; see `encoding.ts`. */
  readonly evidence: Buffer
  /** Mask of `FIELD`: which fields the record has. */
  readonly presence: number
  /** Packed tags. */
  readonly tags: number
  /** Keyed postcode and number, or null. */
  readonly address: Buffer | null
  /** Keyed addition within that address, or null. */
  readonly addition: Buffer | null
}

/** Tokens of one kind: 64 of their bits, and which record each belongs to. */
export class TokenColumn {
  readonly owner = new IntColumn()
  readonly high = new IntColumn()
  readonly low = new IntColumn()

  add(owner: number, high: number, low: number): void {
    this.owner.push(owner)
    this.high.push(high)
    this.low.push(low)
  }
}

/**
 * The records of one match run, in columns. Tokens are compared on 64 of their 128 bits: among
 * twenty million tokens, the chance of one false agreement is about one in a hundred thousand.
 */
export class RecordSet {
  readonly ids: string[] = []
  readonly presence = new IntColumn()
  readonly tags = new IntColumn()
  /** Addresses and additions; a record has at most one of each. */
  readonly addresses = new TokenColumn()
  readonly additions = new TokenColumn()
  readonly #kinds: TokenColumn[] = []

  get size(): number {
    return this.ids.length
  }

  /** Starts a record; its tokens follow. */
  begin(id: string, presence: number, tags: number): void {
    this.ids.push(id)
    this.presence.push(presence)
    this.tags.push(tags)
  }

  /** Adds a token to the record begun last. */
  token(kind: number, high: number, low: number): void {
    this.kind(kind).add(this.size - 1, high, low)
  }

  /** Sets the address of the record begun last. */
  address(high: number, low: number): void {
    this.addresses.add(this.size - 1, high, low)
  }

  /** Sets the addition of the record begun last. */
  addition(high: number, low: number): void {
    this.additions.add(this.size - 1, high, low)
  }

  /** Adds a record as the hub stores it. */
  add({ id, evidence, presence, tags, address, addition }: LinkRecord): void {
    this.begin(id, presence, tags)
    for (let at = 0; at < evidence.length; at += ENTRY_BYTES) {
      this.token(evidence[at]!, evidence.readInt32BE(at + 1), evidence.readInt32BE(at + 5))
    }
    if (address !== null) this.address(address.readInt32BE(0), address.readInt32BE(4))
    if (addition !== null) this.addition(addition.readInt32BE(0), addition.readInt32BE(4))
  }

  /** The tokens of one kind; empty when no record has any. */
  kind(code: number): TokenColumn {
    return (this.#kinds[code] ??= new TokenColumn())
  }
}
