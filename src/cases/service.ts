import { recordAccess } from '../access-log/index.js'
import type { Context } from '../context.js'
import type { Tx } from '../db/client.js'
import { inTransaction } from '../db/transaction.js'
import { lastDayOf, type Month, monthsBefore } from '../kernel/calendar.js'
import { randomId } from '../kernel/identifiers.js'
import type { MunicipalityCode, PartyId, Trace } from '../parties/index.js'
import { caseIdOf } from './case-id.js'
import { caseRow, digestOf } from './case-row.js'
import { LOOK_BACK_MONTHS } from './case.js'
import { DEFAULT_PROFILE } from './default-profile.js'
import { matchMonth, ruleVersionOf, type MatchedCase } from './match.js'
import { keyOf, type Named, type Notified } from './notified.js'
import {
  isClosed,
  lockMonth,
  replaceCases,
  selectEpoch,
  selectLookBack,
  selectMonth,
  selectNamed,
  selectProfile,
  selectRunDigest,
  upsertRun,
} from './store.js'

/** What a match run needs of the process. */
export type MatchContext = Pick<Context, 'db' | 'clock' | 'epochs'>

/** A municipality as a job acts for it: its code, and the party whose log it is. */
export interface Served {
  readonly code: MunicipalityCode
  readonly party: PartyId
}

/** What a run did. */
export interface MatchResult {
  readonly municipality: MunicipalityCode
  readonly month: Month
  /** Notifications of the month. */
  readonly notifications: number
  readonly cases: readonly MatchedCase[]
  readonly ruleVersion: string
  /** 32 bytes: equal for equal notifications, whatever their order of arrival. */
  readonly digest: Buffer
}

/**
 * Brings the notifications of a municipality's month together into cases and logs that it did. May
 * run as often as one likes: it puts its cases in the place of those of the run before.
 *
 * @param fence Refuses the commit by throwing, when somebody else has taken over the work.
 * @returns `undefined` when the month's feed is closed; then its cases stay as they are.
 */
export async function runMatch(
  context: MatchContext,
  served: Served,
  month: Month,
  trace: Trace,
  fence: (tx: Tx) => Promise<void> = unfenced,
): Promise<MatchResult | undefined> {
  const scope = jobScope(served)
  return inTransaction(context.db, 'cases.match', scope, async (tx) => {
    await lockMonth(tx, served.code, month)
    if (await isClosed(tx, served.code, month)) return undefined
    const result = await matchCases(tx, context, served.code, month)
    await fence(tx)
    await recordAccess(tx, context, [
      {
        controller: served.party,
        actor: 'hub',
        actorKey: null,
        role: 'job',
        action: 'MATCH',
        operation: 'job.match',
        objects: {
          municipality: served.code,
          month,
          notifications: result.notifications,
          cases: result.cases.length,
          digest: result.digest.toString('hex'),
        },
        purpose: 'EARLY_DETECTION',
        legalBasis: 'WGS_3_1_B',
        processingActivity: 'matching@1',
        ruleVersion: result.ruleVersion,
        result: 'ALLOW',
        count: result.notifications,
        ...trace,
      },
    ])
    return result
  })
}

/** For whoever runs by hand: the lock on the month is protection enough. */
const unfenced = () => Promise.resolve()

/** In whose place and for whom a job acts: one municipality, and its partition of the log. */
export function jobScope({ code, party }: Served) {
  return { role: 'vroegsignaal_job', municipality: code, controller: party } as const
}

/**
 * The run itself, inside a job's transaction that holds the month (`lockMonth`) and logs what it
 * does. Memory is bounded by the municipality: its month, and the look-back at the same addresses.
 */
export async function matchCases(
  tx: Tx,
  context: MatchContext,
  municipality: MunicipalityCode,
  month: Month,
): Promise<MatchResult> {
  const epoch =
    (await selectEpoch(tx, municipality, month)) ??
    context.epochs.epochOn(lastDayOf(month))?.number ??
    0
  const profile = (await selectProfile(tx, municipality, lastDayOf(month))) ?? DEFAULT_PROFILE
  const current = await selectMonth(tx, municipality, month, epoch)
  const earlier = await lookBack(tx, municipality, month, epoch, current)
  const key = epoch === 0 ? undefined : context.epochs.key(epoch, 'feed', municipality)
  const cases = matchMonth({
    month,
    notified: current.length === 0 ? [] : [...current, ...earlier],
    profile,
    idOf(creditor, notificationId) {
      if (key === undefined) throw new RangeError('no epoch covers the month')
      return caseIdOf(key.digest(`case/${month}/${creditor}/${notificationId}`))
    },
  })
  const rows = cases.map(caseRow)
  const digest = digestOf(rows)
  const ruleVersion = ruleVersionOf(profile)
  const before = await selectRunDigest(tx, municipality, month)
  if (before === undefined || !before.equals(digest)) {
    await replaceCases(tx, municipality, month, rows)
  }
  await upsertRun(tx, municipality, month, {
    runId: randomId(),
    finishedAt: context.clock.now(),
    notifications: current.length,
    cases: cases.length,
    ruleVersion,
    digest,
  })
  return { municipality, month, notifications: current.length, cases, ruleVersion, digest }
}

/** The six months before, as far as they can matter to what was reported in the month. */
async function lookBack(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  epoch: number,
  current: readonly Notified[],
): Promise<Notified[]> {
  const from = monthsBefore(month, LOOK_BACK_MONTHS)
  const own = new Set(current.map(keyOf))
  const late = current.flatMap((one): Named[] =>
    one.predecessorId !== null &&
    (one.kind === 'WITHDRAWAL' || one.kind === 'CORRECTION') &&
    !own.has(`${one.creditor} ${one.predecessorId}`)
      ? [{ creditor: one.creditor, notificationId: one.predecessorId }]
      : [],
  )
  const named = await selectNamed(tx, municipality, from, month, epoch, late)
  const addresses = new Set<string>()
  for (const { address } of [...current, ...named]) if (address !== null) addresses.add(address)
  const found = await selectLookBack(tx, municipality, from, month, epoch, [...addresses])
  const known = new Set(named.map(keyOf))
  return [...named, ...found.filter((one) => !known.has(keyOf(one)))]
}

export { lockMonth } from './store.js'
