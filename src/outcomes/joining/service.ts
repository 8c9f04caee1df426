import { byHub, recordAccess } from '../../access-log/index.js'
import type { Served } from '../../cases/index.js'
import type { Context } from '../../context.js'
import type { Tx } from '../../db/client.js'
import { closeFeed, type ClosedFeed } from '../../feeds/index.js'
import type { Month } from '../../kernel/calendar.js'
import { canonicalText } from '../../kernel/canonical.js'
import type { Trace } from '../../parties/index.js'
import { insertOutcomes } from '../store.js'
import { joinReports } from './join.js'
import * as store from './store.js'

/**
 * Closes a municipality's month (`closeFeed`), and in the same transaction brings what was done about
 * urgent cases before to the cases of the feed. Mostly there is nothing to bring: a case keeps the id
 * under which it is worked on. Where several were of one household, their reports become one, and who
 * had another of them in hand has it no longer.
 *
 * @throws {HubError} As `closeFeed`.
 */
export function closeMonth(
  context: Context,
  served: Served,
  month: Month,
  trace: Trace,
  fence: (tx: Tx) => Promise<void> = async () => undefined,
): Promise<ClosedFeed | undefined> {
  return closeFeed(context, served, month, trace, async (tx) => {
    await joinUrgent(tx, context, served, month, trace)
    await fence(tx)
  })
}

async function joinUrgent(
  tx: Tx,
  context: Context,
  { code, party }: Served,
  month: Month,
  trace: Trace,
): Promise<void> {
  const at = context.clock.now()
  const left = await store.selectLeft(tx, code, month)
  const joined: string[] = []
  for (const into of new Set(left.flatMap((one) => one.into ?? []))) {
    const parts = left.filter((one) => one.into === into)
    const caseIds = [into, ...parts.map(({ caseId }) => caseId)]
    const latest = await store.selectLatest(tx, code, month, caseIds)
    const found = caseIds.flatMap((caseId) => latest.get(caseId) ?? [])
    const [first] = found
    if (first === undefined) continue
    const reports = found.map(({ report }) => report)
    const report = joinReports(into, reports, parts[0]!.listed)
    const version = (latest.get(into)?.version ?? 0) + 1
    const row = { caseId: into, month, version, text: canonicalText(report), report }
    // Put together by the hub, whoever reported the parts.
    await insertOutcomes(tx, code, first.reportId, at, [row], null)
    for (const { caseId } of parts) await store.moveStanding(tx, code, month, caseId, into)
    joined.push(into)
  }
  const executors = await store.deleteLeftAssignments(tx, code, month)
  if (joined.length + executors.length === 0) return
  await recordAccess(tx, context, [
    {
      ...byHub(party, 'job'),
      action: 'OUTCOME',
      operation: 'job.close',
      ...trace,
      objects: { municipality: code, month, cases: joined, executors: [...executors] },
      count: joined.length + executors.length,
      at,
    },
  ])
}
