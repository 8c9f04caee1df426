import { setImmediate } from 'node:timers/promises'
import { recordAccess } from '../access-log/index.js'
import type { Context } from '../context.js'
import { HmacKey } from '../crypto/hash.js'
import { inTransaction } from '../db/transaction.js'
import type { components } from '../generated/openapi.js'
import { validateNotification } from '../http/contract.js'
import { signAnswer, type SignedAnswer } from '../http/sign-answers.js'
import { isFictitious, Protector, suspectsBusiness, type Resident } from '../identity/index.js'
import { HubError } from '../kernel/errors.js'
import type { Caller } from '../parties/index.js'
import { noteLookup, takeQuota, tellAlarm, type Alarm } from '../quotas/index.js'
import { judgeItems, readItems, reject, type Assessed } from './assess.js'
import { ItemSalts } from './commitment.js'
import { delivererEntry, type Delivery } from './entries.js'
import { loadFacts, type BatchFacts } from './lookup/service.js'
import { Gate, SingleFlight } from './gate.js'
import { meetLaterRequests, meetRequests } from './met/service.js'
import type { ReportItem } from './notification.js'
import { qualityOf } from './quality.js'
import { receiptOf, reportOf } from './receipt.js'
import { itemError } from './reasons.js'
import type { BatchScope, StoredBatch } from './rows/row.js'
import { writeBatch } from './rows/service.js'
import { insertQuality } from './rows/quality/store.js'
import { digestItems, sealItems } from './sealed-batch.js'
import { insertBatch, selectBatch, selectTime, updateReceipt } from './store.js'

type Schemas = components['schemas']

/** A signed batch whose frame matches the contract. Its items are emptied while it is worked on. */
export interface SubmittedBatch {
  readonly batchId: string
  readonly createdAt: Date
  /** As sent, base64url. */
  readonly nonce: string | undefined
  readonly items: unknown[]
  /** SHA-256 of the signed body. */
  readonly digest: Buffer
  /** Fingerprint of the certificate that signed, hex. */
  readonly signer: string
  /** The signature as it came. */
  readonly signature: string
}

const flights = new SingleFlight()
/** Items in the making at once, in one process: two batches of the largest size. */
const gate = new Gate(20_000)

/**
 * Takes in a batch and answers with its receipt.
 *
 * The same batch again, also fifty times at once, gets the stored receipt and changes nothing. The
 * receipt is durable before it is returned.
 *
 * @throws {HubError} `batch.conflict` for other content under the same id, `log.unavailable`.
 */
export function submitBatch(
  context: Context,
  caller: Caller,
  batch: SubmittedBatch,
): Promise<SignedAnswer> {
  return flights.alone(`${caller.id} ${batch.batchId}`, () =>
    gate.through(caller.id, batch.items.length, () => intake(context, caller, batch)),
  )
}

async function intake(
  context: Context,
  caller: Caller,
  batch: SubmittedBatch,
): Promise<SignedAnswer> {
  const digest = storedDigest(context, batch)
  const items = await taken(readItems(batch.items, validateNotification))
  const known = await inTransaction(
    context.db,
    'notifications.facts',
    scopeOf(caller),
    async (tx) =>
      (await selectBatch(tx, caller.id, batch.batchId)) ??
      factsOf(tx, context, caller, batch, items),
  )
  if ('receipt' in known) return repeated(known, digest)

  const { month, receivedAt } = known
  await judged(context, items, batch, known)
  const nonce = batch.nonce === undefined ? undefined : Buffer.from(batch.nonce, 'base64url')
  const digested = await taken(digestItems(batch.items as object[], new ItemSalts(nonce)))
  const protector = new Protector(context.epochs, known.today, known.sealingKeys)
  const protect = protector.protect.bind(protector)
  const seal = once(() => sealItems(batch.items, items, digested, batch.batchId, protect))
  const scope: BatchScope = { deliverer: caller.id, batchId: batch.batchId, month, receivedAt }
  const itemsRoot = digested.tree.root
  const delivery = deliveryOf(caller, batch, known, 'submitNotificationBatch')
  return inTransaction(context.db, 'notifications.accept', scopeOf(caller), async (tx) => {
    if (!(await insertBatch(tx, scope, digest, evidenceOf(batch)))) {
      return repeated((await selectBatch(tx, caller.id, batch.batchId))!, digest)
    }
    await meetLaterRequests(tx, items, batch.items, known, context.epochs)
    const entries = await writeBatch(tx, context, scope, {
      items,
      seal,
      deliveryKeys: () => protector.deliveryKeys(),
      itemsRoot,
      delivery,
      controllerOf: known.controllerOf,
    })
    const receipt = receiptOf(
      {
        hub: context.config.hubId,
        batchId: batch.batchId,
        receivedAt,
        month,
        deliverer: caller.id,
        bodyDigest: batch.nonce === undefined ? undefined : batch.digest,
      },
      items,
      itemsRoot,
      entries,
      mayName(caller, known),
    )
    const answer = signAnswer(context, 'submitNotificationBatch', 202, receipt)
    await insertQuality(tx, scope, qualityOf(items, known.today, caller.id, mayName(caller, known)))
    const { accepted, acceptedWithWarnings, rejected } = receipt.counts
    const counts = { accepted: accepted + acceptedWithWarnings, rejected }
    await updateReceipt(tx, scope, answer, counts)
    return answer
  })
}

