import type { Controller, MunicipalityCode, PartyId, Role } from './party.js'

/** In which calls a request takes part (W3C Trace Context); ties log entries together. */
export interface Trace {
  /** 32 lower-case hex digits. */
  readonly traceId: string
  /** 16 lower-case hex digits. */
  readonly spanId: string
  /** The span of the caller that this one is part of, if it told. */
  readonly parentSpanId?: string | undefined
  /** The caller's name for the exchange (`Fsc-Transaction-Id`), if it gave one. */
  readonly transactionId?: string | undefined
}

/** Who calls, as the certificate of the connection says, and in which of its roles. */
export interface Caller {
  readonly id: PartyId
  /** Fingerprint of the certificate, lower-case hex. */
  readonly fingerprint: string
  readonly role: Role
  readonly trace: Trace
}

/** What the edge knows of a registered certificate, asked anew for every request. */
export interface KnownCertificate {
  /** SHA-256 of the DER, lower-case hex. */
  readonly fingerprint: string
  readonly party: PartyId
  readonly name: string
  readonly purpose: 'transport' | 'signing'
  /** Role pseudonym of the person who holds it. */
  readonly holder: string | null
  /** `ACTIVE` alone may go on; the others say why not. */
  readonly state: 'ACTIVE' | 'REVOKED' | 'PARTY_ENDED' | 'EXPIRED'
  /** Roles of the party that this certificate may be used in. */
  readonly roles: readonly Role[]
  /** Set exactly for a municipality. */
  readonly municipality: MunicipalityCode | undefined
  /** Partitions of the log that its officer reviews. */
  readonly controllers: readonly Controller[]
  /** Those of them that are confidential now, and that this person may not read. */
  readonly sealed: readonly Controller[]
}

const HEX = /^[0-9a-f]{64}$/
const BASE64URL = /^[A-Za-z0-9_-]{43}$/

/**
 * A certificate's fingerprint as registry and log write it: lower-case hex.
 *
 * @param text Hex, or `x5t#S256` (base64url) as signatures write it.
 * @returns `undefined` when it is neither.
 */
export function fingerprintHex(text: string): string | undefined {
  if (HEX.test(text)) return text
  if (!BASE64URL.test(text)) return undefined
  const bytes = Buffer.from(text, 'base64url')
  return bytes.length === 32 && bytes.toString('base64url') === text
    ? bytes.toString('hex')
    : undefined
}
