import { existsSync, readdirSync } from 'node:fs'
import process from 'node:process'
import { setTimeout as delay } from 'node:timers/promises'
import { reportOf, simulateFor, type CaseResult } from '../../../conformance/index.js'
import { systemClock } from '../../../kernel/clock.js'
import { packageVersion } from '../../../package-root.js'
import { CommandFailure } from '../../failure.js'
import { printJson, terminal } from '../../output.js'
import { finish, type Finish, type Side } from './finish.js'
import { onInterruption } from '../../interruption.js'

interface Options extends Finish {
  readonly serve?: string
  readonly port?: string
  readonly minutes?: string
}

/** How often it is looked whether there is something new to tell. */
const LOOK_MS = 1000

/** Plays a hub until everything was seen, the time is over, or somebody stops it. */
export async function playHub(side: Side, options: Options): Promise<void> {
  const { serve = '', port, minutes } = options
  if (existsSync(serve) && readdirSync(serve).length > 0) {
    throw new CommandFailure('option.serve', '--serve needs a new or empty folder.', 2)
  }
  const startedAt = systemClock.now().toISOString()
  const say = (text: string) => terminal.note(`· ${text}`)
  const most = numberOf('--minutes', minutes, 1440)
  const interruption = onInterruption()
  const opened = interruption.opened
  const hub = await simulateFor(side, serve, numberOf('--port', port, 65_535), say, opened)
  interruption.end()
  const stop = new AbortController()
  const halt = () => stop.abort()
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const signal of signals) process.once(signal, halt)
  try {
    const { url, publicUrl, folders, month, hub: name } = hub
    if (options.json === true) printJson(terminal, { url, publicUrl, hub: name, month, folders })
    else {
      terminal.line(`A hub is played at ${url}, and publishes its keys at ${publicUrl}.`)
      terminal.line(`Bodies name the hub "${name}". The closed month is ${month}.`)
      for (const [what, folder] of Object.entries(folders)) terminal.line(`  ${what}: ${folder}`)
      terminal.line('Let the software work as it would; what is seen is told here. Ctrl-C ends it.')
    }
    const results = await watched(hub.judge, most, stop.signal)
    const endedAt = systemClock.now().toISOString()
    const head = { kitVersion: packageVersion(), tested: side, hub: name, startedAt, endedAt }
    await finish(reportOf(head, results), options)
  } finally {
    for (const signal of signals) process.removeListener(signal, halt)
    await hub.close()
  }
}

/** Tells of each case when it is fulfilled for the first time. */
async function watched(
  judge: () => Promise<readonly CaseResult[]>,
  minutes: number,
  stopped: AbortSignal,
): Promise<readonly CaseResult[]> {
  const told = new Set<string>()
  for (let second = 0; ; second += 1) {
    const results = await judge()
    for (const { name, outcome } of results) {
      if (outcome !== 'PASSED' || told.has(name)) continue
      told.add(name)
      terminal.note(`  ✓ ${name}`)
    }
    const isOver = stopped.aborted || second >= minutes * 60
    if (isOver || results.every(({ outcome }) => outcome === 'PASSED')) return results
    await delay(LOOK_MS, undefined, { signal: stopped }).catch(() => undefined)
  }
}

function numberOf(option: string, text: string | undefined, most: number): number {
  if (text !== undefined && /^\d{1,5}$/.test(text) && Number(text) <= most) return Number(text)
  throw new CommandFailure('option.number', `${option} is a whole number up to ${most}.`, 2)
}
