import { randomUUID } from 'node:crypto'
import type { Tx } from '../../db/client.js'
import type { Municipality } from '../../feeds/index.js'
import type { Month } from '../../kernel/calendar.js'
import { feedbackFor, isFinal, type FeedbackPolicy } from '../feedback-policy.js'
import type { MunicipalityCode } from '../../parties/index.js'
import type { CaseOutcome } from '../judge.js'
import { selectStanding, type StandingRow } from '../store.js'
import type { FeedbackRow } from './store.js'

/** How a notification stands after a report, and what of that is news to its creditor. */
export type NewStanding = StandingRow & Pick<FeedbackRow, 'isCorrection' | 'shownAs'>

/** How the notifications of reported cases stand, and what of that is news to their creditors. */
export async function standingAfter(
  tx: Tx,
  { municipality }: Municipality,
  fresh: readonly { readonly report: CaseOutcome }[],
  policy: FeedbackPolicy,
): Promise<NewStanding[]> {
  const named = fresh.flatMap(({ report }) =>
    report.notifications.map(({ creditorId, notificationId, status }) => ({
      report,
      creditor: creditorId,
      notificationId: notificationId.toLowerCase(),
      status,
    })),
  )
  const before = await selectStanding(tx, municipality, named)
  return named.map(({ report, creditor, notificationId, status }) => {
    const {
      told = null,
      isGone = false,
      shownAs = null,
    } = before.get(`${creditor} ${notificationId}`) ?? {}
    return {
      creditor,
      notificationId,
      caseId: report.caseId,
      month: report.month as Month,
      isClosed: isFinal(status) || (status === 'TAKEN_UP' && report.outcome !== undefined),
      // Who took a notification back has no ground to learn anything more.
      tell: isGone ? undefined : feedbackFor(policy, report, { creditor, status }, told),
      isCorrection: told !== null,
      shownAs,
    }
  })
}

type Telling = Omit<FeedbackRow, 'number' | 'position'>

/** What one creditor is told under the code of one municipality: one entry of its log. */
export interface TellingsOf {
  readonly creditor: string
  /** Code that it reads instead of the real one, where it may not know of a transfer. */
  readonly shownAs: MunicipalityCode | null
  readonly rows: readonly Telling[]
}

/** What is told, by creditor and by the municipality that it reads of, in a fixed order. */
export function tellingsOf(standing: readonly NewStanding[]): TellingsOf[] {
  const found = new Map<string, TellingsOf & { readonly rows: Telling[] }>()
  for (const { creditor, notificationId, tell, isCorrection, shownAs } of standing) {
    if (tell === undefined) continue
    const key = `${creditor} ${shownAs ?? ''}`
    const one = found.get(key) ?? { creditor, shownAs, rows: [] }
    found.set(key, one)
    one.rows.push({
      creditor,
      notificationId,
      feedbackId: randomUUID(),
      code: tell,
      isCorrection,
      shownAs,
    })
  }
  return [...found].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, one]) => one)
}
