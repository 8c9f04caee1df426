import {
  byHub,
  intakeRecords,
  leafData,
  proveEntries,
  recordAccess,
  sequencePending,
} from '../../access-log/index.js'
import {
  jobScope,
  keyOf,
  lockMonth,
  matchCases,
  runMatch,
  type MatchResult,
  type Served,
} from '../../cases/index.js'
import type { Context } from '../../context.js'
import { signDetached } from '../../crypto/jws.js'
import type { Tx } from '../../db/client.js'
import { inTransaction } from '../../db/transaction.js'
import { canonicalText } from '../../kernel/canonical.js'
import { dayOf, firstDayOf, lastDayOf, type Month } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import { rootOf } from '../../log-tree/tree.js'
import { envelopesRoot } from '../../notifications/index.js'
import type { Trace } from '../../parties/index.js'
import { brokenFeed, disagreeing, type KeptEnvelope, type PromisedBatch } from './agreement.js'
import { closingTimeOf } from './closing-time.js'
import { carriedEntries, makeReceived, type CarriedEntry } from '../transferred/service.js'
import { makeItems, subjectsOf } from './items/service.js'
import * as store from './store.js'

/** `typ` of the signature over the statement of a feed. */
export const STATEMENT_TYPE = 'vroegsignaal-feed+jws'

/** A feed that this call closed. */
export interface ClosedFeed {
  readonly month: Month
  readonly items: number
  /** 32 bytes. */
  readonly root: Buffer
}

type Proven = NonNullable<Awaited<ReturnType<typeof proveEntries>>>

/** Items are written in parts, so that no statement grows with the municipality. */
const ITEMS_PER_STATEMENT = 1000

/**
 * Closes a municipality's month, once and for all: matches once more, checks every envelope against
 * what intake logged, and keeps items, leaves, count, root and a signed statement. A month without
 * cases is closed and signed too.
 *
 * @param fence Refuses the commit by throwing, when somebody else has taken over the work.
 * @returns `undefined` when the month was closed already.
 * @throws {HubError} `feed.month_open` before the 1st at 06:00; `log.not_integrated` when an intake
 *   entry is not in the tree yet; `feed.integrity` when envelopes are not what intake logged: then
 *   the month stays open, the refusal is logged and somebody has to look.
 */
export async function closeFeed(
  context: Context,
  served: Served,
  month: Month,
  trace: Trace,
  fence: (tx: Tx) => Promise<void> = async () => undefined,
): Promise<ClosedFeed | undefined> {
  if (closingTimeOf(month) > context.clock.now()) {
    throw new HubError('feed.month_open', 'A month is closed on the 1st of the next at 06:00.')
  }
  const scope = jobScope(served)
  const entries = await inTransaction(context.db, 'feeds.intakes', scope, async (tx) => {
    if (await store.isClosed(tx, served.code, month)) return undefined
    const intakes = await store.selectIntakes(tx, served.code, month)
    const carried = await carriedEntries(tx, served.code, month)
    return [...intakes.map(({ entry }) => entry), ...carried.map(({ entryId }) => entryId)]
  })
  if (entries === undefined) return undefined
  let proven = await integrated(context, entries)
  if (proven === undefined) {
    // A hub that never logged anything has no checkpoint to close on; a match run logs itself.
    await runMatch(context, served, month, trace)
    proven = await integrated(context, entries)
  }
  if (proven === undefined) throw notIntegrated()
  const rests = proven
  try {
    return await inTransaction(context.db, 'feeds.close', scope, async (tx) => {
      await lockMonth(tx, served.code, month)
      const matched = await matchCases(tx, context, served.code, month)
      if (matched === undefined) return undefined
      const closed = await close(tx, context, served, matched, trace, rests)
      await fence(tx)
      return closed
    })
  } catch (error) {
    if (error instanceof HubError && error.code === 'feed.integrity') {
      await raiseAlarm(context, served, month, trace)
    }
    throw error
  }
}

/** Brings what is pending into the tree, and proves entries under the newest checkpoint. */
async function integrated(context: Context, entries: readonly string[]) {
  await sequencePending(context)
  return proveEntries(context, entries)
}

