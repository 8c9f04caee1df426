import { newEcKeyPair } from '../crypto/key-pair.js'
import { thumbprint } from '../crypto/jwk.js'
import type { components } from '../generated/openapi.js'

/** A fresh key pair for which the hub can seal identities. */
export interface NewSealingKey {
  /** RFC 7638 thumbprint; the name of the key everywhere. */
  readonly keyId: string
  readonly publicKey: components['schemas']['PublicKey']
  /** Private JWK; never leaves the municipality. */
  readonly privateJwk: object
}

/** Makes a sealing key on P-256. */
export function makeSealingKey(): NewSealingKey {
  const jwk = newEcKeyPair().privateKey.export({ format: 'jwk' })
  const keyId = thumbprint(jwk)
  return {
    keyId,
    publicKey: { kty: 'EC', crv: 'P-256', x: jwk.x!, y: jwk.y!, kid: keyId },
    privateJwk: { ...jwk, kid: keyId },
  }
}
