import type { components } from '../../generated/openapi.js'
import { matchAddress } from '../../identity/address.js'
import { surnameParts } from '../../identity/name.js'
import type { BrpAnswer } from './adapter.js'

type Identity = components['schemas']['NotificationEarly']

/** How what a creditor reported differs from the register. */
export const DEVIATIONS = [
  'DECEASED',
  'MOVED_AWAY',
  'MOVED',
  'SECRET_ADDRESS',
  'OTHER_NAME',
  'NOT_FOUND',
  'NOT_UNIQUE',
] as const
export type Deviation = (typeof DEVIATIONS)[number]

/** What a check found about one notification; kept with the case, which is never dropped for it. */
export interface BrpMark {
  readonly checkedOn: string
  /** None when the register says the same. */
  readonly deviations: readonly Deviation[]
  /** Where the register has the resident now, with `MOVED_AWAY`: to whom the case could be transferred. */
  readonly municipalityCode?: string
}

/**
 * Compares what a creditor reported with what the register has. Spelling is not compared: names by
 * their letters without prefixes, where any part of a double name will do, addresses by what tells
 * dwellings apart. A secret address is not looked at, whatever the answer holds.
 */
export function markOf(reported: Identity, answer: BrpAnswer, checkedOn: string): BrpMark {
  if (answer.result !== 'FOUND') return { checkedOn, deviations: [answer.result] }
  const { deceasedOn, isSecret = false, municipalityCode } = answer
  const isAway = municipalityCode !== undefined && municipalityCode !== reported.municipalityCode
  const found: Deviation[] = []
  if (deceasedOn !== undefined) found.push('DECEASED')
  if (isSecret) found.push('SECRET_ADDRESS')
  if (!isSecret && isAway) found.push('MOVED_AWAY')
  if (!isSecret && !isAway && hasMoved(reported, answer)) found.push('MOVED')
  if (isOther(reported, answer)) found.push('OTHER_NAME')
  return {
    checkedOn,
    deviations: DEVIATIONS.filter((one) => found.includes(one)),
    ...(found.includes('MOVED_AWAY') && { municipalityCode: municipalityCode! }),
  }
}

function hasMoved({ address }: Identity, answer: BrpAnswer): boolean {
  const { postcode, houseNumber, addition } = answer
  if (postcode === undefined && houseNumber === undefined) return false
  const here = matchAddress(address)
  const there = matchAddress({
    postcode: postcode ?? address.postcode,
    houseNumber: houseNumber ?? address.houseNumber,
    addition,
  })
  const isSamePostcode =
    here.postcode === '' || there.postcode === ''
      ? plain(address.postcode) === plain(postcode ?? address.postcode)
      : here.postcode === there.postcode
  // One creditor in five leaves the addition out; that is no move.
  const isSameAddition =
    here.addition === '' || there.addition === '' || here.addition === there.addition
  return !isSamePostcode || here.number !== there.number || !isSameAddition
}

function isOther({ person }: Identity, { surname }: BrpAnswer): boolean {
  if (surname === undefined) return false
  const here = surnameParts(person.surname)
  const there = surnameParts(surname)
  if (here.length === 0 || there.length === 0) return person.surname !== surname
  return !here.some(({ core, sound }) =>
    there.some((other) => other.core === core || other.sound === sound),
  )
}

function plain(postcode: string): string {
  return postcode.replace(/\s/g, '').toUpperCase()
}
