import type { Server } from 'node:https'
import type { TLSSocket } from 'node:tls'
import { identifyCertificate, type CertificateIdentity } from '../crypto/certificate.js'
import { isRevoked, readRevocationList, type RevocationList } from '../crypto/revocation.js'
import { systemClock, type Clock } from '../kernel/clock.js'
import { readRevocationFiles, tlsOptions, type ClientTrust, type TlsSettings } from './tls.js'

/** What the watch tells, for log lines and metrics; never a certificate's content. */
export interface RevocationEvents {
  /** New lists are in force. */
  readonly onReload?: (report: ReloadReport) => void
  /** Reading failed and the former lists stay in force until they expire. */
  readonly onError?: (reason: string) => void
}

/** What one look at the files led to. */
export interface ReloadReport {
  readonly changed: boolean
  readonly lists: number
  /** Connections that were cut because their certificate is revoked or its list has expired. */
  readonly closed: number
}

/** How long a list still holds. */
export interface ListTerm {
  readonly issuer: string
  readonly hours: number
  readonly left: number
}

/** Keeps a listener's revocation lists fresh. */
export interface RevocationWatch {
  /** Reads the files now, also when called by a signal; never throws. */
  reload(): ReloadReport
  /**
   * Per issuer, hours until its list expires, negative when it has, and which part of its term is left,
   * from 1 down to 0 and below. Alert when less than half is left.
   */
  hoursUntilExpiry(): ListTerm[]
  /** Cuts every open connection whose client certificate is on a deny-list. */
  closeConnections(isDenied: (fingerprint: string) => boolean): number
  /** Stops watching; the server is not touched. */
  stop(): void
}

/** How a watch behaves; every member has a default for production. */
export interface RevocationOptions {
  /** Must be the machine's clock, as it is OpenSSL's; tests may pass another. */
  readonly clock?: Clock
  /** How often the files are looked at; a minute. */
  readonly intervalMs?: number
  /** After this age a connection serves its present request and is closed; an hour. */
  readonly mostAgeMs?: number
}

const HOUR = 3_600_000

/** One open connection: since when, and who is at the other end once somebody asked. */
interface Connection {
  readonly openedAt: number
  chain?: readonly CertificateIdentity[]
}

type Connections = Map<TLSSocket, Connection>

/**
 * Watches the revocation lists of a listener. New lists take effect for new handshakes at once, and
 * connections that are already open are cut when their certificate, or the authority above it, is on
 * them: OpenSSL looks at the lists in the handshake only. Lists that cannot be read are reported and
 * change nothing; lists that expired refuse everybody.
 */
export function watchRevocation(
  server: Server,
  settings: TlsSettings & { readonly clients: ClientTrust },
  events: RevocationEvents = {},
  { clock = systemClock, intervalMs = 60_000, mostAgeMs = HOUR }: RevocationOptions = {},
): RevocationWatch {
  const connections = trackConnections(server, clock, mostAgeMs)
  let texts = readRevocationFiles(settings.clients.revocationFiles)
  let lists = texts.map(readRevocationList)

  const reload = (): ReloadReport => {
    let changed = false
    try {
      const newTexts = readRevocationFiles(settings.clients.revocationFiles)
      if (newTexts.join() !== texts.join()) {
        const newLists = newTexts.map(readRevocationList)
        requireNewer(newLists, lists)
        server.setSecureContext(tlsOptions(settings))
        texts = newTexts
        lists = newLists
        changed = true
      }
    } catch (error) {
      events.onError?.(error instanceof Error ? error.message : 'unreadable')
    }
    const closed = closeWhere(connections, (chain) =>
      chain.some((certificate) => isRevoked(certificate, lists, clock.now())),
    )
    const report = { changed, lists: lists.length, closed }
    if (changed || closed > 0) events.onReload?.(report)
    return report
  }

  const timer = setInterval(reload, intervalMs).unref()
  server.once('close', () => clearInterval(timer))
  return {
    reload,
    hoursUntilExpiry: () =>
      lists.map(({ issuer, thisUpdate, nextUpdate }) => {
        const term = (nextUpdate?.getTime() ?? 0) - thisUpdate.getTime()
        const rest = (nextUpdate?.getTime() ?? 0) - clock.now().getTime()
        // A list without term counts as expired.
        return { issuer, hours: rest / HOUR, left: term > 0 ? rest / term : 0 }
      }),
    closeConnections: (isDenied) =>
      closeWhere(connections, ([own]) => own !== undefined && isDenied(own.fingerprint)),
    stop: () => clearInterval(timer),
  }
}

function trackConnections(server: Server, clock: Clock, mostAgeMs: number): Connections {
  const connections: Connections = new Map()
  server.on('secureConnection', (socket: TLSSocket) => {
    connections.set(socket, { openedAt: clock.now().getTime() })
    socket.once('close', () => connections.delete(socket))
  })
  server.prependListener('request', (request, response) => {
    const connection = connections.get(request.socket as TLSSocket)
    const age = clock.now().getTime() - (connection?.openedAt ?? Infinity)
    if (age > mostAgeMs) response.shouldKeepAlive = false
  })
  return connections
}

function closeWhere(
  connections: Connections,
  isUnwanted: (chain: readonly CertificateIdentity[]) => boolean,
): number {
  let closed = 0
  for (const [socket, connection] of connections) {
    connection.chain ??= chainOf(socket)
    if (!isUnwanted(connection.chain)) continue
    socket.destroy()
    closed += 1
  }
  return closed
}

/** The peer's certificate and those above it, the self-signed root left out: nobody lists that. */
function chainOf(socket: TLSSocket): CertificateIdentity[] {
  const chain: CertificateIdentity[] = []
  let each = socket.getPeerX509Certificate()
  while (each !== undefined && each.subject !== each.issuer) {
    chain.push(identifyCertificate(each.raw))
    each = each.issuerCertificate
  }
  return chain
}

/** A list older than the one in force is a mistake or an attempt to bring a certificate back. */
function requireNewer(newLists: readonly RevocationList[], lists: readonly RevocationList[]): void {
  const isOlder = newLists.some((each) =>
    lists.some(({ issuer, thisUpdate }) => issuer === each.issuer && thisUpdate > each.thisUpdate),
  )
  if (isOlder) throw new Error('a revocation list is older than the one in force')
}
