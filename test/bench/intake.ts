import type { components } from '../../src/generated/openapi.js'
import { signBatches, type SignedBatch } from './batches.js'
import { openCaller } from './caller.js'
import { CopyBaseline } from './copy.js'
import type { Options } from './options.js'
import { populate, type Item } from './population.js'
import { inParallel, say, watched } from './say.js'
import { NOW, type BenchSetting } from './setting.js'

/** What delivering a month took. */
export interface Delivered {
  readonly seconds: number
  readonly notifications: number
  /** When which part was done: seconds, and notifications until then. */
  readonly progress: readonly (readonly [seconds: number, notifications: number])[]
}

/** What intake took, against a bare COPY of what it wrote. */
export interface IntakeResult extends Delivered {
  readonly perSecond: number
  readonly copyPerSecond: number
  readonly ofCopy: number
  readonly bytesWritten: number
}

/** So many of the notifications warm the hub up and are not counted. */
const WARM_UP = 20

/** Signs the month, delivers it, and copies what it left behind. */
export async function measureIntake(
  setting: BenchSetting,
  options: Options,
): Promise<IntakeResult> {
  const baseline = await CopyBaseline.before(setting)
  const warmUp = Math.ceil(options.notifications / WARM_UP)
  const delivered = await deliverMonth(setting, options, options.notifications, warmUp)
  const { seconds, notifications } = delivered
  say('copying the same rows')
  const copy = await baseline.measure(notifications + warmUp)
  const perSecond = notifications / seconds
  return { ...delivered, ...copy, perSecond, ofCopy: perSecond / copy.copyPerSecond }
}

/** Delivers so many notifications in signed batches, after a warm-up that is not counted. */
export async function deliverMonth(
  setting: BenchSetting,
  options: Options,
  notifications: number,
  warmUp: number,
): Promise<Delivered> {
  say(`signing ${notifications} notifications`)
  const sign = (seed: number, count: number) =>
    signBatches(setting, monthOf(seed, count, options), options.batchItems)
  const first = sign(1, warmUp)
  const batches = sign(2, notifications)
  await deliver(setting, first, options.connections)
  await setting.sql`CHECKPOINT`
  say(`delivering ${batches.length} batches`)
  const { seconds, result } = await watched(setting, () =>
    deliver(setting, batches, options.connections),
  )
  return { seconds, notifications, progress: result }
}

/** The notifications of one month; another seed gives others. */
export function monthOf(
  seed: number,
  notifications: number,
  { municipalities }: Pick<Options, 'municipalities'>,
): ReadonlyMap<string, Item[]> {
  return populate(seed, notifications, municipalities, dayOfNow())
}

/** Delivers signed batches; none of their items may be refused. */
export async function deliver(
  { process, anchors, senders }: BenchSetting,
  batches: readonly SignedBatch[],
  connections: number,
): Promise<Delivered['progress']> {
  const callers = new Map(
    [...senders].map(([id, { transport }]) => [id, openCaller(anchors, transport, connections)]),
  )
  const url = `${process.dataUrl}/notification-batches`
  const progress: [number, number][] = []
  const receipts: string[] = []
  const begun = performance.now()
  let done = 0
  await inParallel(batches, connections, async (batch) => {
    receipts.push(await callers.get(batch.sender.id)!.deliver(url, batch))
    done += batch.items
    progress.push([(performance.now() - begun) / 1000, done])
  })
  for (const caller of callers.values()) await caller.close()
  for (const text of receipts) assertAccepted(text)
  return progress
}

/** A hub that refuses is fast: nothing of what the benchmark sends may be refused. */
export function assertAccepted(receipt: string): void {
  const { counts, items } = JSON.parse(receipt) as components['schemas']['Receipt']
  if (counts.rejected === 0) return
  const refused = items.find(({ status }) => status === 'REJECTED')
  throw new Error(`${counts.rejected} items were refused, first: ${JSON.stringify(refused)}`)
}

function dayOfNow() {
  return NOW.slice(0, 10) as Parameters<typeof populate>[3]
}
