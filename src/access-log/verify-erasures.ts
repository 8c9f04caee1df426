// What of one partition is there and what its term explains, for the independent checkers. Keep it to
// types and its own files.
import type { Erasure, Finding } from './verification.js'
import type { Statement } from './verify-note.js'
import { Numbers, unaccounted, type FirstPlaces, type Range } from './verify-numbers.js'

/** Months that entries are kept when nothing was decided, and the least that can be decided. */
export const TERM = { standard: 60, least: 36 } as const

type Report = (kind: Finding['kind'], index: number | null, detail: string) => void

/** An erasure as its entry says it, with what only the verifier needs. */
interface Said extends Erasure {
  /** Below this place in the tree leaves may have no record. */
  readonly below: number
  /** How many numbers up to `until` had no entry when it was done. */
  readonly missing: number
}

/** How long entries are kept from a number of the partition on. */
interface Term {
  readonly number: number
  readonly months: number
}

/** What the entries of a partition leave open, and what was erased of it. */
export interface Settled {
  /** Every erasure that the partition tells of, sound or not. */
  readonly erasures: readonly Erasure[]
  /** How many numbers are missing because they were erased. */
  readonly forgotten: number
  /** Below this place in the tree leaves may have no record. */
  readonly below: number
  /** Nothing that was erased is from this instant or later; empty when nothing was erased. */
  readonly before: string
}

/**
 * One controller's entries, as they come. Numbers have no gaps, unless the log itself says that entries
 * were erased at the end of their term, and what is left bears that out: whoever can add such an entry
 * and delete rows must not be able to explain them away.
 */
export class Partition {
  readonly #controller: string
  readonly #numbers = new Numbers()
  /** The numbers of each day: the first and the last. */
  readonly #days = new Map<string, { least: number; most: number }>()
  readonly #said: Said[] = []
  readonly #terms: Term[] = []
  readonly #unreadable: number[] = []
  #last: { day: string; span: { least: number; most: number } } | undefined

  constructor(controller: string) {
    this.#controller = controller
  }

  /** Takes note of an entry. @param day Of its instant, `2026-08-03`; left out when it is not to be trusted. */
  add(number: number, day?: string): void {
    this.#numbers.add(number)
    if (day === undefined) return
    if (this.#last?.day !== day) {
      const span = this.#days.get(day) ?? { least: number, most: number }
      this.#days.set(day, span)
      this.#last = { day, span }
    }
    const { span } = this.#last
    if (number < span.least) span.least = number
    if (number > span.most) span.most = number
  }

  /** Takes note of what a record says about erasing; of others it takes none. */
  hear(number: number, record: string): void {
    const { action, role, operation, at, objects = {} } = membersOf(record)
    if (action === 'FORGET_LOG' && role === 'job') {
      const said = erasureOf(this.#controller, number, at, objects)
      if (said === undefined) this.#unreadable.push(number)
      else this.#said.push(said)
    }
    const isTerm = operation === 'confirmPartition' || objects['kind'] === 'ACCESS_LOG'
    if (action !== 'CONFIG' || role !== 'operator' || !isTerm) return
    if (objects['controller'] !== this.#controller || !isCount(objects['term'])) return
    this.#terms.push({ number, months: objects['term'] })
  }

  /** Takes note of the numbers that were in the export when it was made. */
  expect(ranges: readonly Range[]): void {
    this.#numbers.goOnTo(ranges.at(-1)?.to ?? 0)
  }

  /** Says what is missing and not erased; to be called when all entries have been added. */
  settle(report: Report): Settled {
    for (const number of this.#unreadable) {
      report('ERASURE_UNFOUNDED', null, `${this.#named(number)} does not say what was erased`)
    }
    const sound: Said[] = []
    for (const erasure of this.#said.sort((a, b) => a.number - b.number)) {
      const wrong = this.#wrongWith(erasure)
      if (wrong === undefined) sound.push(erasure)
      else report('ERASURE_UNFOUNDED', null, `${this.#named(erasure.number)} ${wrong}`)
    }
    const most = sound.reduce<Said | undefined>(
      (found, one) => (one.until > (found?.until ?? 0) ? one : found),
      undefined,
    )
    if (most !== undefined) this.#numbers.forgottenUpTo(most.until)
    for (const { from, to } of this.#numbers.missing()) {
      const which = from === to ? `number ${from}` : `numbers ${from} to ${to}`
      report('NUMBER_GAP', null, `${this.#controller} has no ${which}`)
    }
    const forgotten = this.#numbers.forgotten()
    if (most !== undefined) this.#compare(most, sound, forgotten, report)
    return {
      erasures: this.#said.map(({ below: _, missing: __, ...said }) => said),
      forgotten,
      below: Math.max(0, ...sound.map(({ below }) => below)),
      before: sound.reduce((latest, { before }) => (before > latest ? before : latest), ''),
    }
  }

  /** The newest erasure knew how many were missing up to its number; later ones add what they took. */
  #compare(most: Said, sound: readonly Said[], forgotten: number, report: Report): void {
    const later = sound.filter(({ number }) => number > most.number)
    const told = later.reduce((total, { entries }) => total + entries, most.missing)
    if (forgotten > told) {
      const detail = `${this.#controller} lacks ${forgotten - told} entries more than were erased`
      report('RECORD_DELETED', null, detail)
    } else if (forgotten < told) {
      const detail = `${this.#controller} was to lack ${told} entries and lacks ${forgotten}`
      report('ERASURE_UNFOUNDED', null, detail)
    }
  }

  /** What speaks against an erasure; `undefined` when nothing does. */
  #wrongWith({ number, at, before, until, entries, missing }: Said): string | undefined {
    const months = this.#termAt(number)
    if (monthsAfter(before, months) > Date.parse(at)) {
      return `erased what was not ${months} months old`
    }
    if (until >= number || entries > missing || missing > until) return 'cannot be counted'
    // An entry may be some hours out of order, and not more than a day.
    const [young, earlier] = [dayAfter(before, 2), dayAfter(at, -1)]
    for (const [day, { least, most }] of this.#days) {
      if (day >= young && least < until) {
        return `erased number ${until}, which comes after number ${least} of ${day}`
      }
      if (day < earlier && most > number) return `comes before number ${most} of ${day}`
    }
    return undefined
  }

