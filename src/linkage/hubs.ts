import { FIELD, hasAll } from './field.js'
import { groupTokens, type Groups } from './groups.js'
import type { RecordSet, TokenColumn } from './record-set.js'
import { nameTagOf } from './tags.js'

/** More names than this on one telephone number or e-mail address: a guardian's or an office's. */
export const MOST_NAMES_PER_CONTACT = 4
/** More names than this at one address: a guardian's, a care home or a post office box. */
export const MOST_NAMES_PER_ADDRESS = 6

/** The values of a column and who uses them. A value that a hub shares says little of a person. */
export interface Shared {
  readonly groups: Groups
  /** `USE` of each group. */
  readonly use: Uint8Array
}

/** Who uses a value: people of one name, of a few, or of so many that it is a hub. */
export const USE = { own: 0, family: 1, hub: 2 } as const

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
    for (; at < end && names.length <= most; at += 1) {
      const record = owner[groups.order[at]!]!
      if (!hasAll(presence[record]!, FIELD.surname | FIELD.initial)) continue
      const name = nameTagOf(tags[record]!)
      if (!names.includes(name)) names.push(name)
    }
    if (names.length > 1) use[group] = names.length > most ? USE.hub : USE.family
  }
  return { groups, use }
}
