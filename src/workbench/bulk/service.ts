import type { Context } from '../../context.js'
import { inTransaction } from '../../db/transaction.js'
import { municipalScope, pullCases } from '../../feeds/index.js'
import type { Month } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import { selectKnownCases, type CaseOutcome } from '../../outcomes/index.js'
import type { ReportedCase } from '../case/report.js'
import { submitReport, type ReportAnswer } from '../case/service.js'
import { requireDuty, type Worker } from '../duties/service.js'
import type { InboxFilter } from '../inbox/filter.js'
import { readInbox, type ReadInbox } from '../inbox/service.js'

/** Cases that one request may report about at most: as many as a page shows. */
export const MOST_IN_BULK = 200

/** A case that somebody chose, with the version of its report that the page was made with. */
export interface ChosenCase {
  readonly caseId: string
  /** 0 before the first report. */
  readonly version: number
}

/** What became of one of the chosen cases; `status` says whether it was kept. */
export type BulkResult = Pick<ReportAnswer, 'caseId' | 'status' | 'version'> & {
  /** Why it was not kept, or what deserves a second look: codes. */
  readonly codes: readonly string[]
}

/** A page of cases to choose from, each with the version of its report. */
export interface BulkChoice extends ReadInbox {
  readonly versions: ReadonlyMap<string, number>
}

/** The list of a month with the version of each report. Logged as the list is. @throws {HubError} As `readInbox`. */
export async function readBulk(
  context: Context,
  worker: Worker,
  month: Month | undefined,
  filter: InboxFilter,
): Promise<BulkChoice | undefined> {
  const inbox = await readInbox(context, worker, month, filter)
  if (inbox === undefined) return undefined
  const known = await knownCases(context, worker, inbox.month, inbox.rows)
  const versions = new Map([...known].map(([caseId, { version }]) => [caseId, version]))
  return { ...inbox, versions }
}

/**
 * Reports the same about several cases of a month, one by one: each its own report with its own entry
 * in the log, so that one that is refused does not harm the others. A case that somebody reported about
 * since the page was made is left alone.
 *
 * @param make The report about a case after the one before; a code when there is none to make.
 * @throws {HubError} `work.duty`, and `request.malformed` for none or too many.
 */
export async function reportCases(
  context: Context,
  worker: Worker,
  month: Month,
  chosen: readonly ChosenCase[],
  make: (found: ReportedCase, before: CaseOutcome | undefined) => CaseOutcome | string,
): Promise<readonly BulkResult[]> {
  requireDuty(worker, ['COORDINATOR', 'CONSULTANT'])
  if (chosen.length === 0 || chosen.length > MOST_IN_BULK) {
    throw new HubError('request.malformed', 'Choose 1 to 200 cases.')
  }
  const known = await knownCases(context, worker, month, chosen)
  const { items } = await inTransaction(context.db, 'work.bulk', municipalScope(worker), (tx) =>
    pullCases(tx, worker, month, [...known.keys()]),
  )
  const found = new Map(items.map((item) => [item.caseId, item]))
  const results: BulkResult[] = []
  for (const { caseId, version } of chosen) {
    const item = found.get(caseId)
    const before = known.get(caseId)
    const refused = (code: string) => results.push({ caseId, status: 'REJECTED', codes: [code] })
    if (item === undefined || before === undefined) refused('CASE_UNKNOWN')
    else if (before.version !== version) refused('VERSION_CHANGED')
    else {
      const report = make({ ...item, month }, before.report ?? undefined)
      if (typeof report === 'string') refused(report)
      else results.push(await kept(context, worker, report, version))
    }
  }
  return results
}

async function kept(
  context: Context,
  worker: Worker,
  report: CaseOutcome,
  version: number,
): Promise<BulkResult> {
  const { caseId } = report
  try {
    const answer = await submitReport(context, worker, report, version)
    const { errors = [], warnings = [], ...rest } = answer
    const codes = [...new Set([...errors, ...warnings].map(({ code }) => code))]
    return { ...rest, codes }
  } catch (error) {
    // At this very moment; whoever chose it sees that, and the other cases go on.
    if (!(error instanceof HubError) || error.code !== 'work.changed') throw error
    return { caseId, status: 'REJECTED', codes: ['VERSION_CHANGED'] }
  }
}

function knownCases(
  context: Context,
  worker: Worker,
  month: Month,
  cases: readonly { readonly caseId: string }[],
) {
  const { municipality } = worker
  return inTransaction(context.db, 'work.bulk', municipalScope(worker), (tx) =>
    selectKnownCases(
      tx,
      municipality,
      cases.map(({ caseId }) => ({ caseId, month })),
    ),
  )
}
