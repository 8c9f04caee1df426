-- Who may do what: parties, their certificates, who acts for whom, and the mandates and legal bases
-- that make a notification lawful. Reference data: small, read by every request, written by the
-- operator only (vroegsignaal admin). Nothing here is about a resident.

-- Group roles. They cannot log in; the hub's login role is a member of each without inheriting, so
-- every transaction must choose one. Roles belong to the cluster, hence the guards.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'vroegsignaal_edge', 'vroegsignaal_intake', 'vroegsignaal_municipality', 'vroegsignaal_officer',
    'vroegsignaal_sequencer', 'vroegsignaal_publisher', 'vroegsignaal_job', 'vroegsignaal_admin',
    'vroegsignaal_backup'
  ] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT NOBYPASSRLS', name);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL;
    END;
  END LOOP;
END
$$;
--> statement-breakpoint
-- The login role of the running hub: named by the setting hub.login_role while migrating.
DO $$
DECLARE
  login text := coalesce(nullif(current_setting('hub.login_role', true), ''), 'vroegsignaal_hub');
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = login) THEN
    BEGIN
      EXECUTE format(
        'GRANT vroegsignaal_edge, vroegsignaal_intake, vroegsignaal_municipality,
               vroegsignaal_officer, vroegsignaal_sequencer, vroegsignaal_publisher,
               vroegsignaal_job, vroegsignaal_admin TO %I', login);
    EXCEPTION WHEN unique_violation THEN
      NULL;
    END;
  END IF;
END
$$;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO
  vroegsignaal_edge, vroegsignaal_intake, vroegsignaal_municipality, vroegsignaal_officer,
  vroegsignaal_sequencer, vroegsignaal_publisher, vroegsignaal_job, vroegsignaal_admin,
  vroegsignaal_backup;
--> statement-breakpoint

CREATE TABLE party (
  -- OIN (20 characters), or VS- and 12 characters for a party without one.
  id text PRIMARY KEY CHECK (id ~ '^([0-9A-Z]{20}|VS-[0-9A-HJKMNP-TV-Z]{12})$'),
  -- The name that other parties may see. For a natural person: a trade name, never the person's.
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  -- Chamber of Commerce number, when the OIN is not made from it.
  kvk text CHECK (kvk ~ '^[0-9]{8}$'),
  registered_at timestamptz NOT NULL,
  -- From this instant on the party is refused everywhere.
  ended_at timestamptz,
  updated_by text NOT NULL DEFAULT current_setting('hub.transaction', true)
);
--> statement-breakpoint
CREATE TABLE party_role (
  party text NOT NULL REFERENCES party,
  role text NOT NULL CHECK (role IN ('creditor', 'agent', 'municipality', 'executor', 'officer')),
  -- CBS code; set exactly for the role municipality, and known means: registered here.
  municipality text CHECK (municipality ~ '^[0-9]{4}$'),
  -- For the role officer: the log partition (party id or 'hub') that this officer reviews; one row each.
  controller text NOT NULL DEFAULT '',
  PRIMARY KEY (party, role, controller),
  CHECK ((role = 'municipality') = (municipality IS NOT NULL)),
  CHECK ((role = 'officer') = (controller <> ''))
);
--> statement-breakpoint
CREATE UNIQUE INDEX party_role_municipality ON party_role (municipality) WHERE role = 'municipality';
--> statement-breakpoint
CREATE TABLE certificate (
  -- SHA-256 of the DER, lower-case hex.
  fingerprint text PRIMARY KEY CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
  party text NOT NULL REFERENCES party,
  -- Transport opens connections, signing signs bodies; one key never serves both.
  purpose text NOT NULL CHECK (purpose IN ('transport', 'signing')),
  -- Role pseudonym of the person who holds it, when a person signs in; never a name.
  holder text CHECK (length(holder) <= 64),
  -- SHA-256 of the SubjectPublicKeyInfo, hex: refuses one key under two certificates of other purpose.
  key_hash text NOT NULL CHECK (key_hash ~ '^[0-9a-f]{64}$'),
  -- RFC 7638 thumbprint of the key, the `kid` of signatures.
  key_id text NOT NULL,
  -- Public key as JWK, for verifying signatures.
  jwk jsonb NOT NULL,
  not_before timestamptz NOT NULL,
  not_after timestamptz NOT NULL,
  registered_at timestamptz NOT NULL,
  -- Deny-list: from the next request on.
  revoked_at timestamptz,
  updated_by text NOT NULL DEFAULT current_setting('hub.transaction', true)
);
--> statement-breakpoint
CREATE INDEX certificate_party ON certificate (party);
--> statement-breakpoint
CREATE INDEX certificate_key ON certificate (key_id);
--> statement-breakpoint
CREATE FUNCTION certificate_key_has_one_purpose() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM certificate
              WHERE key_hash = NEW.key_hash AND (purpose <> NEW.purpose OR party <> NEW.party)) THEN
    RAISE EXCEPTION 'key already serves another purpose or party' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER certificate_key_has_one_purpose BEFORE INSERT ON certificate
  FOR EACH ROW EXECUTE FUNCTION certificate_key_has_one_purpose();
