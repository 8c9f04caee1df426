import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { thumbprint } from '../crypto/jwk.js'
import { verifyDetached } from '../crypto/jws.js'
import type { VerificationKey } from '../crypto/signature-key.js'
import { HubError } from '../kernel/errors.js'
import { VerificationError } from './problem.js'

/** What a party knows of a hub and keeps: the keys its answers and its log are checked with. */
export interface HubIdentity {
  /** Value of `hub` in signed bodies. */
  readonly hub: string
  /** Address of the data listener, with /v1. */
  readonly url: string
  /** Address of the public listener. */
  readonly publicUrl: string
  /** Signing keys of the hub, public JWKs. */
  readonly keys: readonly JsonWebKey[]
  /** Verifier key of the access log (C2SP vkey text). */
  readonly logKey: string
  /** Whether it is a sandbox, whose answers nobody may take for real. */
  readonly sandbox?: true
  /** File with the time of a sandbox hub whose clock is stepped; signatures carry that time then. */
  readonly sandboxClockFile?: string
}

/**
 * Checks the hub's signature over something it sent.
 *
 * @param bytes Exactly what was received.
 * @param signature Value of `Payload-Signature`, or of a member that holds such a value.
 * @param typ Kind of document that is expected.
 * @throws {VerificationError} `signature`, when it does not hold.
 */
export async function verifyHubSignature(
  identity: HubIdentity,
  bytes: Buffer,
  signature: string | null | undefined,
  typ: string,
  now: Date,
): Promise<void> {
  const keys = identity.keys.map((jwk): VerificationKey => ({
    fingerprint: thumbprint(jwk),
    publicKey: createPublicKey({ key: jwk, format: 'jwk' }),
  }))
  try {
    const verified = await verifyDetached({
      headerValues: signature === null || signature === undefined ? [] : [signature],
      headerName: 'payload-signature',
      body: bytes,
      expectedType: typ,
      findKey: (reference) => keys.find(({ fingerprint }) => fingerprint === reference),
      now,
      // Receipts and closed feeds are read years later; only the future is suspicious.
      window: { pastMs: Number.MAX_SAFE_INTEGER, futureMs: 24 * 3_600_000 },
    })
    if (verified.sandbox !== (identity.sandbox ?? false)) {
      throw new VerificationError('environment', whichEnvironment(verified.sandbox))
    }
  } catch (error) {
    if (!(error instanceof HubError)) throw error
    throw new VerificationError('signature', `The hub's signature does not hold (${error.code}).`)
  }
}

function whichEnvironment(isSandbox: boolean): string {
  return isSandbox
    ? 'This was signed in a sandbox, and the hub is kept as one in production.'
    : 'This was signed in production, and the hub is kept as a sandbox.'
}
