// Cases as the hub released them: checked as the command line checks a feed, then opened. Either all of
// an answer holds, or nothing of it is used.
import { canonicalText } from './canonical.js'
import { fromHex, toHex, utf8 } from './bytes.js'
import { requireInLog } from './hub-log.js'
import { requireHubSignature } from './hub-signature.js'
import { areEqual, leafHash, subsetRoot } from './merkle.js'
import { openDeliveryKeys, openEnvelope } from './opening.js'
import { Refusal, refusing } from './refusal.js'

/**
 * @typedef {Record<string, any>} Item
 * @typedef {import('./hub-signature.js').HubIdentity} HubIdentity
 * @typedef {import('./merkle.js').Hash} Hash
 * @typedef {{ items: Item[], positions: number[], deliveryKeys: import('./opening.js').Wrapped[],
 *   statement: Item, statementSignature: string, checkpoint: string, proof: string[],
 *   intakeEntries: import('./hub-log.js').IntakeEntry[] }} Released
 * @typedef {{ cases: Item[], leaves: [place: number, leaf: Hash][], lost: string[], opened: number,
 *   batches: Batches }} OpenedCases
 * @typedef {Map<string, { index: number, leaf: Hash }[]>} Batches
 */

const STATEMENT = 'vroegsignaal-feed+jws'

/**
 * Checks what the hub signed when it closed the month, and that these cases were among it.
 *
 * @param {HubIdentity} identity @param {Released} released @param {string} month
 * @returns {Promise<[place: number, leaf: Hash][]>} The leaf of each case.
 * @throws {Refusal} Naming what does not hold.
 */
export async function requireClosedIn(identity, released, month) {
  const { statement, statementSignature, items, positions, proof } = released
  const bytes = utf8(canonicalText(statement))
  await requireHubSignature(identity, bytes, statementSignature, STATEMENT, 'statement')
  if (statement['hub'] !== identity.hub || statement['month'] !== month) {
    throw new Refusal('statement')
  }
  const leaves = await refusing('cases', async () => {
    if (positions.length !== items.length) throw new Error('not a place for each case')
    /** @type {[number, Hash][]} */
    const placed = items.map((item, at) => [Number(positions[at]), itemLeaf(item)])
    const root = subsetRoot(statement['count'], placed, proof.map(fromHex))
    if (!areEqual(root, fromHex(statement['root']))) throw new Error('not what was closed')
    return placed
  })
  await requireInLog(identity.logKey, released.checkpoint, released.intakeEntries)
  return leaves
}

/**
 * Opens what was checked.
 *
 * @param {Released} released @param {ReadonlyMap<string, CryptoKey>} keys Private keys by their names.
 * @param {[number, Hash][]} leaves
 * @returns {Promise<OpenedCases>} `lost` names cases with an envelope that no key here opens.
 * @throws {Refusal} `envelope` or `batch`.
 */
export async function openCases({ items, deliveryKeys, intakeEntries, statement }, keys, leaves) {
  const delivery = await openDeliveryKeys(deliveryKeys, keys)
  /** @type {Batches} */
  const batches = new Map()
  /** @type {Set<string>} */
  const lost = new Set()
  let opened = 0
  const cases = await Promise.all(
    items.map(async (item) => {
      const caseId = item['caseId']
      const notifications = await Promise.all(
        item['notifications'].map(async (/** @type {any} */ { sealedIdentity, ...closed }) => {
          const { withheld, jwe, digest, disputed } = sealedIdentity
          const notification = { ...closed, ...(disputed && { disputed }) }
          const found = await openEnvelope({ ...notification, sealedIdentity }, delivery, caseId)
          if (found === undefined) {
            if (jwe !== undefined) lost.add(caseId)
            return { ...notification, ...(withheld && { withheld }) }
          }
          opened += 1
          const { transferred } = item
          if (transferred === undefined) place(batches, found, notification, digest)
          else requireTakenOver(transferred, found, intakeEntries)
          return { ...notification, identity: found.item }
        }),
      )
      return { ...item, notifications }
    }),
  )
  await requireBatches(intakeEntries, batches, statement['municipalityCode'])
  return { cases, leaves, lost: [...lost], opened, batches }
}

/**
 * Where all envelopes of a batch were opened, their root must be the one that the log holds since
 * intake. Batches of which only some are here say nothing.
 *
 * @param {Released['intakeEntries']} entries @param {Batches} batches
 * @param {string} municipality Of a batch that went to several, each has its own envelopes.
 */
export async function requireBatches(entries, batches, municipality) {
  await refusing('batch', async () => {
    for (const { record } of entries) {
      const { objects } = JSON.parse(record)
      if (objects?.municipality !== municipality) continue
      const placed = batches.get(String(objects?.batchId))
      if (placed === undefined || placed.length !== objects.count) continue
      const inOrder = placed.toSorted((left, right) => left.index - right.index)
      const leaves = inOrder.map(({ leaf }, at) => /** @type {const} */ ([at, leaf]))
      const root = subsetRoot(leaves.length, leaves, [])
      if (toHex(root) !== objects.envelopesRoot) throw new Error('not the envelopes of the intake')
    }
  })
}

/**
 * What was taken over from another municipality lies in a batch that the log names as that one's.
 *
 * @param {{ municipalityCode: string, intakeEntries: string[] }} transferred
 * @param {import('./opening.js').Opened} found @param {Released['intakeEntries']} entries
 */
function requireTakenOver({ municipalityCode, intakeEntries }, { batchId, itemsRoot }, entries) {
  const isProved = entries.some(({ entryId, record }) => {
    const { objects } = JSON.parse(record)
    return (
      intakeEntries.includes(entryId) &&
      objects?.municipality === municipalityCode &&
      objects.batchId === batchId &&
      objects.itemsRoot === itemsRoot
    )
  })
  if (!isProved) throw new Refusal('batch')
}

/**
 * Leaf of an item: without what may differ from pull to pull, envelopes as digests.
 *
 * @param {Item} item
 */
function itemLeaf({ statusAtPull: _, notifications, ...fixed }) {
  const bare = notifications.map((/** @type {any} */ { sealedIdentity: { digest }, ...rest }) => ({
    ...rest,
    sealedIdentity: { digest },
  }))
  return leafHash(utf8(canonicalText({ ...fixed, notifications: bare })))
}

/**
 * @param {Batches} batches @param {import('./opening.js').Opened} found
 * @param {{ creditorId: string, notificationId: string }} notification @param {string} digest
 */
function place(batches, { batchId, index }, { creditorId, notificationId }, digest) {
  const leaf = leafHash(utf8(canonicalText({ creditorId, notificationId, digest })))
  const placed = batches.get(batchId)
  if (placed === undefined) batches.set(batchId, [{ index, leaf }])
  else placed.push({ index, leaf })
}
