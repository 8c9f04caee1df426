-- How long each kind of data is kept, what may not go yet, and the functions that forget. They run
-- with their owner's rights, so they look up the terms and the holds themselves: whoever calls them
-- can make the hub forget what is due, and nothing else.

-- Kinds of data and between which bounds their term may be set.
CREATE TABLE retention_kind (
  kind text PRIMARY KEY CHECK (kind ~ '^[A-Z_]{3,40}$'),
  -- Order in which people read them.
  place smallint NOT NULL UNIQUE,
  -- For whom a term of its own may be set: each municipality, each partition of the log, or nobody
  -- in particular.
  per text NOT NULL CHECK (per IN ('municipality', 'controller', 'hub')),
  -- In days from the event, or in whole calendar months after the month itself.
  unit text NOT NULL CHECK (unit IN ('day', 'month')),
  standard integer NOT NULL,
  least integer NOT NULL CHECK (least >= 1),
  most integer NOT NULL,
  CHECK (standard BETWEEN least AND most)
);
--> statement-breakpoint
INSERT INTO retention_kind (kind, place, per, unit, standard, least, most) VALUES
  -- Sealed identity, from its acknowledgement: to pull again after a failure.
  ('ACKNOWLEDGED_IDENTITY', 1, 'municipality', 'day', 14, 1, 35),
  -- Sealed identity that nobody fetched, from the closing of its month: one round of feeds.
  ('UNFETCHED_IDENTITY', 2, 'municipality', 'day', 35, 7, 92),
  -- Pseudonyms and everything that matching rests on: the look-back, and the month that runs.
  ('MATCH_DATA', 3, 'municipality', 'month', 6, 4, 6),
  -- Which notifications a delivered case was made of: to take reports about it.
  ('DELIVERED_CASE', 4, 'municipality', 'month', 12, 4, 24),
  -- What was reported about cases, without identity; afterwards its figures are kept.
  ('OUTCOME', 5, 'municipality', 'month', 24, 6, 24),
  -- Figures of a month.
  ('STATISTICS', 6, 'municipality', 'month', 120, 24, 120),
  -- Receipts with the reasons of what was refused.
  ('RECEIPT', 7, 'hub', 'month', 3, 1, 12),
  -- Ids of batches and notifications, so that none counts twice.
  ('LEDGER', 8, 'hub', 'month', 24, 13, 24),
  -- Searches that officers keep under a name.
  ('SAVED_SEARCH', 9, 'hub', 'month', 12, 1, 24),
  -- Entries of the log and the residents they name, per partition.
  ('ACCESS_LOG', 10, 'controller', 'month', 60, 36, 120);
--> statement-breakpoint
-- Terms that were set, every version of them; the newest that is in force counts.
CREATE TABLE retention_term (
  kind text NOT NULL REFERENCES retention_kind,
  -- CBS code, or empty for every municipality without a term of its own.
  municipality text NOT NULL DEFAULT '' CHECK (municipality ~ '^([0-9]{4})?$'),
  -- Partition of the log (party id or hub), or empty for all without a term of their own.
  controller text NOT NULL DEFAULT '',
  version integer NOT NULL CHECK (version > 0),
  valid_from date NOT NULL,
  -- Days or months, as the kind counts.
  term integer NOT NULL,
  -- Why, in a sentence; about the rule, never about a resident.
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  -- Role pseudonym of the operator.
  decided_by text NOT NULL,
  decided_at timestamptz NOT NULL,
  PRIMARY KEY (kind, municipality, controller, version)
);
--> statement-breakpoint
CREATE FUNCTION retention_term_within_bounds() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  k retention_kind%ROWTYPE;
BEGIN
  SELECT * INTO k FROM retention_kind WHERE kind = NEW.kind;
  IF NEW.term NOT BETWEEN k.least AND k.most
     OR (NEW.municipality <> '' AND k.per <> 'municipality')
     OR (NEW.controller <> '' AND k.per <> 'controller') THEN
    RAISE EXCEPTION 'term out of bounds' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER retention_term_within_bounds BEFORE INSERT ON retention_term
  FOR EACH ROW EXECUTE FUNCTION retention_term_within_bounds();
