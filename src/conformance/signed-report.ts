import { X509Certificate, type KeyObject } from 'node:crypto'
import { readCertificate } from '../crypto/certificate.js'
import { readCertificateRequest } from '../crypto/certificate-request.js'
import { isIssuedUnder } from '../crypto/chain.js'
import { sha256 } from '../crypto/hash.js'
import { signDetached, verifyDetached } from '../crypto/jws.js'
import type { SigningKey } from '../crypto/signature-key.js'
import { HubError } from '../kernel/errors.js'
import { SUBJECTS, type ConformanceReport } from './report.js'

const REPORT_TYPE = 'vroegsignaal-conformance+jws'
/** More than the kit will ever hold, and what a register keeps as a number. */
const MOST_CASES = 1_000_000

/** A report with the signature of whoever stands for it; the text is what was signed. */
export interface SignedReport {
  readonly report: string
  /** Detached JWS over the report. */
  readonly signature: string
  /** Signing certificate with what stands between it and its authority (PEM). */
  readonly certificate: string
}

/** A report of an applicant, which has a key and no certificate of it yet. */
export interface ApplicantReport extends Omit<SignedReport, 'certificate'> {
  /** Its request for a signing certificate (PKCS #10, PEM), as its application holds it. */
  readonly request: string
}

/** Signs a report with the key of a signing certificate. */
export function signReport(
  report: ConformanceReport,
  key: SigningKey,
  certificate: string,
  now: Date,
): SignedReport {
  return { ...signText(report, key, now), certificate }
}

/** Signs a report with the key of a request for a signing certificate. */
export function signReportOfApplicant(
  report: ConformanceReport,
  key: SigningKey,
  request: string,
  now: Date,
): ApplicantReport {
  return { ...signText(report, key, now), request }
}

function signText(report: ConformanceReport, key: SigningKey, now: Date) {
  const text = JSON.stringify(report)
  const signature = signDetached(Buffer.from(text), key, { typ: REPORT_TYPE, iat: now })
  return { report: text, signature }
}

/** Who signed a report, when, and under whose authority. */
export interface VerifiedReport {
  readonly report: ConformanceReport
  /** SHA-256 of the SubjectPublicKeyInfo of the key that signed, lower-case hex. */
  readonly keyHash: string
  /** Whether an applicant signed it with the key of a request; nobody vouches for who that is. */
  readonly isApplicant: boolean
  /** OIN in the certificate; `null` when it names none, and for a request. */
  readonly signer: string | null
  readonly signerName: string | null
  readonly signedAt: Date
  /** `undefined` when no authorities were given to ask; a request comes from none. */
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
  const signed = parseSigned(text)
  const signer = 'request' in signed ? await applicantOf(signed.request) : holderOf(signed)
  const { publicKey, fingerprint, validFrom, validTo } = signer
  const key = { fingerprint, publicKey, purpose: 'signing' as const }
  const verified = await verifyDetached({
    headerValues: [signed.signature],
    headerName: 'payload-signature',
    body: Buffer.from(signed.report),
    expectedType: REPORT_TYPE,
    findKey: () => key,
    now,
    window: { pastMs: Number.MAX_SAFE_INTEGER, futureMs: 5 * 60_000 },
  })
  const signedAt = verified.issuedAt!
  if ((validFrom && signedAt < validFrom) || (validTo && signedAt > validTo)) {
    throw new HubError('signature.key_expired', 'The certificate was not valid at the signing.')
  }
  return {
    report: parseReport(signed.report),
    keyHash: sha256(publicKey.export({ format: 'der', type: 'spki' })).toString('hex'),
    isApplicant: 'request' in signed,
    signer: signer.number,
    signerName: signer.name,
    signedAt,
    isTrusted:
      authorities === undefined
        ? undefined
        : 'certificate' in signed && isIssuedUnder(signed.certificate, authorities, signedAt),
  }
}

/** Whoever holds the key of a report, and what is known of them. */
interface Signer {
  readonly publicKey: KeyObject
  readonly fingerprint: string
  readonly number: string | null
  readonly name: string | null
  readonly validFrom?: Date
  readonly validTo?: Date
}

function holderOf({ certificate }: SignedReport): Signer {
  const { fingerprint, organisationNumber, organisation, validFrom, validTo } =
    readCertificate(certificate)
  const { publicKey } = new X509Certificate(certificate)
  const names = { number: organisationNumber, name: organisation }
  return { publicKey, fingerprint, ...names, validFrom, validTo }
}

/** What a request says of its sender is the word of the sender, so it is not repeated. */
async function applicantOf(request: string): Promise<Signer> {
  const { publicKey, keyId } = await readCertificateRequest(request)
  return { publicKey, fingerprint: keyId, number: null, name: null }
}

function parseSigned(text: string): SignedReport | ApplicantReport {
  const { report, signature, certificate, request } = parseObject(text)
  if (typeof report !== 'string' || typeof signature !== 'string') throw noReport()
  if (typeof certificate === 'string' && request === undefined) {
    return { report, signature, certificate }
  }
  if (typeof request === 'string' && certificate === undefined) {
    return { report, signature, request }
  }
  throw noReport()
}

function parseReport(text: string): ConformanceReport {
  const value = parseObject(text)
  const { format, kitVersion, tested, passed, failed, cases } = value
  const isReport = format === 'vroegsignaal-conformance-1' && Array.isArray(cases)
  const isNamed = typeof kitVersion === 'string' && SUBJECTS.some((one) => one === tested)
  if (!isReport || !isNamed || !isCount(passed) || !isCount(failed)) throw noReport()
  return value as unknown as ConformanceReport
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MOST_CASES
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
