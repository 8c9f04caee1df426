-- Cases as released to a municipality, closed once per month, and their acknowledgement.
CREATE TABLE feed (
  municipality text NOT NULL,
  month date NOT NULL,
  closed_at timestamptz NOT NULL,
  items integer NOT NULL,
  -- RFC 6962 root over the item leaves.
  root bytea NOT NULL,
  -- Canonical text of the signed statement, and the hub's detached signature over it.
  statement text NOT NULL,
  statement_signature text NOT NULL,
  -- Checkpoint of the access log at closing (signed note).
  checkpoint text NOT NULL,
  closing_entry uuid NOT NULL,
  closing_number bigint NOT NULL,
  -- [{entryId, number, leaf, index, proof}] of the intake entries of the month, in hexadecimal.
  intake_entries jsonb NOT NULL,
  acknowledged_at timestamptz,
  -- When the sealed identities were purged, and why.
  purged_at timestamptz,
  purge_reason text,
  PRIMARY KEY (municipality, month)
);
--> statement-breakpoint
CREATE TABLE feed_item (
  municipality text NOT NULL,
  month date NOT NULL,
  -- Place in the feed, from 0.
  position integer NOT NULL,
  case_id uuid NOT NULL,
  -- Canonical text of the item with its envelopes' digests in their place.
  item text NOT NULL,
  leaf bytea NOT NULL,
  -- How the case stood at closing, against what earlier feeds had told.
  status text NOT NULL CHECK (status IN ('NEW', 'UPDATED', 'WITHDRAWN')),
  -- Its notifications in the order of the item: where their envelopes are.
  creditors text[] NOT NULL,
  notification_ids uuid[] NOT NULL,
  notification_months date[] NOT NULL,
  PRIMARY KEY (municipality, month, position)
) PARTITION BY RANGE (month);
--> statement-breakpoint
ALTER TABLE feed ENABLE ROW LEVEL SECURITY;
ALTER TABLE feed FORCE ROW LEVEL SECURITY;
ALTER TABLE feed_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE feed_item FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own ON feed TO vroegsignaal_job, vroegsignaal_municipality
  USING (municipality = current_setting('hub.municipality', true))
  WITH CHECK (municipality = current_setting('hub.municipality', true));
CREATE POLICY own ON feed_item TO vroegsignaal_job, vroegsignaal_municipality
  USING (municipality = current_setting('hub.municipality', true))
  WITH CHECK (municipality = current_setting('hub.municipality', true));
CREATE POLICY owner ON feed TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner ON feed_item TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT, INSERT ON feed, feed_item TO vroegsignaal_job;
GRANT UPDATE (purged_at, purge_reason) ON feed TO vroegsignaal_job;
GRANT SELECT ON feed, feed_item TO vroegsignaal_municipality;
GRANT UPDATE (acknowledged_at) ON feed TO vroegsignaal_municipality;
--> statement-breakpoint

-- Whether a municipality's month is closed: intake asks, to send late corrections to the urgent lane.
CREATE FUNCTION feed_is_closed(for_municipality text, for_month date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM feed WHERE municipality = for_municipality AND month = for_month)
$$;
--> statement-breakpoint
-- A closed month takes nothing in any more: what came too late must not vanish between two feeds.
CREATE FUNCTION intake_into_open_month() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF feed_is_closed(NEW.municipality, NEW.month) THEN
    RAISE EXCEPTION 'the month is closed' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER intake_into_open_month BEFORE INSERT ON intake
  FOR EACH ROW EXECUTE FUNCTION intake_into_open_month();
