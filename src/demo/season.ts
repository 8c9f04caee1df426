import { join } from 'node:path'
import { sequencePending } from '../access-log/index.js'
import { runMatch } from '../cases/index.js'
import { newTrace } from '../crypto/trace.js'
import { closeFeed } from '../feeds/index.js'
import { monthsAfter, monthsBefore, type Month } from '../kernel/calendar.js'
import type { SteppedClock } from '../kernel/clock.js'
import { isIssuedId, parseMunicipalityCode, type PartyId } from '../parties/index.js'
import type { castOf } from './cast.js'
import { deliver, writeSent } from './deliver.js'
import type { Everybody } from './everybody.js'
import { writeOpened } from './keep.js'
import { takeMonth, takeUrgent } from './municipality.js'
import { reportMonth } from './outcomes.js'
import { tooEarly } from './programmes/probes.js'
import type { SeededRandom } from './random.js'
import type { Delivery, Item } from './reporting.js'
import type { Setting } from './setting.js'
import { throughSheet } from './sheet.js'
import type { Tally } from './tally.js'
import { assignMonth, visitMonth, type Team } from './work/team.js'
import { liveMonth, type World } from './world.js'

/** Everything that moves on month by month. */
export interface Season {
  readonly folder: string
  readonly setting: Setting
  readonly clock: SteppedClock
  readonly cast: ReturnType<typeof castOf>
  readonly everybody: Everybody
  readonly teams: readonly Team[]
  readonly world: World
  readonly endings: SeededRandom
  readonly tally: Tally
  readonly say: (text: string) => void
}

/**
 * One month: creditors deliver twice, what is urgent is taken at once, executors ring the bells of the
 * month before; then the month is matched, closed, pulled, divided, and the month before reported on.
 *
 * @returns Something that a creditor reported for the first time.
 */
export async function liveThrough(season: Season, month: Month): Promise<Item | undefined> {
  const { folder, clock, cast, everybody, teams, world, endings, tally, say } = season
  const deliveries = liveMonth(world, month)
  const parties = new Set(deliveries.map(({ delivererId }) => delivererId)).size
  const count = deliveries.reduce((total, { items }) => total + items.length, 0)
  say(`${month}: ${parties} parties deliver ${count} notifications`)
  for (const round of [1, 2] as const) {
    for (const delivery of deliveries.filter((one) => one.round === round)) {
      clock.set(`${delivery.on}T08:00:00Z`)
      await deliverAs(season, delivery)
    }
    for (const municipality of everybody.municipalities) {
      tally.urgent(municipality.code, await takeUrgent(municipality, clock))
    }
  }
  for (const team of teams) await visitMonth(team, monthsBefore(month, 1), endings)
  for (const { municipality } of teams) {
    const refused = await tooEarly(municipality, month, clock)
    tally.early.set(municipality.code, (tally.early.get(municipality.code) ?? 0) + refused)
  }
  let first: Item | undefined
  for (const creditor of cast) {
    const sent = deliveries
      .flatMap(({ items }) => items)
      .filter(({ creditorId }) => creditorId === creditor.creditorId)
    if (sent.length > 0) writeSent(folder, creditor.slug, month, sent)
    first = sent.find(({ kind }) => kind === 'EARLY') ?? first
  }
  say(`${month}: match run and closing for ${teams.length} municipalities`)
  clock.set(`${monthsAfter(month, 1)}-01T06:30:00Z`)
  await sequencePending(season.setting.context)
  for (const team of teams) await closeMonth(season, team, month)
  return first
}

/** Delivers as the party's own program does; a landlord without one delivers the rows of a sheet. */
async function deliverAs(season: Season, delivery: Delivery): Promise<void> {
  const { folder, clock, everybody, cast, tally } = season
  const { delivererId } = delivery
  const party = everybody.deliverers.get(delivererId)!.folder
  if (!isIssuedId(delivererId as PartyId)) return deliver(party, delivery, clock, tally)
  const { slug } = cast.find(({ creditorId }) => creditorId === delivererId)!
  const { items, rows } = await throughSheet(join(folder, 'sheets', slug), party, delivery, clock)
  const known = tally.sheets.get(delivererId) ?? { rows: 0, unread: 0 }
  const unread = known.unread + rows - items.length
  tally.sheets.set(delivererId, { rows: known.rows + rows, unread })
  await deliver(party, { ...delivery, items: [...items] }, clock, tally)
}

async function closeMonth(season: Season, team: Team, month: Month): Promise<void> {
  const { folder, setting, clock, tally, endings } = season
  const { municipality } = team
  const served = {
    code: parseMunicipalityCode(municipality.code),
    party: municipality.coordinator.id,
  }
  await runMatch(setting.context, served, month, newTrace())
  await closeFeed(setting.context, served, month, newTrace())
  const feed = await takeMonth(municipality, month, clock)
  tally.opened(municipality.code, feed)
  writeOpened(folder, municipality, month, feed)
  await assignMonth(team, month, feed)
  await reportMonth(municipality, monthsBefore(month, 1), endings, clock)
}
