import type { FastifyRequest } from 'fastify'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { sha256 } from '../crypto/hash.js'
import { HubError } from '../kernel/errors.js'
import type { KnownCertificate } from '../parties/caller.js'
import { roleNotAllowed, type CallingParty } from './request.js'

export { requireParty, requirePerson, requireSigned } from './request.js'

/** Finds a registered certificate; asked for every request, so that a deny-list holds at once. */
export type FindCertificate = (fingerprint: string) => Promise<KnownCertificate | undefined>

const fingerprints = new WeakMap<Socket, string>()

/**
 * SHA-256 of the certificate that a connection was made with, lower-case hex; `undefined` without
 * one. A connection keeps its certificate, so it is hashed once.
 */
export function peerFingerprint(socket: Socket): string | undefined {
  const known = fingerprints.get(socket)
  if (known !== undefined) return known
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined
  const certificate = socket.getPeerX509Certificate()
  if (certificate === undefined) return undefined
  const fingerprint = sha256(certificate.raw).toString('hex')
  fingerprints.set(socket, fingerprint)
  return fingerprint
}

/**
 * Finds who is calling, from the certificate of the connection.
 *
 * @throws {HubError} `certificate.missing`, `certificate.unregistered`,
 *   `certificate.wrong_purpose`, `certificate.revoked` or `certificate.expired`.
 */
export async function identifyCaller(
  request: FastifyRequest,
  findCertificate: FindCertificate,
): Promise<CallingParty> {
  const fingerprint = peerFingerprint(request.raw.socket)
  request.fingerprint = fingerprint
  if (fingerprint === undefined) {
    throw new HubError('certificate.missing', 'The connection was made without a certificate.')
  }
  const known = await findCertificate(fingerprint)
  request.registered = known
  if (known === undefined) {
    throw new HubError('certificate.unregistered', 'The certificate is valid but not registered.')
  }
  // First of all, so that nobody learns the state of a certificate by connecting with it.
  if (known.purpose !== 'transport') {
    throw new HubError('certificate.wrong_purpose', 'A signing certificate may not connect.')
  }
  if (known.state === 'EXPIRED') {
    throw new HubError('certificate.expired', 'The certificate is not valid now.')
  }
  if (known.state !== 'ACTIVE') {
    throw new HubError('certificate.revoked', 'The certificate may no longer be used.')
  }
  const [role] = known.roles
  if (role === undefined) throw roleNotAllowed()
  return {
    id: known.party,
    name: known.name,
    fingerprint,
    role,
    roles: known.roles,
    municipality: known.municipality,
    controllers: known.controllers,
    sealed: known.sealed,
    holder: known.holder,
    trace: request.trace,
  }
}

/**
 * The caller in the role that an operation is open to.
 *
 * @throws {HubError} `party.role_not_allowed` when the party has none of them.
 */
export function inAllowedRole(
  party: CallingParty,
  allowed: readonly CallingParty['role'][],
): CallingParty {
  const role = allowed.find((candidate) => party.roles.includes(candidate))
  if (role === undefined) throw roleNotAllowed()
  return { ...party, role }
}