--> statement-breakpoint
-- Whom notifications (`creditor/id`) were about, as intake named them in the caller's own partition:
-- to be named again by the entry that releases them. Nothing else of the log can be found out so.
CREATE FUNCTION log_intake_subjects(names text[])
RETURNS TABLE (reference text, household bytea, person bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.reference, s.household, s.person
    FROM unnest(names) AS u (reference)
    JOIN log_subject s ON s.reference = u.reference AND s.household IS NOT NULL
    JOIN log_entry e ON e.entry = s.entry AND e.action = 'INTAKE'
     AND e.controller = current_setting('hub.controller', true)
$$;
--> statement-breakpoint
-- How far a creditor's notification has come, without anything about the household:
-- ACCEPTED, MATCHED, DELIVERED or ACKNOWLEDGED. Only for the caller's own notifications.
CREATE FUNCTION notification_progress(for_creditors text[], for_notifications uuid[])
RETURNS TABLE (creditor text, notification_id uuid, progress text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.creditor, k.notification_id,
         CASE
           WHEN f.acknowledged_at IS NOT NULL OR u.acknowledged_at IS NOT NULL THEN 'ACKNOWLEDGED'
           WHEN f.closed_at IS NOT NULL THEN 'DELIVERED'
           WHEN EXISTS (SELECT FROM match_run m JOIN batch b
                            ON b.deliverer = k.deliverer AND b.batch_id = k.batch_id
                         WHERE m.municipality = k.municipality AND m.month = k.month
                           AND m.finished_at > b.received_at) THEN 'MATCHED'
           ELSE 'ACCEPTED'
         END
    FROM unnest(for_creditors, for_notifications) AS asked (creditor, notification_id)
    JOIN notification_key k ON k.creditor = asked.creditor AND k.notification_id = asked.notification_id
    LEFT JOIN feed f ON f.municipality = k.municipality AND f.month = k.month
    LEFT JOIN urgent_item u ON u.municipality = k.municipality AND u.creditor = k.creditor
          AND u.notification_id = k.notification_id
   WHERE k.deliverer = current_setting('hub.party', true)
      OR k.creditor = current_setting('hub.party', true)
$$;
--> statement-breakpoint
CREATE POLICY owner ON match_run TO CURRENT_USER USING (true);
CREATE POLICY owner ON batch TO CURRENT_USER USING (true);
--> statement-breakpoint
-- Removes sealed identities of one municipality's month whose term is over. It checks the terms
-- itself: acknowledged longer ago than the grace days, or closed longer ago than the unfetched days.
CREATE FUNCTION purge_envelopes(for_municipality text, for_month date, at timestamptz,
                                grace_days integer, unfetched_days integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  f feed%ROWTYPE;
  reason text;
  purged integer;
BEGIN
  IF for_municipality <> current_setting('hub.municipality', true) THEN
    RAISE EXCEPTION 'not this municipality' USING ERRCODE = '42501';
  END IF;
  IF grace_days < 1 OR unfetched_days < 1 THEN
    RAISE EXCEPTION 'terms out of range' USING ERRCODE = '22023';
  END IF;
  SELECT * INTO f FROM feed WHERE municipality = for_municipality AND month = for_month;
  IF NOT FOUND THEN RETURN 0; END IF;
  IF f.acknowledged_at IS NOT NULL AND f.acknowledged_at + make_interval(days => grace_days) <= at THEN
    reason := 'ACKNOWLEDGED';
  ELSIF f.acknowledged_at IS NULL AND f.closed_at + make_interval(days => unfetched_days) <= at THEN
    reason := 'UNFETCHED';
  ELSE
    RETURN 0;
  END IF;
  UPDATE envelope SET jwe = NULL, purged_at = at, purge_reason = reason
   WHERE municipality = for_municipality AND month = for_month AND jwe IS NOT NULL
     -- What was delivered once more gets the grace time once more.
     AND NOT EXISTS (SELECT FROM redelivery_request r
                      WHERE r.municipality = for_municipality AND r.creditor = envelope.creditor
                        AND r.notification_id = envelope.notification_id
                        AND r.fulfilled_at + make_interval(days => grace_days) > at);
  GET DIAGNOSTICS purged = ROW_COUNT;
  UPDATE feed SET purged_at = at, purge_reason = reason
   WHERE municipality = for_municipality AND month = for_month AND purged_at IS NULL;
  RETURN purged;
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION feed_is_closed(text, date), notification_progress(text[], uuid[]),
  purge_envelopes(text, date, timestamptz, integer, integer), log_intake_subjects(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION feed_is_closed(text, date), notification_progress(text[], uuid[]) TO vroegsignaal_intake;
GRANT EXECUTE ON FUNCTION purge_envelopes(text, date, timestamptz, integer, integer) TO vroegsignaal_job;
GRANT EXECUTE ON FUNCTION log_intake_subjects(text[]) TO vroegsignaal_job, vroegsignaal_municipality;
