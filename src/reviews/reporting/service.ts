import { recordAccess } from '../../access-log/index.js'
import type { Context } from '../../context.js'
import { sha256 } from '../../crypto/hash.js'
import { signDetached } from '../../crypto/jws.js'
import * as items from '../items/store.js'
import { REPORT_TYPE, reportOf, reportText, type SignedReport } from '../report.js'
import { entryOf, inPlan, type Reviewer } from '../work/service.js'

/**
 * Signs the report of a plan as its items stand now, and logs that it was handed over.
 *
 * @throws {HubError} `route.unknown`.
 */
export async function makeReport(
  context: Pick<Context, 'db' | 'clock' | 'config' | 'keys'>,
  officer: Reviewer,
  planId: string,
  format: 'json' | 'html',
): Promise<SignedReport> {
  return inPlan(context, officer, planId, async (tx, plan) => {
    const found = await items.selectItems(tx, plan.controller, plan.month)
    const ids = found.map(({ item }) => item)
    const steps = await items.selectSteps(tx, plan.controller, ids)
    const now = context.clock.now()
    const report = reportOf(context.config.hubId, plan, found, steps, now)
    const bytes = Buffer.from(reportText(report))
    const signature = signDetached(bytes, context.keys.signing, { typ: REPORT_TYPE, iat: now })
    await recordAccess(tx, context, [
      {
        ...entryOf(officer, plan.controller),
        action: 'LOG_EXPORT',
        operation: officer.operation ?? 'consoleReviewReport',
        objects: { month: plan.month, format, digest: sha256(bytes).toString('hex') },
        count: found.length,
      },
    ])
    return { report, signature }
  })
}
