import { sha256 } from '../../crypto/hash.js'
import type { Tx } from '../../db/client.js'
import { HubError } from '../../kernel/errors.js'
import type { PartyId } from '../../parties/index.js'
import { assertTakesPart } from '../adding/service.js'
import { change, type Operator, type RegistryContext } from '../service.js'
import { insertReport } from './store.js'

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

function invalid(detail: string): HubError {
  return new HubError('registry.invalid', detail)
}
