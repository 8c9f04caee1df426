import { FIELD, hasAll } from './field.js'
import type { RecordSet } from './record-set.js'
import { nameTagOf, TAG_BITS } from './tags.js'

const NAMED = FIELD.surname | FIELD.initial

/**
 * Tells which names are not frequent in this run: those whose tag no more records have than tags have
 * on average. Two such records with one birth date, not a placeholder, are seldom two people; of
 * frequent names they often are.
 *
 * @returns For two records, whether they have one such name.
 */
export function findRareNames(records: RecordSet): (one: number, other: number) => boolean {
  const presence = records.presence.values()
  const tags = records.tags.values()
  const counts = new Int32Array(1 << TAG_BITS.name)
  for (let record = 0; record < records.size; record += 1) {
    if (hasAll(presence[record]!, NAMED)) counts[nameTagOf(tags[record]!)]! += 1
  }
  const average = Math.max(MANY_OF_ONE, records.size / counts.length)
  return (one, other) => {
    const name = nameTagOf(tags[one]!)
    const both = presence[one]! & presence[other]!
    if (!hasAll(both, NAMED) || (both & FIELD.placeholder) !== 0) return false
    return name === nameTagOf(tags[other]!) && counts[name]! <= average
  }
}

/** In a small run, one person with many records is no frequent name. */
const MANY_OF_ONE = 8
