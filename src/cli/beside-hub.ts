import { ConfigError, readConfig, type Config } from '../config.js'
import type { Context } from '../context.js'
import { startEmbedded } from '../db/embedded.js'
import { openHub } from '../hub.js'
import { CommandFailure } from './failure.js'

/**
 * Works on the hub's own database and keys, beside a hub that runs or without one. The settings are
 * those of the hub; an embedded server is taken along when it runs and stopped when it did not.
 *
 * @throws {CommandFailure} `config` when the settings have mistakes.
 */
export async function besideHub<Result>(
  work: (context: Context) => Promise<Result>,
): Promise<Result> {
  const config = settings()
  const embedded =
    config.databaseUrl === undefined ? await startEmbedded({ dataDir: config.dataDir }) : undefined
  try {
    const url = config.databaseUrl ?? embedded!.hubUrl
    const hub = await openHub(config, url, { write: () => undefined })
    try {
      return await work(hub.context)
    } finally {
      await hub.close()
    }
  } finally {
    await embedded?.stop()
  }
}

function settings(): Config {
  try {
    return readConfig()
  } catch (error) {
    if (error instanceof ConfigError) throw new CommandFailure('config', error.message, 2)
    throw error
  }
}
