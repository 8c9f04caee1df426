import {
  addDays,
  dayOf,
  firstDayOf,
  instantOf,
  type Month,
  monthOf,
  monthsAfter,
  monthsBefore,
} from '../kernel/calendar.js'

/** When a job is due, by the clocks in Amsterdam. */
export interface Rhythm {
  /** Daily, or on the first of the month. */
  readonly every: 'day' | 'month'
  /** The whole hour at which it is due. */
  readonly hour: number
}

/** Jobs that run once for the whole hub; they come first when several are due. */
export const HUB_SCHEDULE = {
  /** Partitions of the months ahead; readiness fails without them. */
  partitions: { every: 'day', hour: 0 },
  /** Receipts, ledgers and log entries whose term is over; partitions that are empty for good. */
  forget: { every: 'day', hour: 5 },
  /** What officers look at of the month before, once its feeds are closed. */
  review: { every: 'month', hour: 7 },
  /** Requests of residents that are nearly late or late. */
  remind: { every: 'day', hour: 7 },
} as const satisfies Readonly<Record<string, Rhythm>>

/** Jobs that run for each municipality, in the order in which they run when several are due. */
export const SERVED_SCHEDULE = {
  /** The feed of the month before, on the 1st at 06:00. */
  close: { every: 'month', hour: 6 },
  /** Cases of the running month. */
  match: { every: 'day', hour: 1 },
  /** Sealed identities and everything else of a municipality whose term is over. */
  purge: { every: 'day', hour: 4 },
} as const satisfies Readonly<Record<string, Rhythm>>

/** A job of the hub with a rhythm. */
export type HubJob = keyof typeof HUB_SCHEDULE

/** A job of each municipality. */
export type ServedJob = keyof typeof SERVED_SCHEDULE

/** Log entries wait this long for their place in the tree; counted refusals become entries with them. */
export const SEQUENCE_EVERY_MS = 1_000

/** How often entries are sent to a collector, and tried again when it did not take them. */
export const SHIP_EVERY_MS = 5_000

/** How often the newest checkpoint is shown to witnesses. */
export const WITNESS_EVERY_MS = 10_000

/** How often a process looks whether a job is due. */
export const LOOK_EVERY_MS = 5_000

/** How often each process counts what comes to its end, for its metrics. */
export const EXPIRY_EVERY_MS = 600_000

/** How often each process makes missing secrets, and reads those that another process made. */
export const KEYS_EVERY_MS = 3_600_000

/** One run that is due. */
export interface Due {
  /** The instant from which it was due. */
  readonly slot: Date
  /** The month it is about: the running one, or of a monthly job the one before. */
  readonly month: Month
  /** Where the time that it is about begins. */
  readonly begins: Date
}

/**
 * The runs of a job that are due, oldest first. A day that was missed is not made up for, because the
 * next run does its work; a month is, because every month is closed.
 *
 * @param since Up to and including this instant nothing needs to run any more.
 * @param until The last instant for which there is any work; `null` while there is no end.
 */
export function dueRuns(
  { every, hour }: Rhythm,
  since: Date,
  now: Date,
  until: Date | null = null,
): readonly Due[] {
  const found = every === 'day' ? latestDay(hour, now) : months(hour, since, now)
  return found.filter(({ slot, begins }) => slot > since && (until === null || begins <= until))
}

function latestDay(hour: number, now: Date): Due[] {
  const today = dayOf(now)
  const slot = [today, addDays(today, -1)]
    .map((day) => instantOf(day, hour))
    .find((instant) => instant <= now)!
  return [{ slot, month: monthOf(dayOf(slot)), begins: slot }]
}

function months(hour: number, since: Date, now: Date): Due[] {
  const found: Due[] = []
  const last = monthOf(dayOf(now))
  for (let at = monthOf(dayOf(since)); at <= last; at = monthsAfter(at, 1)) {
    const slot = instantOf(firstDayOf(at), hour)
    const month = monthsBefore(at, 1)
    if (slot <= now) found.push({ slot, month, begins: instantOf(firstDayOf(month), 0) })
  }
  return found
}
