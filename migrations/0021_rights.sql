-- What residents ask for under the GDPR: objection, restriction, rectification, erasure. Registered by
-- pseudonym; what was typed to compute it is not kept. Pseudonyms here have a purpose of their own
-- under the key of the year, so nothing else in this database can be joined to them.

-- Which right has which effect at a municipality, from a day on; the defaults of the hub without one.
CREATE TABLE rights_policy (
  municipality text NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  valid_from date NOT NULL,
  -- By kind: {intake: BLOCK|FLAG|ACCEPT, delivery: HOLD|CONTINUE, tellsMunicipality, tellsCreditor,
  -- termMonths}.
  effects jsonb NOT NULL,
  PRIMARY KEY (municipality, version)
);
--> statement-breakpoint
CREATE TABLE rights_request (
  request uuid PRIMARY KEY,
  municipality text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('OBJECTION', 'RESTRICTION', 'RECTIFICATION', 'ERASURE')),
  registered_at timestamptz NOT NULL,
  -- Organisation and role pseudonym of the officer.
  party text NOT NULL,
  holder text NOT NULL CHECK (length(holder) <= 64),
  -- Reference of the municipality's own file, and why; never a name.
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  -- Effects as the policy had them, and name and version of the policy.
  effects jsonb NOT NULL,
  policy text NOT NULL,
  -- Last day on which new notifications are compared with it.
  ends_on date NOT NULL,
  -- Year whose key the pseudonyms below are made under.
  key_year smallint NOT NULL,
  -- Pseudonyms of the person, 16 bytes each: name with initial and address, with birth date when known,
  -- and name and address alone for notifications without initials.
  tokens bytea[] NOT NULL,
  -- Entry of the log that registered it; its subjects are the person.
  entry uuid NOT NULL,
  lifted_at timestamptz
);
--> statement-breakpoint
CREATE INDEX rights_request_open ON rights_request (municipality, ends_on) WHERE lifted_at IS NULL;
--> statement-breakpoint
-- Notifications that a request reaches.
CREATE TABLE rights_hold (
  municipality text NOT NULL,
  creditor text NOT NULL,
  notification_id uuid NOT NULL,
  request uuid NOT NULL REFERENCES rights_request,
  -- Month of the notification.
  month date NOT NULL,
  -- Case of a closed feed in which the municipality was told of it; null when it was not.
  case_id uuid,
  -- What a pull says in the place of the envelope; null when the request does not stop delivery.
  withheld text CHECK (withheld IN ('OBJECTION', 'RESTRICTED')),
  held_at timestamptz NOT NULL,
  lifted_at timestamptz,
  PRIMARY KEY (municipality, creditor, notification_id, request)
);
--> statement-breakpoint
CREATE INDEX rights_hold_open ON rights_hold (municipality) WHERE lifted_at IS NULL;
--> statement-breakpoint
-- Signed corrections for the municipality that has the data already; in its urgent lane until
-- acknowledged.
CREATE TABLE rights_notice (
  municipality text NOT NULL,
  notice_id uuid NOT NULL,
  request uuid NOT NULL REFERENCES rights_request,
  issued_at timestamptz NOT NULL,
  -- Canonical text and the hub's detached signature over it.
  statement text NOT NULL,
  signature text NOT NULL,
  acknowledged_at timestamptz,
  -- Order of issue, also within one instant: the last instruction counts.
  seq bigint GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (municipality, notice_id)
);
--> statement-breakpoint
-- Every step of a request, in order; nothing is ever changed or removed.
CREATE TABLE rights_step (
  request uuid NOT NULL REFERENCES rights_request,
  position integer NOT NULL CHECK (position >= 0),
  municipality text NOT NULL,
  at timestamptz NOT NULL,
  step text NOT NULL CHECK (step IN ('REGISTERED', 'HELD', 'ERASED', 'NOTIFIED', 'TOLD', 'BLOCKED',
    'FLAGGED', 'ACKNOWLEDGED', 'LIFTED')),
  -- Whom it concerns: the officer's organisation, a creditor, or the municipality.
  party text NOT NULL,
  -- Notifications or envelopes that it was about.
  count integer NOT NULL CHECK (count >= 0),
  PRIMARY KEY (request, position)
);
--> statement-breakpoint
ALTER TABLE rights_policy ENABLE ROW LEVEL SECURITY;
ALTER TABLE rights_policy FORCE ROW LEVEL SECURITY;
ALTER TABLE rights_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE rights_request FORCE ROW LEVEL SECURITY;
ALTER TABLE rights_hold ENABLE ROW LEVEL SECURITY;
ALTER TABLE rights_hold FORCE ROW LEVEL SECURITY;
ALTER TABLE rights_notice ENABLE ROW LEVEL SECURITY;
ALTER TABLE rights_notice FORCE ROW LEVEL SECURITY;
ALTER TABLE rights_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE rights_step FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
-- Municipalities whose log the transaction's officer reviews.
CREATE FUNCTION reviewed_municipalities() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.municipality FROM party_role o
    JOIN party_role m ON m.party = o.controller AND m.role = 'municipality'
   WHERE o.role = 'officer' AND o.party = current_setting('hub.party', true)
     AND o.controller = current_setting('hub.controller', true)
