import { byHub, recordAccess } from '../access-log/index.js'
import type { Context } from '../context.js'
import type { Tx } from '../db/client.js'
import { inTransaction } from '../db/transaction.js'
import { keyOf, LOOK_BACK_MONTHS, type Named } from '../debts/index.js'
import { lastDayOf, type Month, monthsBefore } from '../kernel/calendar.js'
import { idFromDigest, randomId } from '../kernel/identifiers.js'
import type { MunicipalityCode, PartyId, Trace } from '../parties/index.js'
import type { TriageProfile } from '../parties/triage-profile.js'
import { caseColumns } from './case-columns.js'
import { DEFAULT_PROFILE } from './default-profile.js'
import { matchMonth, ruleVersionOf, type MatchedCase } from './match.js'
import type { Notified } from './notified.js'
import {
  deleteCases,
  insertCases,
  lockMonth,
  selectBasis,
  selectLookBack,
  selectMonth,
  selectNamed,
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
  /** How the cases were weighed. */
  readonly profile: TriageProfile
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
    const result = await matchCases(tx, context, served.code, month)
    if (result === undefined) return undefined
    await fence(tx)
    await recordAccess(tx, context, [
      {
        ...byHub(served.party, 'job'),
        action: 'MATCH',
        operation: 'job.match',
        objects: {
          municipality: served.code,
          month,
          notifications: result.notifications,
          cases: result.cases.length,
          digest: result.digest.toString('hex'),
        },
        ruleVersion: result.ruleVersion,
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
 *
 * @returns `undefined` when the month's feed is closed; then its cases stay as they are.
 */
export async function matchCases(
  tx: Tx,
  context: MatchContext,
  municipality: MunicipalityCode,
  month: Month,
): Promise<MatchResult | undefined> {
  const basis = await selectBasis(tx, municipality, month)
  if (basis.isClosed) return undefined
  const profile = basis.profile ?? DEFAULT_PROFILE
  // An epoch begins with a month, so all that was accepted in this one has pseudonyms of one epoch.
  const epoch = context.epochs.epochOn(lastDayOf(month))?.number ?? 0
  // What a resident had stopped makes no case, and no earlier signal either.
  const isStanding = (one: Named) => basis.held.size === 0 || !basis.held.has(keyOf(one))
  const current = (await selectMonth(tx, municipality, month, epoch)).filter(isStanding)
  const cases =
    current.length === 0
      ? []
      : matchMonth({
          month,
          notified: [
            ...current,
            ...(await lookBack(tx, municipality, month, epoch, current)).filter(isStanding),
          ],
          profile,
          known: basis.known,
          idOf: caseIds(context, epoch, municipality, month),
        })
  const columns = caseColumns(cases, month)
  const { digest } = columns
  if (basis.digest === undefined || !basis.digest.equals(digest)) {
    if (basis.digest !== undefined) await deleteCases(tx, municipality, month)
    await insertCases(tx, municipality, month, columns)
  }
  const ruleVersion = ruleVersionOf(profile)
  await upsertRun(tx, municipality, month, {
    runId: randomId(),
    finishedAt: context.clock.now(),
    notifications: current.length,
    cases: cases.length,
    ruleVersion,
    digest,
  })
  return {
    municipality,
    month,
    notifications: current.length,
    cases,
    profile,
    ruleVersion,
    digest,
  }
}

/** Ids that equal households get in every run, and that nobody can tell from random ones. */
function caseIds(context: MatchContext, epoch: number, municipality: string, month: Month) {
  const key = context.epochs.key(epoch, 'feed', municipality)
  return (creditor: string, notificationId: string) =>
    idFromDigest(key.digest(`case/${month}/${creditor}/${notificationId}`))
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
