import type { FastifyRequest } from 'fastify'
import { HubError } from '../kernel/errors.js'
import type { Caller, KnownCertificate, Trace } from '../parties/caller.js'
import type { Controller, MunicipalityCode, PartyId, Role } from '../parties/party.js'
import type { Operation } from './operations.js'

/** Who is calling, as found from the certificate of the connection and nothing else. */
export interface CallingParty extends Caller {
  readonly name: string
  /** Every role of the party; `role` is the one that this operation is open to. */
  readonly roles: readonly Role[]
  /** Set exactly for a municipality. */
  readonly municipality: MunicipalityCode | undefined
  /** Partitions of the log that an officer reviews. */
  readonly controllers: readonly Controller[]
  /** Those of them that are confidential now, and that this person may not read. */
  readonly sealed: readonly Controller[]
  /** Role pseudonym of the person who holds the certificate. */
  readonly holder: string | null
}

/** A calling party in one role. */
export type PartyAs<Wanted extends Role> = CallingParty & {
  readonly role: Wanted
} & ('municipality' extends Wanted ? { readonly municipality: MunicipalityCode } : unknown)

/** A body whose signature was verified before it was parsed. */
export interface SignedRequest {
  /** Exactly what was received and signed. */
  readonly bytes: Buffer
  /** SHA-256 of the bytes. */
  readonly digest: Buffer
  /** Value of the signature header: evidence, never an identifier. */
  readonly signature: string
  /** Who signed: the calling party, and the fingerprint of its signing certificate, lower-case hex. */
  readonly signer: { readonly party: PartyId; readonly fingerprint: string }
  readonly createdAt: Date
  /** `undefined` only for a DDAS client that cannot send one; then never store the plain digest. */
  readonly nonce: string | undefined
}

/** A page of the console: the same listener, the same gate, but read by a person. */
export interface Page {
  /** As the log and the metrics name it. */
  readonly name: string
  /** Who may ask for it at all. */
  readonly roles: readonly Role[]
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The operation of the contract that a route answers; a route has this or a page. */
    operation?: Operation
    page?: Page
  }

  interface FastifyRequest {
    /** Fingerprint of the certificate of the connection, lower-case hex, also when it was refused. */
    fingerprint: string | undefined
    /** What the register says of that certificate, also when it may not be used any more. */
    registered: KnownCertificate | undefined
    /** Set on the data listener before anything is parsed; ask with `requireParty`. */
    party: CallingParty | undefined
    /** Set for operations with a signed body; ask with `requireSigned`. */
    signed: SignedRequest | undefined
    trace: Trace
  }
}

/**
 * The calling party in the role that a route is written for.
 *
 * The contract's roles were enforced before; asking again keeps a route honest when the contract
 * is opened to another role.
 *
 * @throws {HubError} `party.role_not_allowed`.
 */
export function requireParty<Wanted extends Role>(
  request: FastifyRequest,
  ...wanted: readonly [Wanted, ...Wanted[]]
): PartyAs<Wanted> {
  const { party } = request
  const role = wanted.find((candidate) => party?.roles.includes(candidate))
  if (party === undefined || role === undefined) throw roleNotAllowed()
  if (role === 'municipality' && party.municipality === undefined) throw roleNotAllowed()
  return { ...party, role } as PartyAs<Wanted>
}

/**
 * The calling party in a role, by a person: the certificate is registered with a role pseudonym.
 *
 * @throws {HubError} `party.role_not_allowed`, `certificate.not_personal`.
 */
export function requirePerson<Wanted extends Role>(
  request: FastifyRequest,
  ...wanted: readonly [Wanted, ...Wanted[]]
): PartyAs<Wanted> & { readonly holder: string } {
  const party = requireParty(request, ...wanted)
  const { holder } = party
  if (holder === null) {
    throw new HubError('certificate.not_personal', 'This is for a person, by name of a role.')
  }
  return { ...party, holder }
}

/**
 * The signed body of a request.
 *
 * @throws {HubError} `signature.missing`.
 */
export function requireSigned(request: FastifyRequest): SignedRequest {
  if (request.signed === undefined) {
    throw new HubError('signature.missing', 'This operation takes a signed body.')
  }
  return request.signed
}

/** What a route is called in metrics and in the log; `undefined` where no route is. */
export function routeName(request: FastifyRequest): string | undefined {
  const config = request.routeOptions?.config
  return config?.operation?.operationId ?? config?.page?.name
}

/** The refusal of an operation that is for others. */
export function roleNotAllowed(): HubError {
  return new HubError('party.role_not_allowed', 'This operation is for another role.')
}