$$;
--> statement-breakpoint
CREATE POLICY rights ON party_role TO CURRENT_USER USING (true);
REVOKE ALL ON FUNCTION reviewed_municipalities() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reviewed_municipalities() TO vroegsignaal_officer;
--> statement-breakpoint
CREATE POLICY registry ON rights_policy TO vroegsignaal_admin USING (true) WITH CHECK (true);
CREATE POLICY reviewed ON rights_policy FOR SELECT TO vroegsignaal_officer
  USING (municipality IN (SELECT reviewed_municipalities()));
CREATE POLICY reviewed ON rights_request TO vroegsignaal_officer
  USING (municipality IN (SELECT reviewed_municipalities()))
  WITH CHECK (municipality IN (SELECT reviewed_municipalities()));
CREATE POLICY reviewed ON rights_hold TO vroegsignaal_officer
  USING (municipality IN (SELECT reviewed_municipalities()))
  WITH CHECK (municipality IN (SELECT reviewed_municipalities()));
CREATE POLICY reviewed ON rights_notice TO vroegsignaal_officer
  USING (municipality IN (SELECT reviewed_municipalities()))
  WITH CHECK (municipality IN (SELECT reviewed_municipalities()));
CREATE POLICY reviewed ON rights_step TO vroegsignaal_officer
  USING (municipality IN (SELECT reviewed_municipalities()))
  WITH CHECK (municipality IN (SELECT reviewed_municipalities()));
CREATE POLICY reviewed ON notification FOR SELECT TO vroegsignaal_officer
  USING (municipality IN (SELECT reviewed_municipalities()));
CREATE POLICY reviewed ON urgent_item FOR SELECT TO vroegsignaal_officer
  USING (municipality IN (SELECT reviewed_municipalities()));
CREATE POLICY tells_rights ON feedback_item FOR INSERT TO vroegsignaal_officer
  WITH CHECK (municipality IN (SELECT reviewed_municipalities()));
-- Jobs leave held notifications out of cases; the municipality is not handed what is held.
CREATE POLICY own ON rights_hold FOR SELECT TO vroegsignaal_job, vroegsignaal_municipality
  USING (municipality = current_setting('hub.municipality', true));
CREATE POLICY own ON rights_notice TO vroegsignaal_municipality
  USING (municipality = current_setting('hub.municipality', true))
  WITH CHECK (municipality = current_setting('hub.municipality', true));
CREATE POLICY owner ON rights_request TO CURRENT_USER USING (true);
CREATE POLICY owner ON rights_hold TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner ON rights_step TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner ON rights_notice TO CURRENT_USER USING (true);
--> statement-breakpoint
GRANT SELECT, INSERT ON rights_policy TO vroegsignaal_admin;
GRANT SELECT ON rights_policy TO vroegsignaal_officer;
GRANT SELECT, INSERT ON rights_request, rights_hold, rights_notice, rights_step TO vroegsignaal_officer;
GRANT UPDATE (lifted_at) ON rights_request, rights_hold TO vroegsignaal_officer;
GRANT SELECT (municipality, month, creditor, notification_id, kind, sector, reported_on, accepted_at,
              predecessor_id, withdrawal_reason, epoch, subject_pseudonym, presence)
  ON notification TO vroegsignaal_officer;
GRANT SELECT (municipality, creditor, notification_id) ON urgent_item TO vroegsignaal_officer;
GRANT INSERT ON feedback_item TO vroegsignaal_officer;
GRANT SELECT (municipality, month, creditors, notification_ids) ON feed_item TO vroegsignaal_officer;
GRANT SELECT (municipality, creditor, notification_id, withheld, lifted_at, request, month)
  ON rights_hold TO vroegsignaal_job, vroegsignaal_municipality;
