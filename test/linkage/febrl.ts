import type { RawRecord } from './generator.js'
import { tailSurname } from './names.js'
import { Random } from './random.js'

interface Original {
  readonly given: string
  readonly surname: string
  readonly birthDate: string
  readonly postcode: string
  readonly number: string
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz'
const VOWELS = 'aeiou'

/**
 * Records in the manner of the FEBRL test sets: unrelated Australians with first names, four-digit
 * postcodes and one to five damaged copies of some records. Damage is set so that simple keys find as
 * many pairs as they are known to find in the real sets: names and date 43 %, surname's first four
 * letters, initial and date 60 %, date, postcode and number 61 % of single copies.
 *
 * @param copies How many copies each original gets.
 */
export function makeFebrlRecords(
  seed: number,
  copies: readonly number[],
  onlyInitial = false,
): RawRecord[] {
  const random = new Random(seed)
  const names = Array.from({ length: 700 }, () => givenName(random))
  const records: RawRecord[] = []
  copies.forEach((count, person) => {
    const original = makeOriginal(random, names)
    records.push(toRecord(lose(random, original, 0.02), person, records.length, onlyInitial))
    for (let copy = 0; copy < count; copy += 1) {
      records.push(
        toRecord(
          lose(random, damage(random, original), 0.025),
          person,
          records.length,
          onlyInitial,
        ),
      )
    }
  })
  return random.shuffle(records)
}

function makeOriginal(random: Random, names: readonly string[]): Original {
  const year = 1900 + random.below(100)
  const month = String(1 + random.below(12)).padStart(2, '0')
  const day = String(1 + random.below(28)).padStart(2, '0')
  return {
    given: names[Math.floor(names.length * random.next() ** 2)]!,
    surname: tailSurname(Math.floor(6000 * random.next() ** 2))
      .split(' ')
      .at(-1)!
      .toLowerCase(),
    birthDate: `${year}${month}${day}`,
    postcode: String(2000 + Math.floor(5000 * random.next() ** 1.7)),
    number: String(1 + Math.floor(220 * random.next() ** 2)),
  }
}

function damage(random: Random, original: Original): Original {
  const slip = (text: string, chance: number, alphabet: string) => {
    let damaged = text
    while (random.chance(chance)) damaged = mistype(random, damaged, alphabet)
    return damaged
  }
  const isSwapped = random.chance(0.03)
  return {
    given: slip(isSwapped ? original.surname : original.given, 0.26, ALPHABET),
    surname: slip(isSwapped ? original.given : original.surname, 0.26, ALPHABET),
    birthDate: slip(original.birthDate, 0.1, '0123456789'),
    postcode: slip(original.postcode, 0.15, '0123456789'),
    number: slip(original.number, 0.16, '0123456789'),
  }
}

function lose(random: Random, record: Original, chance: number): Original {
  const kept = (text: string) => (random.chance(chance) ? '' : text)
  return {
    given: kept(record.given),
    surname: kept(record.surname),
    birthDate: kept(record.birthDate),
    postcode: record.postcode,
    number: kept(record.number),
  }
}

function mistype(random: Random, text: string, alphabet: string): string {
  if (text === '') return text
  const at = random.below(text.length)
  const letter = random.pick([...alphabet])
  switch (random.below(4)) {
    case 0:
      return text.length > 1 ? text.slice(0, at) + text.slice(at + 1) : letter
    case 1:
      return text.slice(0, at) + letter + text.slice(at)
    case 2:
      return text.slice(0, at) + letter + text.slice(at + 1)
    default:
      return text.slice(0, at) + (text[at + 1] ?? '') + text[at] + text.slice(at + 2)
  }
}

function givenName(random: Random): string {
  let name = ''
  const syllables = 2 + random.below(2)
  for (let syllable = 0; syllable < syllables; syllable += 1) {
    name += random.pick([...'bcdefghjklmnrstvz']) + random.pick([...VOWELS])
  }
  return random.chance(0.5) ? name + random.pick([...'nlrhys']) : name
}

function toRecord(
  record: Original,
  person: number,
  index: number,
  onlyInitial: boolean,
): RawRecord {
  return {
    recordId: `rec-${index}`,
    creditor: 'febrl',
    initials: onlyInitial ? record.given.slice(0, 1) : record.given,
    prefix: '',
    surname: record.surname,
    birthDate: record.birthDate,
    postcode: record.postcode,
    houseNumber: record.number,
    addition: '',
    phone: '',
    email: '',
    personId: `p${person}`,
    householdId: `p${person}`,
    concentrated: false,
    isAtHome: true,
  }
}
