-- Terms for what ends: requests of residents, reviews, applications, holds, registrations, and figures
-- about deliveries. One function says of every row when it ended and whether a hold keeps it; both who
-- forgets and who counts ask it.

INSERT INTO retention_kind (kind, place, per, unit, standard, least, most) VALUES
  -- How a request of a resident was handled, from its end: to answer for it.
  ('RIGHTS', 11, 'municipality', 'month', 24, 12, 60),
  -- The monthly reviews of a partition of the log: as long as what they are about, as a rule.
  ('REVIEW', 12, 'controller', 'month', 60, 36, 120),
  -- Counts of how good deliveries were.
  ('QUALITY', 13, 'hub', 'month', 24, 6, 60),
  -- Applications that were decided, invitations that are over.
  ('APPLICATION', 14, 'hub', 'month', 12, 3, 24),
  -- Registrations that ended: the log names them as long as it is kept.
  ('REGISTER', 15, 'hub', 'month', 60, 36, 120),
  -- Holds that ended or lapsed, which may name a resident by pseudonym.
  ('ENDED_HOLD', 16, 'hub', 'month', 12, 3, 60);
--> statement-breakpoint
CREATE POLICY forgets ON rights_request TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY forgets ON rights_notice TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY forgets ON review_plan TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY forgets ON review_item TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY forgets ON review_step TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY forgets ON review_question TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY forgets ON review_own_address TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY forgets ON delivery_quality TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY forgets ON counted_month TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY forgets ON enrolment TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY forgets ON invitation TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY forgets ON agreement TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY forgets ON agency TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY forgets ON certificate TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY forgets ON work_duty TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY forgets ON party TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY forgets ON console_session TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY forgets ON legal_hold TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
-- Whether a hold in force may be about something of a municipality, or of a partition of the log. Wider
-- than what it names: of these rows there are few, and none may be lost to a dispute.
CREATE FUNCTION hold_touches(for_municipality text, for_controller text, at timestamptz)
RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM legal_hold h
     WHERE hold_stands(h, at)
       AND (h.municipality = '' OR h.municipality = for_municipality
         OR h.municipality IN (SELECT r.municipality FROM party_role r
                                WHERE r.party = for_controller AND r.role = 'municipality')))
