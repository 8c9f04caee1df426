import type { KeyObject } from 'node:crypto'
import { HubError } from '../kernel/errors.js'
import { sha256 } from './hash.js'
import {
  decodeCanonical,
  digestLine,
  isSignedBy,
  signingInput,
  signParts,
  splitDetached,
} from './jws-form.js'
import {
  HTTP_HEADERS_MECHANISM,
  parseProtectedHeader,
  type ProtectedHeader,
  type SignatureProfile,
} from './jws-header.js'
import {
  algorithmOf,
  type SignatureAlgorithm,
  type SigningKey,
  type VerificationKey,
} from './signature-key.js'

/** Header field of a signature, current name (ADR module signing). */
export const SIGNATURE_HEADER = 'payload-signature'
/** Its former name, which DDAS still uses; only here `typ: JOSE` and a missing `iat` are accepted. */
export const FORMER_SIGNATURE_HEADER = 'nlgov-adr-payload-sig'

/** Value of `env` in the protected header of what a sandbox signs. */
const SANDBOX = 'sandbox'

/** What is needed to check the signature of one message. */
export interface DetachedSignature {
  /** Every occurrence of the header field, in order; not joined. */
  readonly headerValues: readonly string[]
  /** The header field they stood in, in lower case. */
  readonly headerName: string
  /** The body exactly as received. */
  readonly body: Buffer
  /** `typ` of the kind of document that is expected, so that no kind passes for another. */
  readonly expectedType: string
  /** The party that sent the message; the key must be its own. Left out where any key found will do. */
  readonly party?: string
  /** Finds a registered key by `kid` or `x5t#S256`; `undefined` when there is none. */
  readonly findKey: (
    reference: string,
  ) => VerificationKey | undefined | Promise<VerificationKey | undefined>
  readonly now: Date
  /** How far `iat` may lie in the past and in the future; 7 days and 5 minutes unless told. */
  readonly window?: { readonly pastMs: number; readonly futureMs: number }
}

/** A signature that holds: who signed what, how and when. */
export interface VerifiedSignature {
  readonly profile: SignatureProfile
  /** Fingerprint of the registered key, whichever way the message pointed at it. */
  readonly keyId: string
  /** The party that the key is registered for, if any. */
  readonly party: string | undefined
  /** Roles of that party in which alone the key signs; `undefined` for every one. */
  readonly roles: readonly string[] | undefined
  readonly algorithm: SignatureAlgorithm
  /** From `iat`; `null` when the profile allows none and there was none. */
  readonly issuedAt: Date | null
  /** SHA-256 of the body, 32 bytes. */
  readonly digest: Buffer
  /** Whether it says to be of a sandbox. */
  readonly sandbox: boolean
}

const MOST_HEADER_CHARACTERS = 8192
const DEFAULT_WINDOW = { pastMs: 7 * 24 * 60 * 60_000, futureMs: 5 * 60_000 }

/**
 * Checks a detached JWS over a body: ADR payload profile (over the digest of the body), or a plain
 * detached signature (over the body). Nothing in the message chooses the algorithm or brings a key.
 *
 * The text of the header field is not an identifier: one signature has many valid spellings (ECDSA
 * accepts s and n − s, PSS is random), so never use it as a key or as a leaf.
 *
 * @throws {HubError} `signature.*`, one code per cause; the first cause found.
 */
export async function verifyDetached(message: DetachedSignature): Promise<VerifiedSignature> {
  const { encodedHeader, signature } = splitDetached(onlyValue(message.headerValues))
  const header = parseProtectedHeader(decodeCanonical(encodedHeader))
  const isFormer = message.headerName === FORMER_SIGNATURE_HEADER
  checkType(header, message.expectedType, isFormer)
  const key = await registeredKey(header, message)
  const algorithm = algorithmFor(header, key)
  const issuedAt = checkTime(header, message, isFormer)
  const digest = sha256(message.body)
  const payload = header.profile === 'adr-payload' ? digestLine(digest) : message.body
  const input = signingInput(encodedHeader, header.profile, payload)
  if (!isSignedBy(input, key.publicKey, algorithm, signature)) {
    throw new HubError('signature.invalid', 'The signature does not fit the body and the key.')
  }
  return {
    profile: header.profile,
    keyId: key.fingerprint,
    party: key.party,
    roles: key.roles ?? undefined,
    algorithm,
    issuedAt,
    digest,
    sandbox: header.env === SANDBOX,
  }
}

/**
 * Whether a kept signature of the ADR payload profile covers a digest: evidence that can be checked
 * years later, when the body is gone. Says nothing about time, type or who may use the key.
 */
export function coversDigest(value: string, digest: Buffer, publicKey: KeyObject): boolean {
  try {
    const { encodedHeader, signature } = splitDetached(value)
    const { profile, alg } = parseProtectedHeader(decodeCanonical(encodedHeader))
    const algorithm = algorithmOf(publicKey)
    if (profile !== 'adr-payload' || algorithm === undefined || alg !== algorithm) return false
    const input = signingInput(encodedHeader, profile, digestLine(digest))
    return isSignedBy(input, publicKey, algorithm, signature)
  } catch (error) {
    if (error instanceof HubError) return false
    throw error
  }
}