--> statement-breakpoint
-- What may not be forgotten yet: a dispute, an inquiry. What is set is all that must hold together;
-- what is empty holds for anything.
CREATE TABLE legal_hold (
  hold_id uuid PRIMARY KEY,
  municipality text NOT NULL DEFAULT '' CHECK (municipality ~ '^([0-9]{4})?$'),
  -- Creditor, deliverer, or who acted in the log.
  party text NOT NULL DEFAULT '',
  case_id uuid,
  -- 16 bytes: of matching (address or subject) or of the log (household or person).
  pseudonym bytea CHECK (octet_length(pseudonym) = 16),
  -- Months of acceptance, first days; of the log: the month of the entry.
  from_month date,
  until_month date,
  -- Why, and where the decision is kept; never about a resident.
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  -- Role pseudonyms. A hold works at once and lapses after 7 days unless a second person confirms it.
  placed_by text NOT NULL,
  placed_at timestamptz NOT NULL,
  confirmed_by text CHECK (confirmed_by <> placed_by),
  confirmed_at timestamptz,
  -- One asks for its end, another ends it.
  end_asked_by text,
  end_asked_at timestamptz,
  end_reason text CHECK (length(end_reason) BETWEEN 1 AND 500),
  ended_by text CHECK (ended_by <> end_asked_by),
  ended_at timestamptz,
  CHECK (municipality <> '' OR party <> '' OR case_id IS NOT NULL OR pseudonym IS NOT NULL
         OR from_month IS NOT NULL),
  CHECK (until_month >= from_month)
);
--> statement-breakpoint
-- Up to which month each kind was worked off, so that a day without work costs nothing. A hold that
-- ends removes these rows, and everything is looked at again.
CREATE TABLE retention_progress (
  kind text NOT NULL REFERENCES retention_kind,
  municipality text NOT NULL DEFAULT '',
  through date NOT NULL,
  done_at timestamptz NOT NULL,
  PRIMARY KEY (kind, municipality)
);
--> statement-breakpoint
-- Partitions whose file was written anew, so that nothing of rows that are gone is left in it.
CREATE TABLE partition_rewrite (
  partition text PRIMARY KEY,
  rewritten_at timestamptz NOT NULL
);
--> statement-breakpoint
-- Figures of a month, counted before what they were counted from is forgotten. No case, no
-- notification: numbers as GET /statistics/{month} has them.
CREATE TABLE statistic_month (
  municipality text NOT NULL,
  month date NOT NULL,
  cases jsonb,
  outcomes jsonb,
  contacts jsonb,
  kept_at timestamptz NOT NULL,
  PRIMARY KEY (municipality, month)
);
--> statement-breakpoint
-- From when on the cases of a closed month cannot be pulled any more: what they were made of is gone.
ALTER TABLE feed ADD COLUMN forgotten_at timestamptz;
--> statement-breakpoint
-- From when on the hub itself has no copy of a secret any more. Two people may attest later that every
-- other copy is gone (destroyed_at).
ALTER TABLE epoch ADD COLUMN ended_at timestamptz;
ALTER TABLE log_subject_year ADD COLUMN ended_at timestamptz;
--> statement-breakpoint
ALTER TABLE retention_term ENABLE ROW LEVEL SECURITY;
ALTER TABLE retention_term FORCE ROW LEVEL SECURITY;
ALTER TABLE legal_hold ENABLE ROW LEVEL SECURITY;
ALTER TABLE legal_hold FORCE ROW LEVEL SECURITY;
ALTER TABLE retention_progress ENABLE ROW LEVEL SECURITY;
ALTER TABLE retention_progress FORCE ROW LEVEL SECURITY;
ALTER TABLE statistic_month ENABLE ROW LEVEL SECURITY;
ALTER TABLE statistic_month FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON retention_term TO CURRENT_USER USING (true);
CREATE POLICY owner ON legal_hold TO CURRENT_USER USING (true);
CREATE POLICY owner ON retention_progress TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner ON statistic_month TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner ON matched_case TO CURRENT_USER USING (true);
CREATE POLICY owner ON outcome TO CURRENT_USER USING (true);
CREATE POLICY owner ON outcome_report TO CURRENT_USER USING (true);
CREATE POLICY owner ON feedback_item TO CURRENT_USER USING (true);
CREATE POLICY owner ON console_search TO CURRENT_USER USING (true);
CREATE POLICY admin ON retention_term TO vroegsignaal_admin USING (true) WITH CHECK (true);
CREATE POLICY admin ON legal_hold TO vroegsignaal_admin USING (true) WITH CHECK (true);
CREATE POLICY admin ON retention_progress TO vroegsignaal_admin USING (true);
CREATE POLICY own ON statistic_month TO vroegsignaal_municipality, vroegsignaal_job
  USING (municipality = current_setting('hub.municipality', true))
  WITH CHECK (municipality = current_setting('hub.municipality', true));