$$;
--> statement-breakpoint
-- Requests of residents with the day on which each ended: it is no longer compared with new
-- notifications, and it was answered. None while it is open. Kept as long as a hold may need it, or a
-- notification is still stopped because of it.
CREATE FUNCTION ended_requests(at timestamptz)
RETURNS TABLE (request uuid, municipality text, ended_on date, held boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT q.request, q.municipality,
         CASE WHEN q.is_open THEN NULL ELSE greatest(q.compared_until, q.answered_on) END,
         hold_touches(q.municipality, '', at) OR EXISTS (
           SELECT FROM rights_hold h JOIN notification n
               ON n.municipality = h.municipality AND n.month = h.month
              AND n.creditor = h.creditor AND n.notification_id = h.notification_id
            WHERE h.request = q.request)
    FROM (SELECT coalesce(r.request, c.request) AS request,
                 coalesce(r.municipality, c.municipality) AS municipality,
                 coalesce((r.lifted_at AT TIME ZONE 'Europe/Amsterdam')::date, r.ends_on)
                   AS compared_until,
                 (c.answered_at AT TIME ZONE 'Europe/Amsterdam')::date AS answered_on,
                 (c.request IS NOT NULL AND c.answered_at IS NULL)
                   OR (r.request IS NOT NULL AND r.lifted_at IS NULL
                     AND r.ends_on >= (at AT TIME ZONE 'Europe/Amsterdam')::date) AS is_open
            FROM rights_request r FULL JOIN rights_clock c ON c.request = r.request) q
$$;
--> statement-breakpoint
-- Every row that has one of these terms: whose it is, when it ended (null while it has not), whether a
-- hold keeps it. Rows are named by their place in the table, in the order in which they can go.
CREATE FUNCTION ended_rows(at timestamptz)
RETURNS TABLE (place smallint, kind text, from_table text, municipality text, controller text, id tid,
               ended_on date, held boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH requests AS MATERIALIZED (SELECT * FROM ended_requests(at)),
  plans AS MATERIALIZED (
    SELECT p.ctid AS id, p.controller, p.month, (p.month + interval '1 month' - interval '1 day')::date AS ended_on,
           hold_touches('', p.controller, at) AS held
      FROM review_plan p)
  SELECT 1::smallint, 'RIGHTS', 'rights_step', q.municipality, '', s.ctid, q.ended_on, q.held
    FROM rights_step s JOIN requests q USING (request)
  UNION ALL
  SELECT 2, 'RIGHTS', 'rights_notice', q.municipality, '', n.ctid, q.ended_on, q.held
    FROM rights_notice n JOIN requests q USING (request)
  UNION ALL
  SELECT 3, 'RIGHTS', 'rights_hold', q.municipality, '', h.ctid, q.ended_on, q.held
    FROM rights_hold h JOIN requests q USING (request)
  UNION ALL
  SELECT 4, 'RIGHTS', 'rights_request', q.municipality, '', r.ctid, q.ended_on, q.held
    FROM rights_request r JOIN requests q USING (request)
  UNION ALL
  SELECT 5, 'RIGHTS', 'rights_clock', q.municipality, '', c.ctid, q.ended_on, q.held
    FROM rights_clock c JOIN requests q USING (request)
  UNION ALL
  SELECT 6, 'REVIEW', 'review_question', '', p.controller, x.ctid, p.ended_on, p.held
    FROM review_question x JOIN review_item i USING (item) JOIN plans p
      ON p.controller = i.controller AND p.month = i.month
  UNION ALL
  SELECT 7, 'REVIEW', 'review_step', '', p.controller, x.ctid, p.ended_on, p.held
    FROM review_step x JOIN review_item i USING (item) JOIN plans p
      ON p.controller = i.controller AND p.month = i.month
  UNION ALL
  SELECT 8, 'REVIEW', 'review_item', '', p.controller, i.ctid, p.ended_on, p.held
    FROM review_item i JOIN plans p ON p.controller = i.controller AND p.month = i.month
  UNION ALL
  SELECT 9, 'REVIEW', 'review_plan', '', p.controller, p.id, p.ended_on, p.held FROM plans p
  UNION ALL
  SELECT 10, 'STATISTICS', 'counted_month', c.municipality, '', c.ctid,
         (c.month + interval '1 month' - interval '1 day')::date, false
    FROM counted_month c
  UNION ALL
  SELECT 11, 'APPLICATION', 'enrolment', '', '', e.ctid,
         (coalesce(e.decided_at, e.received_at) AT TIME ZONE 'Europe/Amsterdam')::date, false
    FROM enrolment e
  UNION ALL
  SELECT 12, 'APPLICATION', 'invitation', '', '', i.ctid,
         CASE WHEN least(i.expires_at, i.revoked_at, i.used_at) <= at
              THEN (least(i.expires_at, i.revoked_at, i.used_at) AT TIME ZONE 'Europe/Amsterdam')::date
         END, false
    FROM invitation i
  UNION ALL
  SELECT 13, 'REGISTER', 'agreement', '', '', a.ctid,
         least((a.ended_at AT TIME ZONE 'Europe/Amsterdam')::date, a.valid_until),
         hold_touches(a.municipality, '', at)
    FROM agreement a
  UNION ALL
  SELECT 14, 'REGISTER', 'agency', '', '', a.ctid, a.valid_until, hold_touches('', '', at)
    FROM agency a
  UNION ALL
  -- With the certificate that it was given to.
  SELECT 15, 'REGISTER', 'work_duty', '', '', d.ctid,
         (c.not_after AT TIME ZONE 'Europe/Amsterdam')::date, hold_touches(d.municipality, '', at)
    FROM work_duty d JOIN certificate c USING (fingerprint)
  UNION ALL
  SELECT 16, 'REGISTER', 'certificate', '', '', c.ctid,
         (c.not_after AT TIME ZONE 'Europe/Amsterdam')::date,
         hold_touches('', c.party, at) OR EXISTS (SELECT FROM work_duty d
                                                   WHERE d.fingerprint = c.fingerprint
                                                     AND hold_touches(d.municipality, '', at))
    FROM certificate c
  UNION ALL
  SELECT 17, 'ENDED_HOLD', 'legal_hold', '', '', h.ctid,
         (CASE WHEN hold_stands(h, at) THEN NULL
               ELSE coalesce(h.ended_at, h.placed_at + interval '7 days') END
          AT TIME ZONE 'Europe/Amsterdam')::date, false
    FROM legal_hold h
$$;
--> statement-breakpoint
-- Pseudonyms of a resident in a request that is over are compared with nothing any more: they go at
-- once, whatever the term of the rest. So does the own address of somebody who has no certificate any
-- more. The name of a party that takes part no longer goes with the term of registrations, its number
-- stays: the log names it.
CREATE FUNCTION ended_values(at timestamptz)
RETURNS TABLE (kind text, from_table text, municipality text, id tid, ended_on date, held boolean,
               at_once boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT 'RIGHTS', 'rights_request.tokens', r.municipality, r.ctid,
         coalesce((r.lifted_at AT TIME ZONE 'Europe/Amsterdam')::date, r.ends_on),
         hold_touches(r.municipality, '', at), true
    FROM rights_request r WHERE r.tokens <> '{}'
  UNION ALL
  SELECT 'REGISTER', 'review_own_address', '', o.ctid,
         CASE WHEN bool_and(coalesce(least(c.revoked_at, c.not_after), '-infinity') <= at)
              THEN (coalesce(max(least(c.revoked_at, c.not_after)), o.kept_at)
                    AT TIME ZONE 'Europe/Amsterdam')::date END, false, true
    FROM review_own_address o
    LEFT JOIN certificate c ON c.party = o.party AND c.holder = o.holder
   GROUP BY o.ctid, o.kept_at
  UNION ALL
  SELECT 'REGISTER', 'party.name', '', p.ctid, (p.ended_at AT TIME ZONE 'Europe/Amsterdam')::date,
         hold_touches('', p.id, at), false
    FROM party p WHERE p.name <> p.id
$$;
--> statement-breakpoint
-- Forgets what ended and whose term is over, and says how many rows of which table, by whose they were.
CREATE FUNCTION forget_ended(at timestamptz)
RETURNS TABLE (kind text, municipality text, controller text, from_table text, removed bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  today date := (at AT TIME ZONE 'Europe/Amsterdam')::date;
  gone record;
  rows bigint;
BEGIN
  FOR gone IN
    SELECT e.place, e.kind, e.from_table, e.municipality, e.controller, array_agg(e.id) AS ids
      FROM ended_rows(at) e
      JOIN (SELECT k.kind, k.municipality, k.controller,
                   retention_over(k.kind, k.municipality, k.controller, at) + interval '1 month' AS before
              FROM (SELECT DISTINCT x.kind, x.municipality, x.controller FROM ended_rows(at) x
                     WHERE x.ended_on IS NOT NULL) k) t
        ON t.kind = e.kind AND t.municipality = e.municipality AND t.controller = e.controller
     WHERE e.ended_on < t.before AND NOT e.held
     GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 4, 5
  LOOP
    IF gone.from_table = 'certificate' THEN
      DELETE FROM console_session s USING certificate c
       WHERE c.ctid = ANY (gone.ids) AND s.fingerprint = c.fingerprint;
    END IF;
    EXECUTE format('DELETE FROM %I WHERE ctid = ANY ($1)', gone.from_table) USING gone.ids;
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT gone.kind, gone.municipality, gone.controller, gone.from_table, rows;
  END LOOP;
  FOR gone IN
    SELECT v.kind, v.from_table, v.municipality, array_agg(v.id) AS ids
      FROM ended_values(at) v
     WHERE NOT v.held
       AND v.ended_on < CASE WHEN v.at_once THEN today
                             ELSE retention_over(v.kind, '', '', at) + interval '1 month' END
     GROUP BY 1, 2, 3 ORDER BY 2, 3
  LOOP
    CASE gone.from_table
      WHEN 'rights_request.tokens' THEN
        UPDATE rights_request SET tokens = '{}' WHERE ctid = ANY (gone.ids);
      WHEN 'review_own_address' THEN
        DELETE FROM review_own_address WHERE ctid = ANY (gone.ids);
      WHEN 'party.name' THEN
        UPDATE party SET name = id, kvk = NULL WHERE ctid = ANY (gone.ids);
    END CASE;
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT gone.kind, gone.municipality, '', gone.from_table, rows;
  END LOOP;
  -- Of these there are many and none is under a hold: it names no notification.
  DELETE FROM delivery_quality WHERE month <= retention_over('QUALITY', '', '', at);
  GET DIAGNOSTICS rows = ROW_COUNT;
  IF rows > 0 THEN RETURN QUERY SELECT 'QUALITY', '', '', 'delivery_quality', rows; END IF;
  -- Sessions last ten hours. What is left of one afterwards is of no use to anybody.
  DELETE FROM console_session WHERE begun_at < at - interval '1 day';
END
$$;
--> statement-breakpoint
-- What there is of each of these kinds: as retention_counts, for what has ended.
CREATE FUNCTION retention_counts_ended(at timestamptz)
RETURNS TABLE (kind text, from_table text, municipality text, controller text, oldest date,
               rows bigint, overdue bigint, held bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH yesterday AS (SELECT at - interval '1 day' AS at),
  found AS (
    SELECT e.kind, e.from_table, e.municipality, e.controller, e.ended_on, e.held, false AS at_once
      FROM ended_rows(at) e
    UNION ALL
    SELECT v.kind, v.from_table, v.municipality, '', v.ended_on, v.held, v.at_once FROM ended_values(at) v
    UNION ALL
    SELECT 'QUALITY', 'delivery_quality', '', '',
           (q.month + interval '1 month' - interval '1 day')::date, false, false
      FROM delivery_quality q
  ), terms AS MATERIALIZED (
    SELECT k.kind, k.municipality, k.controller,
           retention_over(k.kind, k.municipality, k.controller, y.at) + interval '1 month' AS before
      FROM (SELECT DISTINCT f.kind, f.municipality, f.controller FROM found f) k, yesterday y
  )
  SELECT f.kind, f.from_table, f.municipality, f.controller, min(f.ended_on), count(*),
         count(*) FILTER (WHERE o.over AND NOT f.held), count(*) FILTER (WHERE o.over AND f.held)
    FROM found f
    JOIN terms t ON t.kind = f.kind AND t.municipality = f.municipality AND t.controller = f.controller
   CROSS JOIN yesterday y
   CROSS JOIN LATERAL (SELECT coalesce(f.ended_on < CASE WHEN f.at_once
        THEN (y.at AT TIME ZONE 'Europe/Amsterdam')::date ELSE t.before END, false) AS over) o
   GROUP BY 1, 2, 3, 4
$$;
--> statement-breakpoint
-- The planner remembers nothing of who somebody is, nor of what people wrote.
ALTER TABLE rights_request ALTER COLUMN tokens SET STATISTICS 0, ALTER COLUMN reason SET STATISTICS 0;
ALTER TABLE rights_clock ALTER COLUMN reference SET STATISTICS 0, ALTER COLUMN extension_reason SET STATISTICS 0;
ALTER TABLE rights_notice ALTER COLUMN statement SET STATISTICS 0, ALTER COLUMN signature SET STATISTICS 0;
ALTER TABLE review_own_address ALTER COLUMN households SET STATISTICS 0;
ALTER TABLE review_step ALTER COLUMN text SET STATISTICS 0;
ALTER TABLE review_question ALTER COLUMN text SET STATISTICS 0, ALTER COLUMN answer SET STATISTICS 0;
ALTER TABLE legal_hold ALTER COLUMN pseudonym SET STATISTICS 0, ALTER COLUMN reason SET STATISTICS 0;
--> statement-breakpoint
-- Any table that is not partitioned may be written anew: it changes no row.
CREATE OR REPLACE FUNCTION compact_table(of_table text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  key text;
BEGIN
  SELECT x.indexrelid::regclass::text INTO key
    FROM pg_class c JOIN pg_index x ON x.indrelid = c.oid AND x.indisprimary
   WHERE c.relnamespace = 'public'::regnamespace AND c.relname = of_table
     AND c.relkind = 'r' AND NOT c.relispartition;
  IF key IS NULL THEN
    RAISE EXCEPTION 'not a table to compact' USING ERRCODE = '22023';
  END IF;
  EXECUTE format('CLUSTER %I USING %s', of_table, key);
  EXECUTE format('ANALYZE %I', of_table);
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION hold_touches(text, text, timestamptz), ended_requests(timestamptz),
  ended_rows(timestamptz), ended_values(timestamptz), forget_ended(timestamptz),
  retention_counts_ended(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_ended(timestamptz) TO vroegsignaal_job;
GRANT EXECUTE ON FUNCTION retention_counts_ended(timestamptz) TO vroegsignaal_admin;
