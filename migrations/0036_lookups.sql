-- Lookups of the last day about residents: traces, registrations of requests, searches for one case, and
-- dry runs. Kept for a day to see whether somebody tries one person after the other; the log keeps for
-- its own term that they were done.

CREATE TABLE lookup (
  lookup uuid PRIMARY KEY,
  -- Who looked: organisation, and certificate of the person or software (SHA-256, hex).
  party text NOT NULL,
  actor_key text NOT NULL,
  -- Operation of the contract.
  operation text NOT NULL,
  at timestamptz NOT NULL,
  -- What was looked up, to tell one from another within this certificate and nothing else: 8 bytes of
  -- SHA-256 over the certificate and the log's pseudonym of the household, or the case; null of a dry run.
  subject bytea CHECK (octet_length(subject) = 8),
  -- The same of the person in the household; null when the household was meant.
  person bytea CHECK (octet_length(person) = 8),
  -- Items of a dry run; 1 of everything else.
  items integer NOT NULL CHECK (items >= 0),
  -- What it found: entries of a trace, or residents with an open request of a dry run.
  found integer NOT NULL CHECK (found >= 0),
  -- Rules that this lookup raised an alarm by.
  alarms text[] NOT NULL DEFAULT '{}'
);
--> statement-breakpoint
CREATE INDEX lookup_key ON lookup (party, actor_key, operation, at);
--> statement-breakpoint
ALTER TABLE lookup ENABLE ROW LEVEL SECURITY;
ALTER TABLE lookup FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON lookup TO CURRENT_USER USING (true);
CREATE POLICY own ON lookup TO vroegsignaal_officer, vroegsignaal_intake
  USING (party = current_setting('hub.party', true))
  WITH CHECK (party = current_setting('hub.party', true));
GRANT SELECT, INSERT ON lookup TO vroegsignaal_officer, vroegsignaal_intake;
GRANT UPDATE (alarms) ON lookup TO vroegsignaal_officer, vroegsignaal_intake;
--> statement-breakpoint
-- Removes lookups from before an instant that lies a day back at least.
CREATE FUNCTION forget_lookups(before timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  gone bigint;
BEGIN
  DELETE FROM lookup WHERE at < before;
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION forget_lookups(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_lookups(timestamptz) TO vroegsignaal_job;
--> statement-breakpoint
-- An alarm on lookups is something to review.
ALTER TABLE review_item DROP CONSTRAINT review_item_kind_check;
ALTER TABLE review_item ADD CONSTRAINT review_item_kind_check
  CHECK (kind IN ('SAMPLE', 'BULK', 'OUT_OF_HOURS', 'NO_CONTACT', 'OWN_ADDRESS', 'SAME_PERSON',
    'AFTER_CLOSING', 'ENUMERATION'));
