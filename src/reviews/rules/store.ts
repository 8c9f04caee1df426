import { bulk, type Bound } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import type { AnomalyKind, Match } from '../rules.js'
import { REVIEW_RULES } from '../rules.js'

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

/** What people and their software look at; deliveries and jobs are another matter. */
const LOOKS = `('VIEW', 'PULL', 'LOG_READ', 'LOG_EXPORT', 'TRACE')`
/** What a creditor's software reads over and over is a list, and nobody's looking at one household. */
const LISTS = `('listFeedback', 'listAskedPauses')`
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
  // A page of a feed was pulled although cases on it had been closed on an earlier day.
  AFTER_CLOSING: `
    SELECT e.number, e.actor, jsonb_build_object('on', ${LOCAL}::date, 'cases', count(*),
             'month', e.objects ->> 'month') AS facts, count(*) AS weight
      FROM log_entry e
      JOIN party_role r ON r.party = $1 AND r.role = 'municipality'
      JOIN feed_item i ON i.municipality = r.municipality
       AND i.month = ((e.objects ->> 'month') || '-01')::date
       AND i.position >= (e.objects ->> 'from')::integer
       AND i.position < (e.objects ->> 'to')::integer
      JOIN LATERAL (SELECT o.closed_on FROM outcome o
                     WHERE o.municipality = i.municipality AND o.month = i.month
                       AND o.case_id = i.case_id ORDER BY o.version DESC LIMIT 1) o
        ON o.closed_on < ${LOCAL}::date
     WHERE e.controller = $1 AND e.at >= $2::timestamptz AND e.at < $3::timestamptz
       AND e.action = 'PULL' AND e.operation = 'getFeed' AND e.result = 'ALLOW'
     GROUP BY e.number, e.actor, e.at, e.objects`,
  // Each look is an entry; the keys of two years give the same looks twice.
  SAME_PERSON: `
    SELECT DISTINCT ON (number, weight) number, actor, facts, weight FROM (
      SELECT max(e.number) AS number, e.actor, count(DISTINCT e.entry) AS weight,
             jsonb_build_object('looks', count(DISTINCT e.entry)) AS facts
        FROM log_entry e JOIN log_subject s ON s.entry = e.entry AND s.household IS NOT NULL
       WHERE e.controller = $1 AND e.at >= $2::timestamptz AND e.at < $3::timestamptz
         AND e.action IN ('VIEW', 'TRACE') AND e.result = 'ALLOW' AND e.operation NOT IN ${LISTS}
       GROUP BY s.household, e.actor, e.actor_key
      HAVING count(DISTINCT e.entry) >= ${samePersonTimes}) s ORDER BY number, weight`,
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
  // Months whose term to do something ended in the month that is reviewed.
  NO_CONTACT: `
    WITH pulled AS (
      SELECT e.objects ->> 'month' AS month, e.actor, min(e.at) AS at, min(e.number) AS number
        FROM log_entry e
       WHERE e.controller = $1 AND e.action = 'PULL' AND e.operation = 'getFeed'
         AND e.result = 'ALLOW'
       GROUP BY 1, 2
      HAVING min(e.at) >= $2::timestamptz - interval '${contactWithinDays} days'
         AND min(e.at) < $3::timestamptz - interval '${contactWithinDays} days'
    ), told AS (
      SELECT DISTINCT p.number, p.actor, p.month, p.at, s.household
        FROM pulled p
        JOIN log_entry c ON c.controller = $1 AND c.action = 'CLOSE' AND c.objects ->> 'month' = p.month
        JOIN log_subject s ON s.entry = c.entry AND s.household IS NOT NULL
    ), heard AS (
      SELECT s.household, e.at FROM log_entry e
        JOIN log_subject s ON s.entry = e.entry AND s.household IS NOT NULL
       WHERE e.controller = $1 AND e.action = 'OUTCOME'
    )
    SELECT t.number, t.actor, count(*) AS weight,
           jsonb_build_object('month', t.month, 'silent', count(*), 'households',
             (SELECT count(*) FROM told a WHERE a.number = t.number)) AS facts
      FROM told t
     WHERE NOT EXISTS (SELECT FROM heard h WHERE h.household = t.household AND h.at >= t.at
                          AND h.at < t.at + interval '${contactWithinDays} days')
     GROUP BY t.number, t.actor, t.month`,
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
