import { signSmall } from './batches.js'
import { openCaller } from './caller.js'
import { assertAccepted, monthOf } from './intake.js'
import type { Options } from './options.js'
import { inParallel, say, timed } from './say.js'
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
 * Delivers signed batches of one notification over 32 connections of one creditor, then asks a second
 * listener of the same process, with the same TLS and the same checks of the certificate, for nothing.
 */
export async function measureSingle(
  setting: BenchSetting,
  options: Options,
): Promise<SingleResult> {
  const count = Math.min(SINGLES, options.notifications)
  const { process, anchors, hub } = setting
  say(`signing ${count} single notifications`)
  const [sender, items] = firstSender(setting, count, options)
  const batches = items.map((item) => signSmall(hub, sender, [item]))
  const warmUp = batches.splice(0, Math.ceil(batches.length / 10))
  const caller = openCaller(anchors, sender.transport, CONNECTIONS)
  const url = `${process.dataUrl}/notification-batches`
  const receipts: string[] = []
  const deliver = (some: typeof batches) =>
    inParallel(some, CONNECTIONS, async (batch) => {
      receipts.push(await caller.deliver(url, batch))
    })
  await deliver(warmUp)
  say('delivering them')
  const { seconds } = await timed(() => deliver(batches))
  receipts.forEach(assertAccepted)

  const empty = await process.tell('listenEmpty', null)
  const ask = (some: readonly unknown[]) =>
    inParallel(some, CONNECTIONS, async () => void (await caller.read(empty, 204)))
  await ask(warmUp)
  say('asking for nothing')
  const { seconds: emptySeconds } = await timed(() => ask(batches))
  await caller.close()
  const perSecond = batches.length / seconds
  const emptyPerSecond = batches.length / emptySeconds
  return { perSecond, emptyPerSecond, ofEmpty: perSecond / emptyPerSecond }
}

/** One creditor with so many notifications of its own. */
function firstSender({ senders }: BenchSetting, count: number, options: Options) {
  // The largest creditor has a sixth of all.
  const month = monthOf(3, count * 8, options)
  for (const [id, items] of month) {
    if (items.length >= count) return [senders.get(id)!, items.slice(0, count)] as const
  }
  throw new Error('no creditor has enough notifications')
}
