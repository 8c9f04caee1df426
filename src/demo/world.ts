import { monthsBefore, type Day, type Month } from '../kernel/calendar.js'
import { makeHouseholds, type Household } from './household.js'
import { PLACES } from './places.js'
import { SeededRandom } from './random.js'
import {
  correct,
  deliveryDay,
  report,
  withdraw,
  type BirthDateRule,
  type Debt,
  type Delivery,
  type Item,
  type Seat,
  type Sector,
} from './reporting.js'

/** A creditor with what it delivers where. */
export interface WorldCreditor extends Seat {
  readonly sectors: readonly Sector[]
  /** CBS codes of the municipalities it has mandates for. */
  readonly municipalities: readonly string[]
}

/** The whole invented world, which moves on month by month. */
export interface World {
  readonly random: SeededRandom
  readonly households: readonly Household[]
  readonly creditors: readonly WorldCreditor[]
  readonly birthDates: BirthDateRule
  /** By household: whom it owes. */
  readonly debts: Map<string, Debt[]>
  /** What was delivered before, for the repeats that creditors send by mistake. */
  readonly delivered: Item[]
}

/** Sectors by their share of notifications: health, energy, rent, water (national monitor, 2023). */
const SECTOR_SHARES: readonly (readonly [share: number, sectors: readonly Sector[]])[] = [
  [0.44, ['HEALTH_INSURANCE']],
  [0.69, ['ENERGY_ELECTRICITY', 'ENERGY_GAS', 'ENERGY_HEAT']],
  [0.89, ['RENT']],
  [1, ['WATER']],
]

/** Builds the world from a seed: the same seed, the same people and the same arrears. */
export function buildWorld(
  seed: number,
  creditors: readonly WorldCreditor[],
  birthDates: BirthDateRule,
): World {
  const random = new SeededRandom(seed)
  const households = PLACES.flatMap((place) => makeHouseholds(random, place))
  return { random, households, creditors, birthDates, debts: new Map(), delivered: [] }
}

/** Everything that is delivered in a month, by deliverer and round, in a fixed order. */
export function liveMonth(world: World, month: Month): readonly Delivery[] {
  const rounds = { 1: new Map<string, Item[]>(), 2: new Map<string, Item[]>() }
  const send = (round: 1 | 2, seat: Seat, item: Item) => {
    const items = rounds[round].get(seat.delivererId) ?? []
    items.push(item)
    rounds[round].set(seat.delivererId, items)
  }
  for (const household of world.households) {
    for (const debt of chooseDebts(world, household, month)) {
      send(1, debt.seat, report(world.random, debt, month, world.birthDates))
    }
  }
  for (const debt of [...world.debts.values()].flat()) {
    const last = debt.reported.at(-1)
    if (last === undefined || last.month < monthsBefore(month, 1)) continue
    if (last.month === month && world.random.chance(0.012)) {
      send(2, debt.seat, correct(world.random, debt, month, world.birthDates))
    } else if (world.random.chance(0.03)) {
      send(2, debt.seat, withdraw(world.random, debt, month))
    }
  }
  sendStrays(world, month, send)
  const deliveries = ([1, 2] as const).flatMap((round) =>
    [...rounds[round]].map(([delivererId, items]): Delivery => {
      return { delivererId, month, round, on: deliveryDay(month, round), items }
    }),
  )
  world.delivered.push(...deliveries.flatMap(({ items }) => items))
  return deliveries
}

/** Which of its bills a household leaves unpaid this month. */
function chooseDebts(world: World, household: Household, month: Month): readonly Debt[] {
  const { random } = world
  const known = world.debts.get(household.id) ?? []
  const recent = known.filter(({ reported }) => {
    const last = reported.at(-1)
    return last !== undefined && last.month >= monthsBefore(month, 2)
  })
  if (!random.chance(recent.length > 0 ? 0.5 : 0.55)) return []
  const count = random.chance(household.several) ? (random.chance(0.25) ? 3 : 2) : 1
  const chosen = new Map<string, Debt>()
  for (let tries = 0; chosen.size < count && tries < count + 3; tries += 1) {
    const again = recent.length > 0 && random.chance(0.6)
    const debt = again ? random.pick(recent) : newDebt(world, household, known)
    if (debt !== undefined) chosen.set(`${debt.seat.creditorId} ${debt.sector}`, debt)
  }
  return [...chosen.values()]
}

