import type { components } from '../generated/openapi.js'
import type { Household, Resident } from './household.js'
import type { SeededRandom } from './random.js'

type Complete = components['schemas']['NotificationEarly']

/** The part of a notification that says who it is about. */
export type Written = Pick<Complete, 'person' | 'address' | 'phone' | 'email'>

/**
 * How one creditor's administration writes people and addresses. Differences such as these are what
 * keeps municipalities from finding people today; the hub must bring them together all the same.
 */
export interface Handwriting {
  readonly prefix: 'APART' | 'AFTER_COMMA' | 'IN_FRONT' | 'DROPPED'
  readonly capitals: boolean
  readonly accents: boolean
  readonly dots: boolean
  readonly firstInitialOnly: boolean
  readonly addition: 'APART' | 'LOWER' | 'MISSING'
  /** Parts of a hundred customers whose phone or e-mail is passed on. */
  readonly contact: number
  readonly street: boolean
}

/** Each creditor has one handwriting, drawn once. */
export function drawHandwriting(random: SeededRandom): Handwriting {
  return {
    prefix: random.pick(['APART', 'APART', 'APART', 'AFTER_COMMA', 'IN_FRONT', 'DROPPED']),
    capitals: random.chance(0.2),
    accents: random.chance(0.6),
    dots: random.chance(0.7),
    firstInitialOnly: random.chance(0.25),
    addition: random.pick(['APART', 'APART', 'APART', 'LOWER', 'MISSING']),
    contact: random.between(25, 90),
    street: random.chance(0.7),
  }
}

/** Writes a resident as a creditor with this handwriting would. */
export function write(
  random: SeededRandom,
  hand: Handwriting,
  household: Household,
  resident: Resident,
  birthDateAllowed: boolean,
): Written {
  const [prefix, surname] = writeSurname(random, hand, resident)
  const contact = random.between(0, 99) < hand.contact
  const addition = writeAddition(random, hand, household)
  return {
    person: {
      initials: writeInitials(hand, resident),
      ...(prefix === '' ? {} : { prefix }),
      surname,
      ...(birthDateAllowed && random.chance(0.8) ? { birthDate: resident.birthDate } : {}),
    },
    address: {
      ...(hand.street ? { street: household.street } : {}),
      postcode: household.postcode,
      houseNumber: household.houseNumber,
      ...(addition === undefined ? {} : { addition }),
      ...(hand.street ? { city: household.city } : {}),
    },
    ...(contact && resident.phone !== undefined ? { phone: [resident.phone] } : {}),
    ...(contact && resident.email !== undefined ? { email: [resident.email] } : {}),
  }
}

function writeSurname(
  random: SeededRandom,
  hand: Handwriting,
  resident: Resident,
): [string, string] {
  const { prefix } = resident
  let { surname } = resident
  if (!hand.accents) surname = surname.normalize('NFD').replace(/\p{M}/gu, '').replace('ß', 'ss')
  if (random.chance(0.015)) surname = misspell(random, surname)
  if (hand.capitals) surname = surname.toUpperCase()
  if (prefix === '') return ['', surname]
  switch (hand.prefix) {
    case 'APART':
      return [prefix, surname]
    case 'AFTER_COMMA':
      return ['', `${surname}, ${prefix}`]
    case 'IN_FRONT':
      return ['', `${prefix} ${surname}`]
    case 'DROPPED':
      return ['', surname]
  }
}

/** One slip of the keyboard: two letters exchanged, or one left out. */
function misspell(random: SeededRandom, name: string): string {
  if (name.length < 4) return name
  const at = random.between(1, name.length - 2)
  return random.chance(0.5)
    ? name.slice(0, at) + name[at + 1] + name[at] + name.slice(at + 2)
    : name.slice(0, at) + name.slice(at + 1)
}

function writeInitials(hand: Handwriting, resident: Resident): string {
  const initials = hand.firstInitialOnly ? resident.initials.slice(0, 2) : resident.initials
  return hand.dots ? initials : initials.replaceAll('.', '')
}

function writeAddition(random: SeededRandom, hand: Handwriting, household: Household) {
  if (household.addition === undefined || hand.addition === 'MISSING') return undefined
  if (random.chance(0.1)) return undefined
  return hand.addition === 'LOWER' ? household.addition.toLowerCase() : household.addition
}
