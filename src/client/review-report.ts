import { parseVerifierKey } from '../crypto/signed-note.js'
import { dayOf, monthOf } from '../kernel/calendar.js'
import { openCheckpoint } from '../log-tree/checkpoint.js'
import { drawFrom, seedOf } from '../reviews/draw.js'
import { REPORT_TYPE, reportText, type SignedReport } from '../reviews/report.js'
import { verifyHubSignature, type HubIdentity } from './hub-identity.js'
import { VerificationError } from './problem.js'

/** What was checked of a report. */
export interface CheckedReport {
  readonly items: number
  /** Whether the draw was repeated over the partition's records. */
  readonly isRedrawn: boolean
}

/**
 * Checks a review report without the hub: who signed it, that its checkpoint is the log's own, that
 * the seed follows from it, and, given the records of the partition, that the draw is the one that
 * follows.
 *
 * @param records Lines of `log export` for the controller of the report.
 * @throws {VerificationError} Naming what does not hold.
 */
export async function checkReviewReport(
  identity: HubIdentity,
  { report, signature }: SignedReport,
  now: Date,
  records?: readonly string[],
): Promise<CheckedReport> {
  const bytes = Buffer.from(reportText(report))
  await verifyHubSignature(identity, bytes, signature, REPORT_TYPE, now)
  if (report.hub !== identity.hub) {
    throw new VerificationError('review.hub', 'The report is of another hub.')
  }
  const { controller, month, draw, items } = report
  const seed = seedOf(controller, month, rootOf(draw.checkpoint, identity))
  if (seed.toString('hex') !== draw.seed) {
    throw new VerificationError('review.seed', 'The seed does not follow from the checkpoint.')
  }
  if (records === undefined) return { items: items.length, isRedrawn: false }
  const numbers = records.filter((line) => line !== '').flatMap((line) => numberIn(line, month))
  const drawn = drawFrom(seed, numbers, draw.size)
  const shown = items.filter(({ kind }) => kind === 'SAMPLE').map(({ number }) => number)
  if (numbers.length !== draw.population || drawn.join() !== shown.join()) {
    throw new VerificationError('review.draw', 'The sample is not the one that the seed draws.')
  }
  return { items: items.length, isRedrawn: true }
}

function rootOf(note: string, { logKey }: HubIdentity): Buffer {
  try {
    return openCheckpoint(note, parseVerifierKey(logKey)).root
  } catch {
    throw new VerificationError('review.checkpoint', 'The checkpoint is not signed by the log.')
  }
}

/** The number of an exported record, when a draw of the month may hit it. */
function numberIn(line: string, month: string): number[] {
  const { number, record } = JSON.parse(line) as {
    readonly number: number
    readonly record: { readonly at: string; readonly role: string }
  }
  return record.role !== 'job' && monthOf(dayOf(new Date(record.at))) === month ? [number] : []
}