-- The job that keeps the figures of a month counts it first.
CREATE POLICY counted ON outcome FOR SELECT TO vroegsignaal_job
  USING (municipality = current_setting('hub.municipality', true));
--> statement-breakpoint
GRANT SELECT ON retention_kind TO vroegsignaal_admin, vroegsignaal_job, vroegsignaal_municipality, vroegsignaal_officer;
GRANT SELECT, INSERT ON retention_term TO vroegsignaal_admin;
GRANT SELECT, INSERT ON legal_hold TO vroegsignaal_admin;
GRANT UPDATE (confirmed_by, confirmed_at, end_asked_by, end_asked_at, end_reason, ended_by, ended_at)
  ON legal_hold TO vroegsignaal_admin;
GRANT SELECT, DELETE ON retention_progress TO vroegsignaal_admin;
GRANT SELECT ON statistic_month TO vroegsignaal_municipality;
GRANT SELECT, INSERT, UPDATE ON statistic_month TO vroegsignaal_job;
GRANT SELECT (municipality, month, case_id, version, report, taken_up_on, outcome, plan_made)
  ON outcome TO vroegsignaal_job;
--> statement-breakpoint

-- The term in force on a day: of the municipality or partition itself, else of all, else the standard.
-- A case is kept at least as long as what it was matched from, its outcome at least as long as the case.
CREATE FUNCTION retention_term_of(of_kind text, for_municipality text, for_controller text, on_day date)
RETURNS integer LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN greatest(
    coalesce(
      (SELECT t.term FROM retention_term t
        WHERE t.kind = of_kind AND t.valid_from <= on_day
          AND t.municipality IN ('', for_municipality) AND t.controller IN ('', for_controller)
        ORDER BY (t.municipality <> '' OR t.controller <> '') DESC, t.valid_from DESC, t.version DESC
        LIMIT 1),
      (SELECT k.standard FROM retention_kind k WHERE k.kind = of_kind)),
    CASE of_kind
      WHEN 'DELIVERED_CASE' THEN retention_term_of('MATCH_DATA', for_municipality, '', on_day)
      WHEN 'OUTCOME' THEN retention_term_of('DELIVERED_CASE', for_municipality, '', on_day)
    END);
END
$$;
--> statement-breakpoint
-- The newest month whose term is over at an instant; the month itself and the term after it have
-- passed, and one day: what is due on the 1st rests on it.
CREATE FUNCTION retention_over(of_kind text, for_municipality text, for_controller text, at timestamptz)
RETURNS date LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT (date_trunc('month', (at AT TIME ZONE 'Europe/Amsterdam') - interval '1 day')
          - make_interval(months => 1 + retention_term_of(of_kind, for_municipality, for_controller,
              (at AT TIME ZONE 'Europe/Amsterdam')::date)))::date
$$;
--> statement-breakpoint
-- Whether a hold is in force: not ended, and confirmed or younger than a week.
CREATE FUNCTION hold_stands(h legal_hold, at timestamptz) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT h.ended_at IS NULL
     AND (h.confirmed_at IS NOT NULL OR h.placed_at + interval '7 days' > at)
$$;
--> statement-breakpoint
-- Notifications of a month that a hold in force covers. Of one municipality, or of all when it is empty.
CREATE FUNCTION held_notifications(for_municipality text, for_month date, at timestamptz)
RETURNS TABLE (deliverer text, batch_id uuid, notification_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM legal_hold h WHERE hold_stands(h, at)
                    AND (h.municipality = '' OR for_municipality IN ('', h.municipality))) THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT DISTINCT k.deliverer, k.batch_id, k.notification_id
    FROM legal_hold h
    JOIN notification_key k ON k.month = for_month
     AND for_municipality IN ('', k.municipality)
     AND h.municipality IN ('', k.municipality)
     AND (h.party = '' OR h.party IN (k.creditor, k.deliverer))
     AND coalesce(k.month >= h.from_month, true) AND coalesce(k.month <= h.until_month, true)
     AND (h.case_id IS NULL
       OR EXISTS (SELECT FROM feed_item i
                   WHERE i.municipality = k.municipality AND i.case_id = h.case_id
                     AND k.notification_id = ANY (i.notification_ids))
       OR EXISTS (SELECT FROM matched_case c, jsonb_array_elements(c.notifications) n
                   WHERE c.municipality = k.municipality AND c.case_id = h.case_id
                     AND n ->> 'notificationId' = k.notification_id::text))
     AND (h.pseudonym IS NULL
       OR EXISTS (SELECT FROM notification n
                   WHERE n.municipality = k.municipality AND n.month = k.month
                     AND n.creditor = k.creditor AND n.notification_id = k.notification_id
                     AND h.pseudonym IN (n.address_pseudonym, n.subject_pseudonym,
                                         n.next_address_pseudonym, n.next_subject_pseudonym))
       OR EXISTS (SELECT FROM log_subject s
                   WHERE s.reference = k.creditor || '/' || k.notification_id
                     AND h.pseudonym IN (s.household, s.person)))
   WHERE hold_stands(h, at);
