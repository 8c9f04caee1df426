import { addDays, type Day } from '../kernel/calendar.js'
import { INITIALS, SURNAMES } from './names.js'
import type { Place } from './places.js'
import type { SeededRandom } from './random.js'
import { STREETS } from './names.js'

/** A person of the demonstration, as the truth knows them; creditors write it in their own way. */
export interface Resident {
  readonly initials: string
  readonly prefix: string
  readonly surname: string
  readonly birthDate: Day
  readonly phone?: string
  readonly email?: string
}

/** People on one address, and what they pay for. */
export interface Household {
  readonly id: string
  readonly municipality: string
  readonly street: string
  readonly postcode: string
  readonly houseNumber: number
  readonly addition?: string
  readonly city: string
  readonly residents: readonly Resident[]
  /** Why the address deserves care when matching. */
  readonly setting: 'HOME' | 'GUARDIAN' | 'CARE_HOME'
  /** How likely it leaves several bills unpaid in a month, when it leaves any. */
  readonly several: number
}

/** How many households of a hundred have, in the month, something the next month goes on with. */
const TWO_ADULTS = 0.45

/** Makes the households of a place, among them a guardian's office and a care home. */
export function makeHouseholds(random: SeededRandom, place: Place): readonly Household[] {
  const households: Household[] = []
  const used = new Set<string>()
  const address = () => {
    for (;;) {
      const postcode = `${random.pick(place.postcodeAreas)}${letters(random)}`
      const houseNumber = random.between(1, 180)
      if (used.has(`${postcode}${houseNumber}`)) continue
      used.add(`${postcode}${houseNumber}`)
      return { postcode, houseNumber, street: random.pick(STREETS), city: place.city }
    }
  }
  const add = (household: Omit<Household, 'id' | 'municipality' | 'several'>) => {
    const id = `${place.municipality}-${households.length + 1}`
    const { municipality, several = 0.14 } = place
    households.push({ ...household, id, municipality, several })
  }

  for (let made = 0; made < place.households; made += 1) {
    const [prefix, surname] = random.pickSkewed(SURNAMES)
    const first = resident(random, prefix, surname)
    const residents = [first]
    if (random.chance(TWO_ADULTS)) {
      const [otherPrefix, other] = random.pickSkewed(SURNAMES)
      residents.push(
        random.chance(0.5)
          ? resident(random, prefix, surname)
          : resident(random, otherPrefix, other),
      )
    }
    const addition = random.chance(0.12) ? random.pick(['A', 'B', 'BIS', '1', '2']) : undefined
    add({
      ...address(),
      ...(addition === undefined ? {} : { addition }),
      residents,
      setting: 'HOME',
    })
  }

  const office = address()
  const care = address()
  const officePhone = phone(random)
  for (let client = 0; client < 9; client += 1) {
    const [prefix, surname] = random.pick(SURNAMES)
    const person = { ...resident(random, prefix, surname), phone: officePhone }
    add({ ...office, residents: [person], setting: 'GUARDIAN' })
    const [otherPrefix, other] = random.pick(SURNAMES)
    add({ ...care, residents: [resident(random, otherPrefix, other)], setting: 'CARE_HOME' })
  }
  return households
}

function resident(random: SeededRandom, prefix: string, surname: string): Resident {
  const email = `bewoner${random.between(10_000, 99_999)}@post.example`
  return {
    initials: random.pickSkewed(INITIALS),
    prefix,
    surname,
    birthDate: addDays('1950-01-01' as Day, random.between(0, 20_000)),
    ...(random.chance(0.7) ? { phone: phone(random) } : {}),
    ...(random.chance(0.55) ? { email } : {}),
  }
}

/** A mobile number in the range that is set aside for fiction (06 00...). */
function phone(random: SeededRandom): string {
  return `+31600${random.between(100_000, 999_999)}`
}

/** Letters that no Dutch postcode ends with: nobody lives there. */
function letters(random: SeededRandom): string {
  return random.pick(['SA', 'SD', 'SS'])
}
