import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { signSmall, type SignedBatch } from './batches.js'
import { openCaller, type Caller } from './caller.js'
import { startFlood, type FloodReport } from './flood-process.js'
import { assertAccepted, monthOf } from './intake.js'
import type { Options } from './options.js'
import { CREDITORS, type BenchCreditor } from './population.js'
import { say } from './say.js'
import { openBenchSetting, type BenchSetting } from './setting.js'

/** How long one party waits alone, and while another sends a hundred times as much. */
export interface FairnessResult {
  /** 99th percentile of one delivery, alone, in milliseconds; and the median. */
  readonly aloneP99Ms: number
  readonly aloneP50Ms: number
  /** The same while the other one sends. */
  readonly besideP99Ms: number
  readonly besideP50Ms: number
  /** Of the percentiles. */
  readonly ratio: number
  /** How many times as many deliveries of the other one were answered in the same time. */
  readonly times: number
  /** Deliveries that were measured, of each kind. */
  readonly deliveries: number
}

/** A hundred times the share of the party that is measured. */
const TIMES = 100
const PER_SECOND = 4
/** Alone and beside the flood take turns, so that what drifts weighs on both alike. */
const TURNS = 4
const MOST_DELIVERIES = 300
/** Batches of a flood, one turn: more than any hub on one processor answers in that time. */
const MOST_FLOOD = 6_000

/**
 * One party delivers one notification at a time, four a second; another, over its 32 connections, a
 * hundred times as many of the same kind, or as many as the hub lets it. The limit of requests is far
 * away, so what is measured is how the hub shares itself.
 */
export async function measureFairness(
  options: Options,
  within: (
    opening: Promise<BenchSetting>,
    work: (setting: BenchSetting) => Promise<FairnessResult>,
  ) => Promise<FairnessResult>,
): Promise<FairnessResult> {
  return within(openBenchSetting(options), async (setting) => {
    const each = Math.ceil(Math.min(MOST_DELIVERIES, options.notifications / 10) / TURNS)
    const [quiet, loud] = CREDITORS
    const sign = (creditor: BenchCreditor, seed: number, count: number) =>
      someOf(creditor, seed, count, options).map((item) =>
        signSmall(setting.hub, setting.senders.get(creditor.id)!, [item]),
      )
    const floodSize = Math.min(MOST_FLOOD, each * TIMES)
    say(`signing ${TURNS * floodSize + (2 * TURNS + 1) * each} single notifications`)
    const lines = sign(loud!, 5, TURNS * floodSize).map(({ signature, body }) =>
      JSON.stringify({ signature, text: body().toString() }),
    )
    const batches = sign(quiet!, 6, (2 * TURNS + 1) * each)
    const { process, anchors, senders } = setting
    const url = `${process.dataUrl}/notification-batches`
    const caller = openCaller(anchors, senders.get(quiet!.id)!.transport, 4)
    const { chain: cert, key } = senders.get(loud!.id)!.transport
    const file = join(setting.folder, 'flood')
    const flood = { url, anchors, cert, key, file, perSecond: TIMES * PER_SECOND }
    await deliverSteadily(caller, url, batches.splice(0, each))
    const alone: number[] = []
    const beside: number[] = []
    const floods: FloodReport[] = []
    for (let turn = 1; turn <= TURNS; turn += 1) {
      say(`turn ${turn}, alone`)
      alone.push(...(await deliverSteadily(caller, url, batches.splice(0, each))))
      say(`turn ${turn}, beside a flood`)
      writeFileSync(file, lines.splice(0, floodSize).join('\n'))
      const stop = await startFlood(flood)
      beside.push(...(await deliverSteadily(caller, url, batches.splice(0, each))))
      floods.push(await stop())
      say(`  the flood was answered ${JSON.stringify(floods.at(-1)!.answered)}`)
    }
    await caller.close()
    const answers = floods.flatMap(({ answered }) => Object.values(answered))
    const aloneP99Ms = percentile(alone, 99)
    const besideP99Ms = percentile(beside, 99)
    return {
      aloneP99Ms,
      aloneP50Ms: percentile(alone, 50),
      besideP99Ms,
      besideP50Ms: percentile(beside, 50),
      ratio: besideP99Ms / aloneP99Ms,
      times: answers.reduce((sum, count) => sum + count, 0) / beside.length,
      deliveries: beside.length,
    }
  })
}

/** Notifications of one creditor. */
function someOf({ id, share }: BenchCreditor, seed: number, count: number, options: Options) {
  const found = monthOf(seed, Math.ceil((1.3 * count) / share) + 500, options).get(id) ?? []
  if (found.length < count) throw new Error('The population has too few of this creditor.')
  return found.slice(0, count)
}

/**
 * Begins a delivery every quarter of a second, whether the one before is answered or not.
 *
 * @returns How long each took, in milliseconds.
 */
async function deliverSteadily(
  caller: Caller,
  url: string,
  batches: readonly SignedBatch[],
): Promise<number[]> {
  return Promise.all(
    batches.map(async (batch, at) => {
      await delay((at * 1000) / PER_SECOND)
      const sent = performance.now()
      assertAccepted(await caller.deliver(url, batch))
      return performance.now() - sent
    }),
  )
}

function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length * percent) / 100) - 1)]!
}