GRANT SELECT ON rights_notice TO vroegsignaal_municipality;
GRANT UPDATE (acknowledged_at) ON rights_notice TO vroegsignaal_municipality;
--> statement-breakpoint
-- Pseudonyms of residents who asked for something, for those municipalities: intake compares, and
-- learns nothing else of the request but its effect.
CREATE FUNCTION rights_markers(municipalities text[], today date)
RETURNS TABLE (municipality text, request uuid, key_year smallint, tokens bytea[], intake text,
               withheld text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.municipality, r.request, r.key_year, r.tokens, r.effects ->> 'intake',
         CASE WHEN r.effects ->> 'delivery' = 'HOLD'
              THEN CASE r.kind WHEN 'OBJECTION' THEN 'OBJECTION' ELSE 'RESTRICTED' END END
    FROM rights_request r
   WHERE r.municipality = ANY (municipalities) AND r.lifted_at IS NULL AND r.ends_on >= today
     AND r.effects ->> 'intake' <> 'ACCEPT'
$$;
--> statement-breakpoint
-- Notes that a new notification met a request: refused, or accepted and held.
CREATE FUNCTION rights_met(for_request uuid, for_creditor text, ids uuid[], for_month date,
                           is_blocked boolean, hold text, at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  caller text := current_setting('hub.party', true);
  r rights_request%ROWTYPE;
BEGIN
  IF NOT (for_creditor = caller OR EXISTS
      (SELECT FROM agency WHERE agent = caller AND principal = for_creditor)) THEN
    RAISE EXCEPTION 'not this creditor' USING ERRCODE = '42501';
  END IF;
  SELECT * INTO r FROM rights_request q
    WHERE q.request = for_request AND q.lifted_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  IF NOT is_blocked THEN
    INSERT INTO rights_hold (municipality, creditor, notification_id, request, month, withheld, held_at)
    SELECT r.municipality, for_creditor, u.id, for_request, for_month, hold, rights_met.at
      FROM unnest(ids) AS u (id) ON CONFLICT DO NOTHING;
  END IF;
  INSERT INTO rights_step (request, position, municipality, at, step, party, count)
  SELECT for_request, count(*), r.municipality, rights_met.at,
         CASE WHEN is_blocked THEN 'BLOCKED' ELSE 'FLAGGED' END, for_creditor, cardinality(ids)
    FROM rights_step s WHERE s.request = for_request;
END
$$;
--> statement-breakpoint
-- Erases what the hub holds of notifications that a request for erasure reaches: envelopes, pseudonyms
-- and evidence. Digests stay, so roots of feeds and of the log stay computable.
CREATE FUNCTION rights_erase(for_request uuid, at timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  r rights_request%ROWTYPE;
  erased integer;
BEGIN
  SELECT * INTO r FROM rights_request WHERE request = for_request AND kind = 'ERASURE';
  IF NOT FOUND OR r.municipality NOT IN (SELECT reviewed_municipalities()) THEN
    RAISE EXCEPTION 'not this request' USING ERRCODE = '42501';
  END IF;
  UPDATE envelope e SET jwe = NULL, purged_at = rights_erase.at, purge_reason = 'ERASURE'
    FROM rights_hold h
   WHERE h.request = for_request AND e.municipality = h.municipality AND e.month = h.month
     AND e.creditor = h.creditor AND e.notification_id = h.notification_id AND e.jwe IS NOT NULL;
  GET DIAGNOSTICS erased = ROW_COUNT;
  UPDATE notification n
     SET address_pseudonym = NULL, addition_pseudonym = NULL, subject_pseudonym = NULL,
         customer_pseudonym = NULL, next_address_pseudonym = NULL, next_subject_pseudonym = NULL,
         next_customer_pseudonym = NULL, evidence = NULL, presence = 0, tags = 0
    FROM rights_hold h
   WHERE h.request = for_request AND n.municipality = h.municipality AND n.month = h.month
     AND n.creditor = h.creditor AND n.notification_id = h.notification_id;
  RETURN erased;
END
$$;
--> statement-breakpoint
-- Notes that the municipality acknowledged notices.
CREATE FUNCTION rights_acknowledged(ids uuid[], at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  n rights_notice%ROWTYPE;
BEGIN
  FOR n IN SELECT * FROM rights_notice q
            WHERE q.municipality = current_setting('hub.municipality', true)
              AND q.notice_id = ANY (ids) AND q.acknowledged_at = rights_acknowledged.at LOOP
    INSERT INTO rights_step (request, position, municipality, at, step, party, count)
    SELECT n.request, count(*), n.municipality, rights_acknowledged.at, 'ACKNOWLEDGED',
           current_setting('hub.party', true), 1
      FROM rights_step s WHERE s.request = n.request;
  END LOOP;
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION rights_markers(text[], date), rights_erase(uuid, timestamptz),
  rights_met(uuid, text, uuid[], date, boolean, text, timestamptz),
  rights_acknowledged(uuid[], timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rights_markers(text[], date),
  rights_met(uuid, text, uuid[], date, boolean, text, timestamptz) TO vroegsignaal_intake;
GRANT EXECUTE ON FUNCTION rights_erase(uuid, timestamptz) TO vroegsignaal_officer;
GRANT EXECUTE ON FUNCTION rights_acknowledged(uuid[], timestamptz) TO vroegsignaal_municipality;
--> statement-breakpoint
-- Creditors learn that a notification was stopped at the resident's request, and when that was lifted.
ALTER TABLE feedback_item DROP CONSTRAINT feedback_item_code_check;
ALTER TABLE feedback_item ADD CONSTRAINT feedback_item_code_check
  CHECK (code IN ('NOT_TAKEN_UP', 'NOT_TAKEN_UP_REPEAT', 'NOT_TAKEN_UP_INCORRECT', 'DECEASED',
    'NOT_RESIDENT', 'KNOWN_DEBT_HELP', 'NOT_REACHED', 'OFFERED_NO_HELP', 'HELP_ACCEPTED', 'HANDLED',
    'STOPPED_ON_REQUEST', 'RESUMED_ON_REQUEST'));
