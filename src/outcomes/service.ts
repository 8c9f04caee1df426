import { entryForCreditor, recordAccess, type LogSubject } from '../access-log/index.js'
import { keyOf } from '../cases/index.js'
import type { Context } from '../context.js'
import type { Tx } from '../db/client.js'
import { inTransaction } from '../db/transaction.js'
import {
  logReference,
  municipalEntry,
  municipalScope,
  selectSubjects,
  type Municipality,
} from '../feeds/index.js'
import type { components } from '../generated/openapi.js'
import { signAnswer, type SignedAnswer } from '../http/sign-answers.js'
import { dayOf, type Day, type Month } from '../kernel/calendar.js'
import { canonicalText } from '../kernel/canonical.js'
import { HubError } from '../kernel/errors.js'
import { DEFAULT_PROFILE, policyName, type FeedbackPolicy } from './feedback-policy.js'
import { judgeOutcome, type CaseOutcome, type Remark } from './judge.js'
import { endUncovered } from './pausing/service.js'
import { selectPolicy } from './policies/store.js'
import { changeOf, isLate } from './states.js'
import * as store from './store.js'
import { standingAfter, tellingsOf } from './telling/service.js'
import { insertFeedback } from './telling/store.js'

type Schemas = components['schemas']

/** A signed submission of outcomes. */
export interface OutcomeSubmission {
  readonly reportId: string
  readonly outcomes: readonly CaseOutcome[]
  /** SHA-256 of the signed body. */
  readonly digest: Buffer
  /** Fingerprint of the certificate that signed, hexadecimal. */
  readonly signer: string
  /** For a report about one case: the version that whoever reports has seen. */
  readonly expected?: number
  /** What must hold of whoever reports, in the transaction that keeps the report; throws when not. */
  readonly requires?: ((tx: Tx) => Promise<void>) | undefined
}

/** A report with what came of it. */
interface Judged {
  readonly report: CaseOutcome
  readonly known: store.KnownCase | undefined
  readonly errors: readonly Remark[]
  readonly warnings: readonly Remark[]
  readonly isUnchanged: boolean
}

/**
 * Takes what a municipality reports about its cases, and puts down for each creditor what policy and
 * consent let it learn. The same submission again gets the stored answer and changes nothing.
 *
 * @throws {HubError} `batch.conflict` for other content under the same id, `log.unavailable`.
 */
export function submitOutcomes(
  context: Context,
  caller: Municipality,
  submission: OutcomeSubmission,
): Promise<SignedAnswer> {
  const { municipality } = caller
  const { reportId, outcomes, digest } = submission
  const now = context.clock.now()
  return inTransaction(context.db, 'outcomes.submit', municipalScope(caller), async (tx) => {
    await store.lockOutcomes(tx, municipality)
    await submission.requires?.(tx)
    if (!(await store.insertReport(tx, municipality, reportId, digest, now))) {
      return repeated(await store.selectReport(tx, municipality, reportId), digest)
    }
    const cases = await store.selectCases(tx, municipality, namesIn(outcomes))
    requireSeen(submission, cases)
    const judged = judgeAll(outcomes, cases, dayOf(now))
    const fresh = judged.filter(({ errors, isUnchanged }) => errors.length === 0 && !isUnchanged)
    const executor = caller.role === 'executor' ? (caller.actor ?? null) : null
    await store.insertOutcomes(tx, municipality, reportId, now, fresh.map(versionOf), executor)
    const policy = (await selectPolicy(tx, municipality, dayOf(now))) ?? DEFAULT_POLICY
    const standing = await standingAfter(tx, caller, fresh, policy)
    await store.upsertStanding(tx, municipality, standing)

    const counts = countOf(judged)
    const tellings = tellingsOf(standing)
    const ended = await endUncovered(tx, caller, fresh, submission.signer, now)
    const [entry, ...told] = await recordAccess(tx, context, [
      {
        ...municipalEntry(caller, 'OUTCOME', 'submitOutcomes'),
        actorKey: submission.signer,
        objects: {
          municipality,
          reportId,
          cases: fresh.map(({ report }) => report.caseId),
          ...counts,
          body: digest.toString('hex'),
        },
        count: fresh.length,
        at: now,
        subjects: await subjectsIn(tx, fresh),
      },
      ...tellings.map(({ creditor, shownAs, rows }) => ({
        ...entryForCreditor(
          { ...municipalEntry(caller, 'FEEDBACK', 'submitOutcomes'), actorKey: submission.signer },
          { creditor, shownAs },
        ),
        objects: {
          municipality: shownAs ?? municipality,
          policy: policyName(policy),
          notifications: rows.map(({ notificationId }) => notificationId),
        },
        count: rows.length,
        at: now,
      })),
      ...ended,
    ])
    await insertFeedback(
      tx,
      municipality,
      { on: dayOf(now), policy: policyName(policy) },
      tellings.flatMap(({ rows }, at) =>
        rows.map((row, position) => ({ ...row, number: told[at]!.number, position })),
      ),
    )
    const receipt: Schemas['OutcomeReceipt'] = {
      hub: context.config.hubId,
      reportId,
      receivedAt: now.toISOString(),
      counts,
      results: judged.map(resultOf),
      logEntry: logReference(entry!),
    }
    const answer = signAnswer(context, 'submitOutcomes', 200, receipt)
    await store.updateReport(tx, municipality, reportId, answer)
    return answer
  })
}

