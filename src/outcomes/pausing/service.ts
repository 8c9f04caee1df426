import { entryForCreditor, type AccessEntry } from '../../access-log/index.js'
import type { Tx } from '../../db/client.js'
import { municipalEntry, type Municipality } from '../../feeds/index.js'
import { allows } from '../feedback-policy.js'
import type { CaseOutcome } from '../judge.js'
import { selectOpenAsks, withdrawAsks } from './store.js'

/**
 * Ends asks for a pause of collection that nobody answered yet and that the consent in a new report no
 * longer covers: withdrawn, or left out. What a creditor confirmed it keeps to; nothing more is told.
 *
 * @returns Entries for the log: one of the municipality, and one for each creditor that only learns
 *   that an ask was withdrawn.
 */
export async function endUncovered(
  tx: Tx,
  caller: Municipality,
  fresh: readonly { readonly report: CaseOutcome }[],
  signer: string,
  at: Date,
): Promise<AccessEntry[]> {
  if (fresh.length === 0) return []
  const { municipality } = caller
  const reports = new Map(fresh.map(({ report }) => [report.caseId.toLowerCase(), report]))
  const uncovered = (await selectOpenAsks(tx, municipality, [...reports.keys()])).filter(
    ({ case_id: caseId, creditor }) =>
      !allows(reports.get(caseId)?.consentToShare, creditor, 'COLLECTION_PAUSE'),
  )
  if (uncovered.length === 0) return []
  const ids = uncovered.map((one) => one.pause_id)
  const ended = new Set((await withdrawAsks(tx, municipality, ids, at)).map((one) => one.pause_id))
  const asks = uncovered.filter((one) => ended.has(one.pause_id))
  if (asks.length === 0) return []
  const entry = {
    ...municipalEntry(caller, 'PAUSE', 'withdrawCollectionPause'),
    actorKey: signer,
    at,
  }
  return [
    {
      ...entry,
      objects: {
        municipality,
        cases: [...new Set(asks.map((one) => one.case_id))],
        pauses: asks.map((one) => one.pause_id),
        endedBy: 'CONSENT',
      },
      count: asks.length,
    },
    ...asks.map(({ pause_id: id, creditor, shown_municipality: shownAs }) => ({
      ...entryForCreditor(entry, { creditor, shownAs }),
      objects: { municipality: shownAs ?? municipality, pauses: [id] },
      count: 1,
    })),
  ]
}