/** What is signed, by whom and when. */
export interface SigningOptions {
  /** Kind of document; the verifier expects exactly this. */
  readonly typ: string
  /** The instant of signing; left out only by plain detached signatures of old clients. */
  readonly iat?: Date
  /** ADR payload profile unless told. */
  readonly profile?: SignatureProfile
}

/** Signs a body; returns the value of the signature header. About 30 µs with an EC key. */
export function signDetached(body: Buffer, key: SigningKey, options: SigningOptions): string {
  return options.profile === 'plain-detached'
    ? sign('plain-detached', body, key, options)
    : signDigest(sha256(body), key, options)
}

/**
 * Signs a body by its SHA-256 digest, in the ADR payload profile; for bodies whose digest is known
 * already.
 *
 * @param digest 32 bytes.
 */
export function signDigest(
  digest: Buffer,
  key: SigningKey,
  options: Omit<SigningOptions, 'profile'>,
): string {
  return sign('adr-payload', digestLine(digest), key, options)
}

function sign(
  profile: SignatureProfile,
  payload: Buffer,
  key: SigningKey,
  options: SigningOptions,
): string {
  const header = {
    alg: key.algorithm,
    ...key.reference,
    ...(options.iat && { iat: Math.floor(options.iat.getTime() / 1000) }),
    typ: options.typ,
    ...(key.sandbox && { env: SANDBOX }),
    ...(profile === 'adr-payload' && {
      b64: false,
      crit: ['sigD', 'b64'],
      sigD: { mId: HTTP_HEADERS_MECHANISM, pars: ['digest'] },
    }),
  }
  const encodedHeader = Buffer.from(JSON.stringify(header)).toString('base64url')
  const input = signingInput(encodedHeader, profile, payload)
  const signature = signParts(input, key.privateKey, key.algorithm)
  return `${encodedHeader}..${signature.toString('base64url')}`
}

function onlyValue(values: readonly string[]): string {
  const [value] = values
  if (value === undefined) {
    throw new HubError('signature.missing', 'The request carries no signature of its body.')
  }
  if (values.length > 1) {
    throw new HubError('signature.repeated', 'The request carries more than one signature.')
  }
  if (value.length > MOST_HEADER_CHARACTERS) {
    throw new HubError(
      'signature.too_large',
      `The signature is longer than ${MOST_HEADER_CHARACTERS} characters.`,
    )
  }
  return value
}

function checkType(header: ProtectedHeader, expectedType: string, isFormer: boolean): void {
  if (header.typ === expectedType || (isFormer && header.typ === 'JOSE')) return
  throw new HubError('signature.type', `The signature is not one of type "${expectedType}".`)
}

async function registeredKey(
  { kid, x5t }: ProtectedHeader,
  { findKey, now, party }: DetachedSignature,
): Promise<VerificationKey> {
  const reference = x5t ?? kid
  const key = reference === undefined ? undefined : await findKey(reference)
  const isNamed =
    key !== undefined &&
    (x5t === undefined || x5t === key.fingerprint) &&
    (kid === undefined || kid === key.fingerprint || (key.aliases ?? []).includes(kid))
  if (!isNamed) {
    throw new HubError(
      'signature.key_unknown',
      'No signing certificate is registered under "kid" or "x5t#S256".',
    )
  }
  if (key.purpose === 'transport') {
    throw new HubError('signature.key_is_transport_key', 'A transport certificate may not sign.')
  }
  if (party !== undefined && key.party !== party) {
    throw new HubError('signature.wrong_party', 'The signing certificate is of another party.')
  }
  if (key.revoked === true) {
    throw new HubError(
      'signature.key_revoked',
      'The signing certificate was revoked, or its authority has no revocation list in force.',
    )
  }
  if ((key.validFrom && now < key.validFrom) || (key.validTo && now > key.validTo)) {
    throw new HubError('signature.key_expired', 'The signing certificate is not valid now.')
  }
  return key
}

function algorithmFor(header: ProtectedHeader, key: VerificationKey): SignatureAlgorithm {
  const algorithm = algorithmOf(key.publicKey)
  if (algorithm !== undefined && header.alg === algorithm) return algorithm
  throw new HubError(
    'signature.algorithm',
    'The algorithm is PS256 with RSA of at least 3072 bits, or ES256 with P-256, as the registered key is.',
  )
}

function checkTime(
  { iat }: ProtectedHeader,
  { now, window = DEFAULT_WINDOW }: DetachedSignature,
  mayBeAbsent: boolean,
): Date | null {
  if (iat === undefined && mayBeAbsent) return null
  const age = now.getTime() - (iat ?? NaN) * 1000
  if (age <= window.pastMs && -age <= window.futureMs) return new Date(iat! * 1000)
  throw new HubError(
    'signature.time',
    'The signature carries no "iat", or one that lies too far in the past or in the future.',
  )
}
