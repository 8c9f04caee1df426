import { Presets, SingleBar } from 'cli-progress'

/** How far long work is. */
export interface Progress {
  to(done: number): void
  end(): void
}

/**
 * A progress bar on standard error; silent where that is no terminal, so that logs stay readable.
 *
 * @param what What is being done, in a few words.
 * @param total How many steps there are.
 */
export function startProgress(what: string, total: number): Progress {
  if (!process.stderr.isTTY || total === 0) return { to: () => undefined, end: () => undefined }
  const bar = new SingleBar(
    { format: `${what} {bar} {value}/{total}  {eta_formatted}`, stream: process.stderr },
    Presets.shades_classic,
  )
  bar.start(total, 0)
  return { to: (done) => bar.update(done), end: () => bar.stop() }
}
