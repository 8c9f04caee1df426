-- How a municipality weighs its cases is its own: one person offers a profile, another approves it.
CREATE TABLE triage_draft (
  municipality text NOT NULL,
  -- Chosen by who offers; the same again is the same offer.
  draft_id uuid NOT NULL,
  offered_at timestamptz NOT NULL,
  -- Fingerprint of the certificate that signed the offer, hexadecimal.
  offered_by text NOT NULL,
  valid_from date NOT NULL,
  -- As in triage_profile; its version is given at approval.
  profile jsonb NOT NULL,
  -- All three together, once approved.
  approved_at timestamptz,
  approved_by text,
  version integer,
  PRIMARY KEY (municipality, draft_id),
  CHECK ((approved_at IS NULL) = (approved_by IS NULL) AND (approved_at IS NULL) = (version IS NULL)),
  CHECK (approved_by <> offered_by)
);
--> statement-breakpoint
ALTER TABLE triage_draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE triage_draft FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own ON triage_draft TO vroegsignaal_municipality
  USING (municipality = current_setting('hub.municipality', true))
  WITH CHECK (municipality = current_setting('hub.municipality', true));
CREATE POLICY approved ON triage_profile FOR INSERT TO vroegsignaal_municipality
  WITH CHECK (municipality = current_setting('hub.municipality', true));
--> statement-breakpoint
GRANT SELECT, INSERT ON triage_draft TO vroegsignaal_municipality;
GRANT UPDATE (approved_at, approved_by, version) ON triage_draft TO vroegsignaal_municipality;
-- Earlier versions stay: cases name the version that put them in their bin.
GRANT SELECT, INSERT ON triage_profile TO vroegsignaal_municipality;
