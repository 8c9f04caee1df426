import { makePopulation, type Citizen, type Dwelling } from './population.js'
import { Random } from './random.js'

/** One row of the file that `match evaluate` reads, with the truth beside it. */
export interface RawRecord {
  readonly recordId: string
  readonly creditor: string
  readonly initials: string
  readonly prefix: string
  readonly surname: string
  readonly birthDate: string
  readonly postcode: string
  readonly houseNumber: string
  readonly addition: string
  readonly phone: string
  readonly email: string
  readonly personId: string
  readonly householdId: string
  /** In the group where surnames and birthdays concentrate. */
  readonly concentrated: boolean
  /** Sent with the address where the person lives now, not a former one or a guardian's. */
  readonly isAtHome: boolean
}

/** How complete creditors' data are. */
export interface Completeness {
  readonly dateMissing: number
  readonly phone: number
  readonly email: number
}

/** A quarter of the birth dates missing, contact data about half the time. */
export const USUAL: Completeness = { dateMissing: 0.25, phone: 0.55, email: 0.45 }
/** Nearly complete data. */
export const GOOD: Completeness = { dateMissing: 0.05, phone: 0.9, email: 0.85 }

interface Habit {
  readonly name: string
  readonly letterCase: 'as is' | 'upper' | 'lower'
  readonly prefix: 'column' | 'before' | 'after comma' | 'dropped' | 'abbreviated' | 'glued'
  readonly initials: 'dots' | 'plain' | 'spaced' | 'first' | 'first dot'
  readonly date: 'iso' | 'dutch' | 'digits' | 'slashes'
  readonly spacedPostcode: boolean
  readonly joinedNumber: boolean
  readonly phone: 'plain' | 'dash' | 'international' | 'zeros'
  readonly keepsAccents: boolean
}

/** Raw records of people in arrears, as 24 creditors with habits of their own would write them. */
export function makeRecords(seed: number, persons: number, completeness = USUAL): RawRecord[] {
  const random = new Random(seed)
  const citizens = makePopulation(random, persons)
  const creditors = Array.from({ length: 24 }, (_, index) => makeHabit(random, index))
  const records: RawRecord[] = []
  for (const citizen of citizens) {
    if (!random.chance(0.725)) continue
    let count = 1
    while (count < 8 && random.chance(0.445)) count += 1
    for (const habit of random.shuffle([...creditors]).slice(0, count)) {
      records.push(writeRecord(random, citizen, habit, records.length, completeness, citizens))
    }
  }
  return random.shuffle(records)
}

function makeHabit(random: Random, index: number): Habit {
  return {
    name: `creditor-${index + 1}`,
    letterCase: random.weighted([
      ['as is', 6],
      ['upper', 3],
      ['lower', 1],
    ]),
    prefix: random.weighted([
      ['column', 8],
      ['before', 5],
      ['after comma', 4],
      ['dropped', 2],
      ['abbreviated', 3],
      ['glued', 1],
    ]),
    initials: random.weighted([
      ['dots', 6],
      ['plain', 4],
      ['spaced', 2],
      ['first', 3],
      ['first dot', 3],
    ]),
    date: random.weighted([
      ['iso', 5],
      ['dutch', 3],
      ['digits', 2],
      ['slashes', 1],
    ]),
    spacedPostcode: random.chance(0.4),
    joinedNumber: random.chance(0.4),
    phone: random.pick(['plain', 'dash', 'international', 'zeros']),
    keepsAccents: random.chance(0.5),
  }
}

function writeRecord(
  random: Random,
  citizen: Citizen,
  habit: Habit,
  index: number,
  completeness: Completeness,
  everybody: readonly Citizen[],
): RawRecord {
  const { guardian } = citizen
  const isFormer = guardian === null && random.chance(0.06)
  const home = guardian?.office ?? (isFormer ? citizen.formerHome : citizen.home)
  const official = random.chance(0.8) ? citizen.surnames[0]! : random.pick(citizen.surnames)
  const hasPhone = random.chance(completeness.phone)
  const hasEmail = random.chance(completeness.email)
  const stranger = everybody[random.below(everybody.length)]!
  const phone = guardian?.phone ?? (random.chance(0.01) ? stranger.phone : citizen.phone)
  return {
    recordId: `r${String(index).padStart(7, '0')}`,
    creditor: habit.name,
    initials: writeInitials(random, citizen, habit),
    ...writeSurname(misspell(random, official), habit),
    birthDate: random.chance(completeness.dateMissing)
      ? ''
      : writeDate(slipDate(random, citizen.birthDate), habit),
    ...writeAddress(random, home, habit),
    phone: hasPhone ? writePhone(phone, habit) : '',
    email: hasEmail ? (guardian?.email ?? citizen.email) : '',
    personId: `p${citizen.id}`,
    householdId: `h${citizen.household}`,
    concentrated: citizen.concentrated,
    isAtHome: guardian === null && !isFormer,
  }
}

