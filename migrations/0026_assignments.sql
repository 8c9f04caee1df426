-- Executors: organisations that visit for a municipality. They see the cases assigned to them, for as
-- long as they are, and of those who and where; never creditors or amounts. What they see is sealed
-- for their own key, in a browser of the municipality.

-- Keys for which identities can be sealed for an executor; public halves only.
CREATE TABLE executor_key (
  party text NOT NULL REFERENCES party,
  -- RFC 7638 thumbprint.
  key_id text NOT NULL CHECK (key_id ~ '^[A-Za-z0-9_-]{43}$'),
  jwk jsonb NOT NULL,
  offered_at timestamptz NOT NULL,
  PRIMARY KEY (party, key_id)
);
--> statement-breakpoint
-- Which executor works for a municipality, and with which key: a coordinator typed the key's name as
-- the executor told it, so that a key put in its place at the hub is not taken.
CREATE TABLE executor_admission (
  municipality text NOT NULL,
  executor text NOT NULL REFERENCES party,
  key_id text NOT NULL,
  admitted_at timestamptz NOT NULL,
  PRIMARY KEY (municipality, executor),
  FOREIGN KEY (executor, key_id) REFERENCES executor_key (party, key_id)
);
--> statement-breakpoint
-- A case in the hands of an executor.
CREATE TABLE assignment (
  municipality text NOT NULL,
  assignment_id uuid NOT NULL,
  month date NOT NULL,
  case_id uuid NOT NULL,
  executor text NOT NULL,
  -- Key that it is sealed for, and the compact JWE; null once the assignment ended.
  key_id text NOT NULL,
  jwe text CHECK (length(jwe) <= 20000),
  -- What an executor needs beside who and where: NORMAL, HIGH or CRISIS, and until when.
  urgency text NOT NULL,
  deadline_on date,
  assigned_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (municipality, assignment_id),
  CHECK ((ended_at IS NULL) = (jwe IS NOT NULL))
);
--> statement-breakpoint
-- One executor at a time.
CREATE UNIQUE INDEX assignment_open ON assignment (municipality, month, case_id) WHERE ended_at IS NULL;
--> statement-breakpoint
CREATE INDEX assignment_executor ON assignment (executor, municipality) WHERE ended_at IS NULL;
--> statement-breakpoint
ALTER TABLE executor_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE executor_key FORCE ROW LEVEL SECURITY;
ALTER TABLE executor_admission ENABLE ROW LEVEL SECURITY;
ALTER TABLE executor_admission FORCE ROW LEVEL SECURITY;
ALTER TABLE assignment ENABLE ROW LEVEL SECURITY;
ALTER TABLE assignment FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own ON executor_key TO vroegsignaal_edge
  USING (party = current_setting('hub.party', true))
  WITH CHECK (party = current_setting('hub.party', true));
-- Public keys are no secret; whoever knows a name may ask for the key.
CREATE POLICY public_keys ON executor_key FOR SELECT TO vroegsignaal_municipality USING (true);
CREATE POLICY own ON executor_admission TO vroegsignaal_municipality
  USING (municipality = current_setting('hub.municipality', true))
  WITH CHECK (municipality = current_setting('hub.municipality', true));
CREATE POLICY admitted ON executor_admission FOR SELECT TO vroegsignaal_edge
  USING (executor = current_setting('hub.party', true));
CREATE POLICY own ON assignment TO vroegsignaal_municipality
  USING (municipality = current_setting('hub.municipality', true))
  WITH CHECK (municipality = current_setting('hub.municipality', true));
-- An executor reads what is assigned to it now, and nothing else of anybody.
CREATE POLICY assigned ON assignment FOR SELECT TO vroegsignaal_edge
  USING (executor = current_setting('hub.party', true) AND ended_at IS NULL);
CREATE POLICY executors ON party FOR SELECT TO vroegsignaal_municipality
  USING (id IN (SELECT executor FROM executor_admission
                 WHERE municipality = current_setting('hub.municipality', true)));
CREATE POLICY owner ON assignment TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT, INSERT ON executor_key TO vroegsignaal_edge;
GRANT SELECT ON executor_key TO vroegsignaal_municipality;
GRANT SELECT, INSERT, UPDATE, DELETE ON executor_admission TO vroegsignaal_municipality;
GRANT SELECT ON executor_admission, assignment TO vroegsignaal_edge;
GRANT SELECT, INSERT ON assignment TO vroegsignaal_municipality;
GRANT UPDATE (jwe, ended_at) ON assignment TO vroegsignaal_municipality;
--> statement-breakpoint

-- What an inbox sorts by, and what was sealed for an executor, is forgotten with the item.
CREATE FUNCTION forget_with_item() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM assignment
   WHERE municipality = OLD.municipality AND month = OLD.month AND case_id = OLD.case_id;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  NEW.work_bin := '';
  NEW.match_class := 'SINGLE';
  NEW.urgency := 'NORMAL';
  NEW.deadline_on := NULL;
  NEW.total_arrears_cents := 0;
  NEW.district := NULL;
  NEW.sectors := '{}';
  NEW.has_phone := false;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER forget_with_item BEFORE UPDATE OF item ON feed_item
  FOR EACH ROW WHEN (NEW.item = '') EXECUTE FUNCTION forget_with_item();
--> statement-breakpoint
CREATE TRIGGER forget_with_row BEFORE DELETE ON feed_item
  FOR EACH ROW EXECUTE FUNCTION forget_with_item();
--> statement-breakpoint
REVOKE ALL ON FUNCTION forget_with_item() FROM PUBLIC;
