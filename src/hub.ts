import type { Config } from './config.js'
import type { Context } from './context.js'
import { loadHubKeys, type HubKeys } from './crypto/hub-keys.js'
import { openDatabase } from './db/client.js'
import { assertDatabaseIsFor, assertFolderIsFor } from './db/environment.js'
import { assertSchema } from './db/migrate.js'
import { reached } from './db/unavailable.js'
import { createMetrics } from './http/metrics.js'
import { loadKeyRing, type KeyRing } from './identity/index.js'
import { fileClock, systemClock, type Clock } from './kernel/clock.js'
import { createLogger } from './logger.js'

/** What a process holds while it is part of a hub. */
export interface Hub {
  readonly context: Context
  /** Reads the secrets again, after a key was made or ended. */
  reloadKeys(): Promise<void>
  close(): Promise<void>
}

/** What a hub is opened with, beside its settings. */
export interface HubOptions {
  /** Only a sandbox hub takes a stepped clock. */
  readonly clock?: Clock
  /** Takes each line of the operational log. */
  readonly write: (line: string) => void
}

/**
 * Opens what a hub works with: database, keys, secrets. Nothing listens yet.
 *
 * @throws {DatabaseUnavailable} When the database cannot be reached or refuses the login.
 * @throws {Error} When anything else is missing or in doubt: the schema is not the one this program knows,
 *   a key or secret is not there or readable by others, or a stepped clock outside a sandbox.
 * @throws {WrongEnvironment} When database, keys or checkpoints belong to a hub of the other kind.
 */
export async function openHub(
  config: Config,
  databaseUrl: string,
  options: HubOptions,
): Promise<Hub> {
  const clock = chooseClock(config, options.clock)
  const metrics = createMetrics()
  const db = openDatabase(databaseUrl, {
    poolSize: config.poolSize,
    name: 'vroegsignaal hub',
    observe: ({ transaction, outcome, seconds }) =>
      metrics.transactions.observe({ transaction, outcome }, seconds),
  })
  try {
    await reached(databaseUrl, assertSchema(db))
    await assertDatabaseIsFor(db, config, clock.now())
    for (const folder of [config.secretsDir, config.checkpointDir]) {
      assertFolderIsFor(folder, config)
    }
    const keys = markedFor(config, loadHubKeys(config.secretsDir))
    let ring: KeyRing = await loadKeyRing(db, config.secretsDir)
    const context: Context = {
      config,
      db,
      clock,
      keys,
      get epochs() {
        return ring
      },
      log: createLogger(clock, config.logLevel, options.write),
      metrics,
    }
    const reloadKeys = async () => {
      ring = await loadKeyRing(db, config.secretsDir)
    }
    return { context, reloadKeys, close: () => db.close() }
  } catch (error) {
    await db.close()
    throw error
  }
}

/** What a sandbox signs says so. */
function markedFor({ sandbox }: Config, keys: HubKeys): HubKeys {
  return sandbox ? { ...keys, signing: { ...keys.signing, sandbox: true } } : keys
}

function chooseClock(config: Config, clock: Clock | undefined): Clock {
  const chosen =
    clock ??
    (config.sandboxClockFile === undefined ? systemClock : fileClock(config.sandboxClockFile))
  if (chosen.stepped && !config.sandbox) {
    throw new Error('only a sandbox hub takes a stepped clock')
  }
  return chosen
}