function writeInitials(random: Random, citizen: Citizen, habit: Habit): string {
  let letters = citizen.initials
  if (citizen.called !== letters[0] && random.chance(0.3)) letters = citizen.called
  else if (random.chance(0.02)) letters = random.pick([...'JMACHRESP']) + letters.slice(1)
  if (habit.initials.startsWith('first')) letters = letters[0]!
  switch (habit.initials) {
    case 'dots':
    case 'first dot':
      return [...letters].map((letter) => `${letter}.`).join('')
    case 'spaced':
      return [...letters].join(' ')
    default:
      return habit.letterCase === 'lower' ? letters.toLowerCase() : letters
  }
}

const VARIANTS: readonly (readonly [RegExp, string])[] = [
  [/ij/, 'y'],
  [/ei/, 'ij'],
  [/ss/, 's'],
  [/([^s])s([^s]|$)/, '$1ss$2'],
  [/kk/, 'k'],
  [/k/, 'c'],
  [/dt/, 't'],
  [/z/, 's'],
  [/v(?!an )/, 'f'],
  [/th/, 't'],
  [/ou/, 'au'],
  [/oo/, 'o'],
  [/aa/, 'a'],
  [/c/, 'k'],
  [/ee/, 'e'],
]

/** Typing errors in 2.5 % of the names, other spellings in 1.5 %. */
function misspell(random: Random, name: string): string {
  const kind = random.next()
  if (kind < 0.015) {
    const start = random.below(VARIANTS.length)
    for (let step = 0; step < VARIANTS.length; step += 1) {
      const [pattern, text] = VARIANTS[(start + step) % VARIANTS.length]!
      if (pattern.test(name)) return name.replace(pattern, text)
    }
  }
  return kind > 0.975 ? mistype(random, name, 'abcdefghijklmnopqrstuvwxyz') : name
}

function mistype(random: Random, text: string, alphabet: string): string {
  const at = Math.min(text.length - 1, text.lastIndexOf(' ') + 1 + random.below(text.length))
  const letter = random.pick([...alphabet])
  switch (random.below(4)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1)
    case 1:
      return text.slice(0, at) + letter + text.slice(at)
    case 2:
      return text.slice(0, at) + letter + text.slice(at + 1)
    default:
      return at + 1 < text.length
        ? text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2)
        : text + letter
  }
}

function writeSurname(name: string, habit: Habit): { prefix: string; surname: string } {
  const split = /^((?:[a-z]+ )*|Ten )(.*)$/.exec(habit.keepsAccents ? name : plain(name))
  const styled = (text: string) =>
    habit.letterCase === 'upper'
      ? text.toUpperCase()
      : habit.letterCase === 'lower'
        ? text.toLowerCase()
        : text
  const prefix = styled((split?.[1] ?? '').trim())
  const core = styled(split?.[2] ?? name)
  if (prefix === '') return { prefix: '', surname: core }
  switch (habit.prefix) {
    case 'column':
      return { prefix, surname: core }
    case 'before':
      return { prefix: '', surname: `${prefix} ${core}` }
    case 'after comma':
      return { prefix: '', surname: `${core}, ${prefix}` }
    case 'dropped':
      return { prefix: '', surname: core }
    case 'abbreviated':
      return {
        prefix: '',
        surname: `${prefix.replace(/van de[rn]?/i, 'v.d.').replace(/^van$/i, 'v.')} ${core}`,
      }
    case 'glued':
      return { prefix: '', surname: `${prefix.replaceAll(' ', '')}${core.toLowerCase()}` }
  }
}

function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ı', 'i')
}

function slipDate(random: Random, date: string): string {
  const [year, month, day] = date.split('-') as [string, string, string]
  const kind = random.next()
  if (kind < 0.007 && Number(day) <= 12) return `${year}-${day}-${month}`
  if (kind > 0.993)
    return random.chance(0.5)
      ? `${Number(year) + 1}-${month}-${day}`
      : `${year}-${month}-${day === '01' ? '11' : '01'}`
  return date
}

function writeDate(date: string, habit: Habit): string {
  const [year, month, day] = date.split('-') as [string, string, string]
  switch (habit.date) {
    case 'iso':
      return date
    case 'dutch':
      return `${day}-${month}-${year}`
    case 'digits':
      return `${year}${month}${day}`
    case 'slashes':
      return `${Number(day)}/${Number(month)}/${year}`
  }
}

function writeAddress(
  random: Random,
  { postcode, number, addition }: Dwelling,
  habit: Habit,
): Pick<RawRecord, 'postcode' | 'houseNumber' | 'addition'> {
  const code = random.chance(0.007) ? mistype(random, postcode, '0123456789') : postcode
  const house = String(random.chance(0.007) ? number + 1 + random.below(9) : number)
  const rest = random.chance(0.2) ? '' : addition
  return {
    postcode: habit.spacedPostcode ? `${code.slice(0, 4)} ${code.slice(4).toLowerCase()}` : code,
    houseNumber:
      habit.joinedNumber && rest !== ''
        ? `${house}${random.pick([/^[0-9]/.test(rest) ? '-' : '', '-', ' '])}${rest}`
        : house,
    addition: habit.joinedNumber ? '' : rest,
  }
}

function writePhone(phone: string, habit: Habit): string {
  switch (habit.phone) {
    case 'plain':
      return phone
    case 'dash':
      return `06-${phone.slice(2)}`
    case 'international':
      return `+31 ${phone.slice(1, 2)} ${phone.slice(2)}`
    case 'zeros':
      return `0031${phone.slice(1)}`
  }
}
