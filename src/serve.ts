import type { AccessEntry } from './access-log/index.js'
import { byHub, LogStopped, recordAccess, sequencePending } from './access-log/index.js'
import type { Config } from './config.js'
import type { Context } from './context.js'
import { generateHubKeys } from './crypto/hub-keys.js'
import { newTrace } from './crypto/trace.js'
import type { Tx } from './db/client.js'
import { startEmbedded, type Embedded } from './db/embedded.js'
import { assertFolderIsFor } from './db/environment.js'
import { migrate } from './db/migrate.js'
import { ensurePartitions, PARTITION_MONTHS } from './db/partitions.js'
import { boundHeapGrowth } from './heap.js'
import { openHub, type Hub } from './hub.js'
import { endDueKeys, ensureKeys, type KeyEvent } from './identity/index.js'
import { noteHubKeys } from './registers/index.js'
import { startJobs } from './jobs/index.js'
import { dayOf, monthOf } from './kernel/calendar.js'
import { systemClock, type Clock } from './kernel/clock.js'
import { listen, type Listening } from './listen.js'
import { revocationFilesOf, sandboxAuthority } from './sandbox-authority.js'

/** A hub that runs in this process. */
export interface Serving extends Listening {
  readonly context: Context
  /** What this start made that was not there before, as sentences. */
  readonly made: readonly string[]
  /** Where the embedded server keeps its data; `undefined` with another server. */
  readonly embedded: Pick<Embedded, 'home' | 'pgdata' | 'pid'> | undefined
  /** Resolves when the embedded server is gone: nothing works from then on. Never with another. */
  readonly databaseEnded: Promise<void>
}

/** How a hub is started, beside its settings. */
export interface ServeOptions {
  readonly clock?: Clock
  /** Takes each line of the operational log. */
  readonly write: (line: string) => void
}

/**
 * Starts a whole hub: database, migrations when the database is its own, keys, listeners, jobs.
 * What was started is closed in reverse, also when a later part fails.
 */
export async function serve(config: Config, options: ServeOptions): Promise<Serving> {
  boundHeapGrowth()
  const made: string[] = []
  const closers: (() => Promise<void>)[] = []
  const close = async () => {
    for (const one of closers.splice(0).reverse()) await one()
  }
  try {
    const embedded =
      config.databaseUrl === undefined ? await ownDatabase(config, made, closers) : undefined
    const databaseUrl = config.databaseUrl ?? embedded!.hubUrl
    const sandbox =
      config.tls === undefined ? await sandboxAuthority(config, systemClock) : undefined
    if (sandbox?.made === true) made.push(`development authority in ${sandbox.folder}`)
    assertFolderIsFor(config.secretsDir, config)
    const keys = generateHubKeys(config.secretsDir)
    if (keys.length > 0) made.push(`keys of the hub in ${config.secretsDir}: ${keys.join(', ')}`)

    const hub = await openHub(config, databaseUrl, options)
    closers.push(hub.close)
    const secrets = await makeKeys(hub)
    if (secrets > 0) made.push(`secrets of pseudonyms in ${config.secretsDir}`)
    const month = monthOf(dayOf(hub.context.clock.now()))
    await ensurePartitions(hub.context.db, month, PARTITION_MONTHS)
    await publishLog(hub.context)

    const listening = await listen(hub.context, {
      tls: config.tls ?? sandbox!.tls,
      revocationFiles: sandbox?.revocationFiles ?? revocationFilesOf(config),
      metrics: true,
    })
    closers.push(listening.close)
    const databaseEnded = new Promise<void>((resolve) => embedded?.onEnd(resolve))
    if (config.jobs) closers.push(startJobs(hub.context, { makeKeys: () => makeKeys(hub) }).stop)
    return { ...listening, context: hub.context, made, embedded, databaseEnded, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** The embedded server in the data folder, brought up to date. */
async function ownDatabase(
  config: Config,
  made: string[],
  closers: (() => Promise<void>)[],
): Promise<Embedded> {
  const embedded = await startEmbedded({ dataDir: config.dataDir })
  closers.push(() => embedded.stop())
  const applied = await migrate({ url: embedded.ownerUrl })
  if (applied.length > 0) made.push(`database in ${embedded.home} (${applied.length} migrations)`)
  return embedded
}

/**
 * Publishes what the log holds, so that its key and a checkpoint are there from the first answer on.
 * A log that was stopped stays so: the hub is not ready then, and says why.
 */
async function publishLog(context: Context): Promise<void> {
  try {
    await sequencePending(context)
  } catch (error) {
    if (!(error instanceof LogStopped)) throw error
    context.log.error('the log is stopped; see vroegsignaal log recover', { reason: error.reason })
  }
}

/**
 * Makes the epochs and log keys that must exist by now and destroys those whose term is over; each is
 * an entry of the hub's own log. Reads them again either way, because another process of the hub may have made or ended one.
 */
async function makeKeys(hub: Hub): Promise<number> {
  const { context } = hub
  const { db, config, clock } = context
  const log = (tx: Tx, event: KeyEvent) =>
    recordAccess(tx, context, [keyEntry(event)]).then(() => undefined)
  const count = await ensureKeys(db, config.secretsDir, clock.now(), log)
  await endDueKeys(db, config.secretsDir, clock.now(), log)
  await noteHubKeys(context)
  await hub.reloadKeys()
  return count
}

function keyEntry({ event, family, number, attestedBy }: KeyEvent): AccessEntry {
  return {
    ...byHub('hub', 'job'),
    action: `KEY_${event}`,
    operation: 'ensureKeys',
    objects: {
      family,
      number,
      ...(attestedBy === undefined ? {} : { attestedBy: [...attestedBy] }),
    },
    count: 1,
    ...newTrace(),
  }
}
