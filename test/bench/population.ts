import { drawHandwriting, write, type Handwriting } from '../../src/demo/writing.js'
import { makeHouseholds, type Household } from '../../src/demo/household.js'
import { SeededRandom } from '../../src/demo/random.js'
import type { components } from '../../src/generated/openapi.js'
import { addDays, addWorkingDays, type Day } from '../../src/kernel/calendar.js'
import type { Sector } from '../../src/kernel/sector.js'

/** A notification as it is sent. */
export type Item = components['schemas']['Notification']

/** A creditor that has customers in every municipality. */
export interface BenchCreditor {
  readonly id: string
  readonly sectors: readonly Sector[]
  /** Part of all notifications that are its own. */
  readonly share: number
}

const creditor = (number: number, share: number, ...sectors: Sector[]): BenchCreditor => ({
  id: `00000099${String(200_000_000 + number)}000`,
  sectors,
  share,
})

/** Sectors by their share of notifications, as in the demonstration. */
export const CREDITORS: readonly BenchCreditor[] = [
  creditor(1, 0.17, 'HEALTH_INSURANCE'),
  creditor(2, 0.15, 'HEALTH_INSURANCE'),
  creditor(3, 0.12, 'HEALTH_INSURANCE'),
  creditor(4, 0.15, 'ENERGY_ELECTRICITY', 'ENERGY_GAS'),
  creditor(5, 0.1, 'ENERGY_ELECTRICITY', 'ENERGY_HEAT'),
  creditor(6, 0.11, 'RENT'),
  creditor(7, 0.09, 'RENT'),
  creditor(8, 0.11, 'WATER'),
]

/** Codes of so many municipalities; they are numbered, not the real ones. */
export function codesOf(municipalities: number): readonly string[] {
  return Array.from({ length: municipalities }, (_, index) => String(index + 1).padStart(4, '0'))
}

/** Party of a municipality. */
export function partyOf(code: string): string {
  return `0000009910000${code}000`
}

/** Parts of a household's bills that are unpaid together: most have one. */
const SECOND_BILL = 0.14
const THIRD_BILL = 0.25

/**
 * Invents the notifications of one month, all of them lawful, as lists by creditor.
 *
 * Municipalities differ in size as Dutch ones do: the largest has about fifty times the smallest.
 *
 * @param day Day on which they are reported.
 */
export function populate(
  seed: number,
  notifications: number,
  municipalities: number,
  day: Day,
): ReadonlyMap<string, Item[]> {
  const random = new SeededRandom(seed)
  const hands = new Map(CREDITORS.map(({ id }) => [id, drawHandwriting(random)]))
  const byCreditor = new Map<string, Item[]>(CREDITORS.map(({ id }) => [id, []]))
  const codes = codesOf(municipalities)
  shares(notifications, municipalities).forEach((share, index) => {
    let left = share
    for (const household of makeHouseholds(random, placeOf(codes[index]!, index, share))) {
      for (const { id, sectors } of debtsOf(random, Math.min(left, bills(random)))) {
        const item = itemOf(random, hands.get(id)!, household, id, random.pick(sectors), day)
        byCreditor.get(id)!.push(item)
        left -= 1
      }
      if (left === 0) break
    }
  })
  return byCreditor
}

/** How many notifications each municipality gets: by rank, and together exactly the number asked. */
function shares(notifications: number, municipalities: number): number[] {
  const weights = Array.from({ length: municipalities }, (_, rank) => 1 / (rank + 8))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const counts = weights.map((weight) => Math.floor((notifications * weight) / total))
  const rest = notifications - counts.reduce((sum, count) => sum + count, 0)
  for (let at = 0; at < rest; at += 1) counts[at % municipalities]! += 1
  return counts
}

function placeOf(code: string, index: number, households: number) {
  const postcodeAreas = Array.from({ length: 26 }, (_, area) => String(1000 + index * 26 + area))
  return { municipality: code, name: code, city: `Plaats ${code}`, postcodeAreas, households }
}

function bills(random: SeededRandom): number {
  if (!random.chance(SECOND_BILL)) return 1
  return random.chance(THIRD_BILL) ? 3 : 2
}

function debtsOf(random: SeededRandom, count: number): Set<BenchCreditor> {
  const chosen = new Set<BenchCreditor>()
  while (chosen.size < count) {
    let drawn = random.next()
    const found = CREDITORS.find(({ share }) => (drawn -= share) < 0)
    if (found !== undefined) chosen.add(found)
  }
  return chosen
}

function itemOf(
  random: SeededRandom,
  hand: Handwriting,
  household: Household,
  creditorId: string,
  sector: Sector,
  on: Day,
): Item {
  const isEnding = sector.startsWith('ENERGY') && random.chance(0.02)
  const isCrisis = !isEnding && sector === 'RENT' && random.chance(0.03)
  return {
    notificationId: random.uuid(),
    creditorId,
    municipalityCode: household.municipality,
    sector,
    kind: isEnding ? 'END_OF_SUPPLY' : 'EARLY',
    crisis: isCrisis,
    ...(isCrisis ? { crisisGround: 'EVICTION' } : {}),
    ...(isEnding ? { plannedTerminationOn: addWorkingDays(on, random.between(16, 30)) } : {}),
    arrearsCents: random.between(7_500, 160_000),
    oldestDueOn: addDays(on, -random.between(33, 96)),
    reportedOn: on,
    ...write(random, hand, household, random.pick(household.residents), false),
    ...(sector === 'RENT' ? {} : { customerReference: `K${random.between(1e6, 1e7 - 1)}` }),
    attestations: {
      personalContactOn: addDays(on, -random.between(10, 25)),
      pointedToDebtHelpOn: addDays(on, -random.between(10, 25)),
      writtenRemindersSent: isEnding ? 3 : random.between(1, 4),
      offeredToShareOn: addDays(on, -random.between(14, 30)),
      noObjection: true,
      currentCustomer: true,
      noRunningArrangement: true,
      naturalPerson: true,
    },
  } as Item
}
