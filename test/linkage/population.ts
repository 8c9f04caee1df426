import {
  CONCENTRATED_INITIALS,
  CONCENTRATED_SURNAMES,
  INITIALS,
  SURNAMES,
  tailSurname,
} from './names.js'
import type { Random } from './random.js'

/** Where people live; several dwellings may share postcode and number. */
export interface Dwelling {
  readonly postcode: string
  readonly number: number
  readonly addition: string
}

/** A made-up resident, as it really is. */
export interface Citizen {
  readonly id: number
  readonly household: number
  readonly concentrated: boolean
  readonly initials: string
  /** Initial of the name the person is called by. */
  readonly called: string
  /** Every surname in use, the official one first. */
  readonly surnames: readonly string[]
  readonly birthDate: string
  readonly phone: string
  readonly email: string
  readonly home: Dwelling
  readonly formerHome: Dwelling
  /** Set when somebody else manages the money. */
  readonly guardian: {
    readonly office: Dwelling
    readonly phone: string
    readonly email: string
  } | null
}

const TAIL = 34_000

/** People in households, with the coincidences that make linking hard. */
export function makePopulation(random: Random, persons: number): Citizen[] {
  const citizens: Citizen[] = []
  const dwellings = dwellingMaker(random, persons)
  const guardians = Array.from({ length: Math.max(1, Math.round((persons * 0.04) / 40)) }, () => ({
    office: { ...dwellings(), addition: '' },
    phone: phoneNumber(random),
    email: `info@bewind${random.below(1e6)}.nl`,
  }))
  let household = 0
  while (citizens.length < persons) {
    const concentrated = random.chance(0.06)
    const home = dwellings()
    const formerHome = dwellings()
    household += 1
    for (const member of makeHousehold(random, concentrated)) {
      const id = citizens.length
      citizens.push({
        ...member,
        id,
        household,
        concentrated,
        home,
        formerHome,
        phone: phoneNumber(random),
        email: emailAddress(random, member.surnames[0]!, id),
        guardian: random.chance(0.04) ? random.pick(guardians) : null,
      })
    }
    shareContacts(random, citizens, household)
  }
  return citizens.slice(0, persons)
}

/** Couples often give one telephone number or mailbox. */
function shareContacts(random: Random, citizens: Citizen[], household: number): void {
  const first = citizens.findIndex(
    (citizen, at) => at > citizens.length - 9 && citizen.household === household,
  )
  for (let at = first + 1; at < citizens.length; at += 1) {
    const { phone, email } = citizens[first]!
    if (random.chance(0.1)) citizens[at] = { ...citizens[at]!, phone }
    if (random.chance(0.05)) citizens[at] = { ...citizens[at]!, email }
  }
}

type Member = Pick<Citizen, 'initials' | 'called' | 'surnames' | 'birthDate'>

function makeHousehold(random: Random, concentrated: boolean): Member[] {
  const age = 20 + Math.floor((60 * (random.next() + random.next())) / 2)
  const first = makeMember(random, concentrated, surname(random, concentrated), age)
  const kind = random.next()
  if (kind < 0.4) return [first]
  const members = [first]
  const family = first.surnames[0]!
  if (kind < 0.9) {
    const own = surname(random, concentrated)
    const partner = makeMember(random, concentrated, own, Math.max(18, age + random.below(9) - 4))
    members.push({
      ...partner,
      surnames: random.chance(0.6) ? [own] : married(random, own, family),
    })
  }
  // Grown children at home: one family in six, mostly one child.
  let childAge = age - 22 - random.below(8)
  const children = kind >= 0.6 && random.chance(0.17) ? 1 + random.below(2) : 0
  for (let child = 0; child < children && childAge >= 18; child += 1) {
    const previous = members.at(-1)!
    const young = makeMember(random, concentrated, family, childAge)
    const isTwin = child > 0 && random.chance(0.01)
    const named =
      !isTwin && random.chance(0.06) ? random.pick(members).initials[0]! : young.initials[0]!
    members.push({
      ...young,
      initials: named + young.initials.slice(1),
      birthDate: isTwin ? previous.birthDate : young.birthDate,
    })
    childAge -= 1 + random.below(4)
  }
  return members
}

function married(random: Random, own: string, partner: string): string[] {
  return random.weighted([
    [[partner, own], 3],
    [[`${partner}-${own}`, own, partner], 4],
    [[`${own}-${partner}`, own], 1],
  ])
}

function makeMember(random: Random, concentrated: boolean, name: string, age: number): Member {
  const letters = concentrated ? CONCENTRATED_INITIALS : INITIALS
  const count = random.weighted([
    [1, 34],
    [2, 38],
    [3, 22],
    [4, 6],
  ])
  let initials = random.weighted(letters)
  while (initials.length < count) initials += random.weighted(INITIALS)
  const called = random.chance(0.85) ? initials[0]! : random.weighted(letters)
  return { initials, called, surnames: [name], birthDate: birthDate(random, concentrated, age) }
}

function birthDate(random: Random, concentrated: boolean, age: number): string {
  const year = 2026 - age
  if (random.chance(concentrated ? 0.3 : 0.004))
    return `${year}-${random.chance(0.8) ? '01' : '07'}-01`
  const month = 1 + random.below(12)
  const day = 1 + random.below(month === 2 ? 28 : 30)
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

function surname(random: Random, concentrated: boolean): string {
  if (concentrated) {
    return CONCENTRATED_SURNAMES[Math.floor(CONCENTRATED_SURNAMES.length * random.next() ** 2.2)]!
  }
  // A fifth of the people share the frequent names; the tail thins out as the real one does.
  if (random.chance(0.2)) return SURNAMES[Math.floor(SURNAMES.length * random.next() ** 2)]!
  return tailSurname(Math.floor(TAIL * random.next() ** 2.4))
}

function dwellingMaker(random: Random, persons: number): () => Dwelling {
  const areas = Math.max(20, Math.round(persons / 40))
  let flats: Dwelling[] = []
  return () => {
    const waiting = flats.pop()
    if (waiting !== undefined && random.chance(0.5)) return waiting
    const area = 1000 + ((random.below(areas) * 7919) % 8999)
    const letters = 'ABCDEGHJKLMNPRSTVWXZ'
    const postcode = `${area}${letters[random.below(20)]}${letters[random.below(20)]}`
    const number = 1 + Math.floor(200 * random.next() ** 2)
    if (random.chance(0.99))
      return {
        postcode,
        number,
        addition: random.chance(0.12) ? random.pick(['A', 'B', 'bis', 'hs']) : '',
      }
    const style = random.pick([
      ['A', 'B', 'C', 'D'],
      ['hs', '1', '2', '3'],
      ['1', '2', '3', '4', '5', '6'],
    ])
    flats = random.shuffle(style.map((addition) => ({ postcode, number, addition })))
    return flats.pop()!
  }
}

function phoneNumber(random: Random): string {
  return `06${String(10_000_000 + random.below(89_999_999))}`
}

function emailAddress(random: Random, name: string, id: number): string {
  const box = name.toLowerCase().replace(/[^a-z]/g, '') || 'mail'
  return `${random.pick(['', 'j.', 'info.', 'x_'])}${box}${id}@${random.pick(['gmail.com', 'ziggo.nl', 'hotmail.com', 'kpnmail.nl'])}`
}
