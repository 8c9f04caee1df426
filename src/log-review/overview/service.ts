import { recordAccess } from '../../access-log/index.js'
import { inTransaction } from '../../db/transaction.js'
import { sealingKeyExpiries, type Expiry } from '../../expiry/index.js'
import { addDays, dayOf, instantOf, type Day } from '../../kernel/calendar.js'
import { unverifiedCosignatures, type Cosignature } from '../../log-tree/index.js'
import type { MunicipalityCode, PartyId } from '../../parties/index.js'
import type { Officer } from '../question.js'
import { requireController, type ReviewContext } from '../service.js'
import { COUNTED_DAYS, dayPatterns, SHOWN_DAYS, weekPatterns } from './pattern.js'
import type { DayPattern, WeekPattern } from './pattern.js'
import * as store from './store.js'

/** How a partition of the log is doing, as its officer sees it at a glance. */
export interface Overview {
  readonly controller: string
  readonly from: Day
  readonly today: Day
  readonly days: readonly DayPattern[]
  readonly parties: readonly WeekPattern[]
  readonly purposes: readonly WeekPattern[]
  readonly denials: readonly store.DenialCount[]
  /** Lookups of the last four weeks that looked like enumeration. */
  readonly alarms: readonly store.RaisedAlarm[]
  readonly certificates: readonly store.EndingCertificate[]
  readonly mandates: readonly store.EndingMandates[]
  /** Sealing keys of the municipality whose log it is, when they come to their end. */
  readonly sealingKeys: readonly Expiry[]
  readonly checkpoint: { readonly size: number; readonly signedAt: Date } | undefined
  /** What witnesses outside the hub last checked: up to which size, and who said so when. */
  readonly verified: Verified | undefined
  /** The municipality whose log it is; `undefined` for another party and for the hub. */
  readonly municipality: MunicipalityCode | undefined
  /** Names of parties by id. */
  readonly names: ReadonlyMap<string, string>
}

const MOST_ROWS = 50
/** Days ahead that an end is announced, and days that it is still shown afterwards. */
const AHEAD_DAYS = 60
const BEHIND_DAYS = 7
const DAY_MS = 86_400_000

/**
 * Counts what happened in a partition, by day, party and purpose beside what is usual, with refused
 * attempts and what ends soon; the look is logged. Costs nothing of the quota: it names no entry.
 *
 * @throws {HubError} `party.role_not_allowed` for another partition, `request.invalid` when it is not
 *   said which of several is meant.
 */
export async function overviewOf(
  context: ReviewContext,
  officer: Officer,
  asked: string | undefined,
): Promise<Overview> {
  const controller = requireController(officer, asked)
  const now = context.clock.now()
  const today = dayOf(now)
  const from = addDays(today, 1 - SHOWN_DAYS)
  const scope = { role: 'vroegsignaal_officer', party: officer.id, controller } as const
  const looked = await inTransaction(context.db, 'log_review.overview', scope, async (tx) => {
    const counts = await store.selectDayCounts(
      tx,
      controller,
      instantOf(addDays(today, 1 - COUNTED_DAYS), 0),
    )
    const soon = new Date(now.getTime() + AHEAD_DAYS * DAY_MS)
    const lately = new Date(now.getTime() - BEHIND_DAYS * DAY_MS)
    const overview: Omit<Overview, 'sealingKeys' | 'municipality'> = {
      controller,
      from,
      today,
      days: dayPatterns(counts, today),
      parties: weekPatterns(counts, today, ({ actor }) => actor).slice(0, MOST_ROWS),
      purposes: weekPatterns(counts, today, ({ purpose }) => purpose).slice(0, MOST_ROWS),
      denials: await store.selectDenialCounts(tx, controller, instantOf(from, 0), MOST_ROWS),
      alarms: await store.selectAlarms(tx, controller, instantOf(from, 0), MOST_ROWS),
      certificates: await store.selectEndingCertificates(tx, lately, soon, MOST_ROWS),
      mandates: await store.selectEndingMandates(
        tx,
        addDays(today, -BEHIND_DAYS),
        addDays(today, AHEAD_DAYS),
        MOST_ROWS,
      ),
      checkpoint: await store.selectNewestCheckpoint(tx),
      verified: verifiedBy(await store.selectNewestCosigned(tx)),
      names: await store.selectPartyNames(tx),
    }
    const municipality = await store.selectMunicipalityOf(tx, controller)
    await recordAccess(tx, context, [
      {
        controller,
        actor: officer.id,
        actorKey: officer.fingerprint,
        role: 'officer',
        action: 'LOG_READ',
        operation: 'consoleOverview',
        objects: { from, until: today },
        result: 'ALLOW',
        count: counts.reduce((total, { entries }) => total + entries, 0),
        ...officer.trace,
        at: now,
      },
    ])
    return { overview, municipality }
  })
  const { overview, municipality } = looked
  if (municipality === undefined || controller === 'hub')
    return { ...overview, municipality, sealingKeys: [] }
  // Every controller but the hub is a party. Of the same controller, in its own role: the officer's sees no keys. The look stands in the log.
  const keys = await sealingKeyExpiries(context, controller as PartyId, municipality)
  const soon = keys.filter(({ endsAt }) => endsAt.getTime() < now.getTime() + AHEAD_DAYS * DAY_MS)
  return { ...overview, municipality, sealingKeys: soon.slice(0, MOST_ROWS) }
}

/** Names of the parties in the log, by id; they are no secret among those who take part. */
export async function partyNames(
  { db }: Pick<ReviewContext, 'db'>,
  officer: Officer,
): Promise<ReadonlyMap<string, string>> {
  const scope = { role: 'vroegsignaal_officer', party: officer.id } as const
  return inTransaction(db, 'log_review.names', scope, store.selectPartyNames)
}

/** The last time that somebody outside the hub checked the log. */
export interface Verified {
  /** Entries that were checked to be a continuation of what was seen before. */
  readonly size: number
  readonly by: readonly Cosignature[]
}

function verifiedBy(
  newest: { readonly size: number; readonly note: string } | undefined,
): Verified | undefined {
  return newest && { size: newest.size, by: unverifiedCosignatures(newest.note) }
}
