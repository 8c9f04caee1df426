import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import { firstDayOf, type Month } from '../../kernel/calendar.js'
import type { CaseOutcome } from '../../outcomes/index.js'
import type { MunicipalityCode } from '../../parties/index.js'

/** What was reported about a case, in one version. */
export interface ReportedVersion {
  readonly version: number
  readonly reportedAt: Date
  readonly report: CaseOutcome
}

/** Every version of what was reported about a case, newest first. */
export async function selectVersions(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  caseId: string,
): Promise<readonly ReportedVersion[]> {
  const rows = await bulk<{ version: number; reported_at: string; report: CaseOutcome }>(
    tx,
    `SELECT version, reported_at, report FROM outcome
      WHERE municipality = $1 AND month = $2::date AND case_id = $3::uuid
      ORDER BY version DESC LIMIT 200`,
    [municipality, firstDayOf(month), caseId],
  )
  return rows.map(({ version, reported_at: at, report }) => ({
    version,
    reportedAt: new Date(at),
    report,
  }))
}