/**
 * Judges a batch exactly as delivery would and stores nothing of it but that it was tried, because
 * trying could serve to test guesses.
 *
 * @throws {HubError} `quota.exceeded`, `log.unavailable`.
 */
export function validateBatch(
  context: Context,
  caller: Caller,
  batch: SubmittedBatch,
): Promise<Schemas['ValidationReport']> {
  return gate.through(caller.id, batch.items.length, async () => {
    const items = await taken(readItems(batch.items, validateNotification))
    const facts = await inTransaction(
      context.db,
      'notifications.facts',
      scopeOf(caller),
      async (tx) => {
        // First, so that whoever asks too much gets nothing judged and costs nothing.
        await takeQuota(tx, context, caller.id, 'validateNotificationBatch', items.length)
        return factsOf(tx, context, caller, batch, items)
      },
    )
    await judged(context, items, batch, facts)
    batch.items.length = 0
    const delivery = deliveryOf(caller, batch, facts, 'validateNotificationBatch')
    let alarm: Alarm | undefined
    const report = await inTransaction(
      context.db,
      'notifications.validate',
      scopeOf(caller),
      async (tx) => {
        const entry = delivererEntry(delivery, items, undefined)
        const entries = await recordAccess(tx, context, [entry])
        alarm = await noteLookup(tx, context, {
          party: caller.id,
          fingerprint: caller.fingerprint,
          role: caller.role,
          trace: caller.trace,
          operation: 'validateNotificationBatch',
          items: items.length,
          found: items.filter(({ met }) => met !== undefined).length,
          controllers: [caller.id],
        })
        return reportOf(
          {
            hub: context.config.hubId,
            batchId: batch.batchId,
            checkedAt: facts.receivedAt,
            month: facts.month,
            deliverer: caller.id,
          },
          items,
          entries,
          mayName(caller, facts),
        )
      },
    )
    tellAlarm(context, alarm)
    return report
  })
}

async function factsOf(
  tx: Parameters<typeof loadFacts>[0],
  context: Context,
  caller: Caller,
  batch: SubmittedBatch,
  items: readonly Assessed[],
): Promise<BatchFacts> {
  const now = context.clock.stepped ? context.clock.now() : await selectTime(tx)
  return loadFacts(tx, caller.id, context.epochs, items, batch.items, now, batch.createdAt)
}

/** Applies the rules, and those that need to see a person: real in a sandbox, a firm, or objecting. */
async function judged(
  { config: { sandbox }, epochs }: Context,
  items: readonly Assessed[],
  batch: SubmittedBatch,
  facts: BatchFacts,
): Promise<void> {
  await taken(judgeItems(items, facts.rules, facts.month))
  for (const item of items) {
    if (item.grounds === undefined || item.notification?.kind === 'WITHDRAWAL') continue
    const sent = batch.items[item.position] as ReportItem
    if (sandbox && !isFictitious(sent as Resident)) {
      reject(item, itemError('NOT_FICTITIOUS', '/person'))
      continue
    }
    if (suspectsBusiness(sent.person.surname)) {
      item.warnings = [...item.warnings, 'BUSINESS_NAME_SUSPECTED']
    }
    meetRequests(item, sent, facts.marked, epochs, facts.today)
  }
}

/** Like the digest itself, a signature over a body without a nonce would let anyone test guesses. */
function evidenceOf({ nonce, signature, signer }: SubmittedBatch) {
  return { signature: nonce === undefined ? null : signature, signer }
}

/** Without a nonce the digest itself would let anyone who reads it test guesses about a person. */
function storedDigest({ keys }: Context, { nonce, digest }: SubmittedBatch): Buffer {
  return nonce === undefined ? new HmacKey(keys.mac.expose()).digest(digest) : digest
}

function repeated(stored: StoredBatch, digest: Buffer): SignedAnswer {
  if (!stored.digest.equals(digest)) {
    throw new HubError('batch.conflict', 'This batchId was used for other content before.')
  }
  if (stored.receipt === null || stored.signature === null) {
    throw new HubError('batch.conflict', 'The receipt of this batch is gone: its term is over.')
  }
  return { text: stored.receipt, signature: stored.signature }
}

/** Of a rejected item only identifiers of parties the deliverer delivers for are given back. */
function mayName({ id }: Caller, { rules, today }: BatchFacts): (creditor: string) => boolean {
  return (creditor) => creditor === id || rules.authoriser.mayDeliverFor(creditor, today)
}

function deliveryOf(
  caller: Caller,
  { batchId, signer }: SubmittedBatch,
  { month, receivedAt }: BatchFacts,
  operation: Delivery['operation'],
): Delivery {
  const { id: deliverer, role, trace } = caller
  return { deliverer, signer, role, operation, batchId, month, receivedAt, ...trace }
}

function scopeOf({ id }: Caller) {
  return { role: 'vroegsignaal_intake', party: id, controller: id } as const
}

/**
 * Lets a batch be sealed once: what has been sealed is gone. A transaction that the database wants
 * repeated after that asks the deliverer to send the batch again.
 */
function once<Result>(work: () => Result): () => Result {
  let isDone = false
  return () => {
    if (isDone) throw new HubError('hub.overloaded', 'The batch was not stored. Send it again.')
    isDone = true
    return work()
  }
}

/** Runs to the end of a piece of work and lets other requests go first now and then. */
async function taken<Result>(work: Generator<undefined, Result>): Promise<Result> {
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
    await setImmediate()
  }
}
