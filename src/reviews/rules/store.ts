import { bulk, type Bound } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import type { AnomalyKind, Match } from '../rules.js'
import {
  CASE_LOOKS,
  ENDED_WITHOUT_APPROACH,
  HANDED_TO_PEOPLE,
  LISTS,
  REVIEW_RULES,
} from '../rules.js'

/** The month that is reviewed: from an instant up to another, not included. */
export interface Span {
  readonly from: Date
  readonly until: Date
}

/** Every match of a rule, with the most telling ones first and at most so many. */
export interface Matches {
  readonly all: number
  readonly first: readonly Match[]
}

interface Row {
  readonly entry: string
  readonly number: string
  readonly actor: string
  readonly facts: Match['facts']
  readonly found: string
}

const { bulkTimes, bulkMargin, usualWeeks, worksFromHour, worksUntilHour } = REVIEW_RULES
const { samePersonTimes, contactWithinDays, mostPerRule } = REVIEW_RULES

/** Cases that were delivered earlier are forgotten, or are about a month long past. */
const deliveredMonths = 13

/** What people and their software look at; deliveries and jobs are another matter. */
const LOOKS = `('VIEW', 'PULL', 'LOG_READ', 'LOG_EXPORT', 'TRACE')`
const LOCAL = `(e.at AT TIME ZONE 'Europe/Amsterdam')`

