import { ConfigError, readConfig, type Config } from '../config.js'
import { openDatabase } from '../db/client.js'
import { startEmbedded } from '../db/embedded.js'
import { assertDatabaseIsFor } from '../db/environment.js'
import { assertSchema, migrate } from '../db/migrate.js'
import { reached } from '../db/unavailable.js'
import { openHub, type Hub } from '../hub.js'
import { fileClock, systemClock, type Clock } from '../kernel/clock.js'
import type { RegistryContext } from '../registry/index.js'
import { CommandFailure } from './failure.js'
import { terminal } from './output.js'

/**
 * Opens the hub's registry for one command and closes it again. Needs the database and no secret.
 * Without `DATABASE_URL` it works on the embedded server, beside a hub that runs on it or alone.
 */
export async function withRegistry<Result>(
  work: (context: RegistryContext) => Promise<Result>,
): Promise<Result> {
  return withDatabase(async (config, url) => {
    const db = openDatabase(url, { poolSize: 2, name: 'vroegsignaal admin' })
    try {
      await reached(url, assertSchema(db))
      await assertDatabaseIsFor(db, config, clockOf(config).now())
      return await work({ config, db, clock: clockOf(config) })
    } finally {
      await db.close()
    }
  })
}

/** Opens everything that a hub works with, its secrets included, for one command. */
export async function withHub<Result>(work: (hub: Hub) => Promise<Result>): Promise<Result> {
  return withDatabase(async (config, url) => {
    const hub = await openHub(config, url, { write: (line) => terminal.note(line) })
    try {
      return await work(hub)
    } finally {
      await hub.close()
    }
  })
}

async function withDatabase<Result>(
  work: (config: Config, url: string) => Promise<Result>,
): Promise<Result> {
  const config = settings()
  if (config.databaseUrl !== undefined) return work(config, config.databaseUrl)
  const embedded = await startEmbedded({ dataDir: config.dataDir })
  try {
    await migrate({ url: embedded.ownerUrl })
    return await work(config, embedded.hubUrl)
  } finally {
    await embedded.stop()
  }
}

function settings(): Config {
  try {
    return readConfig()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    throw new CommandFailure('config.invalid', error.message, 2)
  }
}

function clockOf({ sandbox, sandboxClockFile }: Config): Clock {
  return sandbox && sandboxClockFile !== undefined ? fileClock(sandboxClockFile) : systemClock
}
