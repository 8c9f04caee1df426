import type { FastifyInstance, FastifyRequest } from 'fastify'
import { FORMER_SIGNATURE_HEADER, SIGNATURE_HEADER, verifyDetached } from '../crypto/jws.js'
import type { VerificationKey } from '../crypto/signature-key.js'
import type { Clock } from '../kernel/clock.js'
import { HubError } from '../kernel/errors.js'
import { isNode, type Node } from './contract-document.js'
import { checkDigest } from './digest.js'
import { parseJson } from '../kernel/json.js'
import type { CallingParty, SignedRequest } from './request.js'

/** `typ` of the signature over a request. */
export const REQUEST_TYPE = 'vroegsignaal-request+jws'

/** What the body parser asks of the hub. */
export interface SignaturePolicy {
  /** Value of `hub` in bodies that are meant for this hub. */
  readonly hub: string
  readonly clock: Clock
  /** Finds a registered key by `x5t#S256` or `kid`. */
  readonly findSigningKey: (reference: string) => Promise<VerificationKey | undefined>
}

const MOST_AGE_MS = 7 * 24 * 60 * 60_000
const MOST_AHEAD_MS = 5 * 60_000

/**
 * Replaces the body parsers: nothing but JSON is taken, and the signature of a body that must be
 * signed is verified over the exact bytes before they are parsed. There is no way around it.
 */
export function registerBodyParser(app: FastifyInstance, policy: SignaturePolicy): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    (request: FastifyRequest, bytes: Buffer) => readBody(request, bytes, policy),
  )
}

async function readBody(
  request: FastifyRequest,
  bytes: Buffer,
  policy: SignaturePolicy,
): Promise<unknown> {
  requireUtf8(request.headers['content-type'] ?? '')
  checkDigest(request.headers, bytes)
  const { operation } = request.routeOptions.config
  if (operation?.signed !== true) return parseJson(bytes)
  const proof = await verify(request, bytes, policy)
  request.party = signingParty(request.party!, proof.roles, operation.roles)
  const body = parseJson(bytes)
  const isFormer = proof.headerName === FORMER_SIGNATURE_HEADER
  const { createdAt, nonce } = checkFrame(body, operation.operationId, policy, isFormer)
  const { digest, signature, signer } = proof
  request.signed = { bytes, digest, signature, signer, createdAt, nonce }
  return body
}

type Proof = Pick<SignedRequest, 'digest' | 'signature' | 'signer'> & {
  readonly headerName: string
  /** Roles in which the certificate that signed may be used; `undefined` for every one. */
  readonly roles: readonly string[] | undefined
}

/**
 * The calling party in the roles that both of its certificates stand for: what a certificate of the
 * connection may not be used for nobody signs over it, and the other way round.
 *
 * @throws {HubError} `party.role_not_allowed` when the operation is open to none of them.
 */
function signingParty(
  party: CallingParty,
  signs: Proof['roles'],
  allowed: readonly CallingParty['role'][],
): CallingParty {
  if (signs === undefined) return party
  const roles = party.roles.filter((role) => signs.includes(role))
  const role = allowed.find((candidate) => roles.includes(candidate))
  if (role !== undefined) {
    const municipality = roles.includes('municipality') ? party.municipality : undefined
    const controllers = roles.includes('officer') ? party.controllers : []
    return { ...party, roles, role, municipality, controllers }
  }
  throw new HubError(
    'party.role_not_allowed',
    'The certificate that signed is registered for other roles of your party than this operation is open to.',
  )
}

async function verify(
  request: FastifyRequest,
  bytes: Buffer,
  { clock, findSigningKey }: SignaturePolicy,
): Promise<Proof> {
  const { party } = request
  // The party was found before the body; without one there is nobody whose signature could hold.
  if (party === undefined) throw new HubError('certificate.missing', 'Nobody is calling.')
  const current = headerValues(request, SIGNATURE_HEADER)
  const former = headerValues(request, FORMER_SIGNATURE_HEADER)
  const headerName =
    current.length === 0 && former.length > 0 ? FORMER_SIGNATURE_HEADER : SIGNATURE_HEADER
  const values = [...current, ...former]
  const verified = await verifyDetached({
    headerValues: values,
    headerName,
    body: bytes,
    expectedType: REQUEST_TYPE,
    party: party.id,
    findKey: findSigningKey,
    now: clock.now(),
  })
  return {
    headerName,
    digest: verified.digest,
    roles: verified.roles,
    signature: values[0] ?? '',
    signer: {
      party: party.id,
      fingerprint: Buffer.from(verified.keyId, 'base64url').toString('hex'),
    },
  }
}

/** Every occurrence of a header; the parsed headers would join or drop repeated ones. */
function headerValues({ raw }: FastifyRequest, name: string): string[] {
  return raw.rawHeaders.filter(
    (_, at) => at % 2 === 1 && raw.rawHeaders[at - 1]?.toLowerCase() === name,
  )
}

/**
 * Checks what binds a signed body to this hub, this operation and this moment. Members that are
 * missing or of another type are left to the contract's schema, which names all of them at once.
 */
function checkFrame(
  body: unknown,
  operationId: string,
  { hub, clock }: SignaturePolicy,
  mayLackNonce: boolean,
): Pick<SignedRequest, 'createdAt' | 'nonce'> {
  const frame: Node = isNode(body) ? body : {}
  if (typeof frame['hub'] === 'string' && frame['hub'] !== hub) {
    throw new HubError('body.wrong_hub', 'The body was signed for another hub.')
  }
  if (typeof frame['operation'] === 'string' && frame['operation'] !== operationId) {
    throw new HubError('body.wrong_operation', 'The body was signed for another operation.')
  }
  const createdAt = new Date(typeof frame['createdAt'] === 'string' ? frame['createdAt'] : NaN)
  const age = clock.now().getTime() - createdAt.getTime()
  if (age > MOST_AGE_MS || -age > MOST_AHEAD_MS) {
    throw new HubError('body.stale', 'createdAt lies too far in the past or in the future.')
  }
  const { nonce } = frame
  if (isNode(body) && nonce === undefined && !mayLackNonce) {
    throw new HubError('body.nonce', 'The signed body has no nonce.')
  }
  return { createdAt, nonce: typeof nonce === 'string' ? nonce : undefined }
}

function requireUtf8(contentType: string): void {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1]
  if (charset !== undefined && charset.toLowerCase() !== 'utf-8') {
    throw new HubError('request.media_type', 'JSON is sent in UTF-8.')
  }
}
