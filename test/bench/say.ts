import { stderr } from 'node:process'
import { cpuBetween, type CpuSeconds } from './cpu.js'

/** Tells on standard error how far the benchmark is; standard output is for results. */
export function say(text: string): void {
  stderr.write(`${text}\n`)
}

/** A hub whose use of the machine can be read. */
interface Watchable {
  readonly cpu: () => CpuSeconds
  readonly process: { readonly peakMiB: () => number | null }
}

/** Like `timed`, and tells what the hub and its database used of the machine. */
export async function watched<Result>(
  { cpu, process }: Watchable,
  work: () => Promise<Result>,
): Promise<{ readonly seconds: number; readonly result: Result }> {
  const before = cpu()
  const done = await timed(work)
  const used = cpuBetween(before, cpu())
  say(`  ${done.seconds.toFixed(1)} s; ${used}; hub had at most ${process.peakMiB() ?? '?'} MiB`)
  return done
}

/** Seconds that some work took, with what it returned. */
export async function timed<Result>(
  work: () => Promise<Result>,
): Promise<{ readonly seconds: number; readonly result: Result }> {
  const begun = performance.now()
  const result = await work()
  return { seconds: (performance.now() - begun) / 1000, result }
}

/** Works through a list with so many at once, in order. */
export async function inParallel<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  let next = 0
  const worker = async () => {
    for (let at = next++; at < items.length; at = next++) await work(items[at]!, at)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
}
