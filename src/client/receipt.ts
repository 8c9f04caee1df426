import { committedText, itemDigest, ItemSalts } from '../notifications/commitment.js'
import { ItemTree } from '../notifications/item-tree.js'

/**
 * The root over the salted digests of a batch's items, as its receipt must name it: computed from
 * one's own copy, so that the receipt proves what was sent.
 *
 * @param nonce Of the signed body. A batch without one cannot be checked this way.
 * @returns Hexadecimal.
 */
export function itemsRootOf(notifications: readonly object[], nonce: string): string {
  const salts = new ItemSalts(Buffer.from(nonce, 'base64url'))
  const digests = notifications.map((item, index) => {
    return itemDigest(salts.item(index), committedText(item, index, salts))
  })
  return new ItemTree(Buffer.from(digests.join(''), 'latin1')).root.toString('hex')
}
