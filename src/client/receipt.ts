import { createHash } from 'node:crypto'
import type { components } from '../generated/openapi.js'
import { committedText, itemDigest, ItemSalts } from '../notifications/commitment.js'
import { ItemTree } from '../notifications/item-tree.js'
import { VerificationError } from './problem.js'
import type { SignedBody } from './signed-body.js'

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

/**
 * Checks that a receipt is about exactly the batch that was sent: same id, a result for each item, and
 * the root over one's own copy of the items.
 *
 * @throws {VerificationError} `receipt.*`: keep the receipt and ask; do not take the batch as delivered.
 */
export function checkReceipt(body: SignedBody, receipt: components['schemas']['Receipt']): void {
  const sent = JSON.parse(body.text) as { batchId: string; notifications: readonly object[] }
  if (receipt.batchId !== sent.batchId) {
    throw new VerificationError('receipt.batch', 'The receipt is for another batch.')
  }
  const digest = createHash('sha256').update(body.text).digest('hex')
  if (receipt.bodyDigest !== undefined && receipt.bodyDigest !== digest) {
    throw new VerificationError('receipt.body', 'The receipt is for other bytes than were sent.')
  }
  const { accepted, acceptedWithWarnings, rejected } = receipt.counts
  const count = sent.notifications.length
  if (receipt.items.length !== count || accepted + acceptedWithWarnings + rejected !== count) {
    throw new VerificationError('receipt.count', 'The receipt leaves items out.')
  }
  if (receipt.itemsRoot !== itemsRootOf(sent.notifications, body.nonce)) {
    throw new VerificationError('receipt.root', 'The receipt is for other items than were sent.')
  }
}
