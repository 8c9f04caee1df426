import type { Server } from 'node:https'
import type { TLSSocket } from 'node:tls'
import { readCertificate } from '../crypto/certificate.js'

/** How many connections a listener keeps open, idle ones included. */
export interface ConnectionLimits {
  readonly perProcess: number
  /** Of one organisation, however many certificates it has; strangers are counted by certificate. */
  readonly perParty: number
}

export const CONNECTION_LIMITS: ConnectionLimits = { perProcess: 2000, perParty: 32 }

/**
 * Bounds the connections of a listener: beyond the process's limit a connection is dropped before its
 * handshake, beyond a party's limit right after it, whether it asks for anything or not. So nobody
 * keeps the others out by holding connections.
 *
 * @param onExcess Told of each connection that a party had too many.
 */
export function boundConnections(
  server: Server,
  { perProcess, perParty }: ConnectionLimits,
  onExcess: () => void = () => undefined,
): void {
  server.maxConnections = perProcess
  const open = new Map<string, number>()
  server.prependListener('secureConnection', (socket: TLSSocket) => {
    const party = partyOf(socket)
    if (party === undefined) return
    const count = (open.get(party) ?? 0) + 1
    open.set(party, count)
    socket.once('close', () => {
      const left = (open.get(party) ?? 1) - 1
      if (left > 0) open.set(party, left)
      else open.delete(party)
    })
    if (count <= perParty) return
    onExcess()
    socket.destroy()
  })
}

/** Whom a certificate names; a certificate without number, or one that is odd, stands for itself. */
function partyOf(socket: TLSSocket): string | undefined {
  const certificate = socket.getPeerX509Certificate()
  if (certificate === undefined) return undefined
  try {
    return readCertificate(certificate.raw).organisationNumber ?? certificate.fingerprint256
  } catch {
    return certificate.fingerprint256
  }
}