/** What applies to a municipality that chose no policy of feedback. */
export const DEFAULT_POLICY: FeedbackPolicy = { profile: DEFAULT_PROFILE, version: 0, neutral: [] }

function repeated(stored: store.StoredReport | undefined, digest: Buffer): SignedAnswer {
  if (stored === undefined || !stored.digest.equals(digest)) {
    throw new HubError('batch.conflict', 'This reportId was used for other content before.')
  }
  return { text: stored.answer, signature: stored.signature }
}

/** Two people who work on one case do not undo each other. @throws {HubError} `work.changed`. */
function requireSeen(
  { outcomes, expected }: OutcomeSubmission,
  cases: ReadonlyMap<string, store.KnownCase>,
): void {
  if (expected === undefined) return
  if (outcomes.every(({ caseId }) => cases.get(caseId)?.version === expected)) return
  throw new HubError('work.changed', 'Somebody else reported about the case meanwhile.')
}

function namesIn(outcomes: readonly CaseOutcome[]): store.CaseName[] {
  return outcomes.map(({ caseId, month }) => ({ caseId, month: month as Month }))
}

function judgeAll(
  outcomes: readonly CaseOutcome[],
  cases: ReadonlyMap<string, store.KnownCase>,
  today: Day,
): Judged[] {
  const seen = new Set<string>()
  return outcomes.map(({ expectedVersion, ...report }, index) => {
    const at = `/outcomes/${index}`
    const known = cases.get(report.caseId.toLowerCase())
    const { errors, warnings } = judgeOutcome(report, { today, listed: known?.notifications }, at)
    const elsewhere: Remark[] = known?.isTransferred === true ? [inTransfer(at)] : []
    const twice: Remark[] = seen.has(report.caseId)
      ? [{ code: 'CASE_TWICE', pointer: `${at}/caseId`, detail: 'The case was named before.' }]
      : []
    seen.add(report.caseId)
    const before = known?.report ?? null
    const isUnchanged = before !== null && canonicalText(before) === canonicalText(report)
    // Who says what stands already undoes nobody's report, whichever version it was made from.
    const isOvertaken =
      known !== undefined && expectedVersion !== undefined && expectedVersion !== known.version
    const overtaken = isOvertaken && !isUnchanged ? [versionChanged(at)] : []
    const remarks = isUnchanged
      ? warnings
      : [...warnings, ...aboutChange(report, before, today, at)]
    return {
      report,
      known,
      errors: [...twice, ...elsewhere, ...overtaken, ...errors],
      warnings: remarks,
      isUnchanged,
    }
  })
}

/** Outcomes are those of whoever has the case. */
function inTransfer(at: string): Remark {
  const detail = 'The case is offered to another municipality, or was handed over to it.'
  return { code: 'CASE_IN_TRANSFER', pointer: `${at}/caseId`, detail }
}

/** Two who report about one case do not undo each other. */
function versionChanged(at: string): Remark {
  const detail = 'Somebody reported about the case meanwhile: read it anew and report again.'
  return { code: 'VERSION_CHANGED', pointer: `${at}/expectedVersion`, detail }
}

/** A correction after the end, and an ending that comes late, are taken; they are pointed out. */
function aboutChange(
  report: CaseOutcome,
  before: CaseOutcome | null,
  today: Day,
  at: string,
): Remark[] {
  if (changeOf(before, report) === 'REOPENING') {
    const detail = 'The case was closed and is open again; creditors were told otherwise.'
    return [{ code: 'REOPENED', pointer: `${at}/outcome`, detail }]
  }
  if (before?.closedOn === report.closedOn || !isLate(report, today)) return []
  const detail = 'The case was closed more than a month ago; numbers were counted without it.'
  return [{ code: 'REPORTED_LATE', pointer: `${at}/closedOn`, detail }]
}

function versionOf({ report, known }: Judged): store.OutcomeRow {
  const { caseId, month } = report
  const version = known!.version + 1
  return { caseId, month: month as Month, version, text: canonicalText(report), report }
}

/** Whom the cases are about, as far as intake named them. */
async function subjectsIn(tx: Tx, fresh: readonly Judged[]): Promise<LogSubject[]> {
  const named = fresh.flatMap(({ report, known }) =>
    known!.notifications.map((one) => ({ ...one, caseId: report.caseId })),
  )
  const subjects = await selectSubjects(tx, named)
  return named.flatMap((one) => {
    const subject = subjects.get(keyOf(one))
    return subject === undefined ? [] : [{ ...subject, reference: one.caseId }]
  })
}

function countOf(judged: readonly Judged[]): Schemas['OutcomeCounts'] {
  const rejected = judged.filter(({ errors }) => errors.length > 0).length
  const unchanged = judged.filter((one) => one.errors.length === 0 && one.isUnchanged).length
  return { accepted: judged.length - rejected - unchanged, unchanged, rejected }
}

function resultOf({
  report,
  known,
  errors,
  warnings,
  isUnchanged,
}: Judged): Schemas['OutcomeResult'] {
  const { caseId } = report
  if (errors.length > 0) return { caseId, status: 'REJECTED', errors: errors.slice(0, 20) }
  const said = warnings.length === 0 ? {} : { warnings }
  return isUnchanged
    ? { caseId, status: 'UNCHANGED', version: known!.version, ...said }
    : {
        caseId,
        status: 'ACCEPTED',
        version: known!.version + 1,
        change: changeOf(known!.report, report),
        ...said,
      }
}
