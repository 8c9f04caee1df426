import process, { exit } from 'node:process'
import { setTimeout as delay } from 'node:timers/promises'
import { terminal } from './output.js'

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const
/** A server that is starting stands within this time. */
const STARTING_MS = 20_000

/** Sees to it that whoever stops a run half-way leaves no server and no folder behind. */
export interface Interruption {
  /** Takes how to close what was started. */
  readonly opened: (close: () => Promise<void>) => void
  /** Never, once the process is being stopped: what fails then is no news. */
  readonly settled: () => Promise<void>
  readonly end: () => void
}

/**
 * Listens for signals until `end` is called.
 *
 * @param cleanUp - What else is done before the process ends, such as removing a folder.
 */
export function onInterruption(cleanUp: () => void = () => undefined): Interruption {
  let close: (() => Promise<void>) | undefined
  let told: () => void = () => undefined
  const ready = new Promise<void>((resolve) => (told = resolve))
  let isStopping = false
  const stop = (signal: keyof typeof SIGNALS) => {
    isStopping = true
    terminal.note('· stopping')
    // What is just being started is closed when it stands, or given up.
    void Promise.race([ready, delay(STARTING_MS, undefined, { ref: false })])
      .then(() => close?.())
      .finally(() => {
        cleanUp()
        exit(SIGNALS[signal])
      })
  }
  for (const signal of Object.keys(SIGNALS)) process.once(signal, stop)
  return {
    opened(how) {
      close = how
      told()
    },
    async settled() {
      if (isStopping) await new Promise(() => undefined)
    },
    end() {
      for (const signal of Object.keys(SIGNALS)) process.removeListener(signal, stop)
    },
  }
}
