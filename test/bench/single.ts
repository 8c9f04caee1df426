import { signSmall } from './batches.js'
import { openCaller } from './caller.js'
import { assertAccepted, monthOf } from './intake.js'
import type { Options } from './options.js'
import { inParallel, say, watched } from './say.js'
import type { Item } from './population.js'
import type { BenchSetting } from './setting.js'

/** What deliveries of one notification each took, against answers without content. */
export interface SingleResult {
  readonly perSecond: number
  readonly emptyPerSecond: number
  readonly ofEmpty: number
}

const CONNECTIONS = 32
/** At most so many; they take longest of all per notification. */
const SINGLES = 4_000

/**
 * Delivers signed batches of one notification over 32 connections of all creditors, then asks a second
 * listener of the same process, with the same TLS and the same checks of the certificate, for nothing.
 */
export async function measureSingle(
  setting: BenchSetting,
  options: Options,
): Promise<SingleResult> {
  const count = Math.min(SINGLES, options.notifications)
  const { process, anchors, hub, senders } = setting
  say(`signing ${count} single notifications`)
  const batches = byTurns([...monthOf(3, count, options).values()]).map((item) =>
    signSmall(hub, senders.get(item.creditorId!)!, [item]),
  )
  const warmUp = batches.splice(0, Math.ceil(batches.length / 10))
  // Several creditors, because one alone would soon meet the limit of its requests.
  const each = CONNECTIONS / senders.size
  const callers = new Map(
    [...senders].map(([id, { transport }]) => [id, openCaller(anchors, transport, each)]),
  )
  const url = `${process.dataUrl}/notification-batches`
  const receipts: string[] = []
  const deliver = (some: typeof batches) =>
    inParallel(some, CONNECTIONS, async (batch) => {
      receipts.push(await callers.get(batch.sender.id)!.deliver(url, batch))
    })
  await deliver(warmUp)
  say('delivering them')
  const { seconds } = await watched(setting, () => deliver(batches))
  receipts.forEach(assertAccepted)

  const empty = await process.tell('listenEmpty', null)
  const ask = (some: typeof batches) =>
    inParallel(some, CONNECTIONS, async ({ sender }) => {
      await callers.get(sender.id)!.read(empty, 204)
    })
  await ask(warmUp)
  say('asking for nothing')
  const { seconds: emptySeconds } = await watched(setting, () => ask(batches))
  for (const caller of callers.values()) await caller.close()
  const perSecond = batches.length / seconds
  const emptyPerSecond = batches.length / emptySeconds
  return { perSecond, emptyPerSecond, ofEmpty: perSecond / emptyPerSecond }
}

/** The items of all lists, mixed evenly. */
function byTurns(lists: readonly (readonly Item[])[]): readonly Item[] {
  return lists
    .flatMap((list) => list.map((item, at) => [at / list.length, item] as const))
    .sort(([left], [right]) => left - right)
    .map(([, item]) => item)
}
