import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import type { Serving } from '../serve.js'
import { CommandFailure } from './failure.js'

/** A broken hub gets this long to close in good order, and a little more to be gone. */
const CLOSE_MS = 10_000
const GONE_MS = 12_000
/** The end of the embedded server is noticed within this. */
const NOTICED_MS = 2_500

/**
 * Waits until a hub is told to stop or can go on no longer.
 *
 * An error that nothing catches is such an end: the driver of the database throws one when its
 * connection breaks between two writes (porsager/postgres issue 1208), and whatever waited for that
 * connection waits for ever. A supervisor that starts the hub again is the cure for all of it.
 *
 * @returns `undefined` when it was told to, otherwise why it ends; nothing of the error but its name.
 */
export async function endOf(serving: Serving): Promise<CommandFailure | undefined> {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => stop.abort())
  }
  const told = once(stop.signal, 'abort').then(() => undefined)
  const uncaught = new Promise<unknown>((resolve) => process.on('uncaughtException', resolve))
  const databaseEnded = serving.databaseEnded.then(() => databaseFailure(serving))
  const broken = uncaught.then((error) =>
    // What broke may be a sign of the database's end, which says more.
    Promise.race([databaseEnded, delay(NOTICED_MS, uncaughtFailure(error))]),
  )
  return Promise.race([told, databaseEnded, broken])
}

/** Closes a hub that cannot go on; the process ends even when something in it hangs. */
export async function closeBroken(serving: Serving): Promise<void> {
  setTimeout(() => process.exit(1), GONE_MS).unref()
  await Promise.race([serving.close().catch(() => undefined), delay(CLOSE_MS)])
}

function databaseFailure({ embedded }: Serving): CommandFailure {
  const sentence =
    'The embedded PostgreSQL ended without being told to, so the hub stopped. Start it again: the ' +
    `database recovers by itself. Its log is in ${embedded?.home}.`
  return new CommandFailure('database.ended', sentence)
}

function uncaughtFailure(error: unknown): CommandFailure {
  const { name, stack = '' } = error instanceof Error ? error : new Error()
  return /node_modules[/\\]postgres[/\\]/.test(stack)
    ? new CommandFailure(
        'database.lost',
        'A connection with the database broke at work, so the hub stopped. Start it again.',
      )
    : new CommandFailure(
        `internal.${name}`,
        'Something went wrong that the hub cannot go on from, so it stopped. Start it again.',
      )
}
