import { bulk } from '../db/bulk.js'
import type { Tx } from '../db/client.js'
import type { BreachQuestion, Touch } from './breach.js'

/** A touch with the municipality whose household it was. */
export type MunicipalTouch = Touch & { readonly municipality: string }

/** Touches that one question can find in a partition. */
export const MOST_TOUCHES = 1_000_000

/**
 * Every household that allowed entries of one partition touched, by municipality. What a pull of a
 * feed released, or a list of its cases showed, is named by the entry that closed the month: by place,
 * and the place by its case.
 */
export function selectTouches(
  tx: Tx,
  controller: string,
  { party, certificate, from, until }: BreachQuestion,
): Promise<MunicipalTouch[]> {
  return bulk<MunicipalTouch>(
    tx,
    `WITH hit AS MATERIALIZED (
       SELECT e.entry, e.number, e.at, e.action, e.operation, e.actor, e.objects, e.municipality,
              e.closing_entry
         FROM log_entry e
        WHERE e.controller = $1 AND e.result = 'ALLOW'
          AND ($2::text IS NULL OR $2::text IN (e.actor, e.executor))
          AND ($3::text IS NULL OR e.actor_key = $3::text)
          AND e.at >= coalesce($4::timestamptz, '-infinity')
          AND e.at < coalesce($5::timestamptz, 'infinity')
     ), touched AS (
       SELECT h.entry, s.household, s.reference FROM hit h
         JOIN log_subject s ON s.entry = h.entry AND s.household IS NOT NULL
        WHERE s.reference !~ '^feed/'
       UNION
       SELECT h.entry, s.household, i.case_id::text
         FROM hit h
         JOIN log_subject s ON s.entry = h.closing_entry
          AND s.household IS NOT NULL AND s.reference ~ '^feed/[0-9]{4}-[0-9]{2}/[0-9]{1,9}$'
          AND log_means_place(h.objects, split_part(s.reference, '/', 3)::integer)
         LEFT JOIN feed_item i ON i.municipality = h.municipality
          AND i.month = to_date(split_part(s.reference, '/', 2), 'YYYY-MM')
          AND i.position = split_part(s.reference, '/', 3)::integer
     )
     SELECT h.entry AS "entryId", h.number::integer AS number, h.at::text AS at, h.action,
            h.operation, h.actor, encode(t.household, 'hex') AS household,
            coalesce(t.reference, '') AS reference,
            coalesce(h.municipality, (SELECT r.municipality FROM party_role r
              WHERE r.party = $1 AND r.role = 'municipality'), '') AS municipality
       FROM touched t JOIN hit h ON h.entry = t.entry
      ORDER BY h.number LIMIT ${MOST_TOUCHES}`,
    [controller, party ?? null, certificate ?? null, from ?? null, until ?? null],
  )
}

/** The partitions of the log, by controller. */
export async function selectControllers(tx: Tx): Promise<string[]> {
  const rows = await bulk<{ controller: string }>(
    tx,
    'SELECT controller FROM log_partition ORDER BY controller',
  )
  return rows.map(({ controller }) => controller)
}

/** The active sealing key of each municipality that has one; the newest version. */
export async function selectRecipients(tx: Tx): Promise<ReadonlyMap<string, object>> {
  const rows = await bulk<{ municipality: string; jwk: object }>(
    tx,
    `SELECT DISTINCT ON (municipality) municipality, jwk FROM sealing_key
      WHERE status = 'ACTIVE' ORDER BY municipality, version DESC`,
  )
  return new Map(rows.map(({ municipality, jwk }) => [municipality, jwk]))
}
