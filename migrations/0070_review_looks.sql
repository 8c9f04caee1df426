-- The monthly review goes by cases, however they were looked at: pages of a feed, one case at the
-- workbench, what is urgent, what an executor visits. And by what was done about them, not by whether
-- anything was reported.

-- Which cases entries of the caller's partition showed or handed out, of the operations that are named:
-- a page of a feed by places, others by the cases or notifications that they name. Nothing about a
-- household.
CREATE FUNCTION review_case_looks(from_at timestamptz, until_at timestamptz, operations text[])
RETURNS TABLE (number bigint, actor text, at timestamptz, action text, month date, case_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH own AS (
    SELECT r.municipality FROM party_role r
     WHERE r.party = current_setting('hub.controller', true) AND r.role = 'municipality'
  ), looks AS MATERIALIZED (
    SELECT e.entry, e.number, e.actor, e.at, e.action, e.operation, e.objects
      FROM log_entry e
     WHERE e.controller = current_setting('hub.controller', true) AND e.result = 'ALLOW'
       AND e.at >= from_at AND e.at < until_at AND e.operation = ANY (operations)
       AND e.action IN ('VIEW', 'PULL')
  ), paged AS (
    SELECT l.number, i.month, i.case_id
      FROM looks l CROSS JOIN own
      JOIN feed_item i ON i.municipality = own.municipality
       AND i.month = ((l.objects ->> 'month') || '-01')::date
       AND i.position >= (l.objects ->> 'from')::integer
       AND i.position < (l.objects ->> 'to')::integer
     WHERE l.operation = 'getFeed'
  ), named AS MATERIALIZED (
    SELECT l.number, c.name
      FROM looks l
     CROSS JOIN LATERAL jsonb_array_elements_text(
             CASE WHEN jsonb_typeof(l.objects -> 'cases') = 'array' THEN l.objects -> 'cases'
                  ELSE '[]'::jsonb END) AS c (name)
    UNION
    SELECT l.number, s.reference
      FROM looks l JOIN log_subject s ON s.entry = l.entry
  ), by_case AS (
    SELECT n.number, i.month, i.case_id
      FROM named n CROSS JOIN own
      JOIN feed_item i ON i.municipality = own.municipality AND i.case_id::text = n.name
  ), by_notification AS (
    -- Notifications of a case stand in the feeds of months after it too, as what came before.
    SELECT n.number, i.month, i.case_id
      FROM (SELECT DISTINCT number, name FROM named WHERE name LIKE '%/%') n
     CROSS JOIN own
      JOIN (SELECT f.municipality, f.month, f.case_id, u.creditor || '/' || u.notification_id AS name
              FROM feed_item f
             CROSS JOIN LATERAL unnest(f.creditors, f.notification_ids, f.notification_months)
                     AS u (creditor, notification_id, month)
             WHERE u.month = f.month) i
        ON i.municipality = own.municipality AND i.name = n.name
  )
  SELECT l.number, l.actor, l.at, l.action, found.month, found.case_id
    FROM (SELECT * FROM paged UNION SELECT * FROM by_case UNION SELECT * FROM by_notification) found
    JOIN looks l ON l.number = found.number
$$;
--> statement-breakpoint
-- The first day on which something was done about a case of the caller's municipality: somebody was
-- approached, or it was decided and reported that nobody would be: every notification with a reason,
-- or an ending that needs no approach. Days only, not what was done or found.
CREATE FUNCTION review_approaches(endings text[])
RETURNS TABLE (month date, case_id uuid, done_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT o.month, o.case_id, min(d.done_on)
    FROM outcome o
   CROSS JOIN LATERAL (
     SELECT (a ->> 'on')::date AS done_on FROM jsonb_array_elements(o.report -> 'contactAttempts') a
     UNION ALL
     SELECT (o.reported_at AT TIME ZONE 'Europe/Amsterdam')::date
      WHERE o.outcome = ANY (endings)
         OR (jsonb_array_length(o.report -> 'notifications') > 0
             AND NOT EXISTS (SELECT FROM jsonb_array_elements(o.report -> 'notifications') n
                              WHERE n ->> 'status' IN ('NOT_TAKEN_UP_YET', 'TAKEN_UP')))) d
   WHERE o.municipality IN (SELECT r.municipality FROM party_role r
                             WHERE r.party = current_setting('hub.controller', true)
                               AND r.role = 'municipality')
   GROUP BY o.month, o.case_id
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION
  review_case_looks(timestamptz, timestamptz, text[]), review_approaches(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  review_case_looks(timestamptz, timestamptz, text[]), review_approaches(text[])
  TO vroegsignaal_officer;
