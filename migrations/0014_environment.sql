-- What this database is for, what proves a delivery years later, and who showed that its software conforms.

-- One row: whether this is the database of a sandbox. A hub of the other kind refuses to start on it,
-- so that nothing that was made up for a trial is ever taken for real, nor the other way round.
CREATE TABLE environment (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  sandbox boolean NOT NULL,
  -- Value of `hub` in signed bodies when it was noted; for people who look.
  hub_id text NOT NULL,
  noted_at timestamptz NOT NULL
);
--> statement-breakpoint
-- A database that was in use before says by its parties what it is for: test numbers or others.
INSERT INTO environment (sandbox, hub_id, noted_at)
SELECT bool_and(id LIKE '00000099%'), 'as its parties say', now()
  FROM party WHERE id NOT LIKE 'VS-%'
HAVING count(*) > 0;
--> statement-breakpoint
GRANT SELECT, INSERT ON environment TO vroegsignaal_admin;
--> statement-breakpoint
-- The signature over a batch as it came, so that deliverer and hub can both show what was sent with
-- nothing but the digest, after the body is gone. Null for batches from before.
ALTER TABLE batch ADD COLUMN signature text;
-- Fingerprint of the certificate that it was made with, lower-case hex.
ALTER TABLE batch ADD COLUMN signer text CHECK (signer ~ '^[0-9a-f]{64}$');
--> statement-breakpoint
-- An operator takes the evidence of a batch out for a dispute: digests, receipt and signatures.
CREATE POLICY evidence ON batch FOR SELECT TO vroegsignaal_admin USING (true);
GRANT SELECT ON batch TO vroegsignaal_admin;
--> statement-breakpoint
-- The certificate as it was registered, with what stands between it and an authority (PEM). Null for
-- those registered before.
ALTER TABLE certificate ADD COLUMN chain text;
--> statement-breakpoint
-- Every revocation list that was in force here, so that the state of a certificate at an instant can
-- be shown later, when its authority publishes others.
CREATE TABLE revocation_list (
  -- SHA-256 of the DER.
  digest bytea PRIMARY KEY CHECK (octet_length(digest) = 32),
  -- Distinguished name of the authority, as the list has it.
  issuer text NOT NULL,
  this_update timestamptz NOT NULL,
  next_update timestamptz,
  -- PEM.
  list text NOT NULL,
  first_seen_at timestamptz NOT NULL
);
--> statement-breakpoint
CREATE INDEX revocation_list_issuer ON revocation_list (issuer, first_seen_at);
--> statement-breakpoint
GRANT SELECT, INSERT ON revocation_list TO vroegsignaal_admin;
--> statement-breakpoint
-- A signed report of the conformance kit, which an operator may ask for before a party is let in.
CREATE TABLE conformance_report (
  party text NOT NULL REFERENCES party,
  -- SHA-256 of the file: the same report is recorded once.
  digest bytea NOT NULL CHECK (octet_length(digest) = 32),
  -- What was put to the test: creditor, municipality, or hub.
  tested text NOT NULL CHECK (tested IN ('creditor', 'municipality', 'hub')),
  kit_version text NOT NULL,
  passed integer NOT NULL CHECK (passed >= 0),
  failed integer NOT NULL CHECK (failed >= 0),
  signed_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  -- The file itself: report, signature, certificate.
  report text NOT NULL,
  PRIMARY KEY (party, digest)
);
--> statement-breakpoint
ALTER TABLE conformance_report ENABLE ROW LEVEL SECURITY;
ALTER TABLE conformance_report FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY registry ON conformance_report TO vroegsignaal_admin USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT, INSERT ON conformance_report TO vroegsignaal_admin;
