import { sha256 } from '../../crypto/hash.js'
import type { Tx } from '../../db/client.js'
import { HubError } from '../../kernel/errors.js'
import type { PartyId } from '../../parties/index.js'
import { assertTakesPart } from '../adding/service.js'
import { change, type Operator, type RegistryContext } from '../service.js'
import { missingTests, REPORT_DAYS } from './requirement.js'
import { insertReport } from './store.js'

const DAY_MS = 86_400_000

/** A report of the conformance kit whose signature and authority were checked. */
export interface CheckedReport {
  /** OIN of who signed it. */
  readonly signer: string | null
  readonly isTrusted: boolean | undefined
  readonly tested: string
  readonly kitVersion: string
  readonly passed: number
  readonly failed: number
  readonly signedAt: Date
}

/**
 * Keeps a party's report on how its software did, and logs that it came.
 *
 * @param text The file itself, as it was checked.
 * @throws {HubError} `registry.invalid` when somebody else signed it, under an authority that the hub
 *   does not accept, or when a case failed; `registry.unknown`.
 */
export async function recordConformance(
  context: RegistryContext,
  operator: Operator,
  party: PartyId,
  report: CheckedReport,
  text: string,
): Promise<{ readonly isNew: boolean }> {
  const { signer, isTrusted, tested, kitVersion, passed, failed, signedAt } = report
  if (signer !== party) throw invalid('The report was signed by another party.')
  if (isTrusted === false) throw invalid('The hub does not accept the authority of its signer.')
  if (failed > 0) throw invalid(`${failed} of its cases failed.`)
  return change(context, operator, 'recordConformance', async (tx: Tx) => {
    await assertTakesPart(tx, party)
    const row = { party, tested, kitVersion, passed, failed, signedAt }
    const digest = sha256(text)
    const kept = { ...row, digest, report: text }
    const isNew = await insertReport(tx, kept, context.clock.now())
    const objects = { party, tested, kitVersion, passed, report: digest.toString('hex') }
    return { result: { isNew }, objects }
  })
}

/** A report that an applicant brings, whose signature was checked. */
export interface BroughtReport extends Omit<CheckedReport, 'signer' | 'isTrusted'> {
  /** Of the key that signed it: SHA-256 of the SubjectPublicKeyInfo, lower-case hex. */
  readonly keyHash: string
  /** The file itself, as it was checked. */
  readonly text: string
}

/**
 * Keeps the report of a party that comes in, in the transaction of the caller, who logs it. Whose it
 * is follows from the key alone: an applicant has no certificate to sign with.
 *
 * @param party Registered in this transaction, or before.
 * @param applied Its roles, and the hash of the key for signatures that it proved to hold.
 * @returns Digest of the report (hex), for the log.
 * @throws {HubError} `conformance.other_key`, `conformance.other_side`, `conformance.failed`,
 *   `conformance.too_old`.
 */
export async function keepBroughtReport(
  tx: Tx,
  party: PartyId,
  applied: { readonly roles: readonly string[]; readonly keyHash: string },
  report: BroughtReport,
  now: Date,
): Promise<string> {
  const { tested, kitVersion, passed, failed, signedAt, text } = report
  if (report.keyHash !== applied.keyHash) {
    const detail = 'The report was signed with another key than the application is for.'
    throw new HubError('conformance.other_key', detail)
  }
  const needed = missingTests(applied.roles, [])
  if (!needed.includes(tested)) {
    const detail = `It is about a ${tested}; the application is for a ${needed.join(' and ')}.`
    throw new HubError('conformance.other_side', detail)
  }
  if (failed > 0 || passed === 0) {
    const detail = failed > 0 ? `${failed} of its cases failed.` : 'None of its cases passed.'
    throw new HubError('conformance.failed', detail)
  }
  if (signedAt.getTime() <= now.getTime() - REPORT_DAYS * DAY_MS) {
    const detail = `It was signed more than ${REPORT_DAYS} days ago.`
    throw new HubError('conformance.too_old', detail)
  }
  const digest = sha256(text)
  const row = { party, tested, kitVersion, passed, failed, signedAt, digest, report: text }
  await insertReport(tx, row, now)
  return digest.toString('hex')
}

function invalid(detail: string): HubError {
  return new HubError('registry.invalid', detail)
}
