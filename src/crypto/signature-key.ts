import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { thumbprint } from './jwk.js'

/** The two signature algorithms of the hub (RFC 7518); which one follows from the key alone. */
export type SignatureAlgorithm = 'PS256' | 'ES256'

/** Fewest bits of an RSA key that signs, transports or authenticates (NCSC-NL, 2025). */
export const LEAST_RSA_BITS = 3072

/** A registered key that signatures are checked with. */
export interface VerificationKey {
  /** `x5t#S256` of its certificate; for a bare key of a hub, its RFC 7638 thumbprint. */
  readonly fingerprint: string
  /** Further names under which `kid` may point at it. */
  readonly aliases?: readonly string[]
  readonly publicKey: KeyObject
  /** The party that the key was registered for. */
  readonly party?: string
  /** What its certificate was registered for; a transport key never signs. */
  readonly purpose?: 'signing' | 'transport'
  /** Roles of the party in which alone it signs; absent or null for every one. */
  readonly roles?: readonly string[] | null
  readonly validFrom?: Date
  readonly validTo?: Date
  readonly revoked?: boolean
}

/** A private key with the reference that goes into the header of what it signs. */
export interface SigningKey {
  /** Says in every signature that it is of a sandbox: nobody takes it for one of production. */
  readonly sandbox?: true
  readonly privateKey: KeyObject
  readonly algorithm: SignatureAlgorithm
  readonly reference: KeyReference
}

/** How a signature points at its key: by registered key id, by certificate, or both. */
export interface KeyReference {
  readonly kid?: string
  readonly 'x5t#S256'?: string
  /** The certificate and its chain, base64 DER, for readers that have no register of keys. */
  readonly x5c?: readonly string[]
}

/**
 * The one algorithm that fits a key, public or private: ES256 for EC P-256, PS256 for RSA of at
 * least 3072 bits, `undefined` for everything else. Never taken from the message.
 */
export function algorithmOf(key: KeyObject): SignatureAlgorithm | undefined {
  const details = key.asymmetricKeyDetails
  switch (key.asymmetricKeyType) {
    case 'ec':
      return details?.namedCurve === 'prime256v1' ? 'ES256' : undefined
    case 'rsa':
    case 'rsa-pss':
      return (details?.modulusLength ?? 0) >= LEAST_RSA_BITS ? 'PS256' : undefined
    default:
      return undefined
  }
}

/**
 * Pairs a private key with its reference.
 *
 * @throws {RangeError} When no algorithm of the hub fits the key.
 */
export function signingKey(privateKey: KeyObject, reference: KeyReference): SigningKey {
  const algorithm = algorithmOf(privateKey)
  if (algorithm === undefined) throw new RangeError('a key that signs is P-256 or RSA of 3072 bits')
  return { privateKey, algorithm, reference }
}

/** A published key, for instance the hub's own from its JWK set, to check signatures with. */
export function verificationKeyOfJwk(jwk: JsonWebKey): VerificationKey {
  return {
    fingerprint: thumbprint(jwk),
    publicKey: createPublicKey({ key: jwk, format: 'jwk' }),
    purpose: 'signing',
  }
}
