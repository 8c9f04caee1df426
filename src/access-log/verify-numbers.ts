// Which numbers and places are there, for the independent checkers. Imports nothing. Keep it so.

/** Numbers from one to another, both included. */
export interface Range {
  readonly from: number
  readonly to: number
}

/**
 * The numbers of one controller's entries, as they come. They begin at 1 and have no gaps, unless the
 * log itself says that entries were erased at the end of their term: then those up to a number may be
 * missing. Numbers mostly come in order, so what is kept is where they do not.
 */
export class Numbers {
  #next = 1
  #gaps: { from: number; to: number }[] = []
  #until = 0

  /** Takes note of a number; one that came before changes nothing. */
  add(number: number): void {
    if (number === this.#next) {
      this.#next += 1
    } else if (number > this.#next) {
      this.#gaps.push({ from: this.#next, to: number - 1 })
      this.#next = number + 1
    } else {
      this.#gaps = this.#gaps.flatMap((gap) => withoutNumber(gap, number))
    }
  }

  /** Takes note that entries up to a number were erased. */
  forgottenUpTo(number: number): void {
    this.#until = Math.max(this.#until, number)
  }

  /** Takes note that there are numbers up to this one. */
  goOnTo(number: number): void {
    if (number < this.#next) return
    this.#gaps.push({ from: this.#next, to: number })
    this.#next = number + 1
  }

  /** Numbers that are missing and were not erased, as ranges. */
  missing(): readonly Range[] {
    return this.#gaps
      .filter(({ to }) => to > this.#until)
      .map(({ from, to }) => ({ from: Math.max(from, this.#until + 1), to }))
  }

  /** How many numbers are missing because they were erased. */
  forgotten(): number {
    const none = this.#until >= this.#next ? this.#until - this.#next + 1 : 0
    return this.#gaps.reduce(
      (total, { from, to }) => total + Math.max(0, Math.min(to, this.#until) - from + 1),
      none,
    )
  }
}

function withoutNumber({ from, to }: { from: number; to: number }, number: number) {
  if (number < from || number > to) return [{ from, to }]
  return [
    { from, to: number - 1 },
    { from: number + 1, to },
  ].filter((gap) => gap.from <= gap.to)
}

/**
 * Leaves that lack their record although it was not erased.
 *
 * Leaves say nothing about what they stand for, so erased ones are counted: as many may be without a
 * record as numbers of partitions are missing by their term. Those beyond the last place where anything
 * was erased are named; of the rest only how many there are can be said.
 *
 * @param isSeen 1 for each leaf with a record.
 * @returns Indexes; `null` stands for some that cannot be told from erased ones.
 */
export function unaccounted(
  isSeen: Uint8Array,
  forgotten: number,
  below: number,
): (number | null)[] {
  let unseen = 0
  for (const seen of isSeen) if (seen === 0) unseen += 1
  let excess = unseen - forgotten
  if (excess <= 0) return []
  const found: (number | null)[] = []
  const from = forgotten === 0 ? 0 : below
  for (let at = isSeen.indexOf(0, from); at >= 0; at = isSeen.indexOf(0, at + 1)) {
    found.push(at)
    excess -= 1
  }
  if (excess > 0) found.unshift(null)
  return found
}

/** The first place in the tree of each day: places follow the time, but for some hours. */
export class FirstPlaces {
  readonly #days = new Map<string, number>()
  #last = ''

  /** Takes note of an entry. @param day Of its instant, `2026-08-03`. */
  add(index: number, day: string): void {
    // Mostly they come in order, and the first of a day was noted.
    if (day === this.#last && index >= this.#days.get(day)!) return
    this.#last = day
    this.#days.set(day, Math.min(index, this.#days.get(day) ?? index))
  }

  /** The first place with an entry of this day or a later one; infinite when there is none. */
  from(day: string): number {
    const later = [...this.#days].filter(([each]) => each >= day)
    return Math.min(Infinity, ...later.map(([, index]) => index))
  }
}
