import { addDays, addWorkingDays, monthsBefore, type Day, type Month } from '../kernel/calendar.js'
import type { components } from '../generated/openapi.js'
import { spoil } from './defects.js'
import type { Household } from './household.js'
import type { SeededRandom } from './random.js'
import { write, type Handwriting } from './writing.js'

export type Sector = components['schemas']['Sector']
export type Item = components['schemas']['Notification']
type Complete = components['schemas']['NotificationEarly']

/** A creditor at its place in the demonstration. */
export interface Seat {
  readonly creditorId: string
  readonly name: string
  /** Who sends its notifications: itself, or its agent. */
  readonly delivererId: string
  readonly hand: Handwriting
}

/** Whom a household owes for one fixed cost. */
export interface Debt {
  readonly seat: Seat
  readonly sector: Sector
  readonly household: Household
  /** Which resident holds the contract. */
  readonly holder: number
  readonly customerReference: string
  arrearsCents: number
  oldestDueOn: Day
  /** What was reported before and still stands, oldest first. */
  readonly reported: { notificationId: string; month: Month; kind: string }[]
}

/** What one deliverer sends in one go. */
export interface Delivery {
  readonly delivererId: string
  readonly month: Month
  /** The first delivery of a month, or the one with corrections and withdrawals. */
  readonly round: 1 | 2
  readonly on: Day
  readonly items: Item[]
}

/** Which sectors may carry a birth date, by the legal bases that are loaded. */
export type BirthDateRule = (sector: Sector) => boolean

const ROUND_DAY = { 1: 4, 2: 17 } as const

/** The day of a month on which creditors deliver in that round. */
export function deliveryDay(month: Month, round: 1 | 2): Day {
  return addDays(`${month}-01` as Day, ROUND_DAY[round] - 1)
}

/** Reports one debt for a month: early, as an update, or as the end of supply. */
export function report(
  random: SeededRandom,
  debt: Debt,
  month: Month,
  birthDates: BirthDateRule,
): Item {
  const on = deliveryDay(month, 1)
  const earlier = debt.reported.at(-1)
  const fresh = earlier !== undefined && earlier.month >= monthsBefore(month, 6)
  const energy = debt.sector.startsWith('ENERGY')
  const ending = energy && random.chance(fresh ? 0.3 : 0.02)
  if (fresh && random.chance(0.7)) debt.arrearsCents += random.between(2_000, 18_000)
  const age = random.between(33, 96)
  if (!fresh) debt.oldestDueOn = addDays(on, -age)
  const kind = ending ? 'END_OF_SUPPLY' : fresh ? 'UPDATE' : 'EARLY'
  const crisis = !ending && debt.sector !== 'HEALTH_INSURANCE' && random.chance(0.012)
  const base = complete(random, debt, on, birthDates)
  const item = {
    ...base,
    kind,
    crisis,
    ...(crisis ? { crisisGround: groundFor(debt.sector) } : {}),
    ...(fresh ? { predecessorId: earlier.notificationId } : {}),
    ...(ending ? { plannedTerminationOn: addWorkingDays(on, random.between(16, 30)) } : {}),
    attestations: { ...base.attestations, writtenRemindersSent: ending ? 3 : random.between(1, 4) },
  } as Item
  const spoiled = spoil(random, item)
  if (spoiled === item) debt.reported.push({ notificationId: item.notificationId, month, kind })
  return spoiled
}

/** Corrects the amount of what was reported last. */
export function correct(
  random: SeededRandom,
  debt: Debt,
  month: Month,
  birthDates: BirthDateRule,
): Item {
  const last = debt.reported.at(-1)!
  debt.arrearsCents = Math.max(2_500, debt.arrearsCents - random.between(500, 5_000))
  const item = {
    ...complete(random, debt, deliveryDay(month, 2), birthDates),
    kind: 'CORRECTION' as const,
    predecessorId: last.notificationId,
  }
  debt.reported.push({ notificationId: item.notificationId, month, kind: 'CORRECTION' })
  return item
}

/** Takes back what was reported last: paid, an arrangement, or an error. */
export function withdraw(random: SeededRandom, debt: Debt, month: Month): Item {
  const last = debt.reported.pop()!
  debt.reported.length = 0
  return {
    notificationId: random.uuid(),
    creditorId: debt.seat.creditorId,
    municipalityCode: debt.household.municipality,
    kind: 'WITHDRAWAL',
    predecessorId: last.notificationId,
    withdrawalReason: random.pick([
      'PAID',
      'PAID',
      'ARRANGEMENT_MADE',
      'ERROR',
      'OBJECTION',
    ] as const),
    reportedOn: deliveryDay(month, 2),
  }
}

function complete(random: SeededRandom, debt: Debt, on: Day, birthDates: BirthDateRule): Complete {
  const resident = debt.household.residents[debt.holder]!
  return {
    notificationId: random.uuid(),
    creditorId: debt.seat.creditorId,
    municipalityCode: debt.household.municipality,
    sector: debt.sector,
    kind: 'EARLY',
    crisis: false,
    arrearsCents: debt.arrearsCents,
    oldestDueOn: debt.oldestDueOn,
    reportedOn: on,
    ...write(random, debt.seat.hand, debt.household, resident, birthDates(debt.sector)),
    ...(debt.sector === 'RENT' ? {} : { customerReference: debt.customerReference }),
    attestations: {
      personalContactOn: addDays(on, -random.between(10, 25)),
      pointedToDebtHelpOn: addDays(on, -random.between(10, 25)),
      writtenRemindersSent: random.between(1, 4),
      offeredToShareOn: addDays(on, -random.between(14, 30)),
      noObjection: true,
      currentCustomer: true,
      noRunningArrangement: true,
      naturalPerson: true,
    },
  }
}

function groundFor(sector: Sector): components['schemas']['CrisisGround'] {
  if (sector === 'RENT') return 'EVICTION'
  return sector === 'WATER' ? 'WATER_TERMINATION' : 'SUPPLY_TERMINATION'
}