--> statement-breakpoint
CREATE TABLE agency (
  -- The agent delivers on behalf of the principal, a creditor.
  agent text NOT NULL REFERENCES party,
  principal text NOT NULL REFERENCES party,
  valid_from date NOT NULL,
  -- Last day on which it holds; null while open.
  valid_until date,
  PRIMARY KEY (agent, principal, valid_from),
  CHECK (agent <> principal),
  CHECK (valid_until IS NULL OR valid_until >= valid_from)
);
--> statement-breakpoint
CREATE TABLE mandate (
  mandate_id uuid PRIMARY KEY,
  -- The agreement (document) that this mandate follows from, as the parties call it.
  agreement text NOT NULL CHECK (length(agreement) BETWEEN 1 AND 120),
  creditor text NOT NULL REFERENCES party,
  municipality text NOT NULL,
  sector text NOT NULL,
  valid_from date NOT NULL,
  valid_until date,
  -- Optional members of a feed item's notifications that this municipality is entitled to.
  entitled_fields text[] NOT NULL DEFAULT ARRAY['creditorName', 'arrearsCents', 'oldestDueOn', 'amountTrendCents', 'district'],
  registered_at timestamptz NOT NULL,
  updated_by text NOT NULL DEFAULT current_setting('hub.transaction', true),
  CHECK (valid_until IS NULL OR valid_until >= valid_from)
);
--> statement-breakpoint
CREATE INDEX mandate_creditor ON mandate (creditor, municipality, sector);
--> statement-breakpoint
CREATE INDEX mandate_municipality ON mandate (municipality);
--> statement-breakpoint
CREATE TABLE sealing_key (
  municipality text NOT NULL,
  -- RFC 7638 thumbprint of the public key.
  key_id text NOT NULL,
  -- Rises with every key of the municipality.
  version integer NOT NULL CHECK (version > 0),
  -- Public JWK; a private member is refused before it comes here.
  jwk jsonb NOT NULL,
  -- OFFERED until the challenge was opened and a second person confirmed; then ACTIVE; RETIRED ends it.
  status text NOT NULL CHECK (status IN ('OFFERED', 'ACTIVE', 'RETIRED')),
  -- SHA-256 of the random text that only the holder of the private key can read from the challenge.
  challenge_hash bytea NOT NULL,
  -- Signing certificates (fingerprints) of the two people.
  offered_by text NOT NULL,
  confirmed_by text,
  offered_at timestamptz NOT NULL,
  activated_at timestamptz,
  retired_at timestamptz,
  PRIMARY KEY (municipality, key_id),
  UNIQUE (municipality, version),
  CHECK (confirmed_by IS NULL OR confirmed_by <> offered_by)
);
--> statement-breakpoint
CREATE TABLE epoch (
  -- Number of the pseudonym epoch; its secret is a file outside the database.
  number smallint PRIMARY KEY CHECK (number > 0),
  -- Notifications of these months are keyed under it.
  starts_on date NOT NULL,
  ends_on date NOT NULL,
  created_at timestamptz NOT NULL,
  -- Derived from the secret: tells whether a file holds the secret that was registered, nothing else.
  check_value bytea NOT NULL CHECK (octet_length(check_value) = 16),
  -- When every copy of the secret was attested destroyed, and by which two role pseudonyms.
  destroyed_at timestamptz,
  destroyed_by text[],
  CHECK (ends_on > starts_on),
  CHECK ((destroyed_at IS NULL) = (destroyed_by IS NULL)),
  CHECK (destroyed_by IS NULL OR (cardinality(destroyed_by) = 2 AND destroyed_by[1] <> destroyed_by[2]))
);
--> statement-breakpoint
CREATE TABLE log_subject_year (
  -- Year whose log names residents under this key; the key is a file outside the database.
  year smallint PRIMARY KEY CHECK (year BETWEEN 2000 AND 2999),
  created_at timestamptz NOT NULL,
  check_value bytea NOT NULL CHECK (octet_length(check_value) = 16),
  -- As for an epoch: kept exactly as long as that year's log.
  destroyed_at timestamptz,
  destroyed_by text[],
  CHECK ((destroyed_at IS NULL) = (destroyed_by IS NULL)),
  CHECK (destroyed_by IS NULL OR (cardinality(destroyed_by) = 2 AND destroyed_by[1] <> destroyed_by[2]))
);
--> statement-breakpoint
CREATE TABLE programme (
  programme_id text PRIMARY KEY CHECK (programme_id ~ '^[a-z0-9-]{1,64}$'),
  name text NOT NULL,
  municipalities text[] NOT NULL,
  valid_from date NOT NULL,
  valid_until date,
  -- Participants and their part, as the covenant lists them: [{party?, name, part}].
  participants jsonb NOT NULL DEFAULT '[]'
);
--> statement-breakpoint
CREATE TABLE triage_profile (
  municipality text NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  valid_from date NOT NULL,
  -- Trigger rule, work bins and contact strategy: see src/parties/triage-profile.ts for the shape.
  profile jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  updated_by text NOT NULL DEFAULT current_setting('hub.transaction', true),
  PRIMARY KEY (municipality, version)
);
--> statement-breakpoint
CREATE TABLE postcode_area (
  -- Four digits or four digits and two letters.
  postcode text NOT NULL CHECK (postcode ~ '^[1-9][0-9]{3}([A-Z]{2})?$'),
  municipality text NOT NULL,
  -- Other municipalities that share the area; a notification for one of them is not refused.
  others text[] NOT NULL DEFAULT '{}',
  district text,
  valid_from date NOT NULL,
  valid_until date,
  -- Which import brought it.
  import_id uuid NOT NULL,
  PRIMARY KEY (postcode, valid_from)
);
--> statement-breakpoint
CREATE TABLE postcode_import (
  import_id uuid PRIMARY KEY,
  source text NOT NULL,
  version text NOT NULL,
  licence text NOT NULL,
  rows integer NOT NULL,
  imported_at timestamptz NOT NULL
);
--> statement-breakpoint

