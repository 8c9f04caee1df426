import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import type { Day } from '../../kernel/calendar.js'
import type { ClockAnswer, ClockKind } from '../deadline.js'

/** A request of a resident with its clock; the person is not in it. */
export interface Clock {
  readonly request: string
  readonly municipality: string
  readonly kind: ClockKind
  /** Reference of the municipality's file, and why. */
  readonly reference: string
  readonly receivedOn: Day
  readonly registeredAt: Date
  readonly party: string
  readonly holder: string
  /** Last day on which the answer is in time. */
  readonly dueOn: Day
  readonly extendedAt: Date | null
  readonly extendedBy: string | null
  readonly extensionReason: string | null
  readonly answeredAt: Date | null
  readonly answeredBy: string | null
  readonly answer: ClockAnswer | null
  readonly entry: string
}

type Instants = 'registeredAt' | 'extendedAt' | 'answeredAt'
type Row = Omit<Clock, Instants> & {
  readonly registeredAt: string
  readonly extendedAt: string | null
  readonly answeredAt: string | null
}

const COLUMNS = `request, municipality, kind, reference, received_on AS "receivedOn",
  registered_at AS "registeredAt", party, holder, due_on AS "dueOn", extended_at AS "extendedAt",
  extended_by AS "extendedBy", extension_reason AS "extensionReason",
  answered_at AS "answeredAt", answered_by AS "answeredBy", answer, entry`

/** Requests that are listed at once. */
const LISTED = 500

/** Requests that the overview shows. */
const FIRST = 20

/** Some of the requests of a municipality, and behind which one the next page begins. */
export interface ClockList {
  readonly clocks: readonly Clock[]
  /** `undefined` on the last page. */
  readonly next: string | undefined
}

/**
 * Requests of a municipality, open ones first and of those the one that is due first; a page at most.
 *
 * @param after Request behind which to go on; from the beginning when there is none of that id.
 */
export async function selectClocks(
  tx: Tx,
  municipality: string,
  after: string | null = null,
): Promise<ClockList> {
  const rows = await bulk<Row>(
    tx,
    `WITH placed AS (
       SELECT c.*, row_number() OVER (
                ORDER BY answered_at IS NOT NULL, CASE WHEN answered_at IS NULL THEN due_on END,
                         answered_at DESC, request) AS place
         FROM rights_clock c WHERE municipality = $1)
     SELECT ${COLUMNS} FROM placed
      WHERE place > coalesce((SELECT place FROM placed WHERE request = $2::uuid), 0)
      ORDER BY place LIMIT ${LISTED + 1}`,
    [municipality, after],
  )
  const clocks = rows.slice(0, LISTED).map(toClock)
  return { clocks, next: rows.length > LISTED ? clocks.at(-1)?.request : undefined }
}

/** What waits for an answer at a municipality. */
export interface OpenClocks {
  /** Those that are due first, at most 20. */
  readonly first: readonly Clock[]
  /** All that are open; of those, due within the days that were asked for, and late. */
  readonly open: number
  readonly soon: number
  readonly late: number
}

/** What waits for an answer at a municipality: all counted, the first ones shown. */
export async function selectOpenClocks(
  tx: Tx,
  municipality: string,
  today: Day,
  soonDays: number,
): Promise<OpenClocks> {
  const first = await bulk<Row>(
    tx,
    `SELECT ${COLUMNS} FROM rights_clock WHERE municipality = $1 AND answered_at IS NULL
      ORDER BY due_on, request LIMIT ${FIRST}`,
    [municipality],
  )
  const [counts] = await bulk<Record<'open' | 'soon' | 'late', number>>(
    tx,
    `SELECT count(*)::integer AS open, count(*) FILTER (WHERE due_on < $2::date)::integer AS late,
            count(*) FILTER (WHERE due_on BETWEEN $2::date AND $2::date + $3::integer)::integer AS soon
       FROM rights_clock WHERE municipality = $1 AND answered_at IS NULL`,
    [municipality, today, soonDays],
  )
  return { first: first.map(toClock), ...counts! }
}