END
$$;
--> statement-breakpoint
-- The same as one list of ids.
CREATE FUNCTION held_ids(for_municipality text, for_month date, at timestamptz) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(notification_id), '{}')
    FROM held_notifications(for_municipality, for_month, at)
$$;
--> statement-breakpoint
-- Cases of a municipality's month that a hold covers, by themselves or through a notification.
CREATE FUNCTION held_cases(for_municipality text, for_month date, at timestamptz) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(DISTINCT i.case_id), '{}')
    FROM feed_item i
   WHERE i.municipality = for_municipality AND i.month = for_month
     AND (i.case_id IN (SELECT h.case_id FROM legal_hold h WHERE hold_stands(h, at))
       OR i.notification_ids && (SELECT coalesce(array_agg(n.notification_id), '{}')
            FROM (SELECT DISTINCT m FROM unnest(i.notification_months) AS m) months,
                 held_notifications(for_municipality, months.m, at) n))
$$;
--> statement-breakpoint
DROP FUNCTION purge_envelopes(text, date, timestamptz, integer, integer);
--> statement-breakpoint
-- Removes sealed identities of one municipality's month whose term is over: acknowledged, in the feed
-- or in the urgent lane, longer ago than the one term, or closed longer ago than the other and never
-- acknowledged. What a hold covers stays. With the last of them goes the key that they were sealed
-- under, so that whatever is left of one elsewhere opens for nobody.
CREATE FUNCTION purge_envelopes(for_municipality text, for_month date, at timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  f feed%ROWTYPE;
  today date := (at AT TIME ZONE 'Europe/Amsterdam')::date;
  grace interval := make_interval(days =>
    retention_term_of('ACKNOWLEDGED_IDENTITY', for_municipality, '', today));
  unfetched interval := make_interval(days =>
    retention_term_of('UNFETCHED_IDENTITY', for_municipality, '', today));
  why text;
  held uuid[];
  purged integer := 0;
  more integer;
BEGIN
  IF for_municipality <> current_setting('hub.municipality', true) THEN
    RAISE EXCEPTION 'not this municipality' USING ERRCODE = '42501';
  END IF;
  held := held_ids(for_municipality, for_month, at);
  SELECT * INTO f FROM feed WHERE municipality = for_municipality AND month = for_month;
  IF f.acknowledged_at + grace <= at THEN
    why := 'ACKNOWLEDGED';
  ELSIF f.acknowledged_at IS NULL AND f.closed_at + unfetched <= at THEN
    why := 'UNFETCHED';
  END IF;
  IF why IS NOT NULL THEN
    UPDATE envelope SET jwe = NULL, purged_at = at, purge_reason = why
     WHERE municipality = for_municipality AND month = for_month AND jwe IS NOT NULL
       AND notification_id <> ALL (held)
       -- What was delivered once more gets the grace time once more.
       AND NOT EXISTS (SELECT FROM redelivery_request r
                        WHERE r.municipality = for_municipality AND r.creditor = envelope.creditor
                          AND r.notification_id = envelope.notification_id
                          AND r.fulfilled_at + grace > at);
    GET DIAGNOSTICS purged = ROW_COUNT;
    UPDATE feed SET purged_at = at, purge_reason = why
     WHERE municipality = for_municipality AND month = for_month AND purged_at IS NULL;
  END IF;
  UPDATE envelope e SET jwe = NULL, purged_at = at, purge_reason = 'ACKNOWLEDGED'
    FROM urgent_item u
   WHERE u.municipality = for_municipality AND u.month = for_month
     AND u.acknowledged_at + grace <= at
     AND e.municipality = for_municipality AND e.month = for_month AND e.creditor = u.creditor
     AND e.notification_id = u.notification_id AND e.jwe IS NOT NULL
     AND e.notification_id <> ALL (held)
     AND NOT EXISTS (SELECT FROM redelivery_request r
                      WHERE r.municipality = for_municipality AND r.creditor = e.creditor
                        AND r.notification_id = e.notification_id
                        AND r.fulfilled_at + grace > at);
  GET DIAGNOSTICS more = ROW_COUNT;
  IF purged + more > 0 AND why IS NOT NULL THEN
    DELETE FROM delivery_key d
     WHERE d.municipality = for_municipality AND d.month = for_month
       AND NOT EXISTS (SELECT FROM envelope e
                        WHERE e.municipality = for_municipality AND e.month = for_month
                          AND e.delivery_key = d.delivery_key AND e.jwe IS NOT NULL);
  END IF;
  RETURN purged + more;
END
$$;
--> statement-breakpoint
-- The month of a partition by its name; null for any other name, whatever the planner looks at first.
CREATE FUNCTION partition_month(name text) RETURNS date
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN name ~ '_[0-9]{4}_(0[1-9]|1[0-2])$' THEN to_date(right(name, 7), 'YYYY_MM') END
$$;
--> statement-breakpoint
-- Months of a municipality that a kind has left to forget, oldest first. Match data waits, for a month
-- at most, until the last month that looks back at it is closed.
CREATE FUNCTION months_to_forget(of_kind text, for_municipality text, at timestamptz)
RETURNS TABLE (month date, waits boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  last date := retention_over(of_kind, for_municipality, '', at);
  done date := (SELECT through FROM retention_progress p
                 WHERE p.kind = of_kind AND p.municipality = for_municipality);
  look_back interval := make_interval(months =>
    retention_term_of(of_kind, for_municipality, '', (at AT TIME ZONE 'Europe/Amsterdam')::date));
BEGIN
  IF for_municipality <> current_setting('hub.municipality', true) THEN
    RAISE EXCEPTION 'not this municipality' USING ERRCODE = '42501';
  END IF;
  IF done >= last THEN RETURN; END IF;
  RETURN QUERY
  SELECT m.month,
         of_kind = 'MATCH_DATA' AND m.month >= last - interval '1 month'
           AND EXISTS (SELECT FROM intake i
                        WHERE i.municipality = for_municipality
                          AND i.month BETWEEN m.month AND m.month + look_back
                          AND NOT EXISTS (SELECT FROM feed f
                                           WHERE f.municipality = i.municipality
                                             AND f.month = i.month))
    FROM (SELECT i.month FROM intake i WHERE i.municipality = for_municipality
          UNION SELECT f.month FROM feed f WHERE f.municipality = for_municipality
          UNION SELECT s.month FROM statistic_month s WHERE s.municipality = for_municipality
          UNION SELECT partition_month(c.relname)
                  FROM pg_inherits p JOIN pg_class c ON c.oid = p.inhrelid
                 WHERE p.inhparent IN
                       ('notification'::regclass, 'feed_item'::regclass, 'outcome'::regclass)) m
   WHERE m.month <= last AND coalesce(m.month > done, true)
   ORDER BY m.month;
END
$$;
--> statement-breakpoint
-- Notes up to which month a kind has nothing left; never beyond those whose term is over.
CREATE FUNCTION note_forgotten(of_kind text, for_municipality text, up_to date, at timestamptz)
RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO retention_progress AS p (kind, municipality, through, done_at)
  SELECT of_kind, for_municipality,
         least(up_to, retention_over(of_kind, for_municipality, '', at)), at
   WHERE for_municipality = coalesce(current_setting('hub.municipality', true), '')
  ON CONFLICT (kind, municipality) DO UPDATE
     SET through = greatest(p.through, excluded.through), done_at = excluded.done_at
$$;
--> statement-breakpoint
-- Forgets one kind of one municipality's month, and says how many rows of each table went. Nothing
-- happens before the term is over, and what a hold covers stays.
CREATE FUNCTION forget_month(of_kind text, for_municipality text, for_month date, at timestamptz)
RETURNS TABLE (from_table text, removed bigint, held bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  ids uuid[];
  cases uuid[];
  rows bigint;
BEGIN
  IF for_municipality <> current_setting('hub.municipality', true) THEN
    RAISE EXCEPTION 'not this municipality' USING ERRCODE = '42501';
  END IF;
  IF for_month > retention_over(of_kind, for_municipality, '', at) THEN
    RAISE EXCEPTION 'the term is not over' USING ERRCODE = '22023';
  END IF;
  ids := held_ids(for_municipality, for_month, at);
  cases := held_cases(for_municipality, for_month, at);
  IF of_kind = 'MATCH_DATA' THEN
    DELETE FROM matched_case c WHERE c.municipality = for_municipality AND c.month = for_month
       AND c.case_id <> ALL (cases)
       AND (ids = '{}' OR NOT EXISTS (SELECT FROM jsonb_array_elements(c.notifications) n
                                       WHERE (n ->> 'notificationId')::uuid = ANY (ids)));
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT 'matched_case', rows, cardinality(cases)::bigint;
    DELETE FROM urgent_item WHERE municipality = for_municipality AND month = for_month
       AND notification_id <> ALL (ids);
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT 'urgent_item', rows, 0::bigint;
    DELETE FROM redelivery_request r USING notification n
     WHERE r.municipality = for_municipality AND n.municipality = for_municipality
       AND n.month = for_month AND n.creditor = r.creditor
       AND n.notification_id = r.notification_id AND r.notification_id <> ALL (ids);
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT 'redelivery_request', rows, 0::bigint;
    DELETE FROM envelope WHERE municipality = for_municipality AND month = for_month
       AND notification_id <> ALL (ids);
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT 'envelope', rows, cardinality(ids)::bigint;
    DELETE FROM notification WHERE municipality = for_municipality AND month = for_month
       AND notification_id <> ALL (ids);
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT 'notification', rows, cardinality(ids)::bigint;
    DELETE FROM delivery_key d WHERE d.municipality = for_municipality AND d.month = for_month
       AND NOT EXISTS (SELECT FROM envelope e WHERE e.municipality = for_municipality
                          AND e.month = for_month AND e.delivery_key = d.delivery_key);
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT 'delivery_key', rows, 0::bigint;
    -- A batch that re-delivered is looked at when its own month closes, not that of the notification.
    DELETE FROM redelivery r USING intake i
     WHERE i.municipality = for_municipality AND i.month = for_month
       AND r.municipality = for_municipality AND r.deliverer = i.deliverer
       AND r.batch_id = i.batch_id AND r.notification_id <> ALL (ids);
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT 'redelivery', rows, 0::bigint;
    DELETE FROM intake i WHERE i.municipality = for_municipality AND i.month = for_month
       AND NOT EXISTS (SELECT FROM notification n WHERE n.municipality = for_municipality
                          AND n.month = for_month AND n.deliverer = i.deliverer
                          AND n.batch_id = i.batch_id);
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT 'intake', rows, 0::bigint;
    -- Of an item stays which notifications it was made of; what an inbox sorts by goes with its text.
    UPDATE feed_item SET item = '', work_bin = '', match_class = 'SINGLE', urgency = 'NORMAL',
           deadline_on = NULL, total_arrears_cents = 0, district = NULL, sectors = '{}',
           has_phone = false
     WHERE municipality = for_municipality AND month = for_month
       AND item <> '' AND case_id <> ALL (cases);
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT 'feed_item.item', rows, cardinality(cases)::bigint;
    UPDATE feed SET forgotten_at = at
     WHERE municipality = for_municipality AND month = for_month AND forgotten_at IS NULL;
  ELSIF of_kind = 'DELIVERED_CASE' THEN
    DELETE FROM feed_item WHERE municipality = for_municipality AND month = for_month
       AND case_id <> ALL (cases);
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT 'feed_item', rows, cardinality(cases)::bigint;
  ELSIF of_kind = 'OUTCOME' THEN
    DELETE FROM outcome WHERE municipality = for_municipality AND month = for_month
       AND case_id <> ALL (cases);
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT 'outcome', rows, cardinality(cases)::bigint;
    DELETE FROM outcome_notification WHERE municipality = for_municipality AND month = for_month
       AND case_id <> ALL (cases);
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT 'outcome_notification', rows, 0::bigint;
    DELETE FROM feedback_item f WHERE f.municipality = for_municipality
       AND f.reported_on < for_month + interval '1 month'
       AND NOT EXISTS (SELECT FROM outcome_notification o
                        WHERE o.municipality = for_municipality AND o.creditor = f.creditor
                          AND o.notification_id = f.notification_id AND o.month = for_month);
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT 'feedback_item', rows, 0::bigint;
    DELETE FROM outcome_report r WHERE r.municipality = for_municipality
       AND r.received_at < (for_month + interval '1 month') AT TIME ZONE 'Europe/Amsterdam'
       AND NOT EXISTS (SELECT FROM outcome o WHERE o.municipality = for_municipality
                          AND o.report_id = r.report_id AND o.month = for_month);
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT 'outcome_report', rows, 0::bigint;
    DELETE FROM match_run WHERE municipality = for_municipality AND month = for_month;
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT 'match_run', rows, 0::bigint;
    -- Not while a hold keeps the cases that it states.
    DELETE FROM feed f WHERE f.municipality = for_municipality AND f.month = for_month
       AND f.forgotten_at IS NOT NULL
       AND NOT EXISTS (SELECT FROM feed_item i WHERE i.municipality = for_municipality
                          AND i.month = for_month);
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT 'feed', rows, 0::bigint;
  ELSIF of_kind = 'STATISTICS' THEN
    DELETE FROM statistic_month WHERE municipality = for_municipality AND month = for_month;
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT 'statistic_month', rows, 0::bigint;
  ELSE
    RAISE EXCEPTION 'not a kind of municipalities' USING ERRCODE = '22023';
  END IF;
END
$$;
--> statement-breakpoint
-- Forgets what belongs to the hub as a whole, and says how many rows of each table went.
CREATE FUNCTION forget_hub(of_kind text, at timestamptz)
RETURNS TABLE (from_table text, removed bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  last date := retention_over(of_kind, '', '', at);
  done date := (SELECT through FROM retention_progress p
                 WHERE p.kind = of_kind AND p.municipality = '');
  rows bigint;
  batches text[] := '{}';
  ids uuid[] := '{}';
BEGIN
  IF done >= last THEN RETURN; END IF;
  IF EXISTS (SELECT FROM legal_hold l WHERE hold_stands(l, at)) THEN
    SELECT coalesce(array_agg(DISTINCT h.deliverer || ' ' || h.batch_id), '{}'),
           coalesce(array_agg(h.notification_id), '{}')
      INTO batches, ids
      FROM (SELECT DISTINCT month FROM notification_key WHERE month <= last) m,
           held_notifications('', m.month, at) h;
  END IF;
  IF of_kind = 'RECEIPT' THEN
    UPDATE batch b SET receipt = NULL, receipt_signature = NULL
     WHERE b.month <= last AND b.receipt IS NOT NULL
       AND b.deliverer || ' ' || b.batch_id <> ALL (batches);
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT 'batch.receipt', rows;
  ELSIF of_kind = 'LEDGER' THEN
    DELETE FROM notification_key k WHERE k.month <= last AND k.notification_id <> ALL (ids);
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT 'notification_key', rows;
    DELETE FROM batch b WHERE b.month <= last AND b.deliverer || ' ' || b.batch_id <> ALL (batches);
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT 'batch', rows;
  ELSIF of_kind = 'SAVED_SEARCH' THEN
    DELETE FROM console_search WHERE created_at < (last + interval '1 month') AT TIME ZONE 'Europe/Amsterdam';
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT 'console_search', rows;
  ELSE
    RAISE EXCEPTION 'not a kind of the hub' USING ERRCODE = '22023';
  END IF;
  INSERT INTO retention_progress AS p (kind, municipality, through, done_at)
  VALUES (of_kind, '', last, at)
  ON CONFLICT (kind, municipality) DO UPDATE
     SET through = greatest(p.through, excluded.through), done_at = excluded.done_at;
END
$$;
--> statement-breakpoint
-- Partitions that hold nothing any more and whose month is over for every kind: they are dropped, file
-- and all. One at a time, and only when nobody has to wait long for it: without the lock within two
-- seconds it stays for the next run. Returns its name, or null when there is none.
CREATE FUNCTION drop_empty_partition(at timestamptz) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  child record;
  is_empty boolean;
BEGIN
  PERFORM set_config('lock_timeout', '2s', true);
  FOR child IN
    SELECT c.oid::regclass::text AS name, p.relname AS parent
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
     WHERE p.relnamespace = 'public'::regnamespace AND p.relkind = 'p'
       -- Behind the longest term that its data can have. Outcomes come in as long as cases are known.
       AND partition_month(c.relname)
           < date_trunc('month', at AT TIME ZONE 'Europe/Amsterdam')
             - CASE WHEN p.relname IN ('notification', 'envelope', 'delivery_key', 'matched_case',
                                       'feed_item')
                    THEN interval '6 months' ELSE interval '24 months' END
     ORDER BY right(c.relname, 7), p.relname
  LOOP
    EXECUTE format('SELECT NOT EXISTS (SELECT FROM %s)', child.name) INTO is_empty;
    IF is_empty THEN
      EXECUTE format('DROP TABLE %s', child.name);
      -- What the planner remembers of values is forgotten with them.
      EXECUTE format('ANALYZE %I', child.parent);
      DELETE FROM partition_rewrite WHERE partition = child.name;
      RETURN child.name;
    END IF;
  END LOOP;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- Writes one partition anew from which rows were removed or emptied, so that its file holds what it
-- shows and nothing else. Returns its name, or null when none needs it.
CREATE FUNCTION rewrite_partition(at timestamptz) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  child record;
  touched boolean;
BEGIN
  PERFORM set_config('lock_timeout', '2s', true);
  FOR child IN
    SELECT c.oid::regclass::text AS name, p.relname AS parent, x.indexrelid::regclass::text AS key,
           partition_month(c.relname) AS month, r.rewritten_at AS since
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
      JOIN pg_index x ON x.indrelid = c.oid AND x.indisprimary
      LEFT JOIN partition_rewrite r ON r.partition = c.oid::regclass::text
     WHERE p.relnamespace = 'public'::regnamespace AND p.relname IN ('envelope', 'feed_item', 'notification')
     ORDER BY right(c.relname, 7), p.relname
  LOOP
    IF child.parent = 'envelope' THEN
      -- When the last identity of the month is gone, or at the latest when every term of it is over.
      EXECUTE format(
        'SELECT bool_or(purged_at > coalesce($1, ''-infinity''))
                AND (bool_and(jwe IS NULL) OR $3::date + interval ''4 months'' < $2) FROM %s', child.name)
        INTO touched USING child.since, child.month, at;
    ELSE
      touched := child.since IS NULL
        AND EXISTS (SELECT FROM feed f WHERE f.month = child.month AND f.forgotten_at IS NOT NULL)
        AND NOT EXISTS (SELECT FROM feed f WHERE f.month = child.month AND f.forgotten_at IS NULL);
    END IF;
    IF touched THEN
      EXECUTE format('CLUSTER %s USING %s', child.name, child.key);
      EXECUTE format('ANALYZE %s', child.name);
      INSERT INTO partition_rewrite (partition, rewritten_at) VALUES (child.name, at)
      ON CONFLICT (partition) DO UPDATE SET rewritten_at = excluded.rewritten_at;
      RETURN child.name;
    END IF;
  END LOOP;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- Whether any row is keyed under an epoch, or any entry of the log under the key of a year.
CREATE FUNCTION epoch_in_use(of_number smallint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM notification n, epoch e
                  WHERE e.number = of_number AND of_number IN (n.epoch, n.next_epoch)
                    AND n.month <= e.ends_on AND n.month >= e.starts_on - interval '7 months')
$$;
--> statement-breakpoint
CREATE FUNCTION log_year_in_use(of_year smallint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM log_partition p, LATERAL (
    SELECT 1 FROM log_entry e WHERE e.controller = p.controller
       AND e.at < make_date(of_year + 1, 1, 1)::timestamp AT TIME ZONE 'Europe/Amsterdam' LIMIT 1) e)
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION retention_term_of(text, text, text, date), retention_over(text, text, text, timestamptz),
  held_notifications(text, date, timestamptz), held_ids(text, date, timestamptz),
  held_cases(text, date, timestamptz), purge_envelopes(text, date, timestamptz),
  months_to_forget(text, text, timestamptz), note_forgotten(text, text, date, timestamptz),
  forget_month(text, text, date, timestamptz), forget_hub(text, timestamptz),
  drop_empty_partition(timestamptz), rewrite_partition(timestamptz), epoch_in_use(smallint),
  log_year_in_use(smallint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION retention_term_of(text, text, text, date) TO
  vroegsignaal_job, vroegsignaal_municipality, vroegsignaal_officer, vroegsignaal_admin;
GRANT EXECUTE ON FUNCTION retention_over(text, text, text, timestamptz) TO vroegsignaal_job, vroegsignaal_admin;
GRANT EXECUTE ON FUNCTION purge_envelopes(text, date, timestamptz),
  months_to_forget(text, text, timestamptz), note_forgotten(text, text, date, timestamptz),
  forget_month(text, text, date, timestamptz), forget_hub(text, timestamptz),
  drop_empty_partition(timestamptz), rewrite_partition(timestamptz) TO vroegsignaal_job;
GRANT EXECUTE ON FUNCTION epoch_in_use(smallint), log_year_in_use(smallint) TO vroegsignaal_admin;