-- Row-level security: a party reads what concerns it; registries are written by the operator.
ALTER TABLE party ENABLE ROW LEVEL SECURITY;
ALTER TABLE party FORCE ROW LEVEL SECURITY;
ALTER TABLE party_role ENABLE ROW LEVEL SECURITY;
ALTER TABLE party_role FORCE ROW LEVEL SECURITY;
ALTER TABLE certificate ENABLE ROW LEVEL SECURITY;
ALTER TABLE certificate FORCE ROW LEVEL SECURITY;
ALTER TABLE agency ENABLE ROW LEVEL SECURITY;
ALTER TABLE agency FORCE ROW LEVEL SECURITY;
ALTER TABLE mandate ENABLE ROW LEVEL SECURITY;
ALTER TABLE mandate FORCE ROW LEVEL SECURITY;
ALTER TABLE sealing_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE sealing_key FORCE ROW LEVEL SECURITY;
ALTER TABLE triage_profile ENABLE ROW LEVEL SECURITY;
ALTER TABLE triage_profile FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY admin ON party TO vroegsignaal_admin USING (true) WITH CHECK (true);
CREATE POLICY admin ON party_role TO vroegsignaal_admin USING (true) WITH CHECK (true);
CREATE POLICY admin ON certificate TO vroegsignaal_admin USING (true) WITH CHECK (true);
CREATE POLICY admin ON agency TO vroegsignaal_admin USING (true) WITH CHECK (true);
CREATE POLICY admin ON mandate TO vroegsignaal_admin USING (true) WITH CHECK (true);
CREATE POLICY admin ON sealing_key TO vroegsignaal_admin USING (true) WITH CHECK (true);
CREATE POLICY admin ON triage_profile TO vroegsignaal_admin USING (true) WITH CHECK (true);
-- The edge finds out who is calling; names of creditors are shown in feeds.
CREATE POLICY edge ON party FOR SELECT TO vroegsignaal_edge USING (true);
CREATE POLICY edge ON party_role FOR SELECT TO vroegsignaal_edge USING (true);
CREATE POLICY edge ON certificate FOR SELECT TO vroegsignaal_edge USING (true);
CREATE POLICY named ON party FOR SELECT TO vroegsignaal_job, vroegsignaal_officer USING (true);
-- A municipality reads the names of those who ever had a mandate to report to it.
CREATE POLICY reporters ON party FOR SELECT TO vroegsignaal_municipality
  USING (id IN (SELECT creditor FROM mandate WHERE municipality = current_setting('hub.municipality', true)));
