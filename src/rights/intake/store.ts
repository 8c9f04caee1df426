import { integerArray, plainArray, textArray } from '../../db/arrays.js'
import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import { firstDayOf, type Day, type Month } from '../../kernel/calendar.js'
import type { Effects } from '../policy.js'

/** A resident of a municipality who asked for something, by pseudonym. */
export interface Marker {
  readonly municipality: string
  readonly request: string
  readonly key_year: number
  readonly tokens: readonly Buffer[]
  readonly intake: Effects['intake']
  /** What a pull says in the place of the envelope; null when delivery goes on. */
  readonly withheld: string | null
  /** Order of registration within the municipality. */
  readonly seq: number
}

/** Residents of municipalities whom new notifications are compared with; mostly none. */
export async function selectMarkers(
  tx: Tx,
  municipalities: readonly string[],
  today: Day,
): Promise<Marker[]> {
  if (municipalities.length === 0) return []
  const rows = await bulk<MarkerRow>(
    tx,
    `SELECT municipality, request, key_year, tokens, intake, withheld, seq
       FROM rights_markers($1::text[], $2::date)`,
    [textArray(municipalities), today],
  )
  return rows.map(toMarker)
}

/**
 * Those that were registered since, for the transaction that writes the notifications: one statement
 * for a whole batch, mostly without an answer. Until it ends, nobody else is registered there:
 * whoever registers afterwards finds what was written.
 *
 * @param newest Of each municipality that the notifications are for, the latest that is known.
 */
export async function awaitMarkers(
  tx: Tx,
  newest: ReadonlyMap<string, number>,
  today: Day,
): Promise<Marker[]> {
  if (newest.size === 0) return []
  const rows = await bulk<MarkerRow>(
    tx,
    `SELECT municipality, request, key_year, tokens, intake, withheld, seq
       FROM rights_markers_since($1::text[], $2::bigint[], $3::date)`,
    [textArray([...newest.keys()]), integerArray([...newest.values()]), today],
  )
  return rows.map(toMarker)
}

type MarkerRow = Omit<Marker, 'seq'> & { readonly seq: string }

function toMarker({ seq, ...marker }: MarkerRow): Marker {
  return { ...marker, seq: Number(seq) }
}

/** Notifications of one creditor that met one request. */
export interface Met {
  readonly request: string
  readonly municipality: string
  readonly creditor: string
  readonly ids: readonly string[]
  readonly isBlocked: boolean
  readonly withheld: string | null
}

/** Notes that new notifications met a request, and holds those that were accepted. */
export async function noteMet(tx: Tx, met: Met, month: Month, at: Date): Promise<void> {
  await bulk(
    tx,
    'SELECT rights_met($1::uuid, $2, $3::uuid[], $4::date, $5::boolean, $6, $7::timestamptz)',
    [
      met.request,
      met.creditor,
      plainArray(met.ids),
      firstDayOf(month),
      met.isBlocked,
      met.withheld,
      at,
    ],
  )
}