async function close(
  tx: Tx,
  context: Context,
  served: Served,
  matched: MatchResult,
  trace: Trace,
  proven: Proven,
): Promise<ClosedFeed> {
  const { code } = served
  const { month } = matched
  const now = context.clock.now()
  const intakes = await store.selectIntakes(tx, code, month)
  const envelopes = await checkedEnvelopes(tx, served, month, intakes, proven)
  const received = await makeReceived(tx, context, matched)
  const items = [...(await makeItems(tx, context, served, matched, envelopes)), ...received.items]
  const root = rootOf(items.map(({ leaf }) => leaf))
  const allEnvelopes = promisedRoot(envelopes).toString('hex')
  for (let first = 0; first < items.length; first += ITEMS_PER_STATEMENT) {
    const part = items.slice(first, first + ITEMS_PER_STATEMENT)
    await store.insertItems(tx, code, month, first, part)
  }
  const subjects = await subjectsOf(tx, month, items)
  const [entry] = await recordAccess(tx, context, [
    {
      ...byHub(served.party, 'job'),
      action: 'CLOSE',
      operation: 'job.close',
      ...trace,
      objects: {
        municipality: code,
        month,
        count: items.length,
        root: root.toString('hex'),
        envelopesRoot: allEnvelopes,
        match: matched.digest.toString('hex'),
      },
      ruleVersion: matched.ruleVersion,
      count: items.length,
      at: now,
      subjects,
    },
  ])
  const { entryId, controller, number, leaf } = entry!
  const statement = canonicalText({
    hub: context.config.hubId,
    municipalityCode: code,
    month,
    matchPeriodStart: firstDayOf(month),
    matchPeriodEnd: lastDayOf(month),
    matchedOn: dayOf(now),
    closedAt: now.toISOString(),
    count: items.length,
    root: root.toString('hex'),
    envelopesRoot: allEnvelopes,
    closingEntry: { entryId, controller, number, leaf: leaf.toString('hex') },
  })
  await store.insertFeed(tx, code, month, {
    closedAt: now,
    items: items.length,
    root,
    statement,
    statementSignature: signDetached(Buffer.from(statement), context.keys.signing, {
      typ: STATEMENT_TYPE,
      iat: now,
    }),
    checkpoint: proven.checkpoint,
    closingEntry: entryId,
    closingNumber: number,
    intakeEntries: intakeProofs(intakes, received.entries, proven),
  })
  return { month, items: items.length, root }
}

/** Digests of the month's envelopes by notification, once they are known to be what intake logged. */
async function checkedEnvelopes(
  tx: Tx,
  { code, party }: Served,
  month: Month,
  intakes: readonly store.IntakeRow[],
  proven: Proven,
): Promise<ReadonlyMap<string, KeptEnvelope>> {
  const records = await intakeRecords(
    tx,
    party,
    intakes.map(({ entry }) => entry),
  )
  const recordOf = new Map(records.map((record) => [record.entryId, record]))
  const present = new Map<string, KeptEnvelope>()
  const ofBatch = new Map<string, KeptEnvelope[]>()
  for (const row of await store.selectEnvelopes(tx, code, month)) {
    const named = { creditor: row.creditor, notificationId: row.notification_id }
    if (row.present !== null) present.set(keyOf(named), { ...named, digest: row.present })
    const batch = `${row.deliverer} ${row.batch_id}`
    const promised = { ...named, digest: row.promised }
    const others = ofBatch.get(batch)
    if (others === undefined) ofBatch.set(batch, [promised])
    else others.push(promised)
  }
  const batches = intakes.map(({ entry, deliverer, batch_id }): PromisedBatch => {
    const place = proven.proofs.get(entry)
    if (place === undefined) throw notIntegrated()
    const record = recordOf.get(entry)
    if (record === undefined) throw brokenFeed()
    const batch = `${deliverer} ${batch_id}`
    const envelopes = ofBatch.get(batch) ?? []
    ofBatch.delete(batch)
    return { ...record, leaf: place.leaf, envelopes }
  })
  // What no logged batch brought has no business here.
  if (ofBatch.size > 0 || disagreeing(batches, leafData, envelopesRoot).length > 0)
    throw brokenFeed()
  return present
}

function promisedRoot(envelopes: ReadonlyMap<string, KeptEnvelope>): Buffer {
  const keys = [...envelopes.keys()].sort()
  return envelopesRoot(
    keys.map((key) => {
      const { creditor, ...rest } = envelopes.get(key)!
      return { creditorId: creditor, ...rest }
    }),
  )
}

/** Where the entries stand that the month rests on; those of elsewhere bring their record along. */
function intakeProofs(
  intakes: readonly store.IntakeRow[],
  carried: readonly CarriedEntry[],
  { proofs }: Proven,
): string {
  const placeOf = (entryId: string) => {
    const place = proofs.get(entryId)
    if (place === undefined) throw notIntegrated()
    const { index, leaf, proof } = place
    return {
      entryId,
      index,
      leaf: leaf.toString('hex'),
      proof: proof.map((hash) => hash.toString('hex')),
    }
  }
  return JSON.stringify([
    ...intakes.map(({ entry }) => placeOf(entry)),
    ...carried.map((one) => ({ ...placeOf(one.entryId), ...one })),
  ])
}

async function raiseAlarm(
  context: Context,
  served: Served,
  month: Month,
  trace: Trace,
): Promise<void> {
  context.log.error('envelopes are not what intake logged; the month stays open', {
    municipality: served.code,
    month,
  })
  await inTransaction(context.db, 'feeds.alarm', jobScope(served), (tx) =>
    recordAccess(tx, context, [
      {
        ...byHub(served.party, 'job'),
        action: 'CLOSE',
        operation: 'job.close',
        ...trace,
        objects: { municipality: served.code, month, code: 'feed.integrity' },
        result: 'ERROR',
        count: 0,
      },
    ]),
  )
}

function notIntegrated(): HubError {
  return new HubError('log.not_integrated', 'Intake of the month is not in the log’s tree yet.')
}
