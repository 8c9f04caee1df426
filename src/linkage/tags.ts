/**
 * Short keyed digests that show a difference without showing a value: about nine birth dates share a
 * date tag, thousands of names a name tag.
 */
export interface Tags {
  /** 12 bits of the birth date; meaningful only when the record has one. */
  readonly date: number
  /** 6 bits of the first two initials; meaningful only when the record has two undoubted ones. */
  readonly initials: number
  /** 12 bits of surname and first initial, to count how many names share a contact or address. */
  readonly name: number
}

/** Bits of each tag, low to high in one 30-bit integer. */
export const TAG_BITS = { date: 12, initials: 6, name: 12 } as const

const DATE_MASK = (1 << TAG_BITS.date) - 1
const INITIALS_MASK = (1 << TAG_BITS.initials) - 1
const NAME_MASK = (1 << TAG_BITS.name) - 1
const NAME_SHIFT = TAG_BITS.date + TAG_BITS.initials

/** Packs tags into one integer below 2^30; surplus high bits of each are dropped. */
export function packTags({ date, initials, name }: Tags): number {
  return (
    (date & DATE_MASK) |
    ((initials & INITIALS_MASK) << TAG_BITS.date) |
    ((name & NAME_MASK) << NAME_SHIFT)
  )
}

/** The date tag in packed tags. */
export function dateTagOf(tags: number): number {
  return tags & DATE_MASK
}

/** The initials tag in packed tags. */
export function initialsTagOf(tags: number): number {
  return (tags >>> TAG_BITS.date) & INITIALS_MASK
}

/** The name tag in packed tags. */
export function nameTagOf(tags: number): number {
  return (tags >>> NAME_SHIFT) & NAME_MASK
}
