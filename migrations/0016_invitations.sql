-- Small landlords and persons without an organisation number come in by an invitation: the operator
-- registers the party, and whoever holds the code gets certificates for keys made in a browser. Nothing
-- private is here: the code is kept as a hash, and certificates are public.

CREATE TABLE invitation (
  invitation_id uuid PRIMARY KEY,
  -- Whom it is for; registered already.
  party text NOT NULL REFERENCES party,
  -- SHA-256 of the code, which has 100 random bits: it cannot be guessed back.
  code_digest bytea NOT NULL UNIQUE CHECK (octet_length(code_digest) = 32),
  -- Role pseudonym of the person who will hold the certificates; never a name.
  holder text NOT NULL CHECK (length(holder) BETWEEN 2 AND 64),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL CHECK (expires_at > created_at),
  revoked_at timestamptz,
  -- SHA-256 over the two requests that it was used for; the same ones again get the same answer.
  request_digest bytea CHECK (octet_length(request_digest) = 32),
  used_at timestamptz,
  -- What was answered: both certificates with their chains, as JSON. Set together with used_at.
  answer text CHECK (length(answer) <= 65536),
  CHECK ((used_at IS NULL) = (answer IS NULL)),
  CHECK (used_at IS NULL OR request_digest IS NOT NULL)
);
--> statement-breakpoint
ALTER TABLE invitation ENABLE ROW LEVEL SECURITY;
ALTER TABLE invitation FORCE ROW LEVEL SECURITY;
CREATE POLICY registry ON invitation TO vroegsignaal_admin USING (true) WITH CHECK (true);
CREATE POLICY own ON invitation TO vroegsignaal_enrolment
  USING (party = current_setting('hub.party', true))
  WITH CHECK (party = current_setting('hub.party', true));
CREATE POLICY owner ON invitation TO CURRENT_USER USING (true);
GRANT SELECT, INSERT ON invitation TO vroegsignaal_admin;
GRANT UPDATE (revoked_at) ON invitation TO vroegsignaal_admin;
GRANT SELECT ON invitation TO vroegsignaal_enrolment;
GRANT UPDATE (request_digest, used_at, answer) ON invitation TO vroegsignaal_enrolment;
--> statement-breakpoint
-- Whose invitation a code is, to whoever has the code; nothing to anybody else.
CREATE FUNCTION invitation_of(digest bytea)
RETURNS TABLE (invitation_id uuid, party text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT i.invitation_id, i.party FROM invitation i WHERE i.code_digest = digest
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION invitation_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION invitation_of TO vroegsignaal_enrolment;