/** One request; `undefined` when the municipality has none of that id. Locked when it is to change. */
export async function selectClock(
  tx: Tx,
  municipality: string,
  request: string,
  toChange: boolean,
): Promise<Clock | undefined> {
  const [row] = await bulk<Row>(
    tx,
    `SELECT ${COLUMNS} FROM rights_clock WHERE municipality = $1 AND request = $2::uuid
     ${toChange ? 'FOR UPDATE' : ''}`,
    [municipality, request],
  )
  return row && toClock(row)
}

/** A clock as it starts. */
export type NewClock = Pick<
  Clock,
  | 'request'
  | 'municipality'
  | 'kind'
  | 'reference'
  | 'receivedOn'
  | 'registeredAt'
  | 'party'
  | 'holder'
  | 'dueOn'
  | 'entry'
>

/** Starts the clock of a request; false when there is one of that id. */
export async function insertClock(tx: Tx, clock: NewClock): Promise<boolean> {
  const rows = await bulk(
    tx,
    `INSERT INTO rights_clock (request, municipality, kind, reference, received_on, registered_at,
                               party, holder, due_on, entry)
     VALUES ($1::uuid, $2, $3, $4, $5::date, $6::timestamptz, $7, $8, $9::date, $10::uuid)
     ON CONFLICT DO NOTHING RETURNING request`,
    [
      clock.request,
      clock.municipality,
      clock.kind,
      clock.reference,
      clock.receivedOn,
      clock.registeredAt,
      clock.party,
      clock.holder,
      clock.dueOn,
      clock.entry,
    ],
  )
  return rows.length > 0
}

/** Gives a request until another day. */
export async function extendClock(
  tx: Tx,
  { request, dueOn, reason, by, at }: Extension,
): Promise<void> {
  await bulk(
    tx,
    `UPDATE rights_clock SET due_on = $2::date, extended_at = $3::timestamptz, extended_by = $4,
            extension_reason = $5 WHERE request = $1::uuid`,
    [request, dueOn, at, by, reason],
  )
}

/** An extension as it is kept. */
export interface Extension {
  readonly request: string
  readonly dueOn: Day
  readonly reason: string
  /** Role pseudonym. */
  readonly by: string
  readonly at: Date
}

/** Stops the clock of a request. */
export async function answerClock(
  tx: Tx,
  { request, answer, by, at }: { request: string; answer: ClockAnswer; by: string; at: Date },
): Promise<void> {
  await bulk(
    tx,
    `UPDATE rights_clock SET answered_at = $2::timestamptz, answered_by = $3, answer = $4
      WHERE request = $1::uuid`,
    [request, at, by, answer],
  )
}

/** How the requests of a municipality stand; names nobody. */
export interface ClockCount {
  readonly municipality: string
  /** Party whose log it belongs to. */
  readonly controller: string
  readonly open: number
  /** Due within the days that were asked for. */
  readonly soon: number
  readonly late: number
}

/** Open requests of every municipality that has any. */
export async function selectClockCounts(
  tx: Tx,
  today: Day,
  soonDays: number,
): Promise<ClockCount[]> {
  const rows = await bulk<Record<keyof ClockCount, string>>(
    tx,
    'SELECT municipality, controller, open, soon, late FROM rights_clocks($1::date, $2::integer)',
    [today, soonDays],
  )
  return rows.map(({ municipality, controller, open, soon, late }) => ({
    municipality,
    controller,
    open: Number(open),
    soon: Number(soon),
    late: Number(late),
  }))
}

function toClock(row: Row): Clock {
  const instant = (text: string | null) => (text === null ? null : new Date(text))
  return {
    ...row,
    registeredAt: new Date(row.registeredAt),
    extendedAt: instant(row.extendedAt),
    answeredAt: instant(row.answeredAt),
  }
}
