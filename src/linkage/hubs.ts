import { FIELD, hasAll } from './field.js'
import { groupTokens, type Groups } from './groups.js'
import type { RecordSet, TokenColumn } from './record-set.js'
import { nameTagOf } from './tags.js'
import { UnionFind } from './union-find.js'

/** More names than this on one telephone number or e-mail address: a guardian's or an office's. */
export const MOST_NAMES_PER_CONTACT = 4
/** More names than this at one address: a guardian's, a care home or a post office box. */
export const MOST_NAMES_PER_ADDRESS = 6

/** Up to this many names, a shared address or contact is one office's; beyond, it may be anything. */
const MOST_NAMES_PER_OFFICE = 100

/** The values of a column and who uses them. A value that a hub shares says little of a person. */
export interface Shared {
  readonly groups: Groups
  /** `USE` of each group. */
  readonly use: Uint8Array
}

/** Who uses a value: people of one name, of a few, an office's dozens of clients, or yet more. */
export const USE = { own: 0, family: 1, office: 2, crowd: 3 } as const

/** Whether so many names use it that it says little of a person. */
export function isHub(use: number): boolean {
  return use >= USE.office
}

/** What sharing a hub says: being served by one office, or less. */
export function hubField(use: number): number {
  return use === USE.office ? FIELD.office | FIELD.smallOffice : FIELD.office
}

/**
 * Groups the values of a column and tells how many names use each; more than `most` make a hub.
 *
 * A name is surname and first initial, counted by tag. The marks follow from the set of records
 * alone, so a hub is a hub for every record in the run, whichever came first.
 */
export function findHubs(records: RecordSet, column: TokenColumn, most: number): Shared {
  const groups = groupTokens(column)
  const use = new Uint8Array(groups.count)
  const owner = column.owner.values()
  const presence = records.presence.values()
  const tags = records.tags.values()
  const names: number[] = []
  for (let group = 0; group < groups.count; group += 1) {
    const end = groups.starts[group + 1]!
    let at = groups.starts[group]!
    if (end - at < 2) continue
    names.length = 0
    for (; at < end && names.length <= MOST_NAMES_PER_OFFICE; at += 1) {
      const record = owner[groups.order[at]!]!
      if (!hasAll(presence[record]!, FIELD.surname | FIELD.initial)) continue
      const name = nameTagOf(tags[record]!)
      if (!names.includes(name)) names.push(name)
    }
    use[group] = useBy(names.length, most)
  }
  return { groups, use }
}

function useBy(names: number, most: number): number {
  if (names < 2) return USE.own
  if (names <= most) return USE.family
  return names <= MOST_NAMES_PER_OFFICE ? USE.office : USE.crowd
}

/**
 * Corrects `family` to `own` where one person uses a contact under several names: a misspelt or
 * married name, or the initial of the name one is called by.
 *
 * @param same Records that are one person beyond doubt, whatever their names.
 */
export function findOwners(
  records: RecordSet,
  column: TokenColumn,
  { groups, use }: Shared,
  same: UnionFind,
): void {
  const owner = column.owner.values()
  const tags = records.tags.values()
  for (let group = 0; group < groups.count; group += 1) {
    if (use[group] !== USE.family) continue
    const users = groups.order.subarray(groups.starts[group]!, groups.starts[group + 1]!)
    const names = new UnionFind(users.length)
    users.forEach((entry, at) => {
      users.subarray(0, at).forEach((earlier, before) => {
        const [one, other] = [owner[entry]!, owner[earlier]!]
        const isOneName = nameTagOf(tags[one]!) === nameTagOf(tags[other]!)
        if (isOneName || same.find(one) === same.find(other)) names.join(before, at)
      })
    })
    if (names.labels().every((label) => label === 0)) use[group] = USE.own
  }
}
