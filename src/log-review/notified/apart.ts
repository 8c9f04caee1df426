/** By what notifications of one epoch tell a resident from others of that name; see `identity`. */
export interface ApartMarks {
  readonly epoch: number
  readonly dated: Buffer | null
  readonly undated: Buffer
  readonly addition: Buffer | null
}

/** What a notification about somebody of that name and first initial is matched by. */
export interface NotifiedMarks {
  readonly epoch: number | null
  /** Name, birth date when there was one, and address. */
  readonly subject: Buffer | null
  /** The dwelling within the building; null when it was not said. */
  readonly addition: Buffer | null
}

/**
 * Whether a notification about a name, first initial and address is about this resident: birth date or
 * addition agree (`YES`), differ (`OTHER`), or one side does not say (`UNKNOWN`); `DOUBTFUL` when one
 * side does not say and others of that name are known there.
 */
export type Agreement = 'YES' | 'UNKNOWN' | 'DOUBTFUL' | 'OTHER'

/**
 * Judges notifications that have name, first initial and house number in common with a resident.
 *
 * @param notified In any order; of epochs whose secret is gone nothing can be said.
 * @returns One for each, in the same order.
 */
export function tellApart(
  notified: readonly NotifiedMarks[],
  marks: readonly ApartMarks[],
): Agreement[] {
  const byEpoch = new Map(marks.map((one) => [one.epoch, one]))
  const judged = notified.map((one) => judge(one, byEpoch.get(one.epoch ?? -1)))
  const isShared = judged.includes('OTHER') || severalIn(notified, byEpoch)
  return judged.map((one) => (one === 'UNKNOWN' && isShared ? 'DOUBTFUL' : one))
}

function judge(
  { subject, addition }: NotifiedMarks,
  known: ApartMarks | undefined,
): 'YES' | 'UNKNOWN' | 'OTHER' {
  if (known === undefined || subject === null) return 'UNKNOWN'
  const { dated, undated } = known
  const isUndated = subject.equals(undated)
  const isSameDate = dated !== null && subject.equals(dated)
  if (dated !== null && !isUndated && !isSameDate) return 'OTHER'
  const isBothAddition = addition !== null && known.addition !== null
  if (isBothAddition && !addition.equals(known.addition)) return 'OTHER'
  return isSameDate || isBothAddition ? 'YES' : 'UNKNOWN'
}

/** Two birth dates or two additions within an epoch are two people, whoever is asked about. */
function severalIn(
  notified: readonly NotifiedMarks[],
  byEpoch: ReadonlyMap<number, ApartMarks>,
): boolean {
  const dates = new Map<number, Set<string>>()
  const additions = new Map<number, Set<string>>()
  for (const { epoch, subject, addition } of notified) {
    const known = byEpoch.get(epoch ?? -1)
    if (known === undefined || epoch === null) continue
    if (subject !== null && !subject.equals(known.undated)) note(dates, epoch, subject)
    if (addition !== null) note(additions, epoch, addition)
  }
  return [...dates.values(), ...additions.values()].some(({ size }) => size > 1)
}

function note(seen: Map<number, Set<string>>, epoch: number, mark: Buffer): void {
  const known = seen.get(epoch) ?? new Set<string>()
  seen.set(epoch, known.add(mark.toString('hex')))
}
