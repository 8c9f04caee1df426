import { equalInConstantTime, HmacKey } from '../crypto/hash.js'
import { HubError } from '../kernel/errors.js'

const MAC_BYTES = 16
const PLACE_BYTES = 12

/**
 * Places to read on from, for the caller opaque: a number or two under an HMAC that is bound to one
 * list of one municipality, so that none can be made up or taken elsewhere.
 */
export class Cursors {
  readonly #key: HmacKey
  readonly #list: string

  /**
   * @param secret 32 bytes.
   * @param list What is read and whose it is; cursors of another list are refused.
   */
  constructor(secret: Buffer, list: string) {
    this.#key = new HmacKey(secret)
    this.#list = list
  }

  /**
   * @param first Whole number up to 2^53.
   * @param second Whole number up to 2^32.
   */
  write(first: number, second = 0): string {
    const place = Buffer.alloc(PLACE_BYTES)
    place.writeBigUInt64BE(BigInt(first))
    place.writeUInt32BE(second, 8)
    return Buffer.concat([place, this.#mac(place)]).toString('base64url')
  }

  /** @throws {HubError} `feed.cursor` when this hub did not write it for this list. */
  read(cursor: string): readonly [first: number, second: number] {
    const bytes = Buffer.from(cursor, 'base64url')
    const place = bytes.subarray(0, PLACE_BYTES)
    const isOurs =
      bytes.length === PLACE_BYTES + MAC_BYTES &&
      bytes.toString('base64url') === cursor &&
      equalInConstantTime(bytes.subarray(PLACE_BYTES), this.#mac(place))
    if (!isOurs) throw new HubError('feed.cursor', 'No page of this list gave this cursor.')
    return [Number(place.readBigUInt64BE()), place.readUInt32BE(8)]
  }

  #mac(place: Buffer): Buffer {
    return this.#key.digest(`cursor/${this.#list}/${place.toString('hex')}`).subarray(0, MAC_BYTES)
  }
}