  #termAt(number: number): number {
    const decided = this.#terms
      .filter((term) => term.number < number)
      .sort((a, b) => a.number - b.number)
    return Math.max(decided.at(-1)?.months ?? TERM.standard, TERM.least)
  }

  #named(number: number): string {
    return `the erasure at number ${number} of ${this.#controller}`
  }
}

/**
 * Settles every partition, those too of which an export has lost all rows.
 *
 * @param statement What the log signed about the export.
 */
export function settleAll(
  partitions: ReadonlyMap<string, Partition>,
  statement: Statement | undefined,
  report: Report,
): Settled[] {
  const all = new Map(partitions)
  if (statement === undefined) {
    report('STATEMENT_INVALID', null, 'nothing that the log signed says how far this export goes')
  }
  for (const [controller, ranges] of statement ?? []) {
    const partition = all.get(controller) ?? new Partition(controller)
    all.set(controller, partition)
    partition.expect(ranges)
  }
  return [...all.values()].map((partition) => partition.settle(report))
}

/**
 * Names leaves without a record that no erasure explains.
 *
 * @param days What came where; left out for a tree that was opened anew, where places do not follow
 *   the time.
 */
export function reportDeleted(
  isSeen: Uint8Array,
  settled: readonly Settled[],
  days: FirstPlaces | undefined,
  report: Report,
): void {
  const forgotten = settled.reduce((total, one) => total + one.forgotten, 0)
  const before = settled.reduce((latest, one) => (one.before > latest ? one.before : latest), '')
  const below = Math.max(0, ...settled.map((one) => one.below))
  // What comes after an entry that was too young to be erased was too young as well.
  const young = before === '' || days === undefined ? Infinity : days.from(dayAfter(before, 2))
  for (const index of unaccounted(isSeen, forgotten, Math.min(below, young))) {
    const many = 'more leaves lack their record than entries were erased'
    report('RECORD_DELETED', index, index === null ? many : 'there is no record for this leaf')
  }
}

type Members = Readonly<Record<string, unknown>> & { readonly objects?: Record<string, unknown> }

function membersOf(record: string): Members {
  try {
    const parsed: unknown = JSON.parse(record)
    return typeof parsed === 'object' && parsed !== null ? (parsed as Members) : {}
  } catch {
    return {}
  }
}

function erasureOf(
  controller: string,
  number: number,
  at: unknown,
  { until, below, before, entries, missing }: Readonly<Record<string, unknown>>,
): Said | undefined {
  if (!isInstant(at) || !isInstant(before)) return undefined
  if (!isCount(until) || !isCount(below) || !isCount(entries) || !isCount(missing)) return undefined
  return { controller, number, at, before, until, entries, below, missing }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0
}

function isInstant(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]{8,12}Z$/.test(value)
}

function monthsAfter(instant: string, months: number): number {
  const date = new Date(instant)
  return date.setUTCMonth(date.getUTCMonth() + months)
}

/** The day of an instant, so many days later. */
function dayAfter(instant: string, days: number): string {
  const date = new Date(Date.parse(instant) + days * 86_400_000)
  return date.toISOString().slice(0, 10)
}
