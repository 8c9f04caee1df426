-- What parties have used of their daily quotas. Operations that answer questions about an address
-- could be used to test guesses about who lives there, so each party gets a bounded number of answers
-- a day, counted here because several processes and hosts answer. Nothing is about a resident.

CREATE TABLE quota_use (
  -- Whose quota it is.
  party text NOT NULL,
  -- Operation of the contract.
  operation text NOT NULL CHECK (length(operation) BETWEEN 1 AND 100),
  -- Civil day in Europe/Amsterdam that used counts for. An older one counts as nothing used, so one
  -- row per party and operation is enough and nothing is left to clean up.
  day date NOT NULL,
  -- Answers given on that day, or items judged, whatever the operation counts in.
  used bigint NOT NULL CHECK (used >= 0),
  PRIMARY KEY (party, operation)
);
--> statement-breakpoint
ALTER TABLE quota_use ENABLE ROW LEVEL SECURITY;
ALTER TABLE quota_use FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own ON quota_use TO vroegsignaal_intake, vroegsignaal_officer
  USING (party = current_setting('hub.party', true))
  WITH CHECK (party = current_setting('hub.party', true));
--> statement-breakpoint
GRANT SELECT, INSERT ON quota_use TO vroegsignaal_intake, vroegsignaal_officer;
GRANT UPDATE (day, used) ON quota_use TO vroegsignaal_intake, vroegsignaal_officer;
