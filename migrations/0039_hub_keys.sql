-- The hub's own keys as the register of keys shows them, beside the secrets of pseudonyms and the
-- sealing keys of municipalities. Public parts only.

CREATE TABLE hub_key (
  -- Receipts, feeds and reports; checkpoints of the log; page cursors and digests without a nonce.
  purpose text NOT NULL CHECK (purpose IN ('signing', 'log', 'mac')),
  -- Of signing the RFC 7638 thumbprint, of the log the key id of its signed notes (hex), of mac 16 bytes
  -- derived from it that tell it apart and say nothing else about it (hex).
  fingerprint text NOT NULL CHECK (length(fingerprint) BETWEEN 8 AND 64),
  -- When a process of the hub first had it, and first had another in its place.
  first_used_at timestamptz NOT NULL,
  replaced_at timestamptz,
  -- When every copy was attested destroyed, and by which two role pseudonyms.
  destroyed_at timestamptz,
  destroyed_by text[],
  PRIMARY KEY (purpose, fingerprint),
  CHECK ((destroyed_at IS NULL) = (destroyed_by IS NULL)),
  CHECK (destroyed_at IS NULL OR replaced_at IS NOT NULL),
  CHECK (destroyed_by IS NULL OR (cardinality(destroyed_by) = 2 AND destroyed_by[1] <> destroyed_by[2]))
);
--> statement-breakpoint
CREATE UNIQUE INDEX hub_key_in_use ON hub_key (purpose) WHERE replaced_at IS NULL;
--> statement-breakpoint
GRANT SELECT, INSERT ON hub_key TO vroegsignaal_admin;
GRANT UPDATE (replaced_at, destroyed_at, destroyed_by) ON hub_key TO vroegsignaal_admin;
GRANT SELECT ON hub_key TO vroegsignaal_officer;
--> statement-breakpoint
-- An officer sees the sealing keys of the municipality whose log is under review; of all, when it is the
-- hub's own.
CREATE POLICY reviewed ON sealing_key FOR SELECT TO vroegsignaal_officer
  USING (municipality IN (SELECT reviewed_municipalities())
      OR (SELECT current_setting('hub.controller', true)) = 'hub');
GRANT SELECT (municipality, key_id, version, status, offered_at, activated_at, retired_at)
  ON sealing_key TO vroegsignaal_officer;
