import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import type { PartyId } from '../../parties/index.js'

/** A report as it is kept. */
export interface ReportRow {
  readonly party: PartyId
  /** SHA-256 of the file, 32 bytes. */
  readonly digest: Buffer
  readonly tested: string
  readonly kitVersion: string
  readonly passed: number
  readonly failed: number
  readonly signedAt: Date
  /** The file itself. */
  readonly report: string
}

/** Keeps a report. @returns False when it is kept already. */
export async function insertReport(tx: Tx, row: ReportRow, now: Date): Promise<boolean> {
  const { party, digest, tested, kitVersion, passed, failed, signedAt, report } = row
  const rows = await bulk(
    tx,
    `INSERT INTO conformance_report (party, digest, tested, kit_version, passed, failed, signed_at,
                                     recorded_at, report)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING party`,
    [party, digest, tested, kitVersion, passed, failed, signedAt, now, report],
  )
  return rows.length > 0
}

/** What software of a party passed without a failure, signed after an instant. */
export async function selectPassed(tx: Tx, party: string, since: Date): Promise<readonly string[]> {
  const rows = await bulk<{ tested: string }>(
    tx,
    `SELECT DISTINCT tested FROM conformance_report
      WHERE party = $1 AND failed = 0 AND signed_at > $2`,
    [party, since],
  )
  return rows.map(({ tested }) => tested)
}
