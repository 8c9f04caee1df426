import type { FastifyInstance } from 'fastify'
import { readFileSync } from 'node:fs'
import type { Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { logHealth } from './access-log/index.js'
import { buildDataApp, buildPublicApp } from './app.js'
import type { Listen, TlsFiles } from './config.js'
import type { Context } from './context.js'
import { partitionsReady } from './db/partitions.js'
import { boundConnections, CONNECTION_LIMITS } from './http/connections.js'
import type { ReadinessCheck } from './http/health.js'
import { buildMetricsApp } from './http/metrics.js'
import { watchRevocation, type RevocationWatch } from './http/revocation.js'
import { readRevocationFiles, tlsOptions } from './http/tls.js'
import { dayOf } from './kernel/calendar.js'
import { systemClock } from './kernel/clock.js'
import { ListenerError } from './listener-error.js'
import { SigningLists } from './registry/index.js'
import { revocationKeeping } from './revocation-keeping.js'

/** The listeners of one process. */
export interface Listening {
  /** Address of the data listener as parties use it, with /v1. */
  readonly dataUrl: string
  readonly publicUrl: string
  /** `undefined` when this process serves no metrics. */
  readonly metricsUrl: string | undefined
  /** Reads the revocation lists now instead of within the minute. */
  reloadRevocation(): void
  /** Takes no more requests, answers the ones it has, and closes. */
  close(): Promise<void>
}

/** What the listeners are started with. */
export interface ListenOptions {
  readonly tls: TlsFiles
  /** Files with the revocation list of every authority that clients' certificates may come from. */
  readonly revocationFiles: readonly string[]
  /** One process of a hub serves metrics for itself; workers leave it out. */
  readonly metrics: boolean
}

/** How often what failed is tried again and metrics of lists are brought up to date. */
const TENDING_MS = 60_000

/**
 * Starts the listeners: data (mutual TLS), public, and metrics; all of them or none.
 *
 * @throws {ListenerError} When one cannot be opened.
 */
export async function listen(context: Context, options: ListenOptions): Promise<Listening> {
  const { config, log } = context
  const { tls } = options
  const settings = {
    certificateFile: tls.cert,
    keyFile: tls.key,
    clients: { authorityFiles: [tls.clientCa], revocationFiles: options.revocationFiles },
  }
  const host = new URL(config.publicUrl).hostname
  const own = config.publicTls ?? tls

  const apps: FastifyInstance[] = []
  let watch: RevocationWatch | undefined
  let tending: NodeJS.Timeout | undefined
  const authorities = {
    pem: readFileSync(tls.signingCa, 'utf8'),
    only: config.tls !== undefined,
  }
  const signing = new SigningLists(context, authorities, systemClock)
  const keeping = revocationKeeping(context, signing, () =>
    readRevocationFiles(options.revocationFiles),
  )
  const close = async () => {
    clearInterval(tending)
    watch?.stop()
    for (const app of apps) {
      // Idle connections of clients that keep them open would hold up the end for a minute.
      const closing = app.close()
      app.server.closeIdleConnections()
      await closing
    }
  }
  try {
    const data = buildDataApp(context, { https: tlsOptions(settings), signing })
    apps.push(data)
    boundConnections(data.server as unknown as Server, CONNECTION_LIMITS, () =>
      context.metrics.refusals.inc({ operation: 'none', code: 'rate.exceeded' }),
    )
    const dataUrl = `https://${host}:${await open(data, 'DATA', config.data)}/v1`
    watch = watchRevocation(data.server as unknown as Server, settings, {
      onReload: ({ changed, lists, closed }) => {
        if (!changed) return
        log.info('revocation lists are in force', { lists, closed })
        void keeping.keep()
      },
      onError: (reason) => log.error('revocation lists cannot be read', { reason }),
    })
    await keeping.keep()
    const kept = watch
    const tend = () => keeping.tend(kept)
    await tend()
    tending = setInterval(() => void tend(), TENDING_MS).unref()
    const reader = buildPublicApp(context, {
      https: tlsOptions({ certificateFile: own.cert, keyFile: own.key }),
      dataUrl,
      readiness: readinessOf(context),
    })
    apps.push(reader)
    boundConnections(reader.server as unknown as Server, CONNECTION_LIMITS)
    const publicUrl = `https://${host}:${await open(reader, 'PUBLIC', config.public)}`
    let metricsUrl: string | undefined
    if (options.metrics) {
      const metrics = buildMetricsApp(context.metrics)
      apps.push(metrics)
      const port = await open(metrics, 'METRICS', config.metrics)
      metricsUrl = `http://${config.metrics.host}:${port}/metrics`
    }
    const { reload } = watch
    return { dataUrl, publicUrl, metricsUrl, reloadRevocation: () => void reload(), close }
  } catch (error) {
    await close()
    throw error
  }
}

function readinessOf(context: Context): readonly ReadinessCheck[] {
  const { db, clock } = context
  return [
    { name: 'partitions', isReady: () => partitionsReady(db, dayOf(clock.now())) },
    { name: 'log', isReady: async () => (await logHealth(context)).stopped === null },
  ]
}

async function open(
  app: FastifyInstance,
  name: 'DATA' | 'PUBLIC' | 'METRICS',
  address: Listen,
): Promise<number> {
  try {
    await app.listen({ host: address.host, port: address.port })
  } catch (error) {
    // What is wrong inside the hub is no matter of the address.
    throw isOfSocket(error) ? new ListenerError(name, address, error) : error
  }
  return (app.server.address() as AddressInfo).port
}

function isOfSocket(error: unknown): boolean {
  const calls = ['listen', 'bind', 'getaddrinfo']
  return error instanceof Error && 'syscall' in error && calls.includes(String(error.syscall))
}
