import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { isRunning, type ProcessIdentity } from '../db/process-identity.js'
import { CommandFailure } from './failure.js'

const STOPPING_MS = 30_000
const LOOK_MS = 100
const SHOWN_LINES = 5

/**
 * Runs this command once more as a process of its own that outlives this one, and waits until it
 * tells that it is ready (`tellReady`).
 *
 * @param args What stands behind `vroegsignaal`.
 * @param log File that takes what it says.
 * @returns What it told.
 * @throws {CommandFailure} `background.failed` with its last lines when it ended instead.
 */
export async function startInBackground(args: readonly string[], log: string): Promise<unknown> {
  const file = openSync(log, 'a', 0o600)
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1]!, ...args], {
    detached: true,
    stdio: ['ignore', file, file, 'ipc'],
  })
  const ended = once(child, 'exit').then(() => {
    const said = readFileSync(log, 'utf8').trim().split('\n').slice(-SHOWN_LINES).join('\n')
    throw new CommandFailure('background.failed', `It did not start. It said:\n${said}`)
  })
  const [told] = (await Promise.race([once(child, 'message'), ended])) as [unknown]
  ended.catch(() => undefined)
  child.disconnect()
  child.unref()
  return told
}

/** Tells the command that started this process in the background, if one did, that it is ready. */
export function tellReady(what: object): void {
  process.send?.(what)
}

/**
 * Has a process stop as on SIGTERM, and waits until it is gone.
 *
 * @returns Whether it ran.
 * @throws {CommandFailure} `background.stuck` when it does not go.
 */
export async function stopInBackground(identity: ProcessIdentity): Promise<boolean> {
  if (!isRunning(identity)) return false
  process.kill(identity.pid, 'SIGTERM')
  for (let waited = 0; isRunning(identity); waited += LOOK_MS) {
    if (waited > STOPPING_MS) {
      throw new CommandFailure('background.stuck', `Process ${identity.pid} does not stop.`)
    }
    await delay(LOOK_MS)
  }
  return true
}
