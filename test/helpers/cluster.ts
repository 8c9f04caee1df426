import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../src/db/client.js'
import { startEmbedded, type Embedded, type EmbeddedOptions } from '../../src/db/embedded.js'
import { withLock } from '../../src/db/embedded-lock.js'
import { migrate } from '../../src/db/migrate.js'
import { isRunning } from '../../src/db/process-identity.js'

/** The one server that all test files of a run share; each gets databases of its own in it. */
export interface Cluster {
  readonly hubUrl: string
  readonly ownerUrl: string
  readonly superuserUrl: string
  readonly pid: number
  readonly pgdata: string
}

/** What a helper needs of a test: to be told when it ends. */
export interface Owner {
  teardown(handler: () => unknown): void
}

/** A database with all migrations applied, which others are copied from. */
export const TEMPLATE = 'vs_template'

/** Whose run this is: the runner when tap started this file, else this process alone. */
const RUN = process.env['TAP'] === '1' ? process.ppid : process.pid
const FOLDER = folderOf(RUN)

/** The cluster of this run, started by whoever needs it first. Pure tests never pay for it. */
export async function sharedCluster(): Promise<Cluster> {
  return withLock(`${FOLDER}.lock`, async () => {
    const known = join(FOLDER, 'cluster.json')
    if (existsSync(known)) {
      const cluster = JSON.parse(readFileSync(known, 'utf8')) as Cluster
      if (isRunning({ pid: cluster.pid, since: null })) return cluster
    }
    rmSync(FOLDER, { recursive: true, force: true })
    mkdirSync(FOLDER, { mode: 0o755 })
    const cluster = await startEmbedded({ dataDir: FOLDER, fsync: false })
    stopAfter(RUN, cluster.pid)
    await makeTemplate(cluster)
    writeFileSync(known, JSON.stringify(cluster), { mode: 0o600 })
    return cluster
  })
}

/** Stops the cluster of the run that started this process, if it ever had one. */
export async function stopSharedCluster(): Promise<void> {
  const folder = folderOf(process.ppid)
  if (existsSync(folder)) {
    const cluster = await startEmbedded({ dataDir: folder, fsync: false })
    await cluster.stop()
  }
  rmSync(folder, { recursive: true, force: true })
  rmSync(`${folder}.lock`, { force: true })
}

/** A server of the test's own: for what crashes it, looks into its files or measures it. */
export async function ownCluster(
  t: Owner,
  options: Omit<EmbeddedOptions, 'dataDir'> = {},
): Promise<Embedded> {
  const dataDir = mkdtempSync(join(tmpdir(), 'vroegsignaal-own-'))
  const cluster = await startEmbedded({ ...options, dataDir })
  t.teardown(async () => {
    await (await startEmbedded({ ...options, dataDir })).stop()
    rmSync(dataDir, { recursive: true, force: true })
  })
  return cluster
}

async function makeTemplate({ superuserUrl, ownerUrl }: Cluster): Promise<void> {
  const admin = openDatabase(superuserUrl, { poolSize: 1 })
  try {
    await admin.alone(`CREATE DATABASE ${TEMPLATE} OWNER vroegsignaal_owner TEMPLATE template0`)
  } finally {
    await admin.close()
  }
  await migrate({ url: databaseUrl(ownerUrl, TEMPLATE) })
}

/** The same server and role, another database. */
export function databaseUrl(url: string, database: string): string {
  return Object.assign(new URL(url), { pathname: `/${database}` }).href
}

function folderOf(run: number): string {
  return join(tmpdir(), `vroegsignaal-test-${process.getuid?.() ?? 0}-${run}`)
}

/** A run that is killed cannot clean up: a shell waits for its end, then stops the server. */
function stopAfter(run: number, postmaster: number): void {
  const script =
    'while kill -0 "$1" 2>/dev/null; do sleep 1; done; kill -INT "$2" 2>/dev/null; sleep 2; rm -rf "$3" "$3.lock"'
  spawn('/bin/sh', ['-c', script, 'sh', String(run), String(postmaster), FOLDER], {
    detached: true,
    stdio: 'ignore',
  }).unref()
}
