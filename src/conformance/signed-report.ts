import { X509Certificate } from 'node:crypto'
import { readCertificate } from '../crypto/certificate.js'
import { isIssuedUnder } from '../crypto/chain.js'
import { signDetached, verifyDetached } from '../crypto/jws.js'
import type { SigningKey } from '../crypto/signature-key.js'
import { HubError } from '../kernel/errors.js'
import type { ConformanceReport } from './report.js'

const REPORT_TYPE = 'vroegsignaal-conformance+jws'

/** A report with the signature of whoever stands for it; the text is what was signed. */
export interface SignedReport {
  readonly report: string
  /** Detached JWS over the report. */
  readonly signature: string
  /** Signing certificate with what stands between it and its authority (PEM). */
  readonly certificate: string
}

/** Signs a report with the key of a signing certificate. */
export function signReport(
  report: ConformanceReport,
  key: SigningKey,
  certificate: string,
  now: Date,
): SignedReport {
  const text = JSON.stringify(report)
  const signature = signDetached(Buffer.from(text), key, { typ: REPORT_TYPE, iat: now })
  return { report: text, signature, certificate }
}

/** Who signed a report, when, and under whose authority. */
export interface VerifiedReport {
  readonly report: ConformanceReport
  /** OIN in the certificate; `null` when it names none. */
  readonly signer: string | null
  readonly signerName: string | null
  readonly signedAt: Date
  /** `undefined` when no authorities were given to ask. */
  readonly isTrusted: boolean | undefined
}

/**
 * Checks a signed report with nothing but itself and, where they are given, authorities.
 *
 * @param text The file, JSON.
 * @param authorities Certificates that the signer's may come from (PEM).
 * @throws {HubError} `signature.*` when the signature does not hold or the file is not a signed
 *   report; `certificate.malformed`.
 */
export async function verifyReport(
  text: string,
  now: Date,
  authorities?: string,
): Promise<VerifiedReport> {
  const { report, signature, certificate } = parseSigned(text)
  const { fingerprint, organisationNumber, organisation, validFrom, validTo } =
    readCertificate(certificate)
  const { publicKey } = new X509Certificate(certificate)
  const key = { fingerprint, publicKey, purpose: 'signing' as const }
  const verified = await verifyDetached({
    headerValues: [signature],
    headerName: 'payload-signature',
    body: Buffer.from(report),
    expectedType: REPORT_TYPE,
    findKey: () => key,
    now,
    window: { pastMs: Number.MAX_SAFE_INTEGER, futureMs: 5 * 60_000 },
  })
  const signedAt = verified.issuedAt!
  if (signedAt < validFrom || signedAt > validTo) {
    throw new HubError('signature.key_expired', 'The certificate was not valid at the signing.')
  }
  return {
    report: parseReport(report),
    signer: organisationNumber,
    signerName: organisation,
    signedAt,
    isTrusted:
      authorities === undefined ? undefined : isIssuedUnder(certificate, authorities, signedAt),
  }
}

function parseSigned(text: string): SignedReport {
  const value = parseObject(text)
  const { report, signature, certificate } = value
  if (
    typeof report === 'string' &&
    typeof signature === 'string' &&
    typeof certificate === 'string'
  ) {
    return { report, signature, certificate }
  }
  throw noReport()
}

function parseReport(text: string): ConformanceReport {
  const value = parseObject(text)
  const { format, passed, failed, cases } = value
  const isReport = format === 'vroegsignaal-conformance-1' && Array.isArray(cases)
  if (!isReport || !Number.isInteger(passed) || !Number.isInteger(failed)) throw noReport()
  return value as unknown as ConformanceReport
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    // Falls through: what a stranger wrote is not repeated.
  }
  throw noReport()
}

function noReport(): HubError {
  return new HubError('signature.malformed', 'This file is not a signed conformance report.')
}
