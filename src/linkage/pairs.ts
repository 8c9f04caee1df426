import { FIELD } from './field.js'
import { groupTokens } from './groups.js'
import {
  findHubs,
  findOwners,
  hubField,
  isHub,
  MOST_NAMES_PER_ADDRESS,
  MOST_NAMES_PER_CONTACT,
  USE,
  type Shared,
} from './hubs.js'
import { KIND, PROVES } from './kind.js'
import { PairTable } from './pair-table.js'
import { findRareNames } from './rarity.js'
import type { RecordSet, TokenColumn } from './record-set.js'
import { tierOf } from './tiers.js'
import { UnionFind } from './union-find.js'

/** Groups up to this size are paired completely; in larger ones each record meets the next few. */
const LARGEST_GROUP = 24
const NEXT_FEW = 3

const PLACE = FIELD.address | FIELD.postcode | FIELD.area
/** What one address proves: its place and its number. */
const WHOLE_ADDRESS = PLACE | FIELD.number

/** Pairs with their agreement, and what was found to be shared on the way. */
export interface Compared {
  readonly pairs: PairTable
  /** Group of a record's address, or -1. */
  readonly addressOf: Int32Array
  readonly addresses: Shared
}

/**
 * Compares the records that share a token, and adds address, telephone and e-mail where they agree
 * and are not shared by many names.
 *
 * @param rank Position of each record when sorted by id; pairs are over ranks' records, so that
 *   large groups are paired the same way in any order of arrival.
 */
export function compareRecords(records: RecordSet, rank: Int32Array): Compared {
  const pairs = new PairTable()
  for (const { code, proves } of Object.values(KIND)) {
    if (proves !== 0) pairUp(records.kind(code), rank, PROVES[code]!, pairs)
  }
  const addresses = findHubs(records, records.addresses, MOST_NAMES_PER_ADDRESS)
  const addressOf = new Int32Array(records.size).fill(-1)
  records.addresses.owner.values().forEach((record, entry) => {
    addressOf[record] = addresses.groups.of[entry]!
  })
  return { pairs: withContacts(records, pairs, addressOf, addresses), addressOf, addresses }
}

function pairUp(column: TokenColumn, rank: Int32Array, proves: number, pairs: PairTable): void {
  const { order, starts, count } = groupTokens(column)
  const owner = column.owner.values()
  for (let group = 0; group < count; group += 1) {
    const start = starts[group]!
    const size = starts[group + 1]! - start
    if (size < 2) continue
    let reach = size
    if (size > LARGEST_GROUP) {
      reach = NEXT_FEW + 1
      order
        .subarray(start, start + size)
        .sort((one, other) => rank[owner[one]!]! - rank[owner[other]!]!)
    }
    for (let at = 0; at < size; at += 1) {
      const record = owner[order[start + at]!]!
      for (let next = at + 1; next < Math.min(size, at + reach); next += 1) {
        const other = owner[order[start + next]!]!
        if (other !== record) pairs.add(record, other, proves)
      }
    }
  }
}

function withContacts(
  records: RecordSet,
  found: PairTable,
  addressOf: Int32Array,
  addresses: Shared,
): PairTable {
  const phones = contactsOf(records, KIND.phone.code)
  const emails = contactsOf(records, KIND.email.code)
  const haveRareName = findRareNames(records)
  const complete = new PairTable()
  const agreementOf = (low: number, high: number, proved: number): number => {
    let mask = proved
    const address = addressOf[low]!
    if (address >= 0 && address === addressOf[high]) {
      // Living in the same care home is no agreement on a place.
      const use = addresses.use[address]!
      if (isHub(use)) mask = (mask & ~WHOLE_ADDRESS) | hubField(use)
      else mask |= WHOLE_ADDRESS
    }
    mask |= commonContact(phones, low, high, FIELD.phone)
    mask |= commonContact(emails, low, high, FIELD.email)
    return haveRareName(low, high) ? mask | FIELD.rareName : mask
  }
  const same = new UnionFind(records.size)
  found.forEach((low, high, proved) => {
    if ((proved & FIELD.birthDate) === 0) return
    const agree = agreementOf(low, high, proved)
    const tier = tierOf({ agree, differ: 0, isDateMissing: false })
    if (tier === 1 || tier === 2) same.join(low, high)
  })
  findOwners(records, records.kind(KIND.phone.code), phones, same)
  findOwners(records, records.kind(KIND.email.code), emails, same)
  found.forEach((low, high, proved) => {
    complete.add(low, high, agreementOf(low, high, proved))
  })
  return complete
}

interface Contacts extends Shared {
  /** First entry of each record; entries of one record are consecutive. */
  readonly first: Int32Array
}

function contactsOf(records: RecordSet, code: number): Contacts {
  const column = records.kind(code)
  const first = new Int32Array(records.size + 1)
  for (const record of column.owner.values()) first[record + 1]! += 1
  for (let record = 0; record < records.size; record += 1) first[record + 1]! += first[record]!
  return { ...findHubs(records, column, MOST_NAMES_PER_CONTACT), first }
}

/** The bits for the best contact that two records have in common. */
function commonContact(contacts: Contacts, one: number, other: number, field: number): number {
  const { groups, use, first } = contacts
  let mask = 0
  for (let at = first[one]!; at < first[one + 1]!; at += 1) {
    const group = groups.of[at]!
    for (let next = first[other]!; next < first[other + 1]!; next += 1) {
      if (groups.of[next] !== group) continue
      if (isHub(use[group]!)) mask |= hubField(use[group]!)
      else mask |= use[group] === USE.own ? field | FIELD.ownContact : field
    }
  }
  return mask
}
