import { plainArray } from '../../db/arrays.js'
import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import { firstDayOf, type Month } from '../../kernel/calendar.js'
import type { MunicipalityCode } from '../../parties/index.js'
import type { TransferFacts } from './facts.js'

/** Entry of intake at the sender, with what its leaf commits to; salt and leaf in hexadecimal. */
export interface CarriedEntry {
  readonly entryId: string
  readonly number: number
  readonly record: string
  readonly salt: string
}

/** An accepted transfer as the closing of the receiver's month finds it. */
export interface ReceivedRow {
  readonly transfer_id: string
  readonly municipality: string
  readonly ground: 'MOVED' | 'NEVER_RESIDENT'
  readonly decided_at: string
  readonly received_case: string
  readonly facts: TransferFacts
  readonly intake: readonly CarriedEntry[]
  /** Agreement with the creditor, and digest of the envelope (hexadecimal), by `creditor id`. */
  readonly goes: Readonly<Record<string, { readonly agreement: string; readonly digest: string }>>
  /** Whether every envelope is the one that was handed over, or was purged since. */
  readonly whole: boolean
}

/** What a municipality took over in a month, in a fixed order. */
export function selectReceived(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
): Promise<ReceivedRow[]> {
  return bulk<ReceivedRow>(
    tx,
    `SELECT t.transfer_id, t.municipality, t.ground, t.decided_at, t.received_case, t.facts,
            t.intake, g.goes, g.whole
       FROM transfer t
      CROSS JOIN LATERAL (
        SELECT jsonb_object_agg(n.creditor || ' ' || n.notification_id, jsonb_build_object(
                 'agreement', n.agreement_id, 'digest', encode(n.digest, 'hex'))) AS goes,
               bool_and(coalesce(e.digest = n.digest AND (e.jwe IS NULL
                 OR sha256(convert_to(e.jwe, 'UTF8')) = n.digest), false)) AS whole
          FROM transfer_notification n
          LEFT JOIN envelope e ON e.municipality = $1 AND e.month = $2::date
           AND e.creditor = n.creditor AND e.notification_id = n.notification_id
         WHERE n.transfer_id = t.transfer_id AND n.handed_at IS NOT NULL) g
      WHERE t.receiver = $1 AND t.received_month = $2::date AND t.status = 'ACCEPTED'
        AND t.facts IS NOT NULL
      ORDER BY t.decided_at, t.transfer_id`,
    [municipality, firstDayOf(month)],
  )
}

/** What agreements entitle to, by agreement; in whatever state they are by now. */
export async function selectFieldsOf(
  tx: Tx,
  municipality: MunicipalityCode,
  agreements: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  if (agreements.length === 0) return new Map()
  const rows = await bulk<{ agreement_id: string; entitled_fields: string[] }>(
    tx,
    `SELECT agreement_id, entitled_fields FROM agreement
      WHERE municipality = $1 AND agreement_id IN (SELECT unnest($2::uuid[]))`,
    [municipality, plainArray(agreements)],
  )
  return new Map(rows.map((row) => [row.agreement_id, new Set(row.entitled_fields)]))
}
