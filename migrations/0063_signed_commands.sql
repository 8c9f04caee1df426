-- Signed bodies that were carried out and have nothing else that tells a repeat from something new: the
-- signature of a body holds for seven days, and within them anybody who has the bytes, a client that
-- got no answer first of all, may send them again. The row is the first statement of the transaction that
-- carries the body out, so it stands exactly when that was done.
CREATE TABLE signed_command (
  -- Who signed.
  party text NOT NULL,
  -- Operation of the contract.
  operation text NOT NULL CHECK (length(operation) BETWEEN 1 AND 100),
  -- The body's own id, which its sender made.
  command_id uuid NOT NULL,
  -- SHA-256 of the signed bytes. None of these operations has a resident in its body.
  digest bytea NOT NULL CHECK (octet_length(digest) = 32),
  -- When it was carried out; forgotten eight days later, when its body is too old to be taken again.
  at timestamptz NOT NULL,
  PRIMARY KEY (party, operation, command_id)
);
--> statement-breakpoint
CREATE INDEX signed_command_at ON signed_command (at);
--> statement-breakpoint
ALTER TABLE signed_command ENABLE ROW LEVEL SECURITY;
ALTER TABLE signed_command FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON signed_command TO CURRENT_USER USING (true);
CREATE POLICY own ON signed_command
  TO vroegsignaal_intake, vroegsignaal_municipality, vroegsignaal_officer
  USING (party = current_setting('hub.party', true))
  WITH CHECK (party = current_setting('hub.party', true));
--> statement-breakpoint
GRANT SELECT, INSERT ON signed_command
  TO vroegsignaal_intake, vroegsignaal_municipality, vroegsignaal_officer;
--> statement-breakpoint
-- Removes commands from before an instant; the job that calls it leaves those whose body could come again.
CREATE FUNCTION forget_signed_commands(before timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  gone bigint;
BEGIN
  DELETE FROM signed_command WHERE at < before;
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION forget_signed_commands(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_signed_commands(timestamptz) TO vroegsignaal_job;
--> statement-breakpoint
-- What an assignment was made from: SHA-256 of the signed body; null for one of the workbench, and for
-- those from before. The same id with another body would be another assignment.
ALTER TABLE assignment ADD COLUMN digest bytea CHECK (octet_length(digest) = 32);