function newDebt(world: World, household: Household, known: readonly Debt[]): Debt | undefined {
  const { random } = world
  const drawn = random.next()
  const [, sectors] = SECTOR_SHARES.find(([share]) => drawn < share)!
  const seats = world.creditors.filter(
    (creditor) =>
      creditor.municipalities.includes(household.municipality) &&
      creditor.sectors.some((sector) => sectors.includes(sector)),
  )
  if (seats.length === 0) return undefined
  const seat = random.pick(seats)
  const sector = random.pick(seat.sectors.filter((one) => sectors.includes(one)))
  const same = known.find((debt) => debt.seat === seat && debt.sector === sector)
  if (same !== undefined) return same
  const debt: Debt = {
    seat,
    sector,
    household,
    holder: sector === 'HEALTH_INSURANCE' ? random.between(0, household.residents.length - 1) : 0,
    customerReference: `K${random.between(1_000_000, 9_999_999)}`,
    arrearsCents: random.between(7_500, 160_000),
    oldestDueOn: '2026-06-01' as Day,
    reported: [],
  }
  world.debts.set(household.id, [...(world.debts.get(household.id) ?? []), debt])
  return debt
}

/** What goes wrong between administrations: wrong town, no agreement, sent twice, unknown earlier. */
function sendStrays(
  world: World,
  month: Month,
  send: (round: 1 | 2, seat: Seat, item: Item) => void,
): void {
  const { random } = world
  const seatOf = (creditorId: string) =>
    world.creditors.find((creditor) => creditor.creditorId === creditorId)!
  const debts = [...world.debts.values()].flat().filter(({ reported }) => reported.length > 0)
  for (let count = 0; count < 6 && debts.length > 0; count += 1) {
    const debt = random.pick(debts)
    const elsewhere = PLACES.find(
      ({ municipality }) => !seatOf(debt.seat.creditorId).municipalities.includes(municipality),
    )
    const stray = { ...debt, reported: [] }
    const item = report(random, stray, month, world.birthDates)
    if (elsewhere !== undefined) {
      send(1, debt.seat, { ...item, municipalityCode: elsewhere.municipality })
    }
    send(2, debt.seat, {
      ...item,
      notificationId: random.uuid(),
      kind: 'UPDATE',
      predecessorId: random.uuid(),
      reportedOn: deliveryDay(month, 2),
    } as Item)
  }
  sendTaxes(world, month, send)
  for (let count = 0; count < 4 && world.delivered.length > 0; count += 1) {
    const repeated = random.pick(world.delivered)
    if (!('creditorId' in repeated)) continue
    send(2, seatOf(repeated.creditorId), repeated)
  }
}

/** Tax offices keep reporting after their experiment ended: every one of these lacks a legal basis. */
function sendTaxes(
  world: World,
  month: Month,
  send: (round: 1 | 2, seat: Seat, item: Item) => void,
): void {
  for (const office of world.creditors) {
    if (!office.sectors.includes('MUNICIPAL_TAX')) continue
    for (let count = 0; count < 3; count += 1) {
      const household = world.random.pick(
        world.households.filter(({ municipality }) => office.municipalities.includes(municipality)),
      )
      const debt: Debt = {
        seat: office,
        sector: 'MUNICIPAL_TAX',
        household,
        holder: 0,
        customerReference: `B${world.random.between(1_000_000, 9_999_999)}`,
        arrearsCents: world.random.between(15_000, 90_000),
        oldestDueOn: '2026-06-01' as Day,
        reported: [],
      }
      send(1, office, report(world.random, debt, month, world.birthDates))
    }
  }
}