CREATE POLICY roles ON party_role FOR SELECT TO vroegsignaal_intake, vroegsignaal_job, vroegsignaal_officer USING (true);
-- Intake: what the deliverer may deliver, for itself or for a principal.
CREATE POLICY deliverer ON party FOR SELECT TO vroegsignaal_intake
  USING (id = current_setting('hub.party', true)
      OR id IN (SELECT principal FROM agency WHERE agent = current_setting('hub.party', true)));
-- Which municipalities take part is no secret: deliverers choose among them.
CREATE POLICY municipalities ON party FOR SELECT TO vroegsignaal_intake
  USING (id IN (SELECT party FROM party_role WHERE role = 'municipality'));
CREATE POLICY deliverer ON agency FOR SELECT TO vroegsignaal_intake
  USING (agent = current_setting('hub.party', true));
CREATE POLICY deliverer ON mandate FOR SELECT TO vroegsignaal_intake
  USING (creditor = current_setting('hub.party', true)
      OR creditor IN (SELECT principal FROM agency WHERE agent = current_setting('hub.party', true)));
CREATE POLICY own ON mandate FOR SELECT TO vroegsignaal_job, vroegsignaal_municipality
  USING (municipality = current_setting('hub.municipality', true));
-- Public sealing keys are no secret; intake seals for any municipality.
CREATE POLICY public_keys ON sealing_key FOR SELECT TO vroegsignaal_intake USING (status = 'ACTIVE');
CREATE POLICY own ON sealing_key TO vroegsignaal_municipality
  USING (municipality = current_setting('hub.municipality', true))
  WITH CHECK (municipality = current_setting('hub.municipality', true));
CREATE POLICY own ON triage_profile FOR SELECT TO vroegsignaal_job, vroegsignaal_municipality
  USING (municipality = current_setting('hub.municipality', true));
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON party, certificate, mandate, sealing_key, epoch, log_subject_year, programme TO vroegsignaal_admin;
GRANT SELECT, INSERT, UPDATE, DELETE ON party_role, agency, postcode_area TO vroegsignaal_admin;
GRANT SELECT, INSERT ON triage_profile, postcode_import TO vroegsignaal_admin;
GRANT SELECT ON party, party_role, certificate TO vroegsignaal_edge;
GRANT SELECT ON party, party_role, agency, mandate, sealing_key, epoch, log_subject_year, postcode_area TO vroegsignaal_intake;
GRANT SELECT ON mandate, epoch TO vroegsignaal_municipality;
GRANT SELECT (id, name) ON party TO vroegsignaal_municipality;
GRANT SELECT, INSERT, UPDATE ON sealing_key TO vroegsignaal_municipality;
GRANT SELECT ON party, party_role, mandate, triage_profile, epoch, postcode_area, programme TO vroegsignaal_job;
GRANT SELECT ON party, party_role, epoch, log_subject_year TO vroegsignaal_officer;
