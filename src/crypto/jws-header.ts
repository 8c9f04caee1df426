import { HubError } from '../kernel/errors.js'
import { hasRepeatedMember } from '../kernel/repeated-members.js'
import { decodeBase64url, sha256 } from './hash.js'

/** The two ways in which a signature may cover a body; told apart by `sigD`. */
export type SignatureProfile = 'adr-payload' | 'plain-detached'

/** The protected header of a detached signature, every member of the type it must have. */
export interface ProtectedHeader {
  readonly profile: SignatureProfile
  readonly alg: string
  readonly kid: string | undefined
  /** From `x5t#S256`, or computed from the first certificate of `x5c`. */
  readonly x5t: string | undefined
  readonly typ: string | undefined
  /** The environment of the signer, where it is one of its own. */
  readonly env: string | undefined
  /** Seconds since 1970, a whole number. */
  readonly iat: number | undefined
}

/** `sigD.mId` of a signature over HTTP header fields (ETSI TS 119 182-1, clause 5.2.8.2). */
export const HTTP_HEADERS_MECHANISM = 'http://uri.etsi.org/19182/HttpHeaders'

/**
 * Members that would let the message choose its key, its encryption or its compression, and the
 * SHA-1 certificate reference. Others that are unknown are ignored, as RFC 7515 §4 says.
 */
const REFUSED = ['jku', 'x5u', 'jwk', 'x5t', 'zip', 'enc', 'epk', 'p2c', 'p2s', 'url', 'nonce']

/**
 * Reads the protected header of a detached signature.
 *
 * @param bytes The decoded first part of the JWS.
 * @throws {HubError} `signature.malformed`, `signature.header_not_allowed`,
 *   `signature.critical_unknown` or `signature.digest`.
 */
export function parseProtectedHeader(bytes: Buffer): ProtectedHeader {
  const header = readObject(bytes)
  for (const member of REFUSED) {
    if (Object.hasOwn(header, member)) {
      throw new HubError(
        'signature.header_not_allowed',
        `The protected header may not hold "${member}".`,
      )
    }
  }
  const { alg } = header
  if (typeof alg !== 'string') throw malformed('The protected header names no algorithm.')
  return {
    profile: profileOf(header),
    alg,
    kid: optionalText(header, 'kid'),
    x5t: certificateReference(header),
    typ: optionalText(header, 'typ'),
    env: optionalText(header, 'env'),
    iat: issuedAt(header['iat']),
  }
}

function readObject(bytes: Buffer): Record<string, unknown> {
  const text = bytes.toString('utf8')
  if (!Buffer.from(text, 'utf8').equals(bytes)) throw malformed('The header is not UTF-8.')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw malformed('The protected header is not JSON.')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformed('The protected header is not a JSON object.')
  }
  if (hasRepeatedMember(text)) throw malformed('The protected header repeats a member.')
  return value as Record<string, unknown>
}

function profileOf(header: Record<string, unknown>): SignatureProfile {
  const isAdr = Object.hasOwn(header, 'sigD')
  const understood = isAdr ? ['b64', 'sigD'] : []
  const critical = Object.hasOwn(header, 'crit') ? header['crit'] : []
  if (
    !Array.isArray(critical) ||
    critical.length !== understood.length ||
    !understood.every((member) => critical.includes(member)) ||
    (Object.hasOwn(header, 'crit') && critical.length === 0)
  ) {
    throw new HubError(
      'signature.critical_unknown',
      'The critical members are exactly "sigD" and "b64" in the ADR payload profile, and none in a plain detached signature.',
    )
  }
  if (!isAdr) {
    if (Object.hasOwn(header, 'b64')) throw malformed('Without "sigD" there is no "b64".')
    return 'plain-detached'
  }
  if (header['b64'] !== false) throw malformed('With "sigD", "b64" is false.')
  checkDataDescription(header['sigD'])
  return 'adr-payload'
}

function checkDataDescription(sigD: unknown): void {
  const isExpected =
    typeof sigD === 'object' &&
    sigD !== null &&
    Object.keys(sigD).sort().join() === 'mId,pars' &&
    'mId' in sigD &&
    sigD.mId === HTTP_HEADERS_MECHANISM &&
    'pars' in sigD &&
    Array.isArray(sigD.pars) &&
    sigD.pars.length === 1 &&
    sigD.pars[0] === 'digest'
  if (!isExpected) {
    throw new HubError(
      'signature.digest',
      `"sigD" names the mechanism ${HTTP_HEADERS_MECHANISM} and the one header field "digest".`,
    )
  }
}

/** The certificate named by its digest; one that is enclosed must be the same. */
function certificateReference(header: Record<string, unknown>): string | undefined {
  const named = optionalText(header, 'x5t#S256')
  if (named !== undefined && decodeBase64url(named)?.length !== 32) {
    throw malformed('"x5t#S256" is not a SHA-256 digest.')
  }
  const enclosed = header['x5c']
  if (enclosed === undefined) return named
  const first: unknown = Array.isArray(enclosed) ? enclosed[0] : undefined
  if (typeof first !== 'string') throw malformed('"x5c" is not a list of certificates.')
  const der = Buffer.from(first, 'base64')
  if (der.toString('base64') !== first) throw malformed('"x5c" is not well encoded.')
  const computed = sha256(der).toString('base64url')
  if (named !== undefined && named !== computed) {
    throw malformed('"x5c" and "x5t#S256" are different certificates.')
  }
  return computed
}

const MOST_TEXT = 256

function optionalText(header: Record<string, unknown>, member: string): string | undefined {
  const value = header[member]
  if (value === undefined) return undefined
  if (typeof value !== 'string' || value === '' || value.length > MOST_TEXT) {
    throw malformed(`"${member}" is not a short text.`)
  }
  return value
}

function issuedAt(value: unknown): number | undefined {
  if (value === undefined) return undefined
  if (!Number.isSafeInteger(value)) throw malformed('"iat" is not a whole number of seconds.')
  return value as number
}

function malformed(detail: string): HubError {
  return new HubError('signature.malformed', detail)
}
