-- How organisations come in by themselves: what they sent from outside, what an operator decided, and
-- the register that an operator compares it with. And when what lets parties work comes to its end.

-- What a stranger's request can reach: a role that adds and reads nothing of its own accord, but for
-- the certificate of a party that the process named.
DO $$
BEGIN
  CREATE ROLE vroegsignaal_enrolment NOLOGIN NOINHERIT NOBYPASSRLS;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;
END
$$;
--> statement-breakpoint
DO $$
DECLARE
  login text := coalesce(nullif(current_setting('hub.login_role', true), ''), 'vroegsignaal_hub');
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = login) THEN
    BEGIN
      EXECUTE format('GRANT vroegsignaal_enrolment TO %I', login);
    EXCEPTION WHEN unique_violation THEN
      NULL;
    END;
  END IF;
END
$$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO vroegsignaal_enrolment;
GRANT EXECUTE ON FUNCTION log_append TO vroegsignaal_enrolment;
--> statement-breakpoint
CREATE TABLE enrolment (
  -- Chosen by the applicant; the same application once more is the same enrolment.
  enrolment_id uuid PRIMARY KEY,
  -- SHA-256 of the body that was signed with both keys; tells a repeat from a conflict.
  body_digest bytea NOT NULL CHECK (octet_length(body_digest) = 32),
  -- SHA-256 of the secret with which the applicant asks how it stands. The secret is never kept.
  secret_digest bytea NOT NULL CHECK (octet_length(secret_digest) = 32),
  -- What the applicant says of itself. Of a person a trade name, never the person's.
  organisation_number text CHECK (organisation_number ~ '^[0-9A-Z]{20}$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  kvk text CHECK (kvk ~ '^[0-9]{8}$'),
  roles text[] NOT NULL CHECK (roles <@ ARRAY['creditor', 'agent'] AND cardinality(roles) > 0),
  -- PKCS #10 request, or certificate with its chain (PEM). Public parts only.
  transport text NOT NULL CHECK (length(transport) <= 32768),
  signing text NOT NULL CHECK (length(signing) <= 32768),
  -- Which sectors in which municipalities: [{municipality, sector}].
  wishes jsonb NOT NULL,
  -- RECEIVED until an operator decides.
  state text NOT NULL CHECK (state IN ('RECEIVED', 'ACCEPTED', 'REFUSED')),
  received_at timestamptz NOT NULL,
  decided_at timestamptz,
  -- Role pseudonym of the operator.
  decided_by text,
  -- Why it was refused, for the applicant to read.
  reason text CHECK (length(reason) BETWEEN 1 AND 500),
  -- What it became: the party, and the certificates as they are registered (PEM, with chain).
  registered_as text REFERENCES party,
  transport_chain text,
  signing_chain text,
  CHECK ((state = 'RECEIVED') = (decided_at IS NULL)),
  CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
  CHECK ((state = 'REFUSED') = (reason IS NOT NULL)),
  CHECK ((state = 'ACCEPTED') = (registered_as IS NOT NULL)),
  CHECK ((state = 'ACCEPTED') = (transport_chain IS NOT NULL AND signing_chain IS NOT NULL))
);
--> statement-breakpoint
CREATE INDEX enrolment_state ON enrolment (state, received_at);
--> statement-breakpoint
CREATE TABLE organisation_register (
  -- OIN, 20 characters.
  organisation_number text PRIMARY KEY CHECK (organisation_number ~ '^[0-9A-Z]{20}$'),
  -- Name under which the register knows it.
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  kvk text CHECK (kvk ~ '^[0-9]{8}$'),
  loaded_at timestamptz NOT NULL
);
--> statement-breakpoint
CREATE INDEX organisation_register_kvk ON organisation_register (kvk);
--> statement-breakpoint
-- Takes an application in, unless so many wait already that nobody could look at them.
--
-- Returns RECEIVED, REPEATED when the very same came before, CONFLICT when the id was used for another,
-- or FULL.
CREATE FUNCTION enrolment_receive(
  id uuid, digest bytea, secret bytea, number text, called text, trade text, wanted_roles text[],
  transport_pem text, signing_pem text, wanted jsonb, at timestamptz, most integer
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  known bytea;
BEGIN
  PERFORM pg_advisory_xact_lock(7301);
  SELECT body_digest INTO known FROM enrolment WHERE enrolment_id = id;
  IF known IS NOT NULL THEN
    RETURN CASE WHEN known = digest THEN 'REPEATED' ELSE 'CONFLICT' END;
  END IF;
  IF (SELECT count(*) FROM enrolment WHERE state = 'RECEIVED') >= most THEN
    RETURN 'FULL';
  END IF;
  INSERT INTO enrolment (enrolment_id, body_digest, secret_digest, organisation_number, name, kvk,
                         roles, transport, signing, wishes, state, received_at)
  VALUES (id, digest, secret, number, called, trade, wanted_roles, transport_pem, signing_pem, wanted,
          'RECEIVED', at);
  RETURN 'RECEIVED';
END
$$;
--> statement-breakpoint
-- How one application stands, to whoever has its secret; nothing to anybody else.
CREATE FUNCTION enrolment_status(id uuid, secret bytea)
RETURNS TABLE (state text, received_at timestamptz, decided_at timestamptz, reason text,
               registered_as text, transport_chain text, signing_chain text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.state, e.received_at, e.decided_at, e.reason, e.registered_as, e.transport_chain,
         e.signing_chain
    FROM enrolment e WHERE e.enrolment_id = id AND e.secret_digest = secret
$$;
--> statement-breakpoint
-- What of the caller's own comes to an end, and whether something that lasts longer stands ready.
-- Sealing keys have no end of their own; 24 months after activation they are due for renewal.
CREATE FUNCTION own_expiries()
RETURNS TABLE (kind text, id text, ends_at timestamptz, replaced boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT upper(c.purpose), c.fingerprint, c.not_after,
         EXISTS (SELECT FROM certificate o
                  WHERE o.party = c.party AND o.purpose = c.purpose AND o.revoked_at IS NULL
                    AND o.holder IS NOT DISTINCT FROM c.holder AND o.not_after > c.not_after)
    FROM certificate c
   WHERE c.party = current_setting('hub.party', true) AND c.revoked_at IS NULL
   UNION ALL
  SELECT 'AGREEMENT', a.agreement_id::text,
         (a.valid_until + 1)::timestamp AT TIME ZONE 'Europe/Amsterdam',
         EXISTS (SELECT FROM agreement o
                  WHERE o.creditor = a.creditor AND o.municipality = a.municipality
                    AND o.sector = a.sector AND o.state = 'ACCEPTED'
                    AND o.valid_from <= a.valid_until + 1
                    AND (o.valid_until IS NULL OR o.valid_until > a.valid_until))
    FROM agreement a
   WHERE a.state IN ('ACCEPTED', 'SUSPENDED') AND a.valid_until IS NOT NULL
     AND (a.creditor = current_setting('hub.party', true)
       OR a.municipality = current_setting('hub.municipality', true))
   UNION ALL
  SELECT 'SEALING_KEY', k.key_id, k.activated_at + interval '24 months',
         EXISTS (SELECT FROM sealing_key o
                  WHERE o.municipality = k.municipality AND o.status = 'ACTIVE'
                    AND o.version > k.version)
    FROM sealing_key k
   WHERE k.status = 'ACTIVE' AND k.municipality = current_setting('hub.municipality', true)
$$;
--> statement-breakpoint
-- The same over everybody, as counts alone: how many end within how many days with nothing to take
-- their place, and the days until the first of them does.
CREATE FUNCTION expiry_counts(now timestamptz)
RETURNS TABLE (kind text, least_days integer, within_30 bigint, within_14 bigint, within_7 bigint,
               within_1 bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH ends AS (
    SELECT c.purpose AS kind, max(c.not_after) AS at
      FROM certificate c JOIN party p ON p.id = c.party
     WHERE c.revoked_at IS NULL AND p.ended_at IS NULL
     GROUP BY c.purpose, c.party, c.holder
     UNION ALL
    SELECT 'agreement', (max(a.valid_until) + 1)::timestamp AT TIME ZONE 'Europe/Amsterdam'
      FROM agreement a WHERE a.state = 'ACCEPTED'
     GROUP BY a.creditor, a.municipality, a.sector
    HAVING bool_and(a.valid_until IS NOT NULL)
     UNION ALL
    SELECT 'sealing_key', max(k.activated_at) + interval '24 months'
      FROM sealing_key k WHERE k.status = 'ACTIVE' GROUP BY k.municipality
  ), left_over AS (
    SELECT ends.kind, floor(extract(epoch FROM ends.at - now) / 86400)::integer AS days
      FROM ends WHERE ends.at > now
  )
  SELECT left_over.kind, min(days), count(*) FILTER (WHERE days < 30),
         count(*) FILTER (WHERE days < 14), count(*) FILTER (WHERE days < 7),
         count(*) FILTER (WHERE days < 1)
    FROM left_over GROUP BY left_over.kind
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION enrolment_receive, enrolment_status, own_expiries, expiry_counts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION enrolment_receive, enrolment_status TO vroegsignaal_enrolment;
GRANT EXECUTE ON FUNCTION own_expiries TO vroegsignaal_intake, vroegsignaal_municipality;
GRANT EXECUTE ON FUNCTION expiry_counts TO vroegsignaal_job;
--> statement-breakpoint
-- The owner is no superuser: what runs with its rights has to pass the policies, too.
CREATE POLICY owner ON certificate TO CURRENT_USER USING (true);
CREATE POLICY owner ON party TO CURRENT_USER USING (true);
CREATE POLICY owner ON agreement TO CURRENT_USER USING (true);
CREATE POLICY owner ON sealing_key TO CURRENT_USER USING (true);
--> statement-breakpoint
-- Adding certificates of one party, named by the process; what else there is shows as key hashes.
CREATE POLICY enrols ON certificate FOR INSERT TO vroegsignaal_enrolment
  WITH CHECK (party = current_setting('hub.party', true));
CREATE POLICY compares ON certificate FOR SELECT TO vroegsignaal_enrolment USING (true);
CREATE POLICY own ON party FOR SELECT TO vroegsignaal_enrolment
  USING (id = current_setting('hub.party', true));
CREATE POLICY own ON party_role FOR SELECT TO vroegsignaal_enrolment
  USING (party = current_setting('hub.party', true));
CREATE POLICY compares ON sealing_key FOR SELECT TO vroegsignaal_enrolment USING (true);
--> statement-breakpoint
GRANT INSERT ON certificate TO vroegsignaal_enrolment;
GRANT SELECT (fingerprint, key_hash, purpose, party) ON certificate TO vroegsignaal_enrolment;
GRANT SELECT ON party, party_role TO vroegsignaal_enrolment;
GRANT SELECT (key_id) ON sealing_key TO vroegsignaal_enrolment;
GRANT SELECT, UPDATE ON enrolment TO vroegsignaal_admin;
GRANT SELECT, INSERT, UPDATE, DELETE ON organisation_register TO vroegsignaal_admin;