/** Every statement takes controller, from and until, and gives number, actor and facts. */
const STATEMENTS: Readonly<Record<AnomalyKind, string>> = {
  // Raised when it happened; here it becomes something to look into.
  ENUMERATION: `
    SELECT e.number, e.actor, jsonb_build_object('on', ${LOCAL}::date,
             'looks', (e.objects ->> 'subjectsOfDay')::integer) AS facts, e.number AS weight
      FROM log_entry e
     WHERE e.controller = $1 AND e.at >= $2::timestamptz AND e.at < $3::timestamptz
       AND e.action = 'ALARM'`,
  OWN_ADDRESS: `
    SELECT number, actor, jsonb_build_object('on', at::date) AS facts, 0 AS weight
      FROM review_own_looks($2::timestamptz, $3::timestamptz)
     WHERE $1 = current_setting('hub.controller', true)`,
  // A case was looked at although it had been closed on an earlier day.
  AFTER_CLOSING: `
    SELECT e.number, e.actor, jsonb_build_object('on', ${LOCAL}::date, 'cases', count(*),
             'month', to_char(min(e.month), 'YYYY-MM')) AS facts, count(*) AS weight
      FROM review_case_looks($2::timestamptz, $3::timestamptz, ${words(CASE_LOOKS)}) e
      JOIN party_role r ON r.party = $1 AND r.role = 'municipality'
      JOIN LATERAL (SELECT o.closed_on FROM outcome o
                     WHERE o.municipality = r.municipality AND o.month = e.month
                       AND o.case_id = e.case_id ORDER BY o.version DESC LIMIT 1) o
        ON o.closed_on < ${LOCAL}::date
     GROUP BY e.number, e.actor, e.at`,
  // Each look is an entry, and opening a case is a look and what was opened: the more counts. The
  // keys of two years give the same looks twice.
  SAME_PERSON: `
    SELECT DISTINCT ON (number, weight) number, actor, facts, weight FROM (
      SELECT g.number, g.actor, looks AS weight, jsonb_build_object('looks', looks) AS facts FROM (
        SELECT max(e.number) AS number, e.actor,
               greatest(count(DISTINCT e.entry) FILTER (WHERE e.action <> 'PULL'),
                        count(DISTINCT e.entry) FILTER (WHERE e.action = 'PULL')) AS looks
          FROM log_entry e JOIN log_subject s ON s.entry = e.entry AND s.household IS NOT NULL
         WHERE e.controller = $1 AND e.at >= $2::timestamptz AND e.at < $3::timestamptz
           AND (e.action IN ('VIEW', 'TRACE') AND e.operation <> ALL (${words(LISTS)})
             OR e.action = 'PULL' AND e.operation = ANY (${words(HANDED_TO_PEOPLE)}))
           AND e.result = 'ALLOW'
         GROUP BY s.household, e.actor, e.actor_key) g
       WHERE looks >= ${samePersonTimes}) s ORDER BY number, weight`,
  // Against the earlier days on which the party did the same; who never did has nothing usual.
  BULK: `
    WITH days AS (
      SELECT e.actor, e.operation, ${LOCAL}::date AS day, sum(e.count) AS items,
             max(e.number) AS number, min(e.at) AS at
        FROM log_entry e
       WHERE e.controller = $1 AND e.action IN ${LOOKS} AND e.result = 'ALLOW' AND e.actor <> 'hub'
         AND e.at >= $2::timestamptz - interval '${usualWeeks} weeks' AND e.at < $3::timestamptz
       GROUP BY 1, 2, 3
    )
    SELECT d.number, d.actor, jsonb_build_object('on', d.day, 'items', d.items,
             'usual', coalesce(u.median, 0)) AS facts, d.items AS weight
      FROM days d
     CROSS JOIN LATERAL (SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY b.items) AS median
                           FROM days b WHERE b.actor = d.actor AND b.operation = d.operation
                            AND b.day < d.day) u
     WHERE d.at >= $2::timestamptz
       AND d.items > ${bulkTimes} * coalesce(u.median, 0) + ${bulkMargin}`,
  OUT_OF_HOURS: `
    WITH outside AS (
      SELECT e.number, e.actor, e.actor_key, ${LOCAL}::date AS day
        FROM log_entry e
       WHERE e.controller = $1 AND e.at >= $2::timestamptz AND e.at < $3::timestamptz
         AND e.actor_key IS NOT NULL AND e.result = 'ALLOW' AND e.action IN ${LOOKS}
         AND (extract(isodow FROM ${LOCAL}) > 5
           OR extract(hour FROM ${LOCAL}) < ${worksFromHour}
           OR extract(hour FROM ${LOCAL}) >= ${worksUntilHour})
    )
    SELECT max(o.number) AS number, o.actor, count(*) AS weight,
           jsonb_build_object('on', o.day, 'looks', count(*), 'holder', h.holder) AS facts
      FROM outside o
      JOIN review_holders(ARRAY(SELECT DISTINCT actor_key FROM outside)) h
        ON h.fingerprint = o.actor_key
     GROUP BY o.actor, o.day, h.holder`,
  // Cases whose term to do something ended in the month that is reviewed: from when they were first
  // handed out, however that was.
  NO_CONTACT: `
    WITH handed AS (
      SELECT DISTINCT ON (l.month, l.case_id) l.month, l.case_id, l.number, l.actor, l.at
        FROM review_case_looks($2::timestamptz - interval '${deliveredMonths} months',
               $3::timestamptz - interval '${contactWithinDays} days', ${words(CASE_LOOKS)}) l
       WHERE l.action = 'PULL' ORDER BY l.month, l.case_id, l.at, l.number
    ), due AS (
      SELECT h.number, h.actor, h.month, a.done_on IS NULL AS silent
        FROM handed h
        LEFT JOIN review_approaches(${words(ENDED_WITHOUT_APPROACH)}) a
          ON a.month = h.month AND a.case_id = h.case_id
         AND a.done_on <= (h.at AT TIME ZONE 'Europe/Amsterdam')::date + ${contactWithinDays}
       WHERE h.at >= $2::timestamptz - interval '${contactWithinDays} days'
         AND $1 = current_setting('hub.controller', true)
    )
    SELECT min(d.number) FILTER (WHERE d.silent) AS number, d.actor,
           count(*) FILTER (WHERE d.silent) AS weight,
           jsonb_build_object('month', to_char(d.month, 'YYYY-MM'), 'households', count(*),
             'silent', count(*) FILTER (WHERE d.silent)) AS facts
      FROM due d GROUP BY d.actor, d.month HAVING bool_or(d.silent)`,
}

/** Fixed words as an array of SQL: capitals, letters and underscores only, never what a caller gave. */
function words(list: readonly string[]): string {
  if (list.some((word) => !/^[A-Za-z_]+$/.test(word))) throw new RangeError('not a fixed word')
  return `ARRAY[${list.map((word) => `'${word}'`).join(', ')}]`
}

/** What a rule finds in a partition's month. In a transaction that names the controller. */
export async function selectMatches(
  tx: Tx,
  kind: AnomalyKind,
  controller: string,
  { from, until }: Span,
): Promise<Matches> {
  const params: Bound[] = [controller, from, until]
  const rows = await bulk<Row>(
    tx,
    `SELECT e.entry, m.number, m.actor, m.facts, count(*) OVER () AS found
       FROM (${STATEMENTS[kind]}) m
       JOIN log_entry e ON e.controller = $1 AND e.number = m.number
      ORDER BY m.weight DESC, m.number LIMIT ${mostPerRule}`,
    params,
  )
  return {
    all: Number(rows[0]?.found ?? 0),
    first: rows.map(({ entry, number, actor, facts }) => ({
      entry,
      number: Number(number),
      actor,
      facts,
    })),
  }
}
