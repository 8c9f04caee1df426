-- How long a resident who asked for something has been waiting (GDPR article 12, third paragraph): one
-- row for each request of access, objection, restriction, rectification or erasure.

CREATE TABLE rights_clock (
  -- The request itself; of one that changes anything the same id as in rights_request.
  request uuid PRIMARY KEY,
  municipality text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('ACCESS', 'OBJECTION', 'RESTRICTION', 'RECTIFICATION', 'ERASURE')),
  -- Reference of the municipality's own file, and why; never a name.
  reference text NOT NULL CHECK (length(reference) BETWEEN 1 AND 500),
  -- Civil day on which the municipality received it: the clock runs from here.
  received_on date NOT NULL,
  registered_at timestamptz NOT NULL,
  -- Organisation and role pseudonym of the officer who registered it.
  party text NOT NULL,
  holder text NOT NULL CHECK (length(holder) <= 64),
  -- Last civil day on which the answer is in time: four weeks, or what it was extended to.
  due_on date NOT NULL CHECK (due_on >= received_on),
  -- When it was extended, by whom (role pseudonym) and what the resident was told as the reason; null
  -- while it was not.
  extended_at timestamptz,
  extended_by text CHECK (length(extended_by) <= 64),
  extension_reason text CHECK (length(extension_reason) BETWEEN 1 AND 500),
  -- When the resident had the answer, who says so (role pseudonym), and which; null while it is open.
  answered_at timestamptz,
  answered_by text CHECK (length(answered_by) <= 64),
  answer text CHECK (answer IN ('GIVEN', 'REFUSED', 'WITHDRAWN')),
  -- Entry of the log that registered it; its subjects are the person, by pseudonym.
  entry uuid NOT NULL,
  CHECK ((extended_at IS NULL) = (extension_reason IS NULL)),
  CHECK ((answered_at IS NULL) = (answer IS NULL))
);
--> statement-breakpoint
CREATE INDEX rights_clock_open ON rights_clock (municipality, due_on) WHERE answered_at IS NULL;
--> statement-breakpoint
ALTER TABLE rights_clock ENABLE ROW LEVEL SECURITY;
ALTER TABLE rights_clock FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON rights_clock TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reviewed ON rights_clock TO vroegsignaal_officer
  USING (municipality IN (SELECT reviewed_municipalities()))
  WITH CHECK (municipality IN (SELECT reviewed_municipalities()));
GRANT SELECT, INSERT ON rights_clock TO vroegsignaal_officer;
GRANT UPDATE (due_on, extended_at, extended_by, extension_reason, answered_at, answered_by, answer)
  ON rights_clock TO vroegsignaal_officer;
--> statement-breakpoint
-- Requests from before there was a clock count as received on the day on which they were registered.
INSERT INTO rights_clock (request, municipality, kind, reference, received_on, registered_at, party,
                          holder, due_on, entry)
SELECT request, municipality, kind, reason, d.day, registered_at, party, holder, d.day + 28, entry
  FROM rights_request
 CROSS JOIN LATERAL (SELECT (registered_at AT TIME ZONE 'Europe/Amsterdam')::date AS day) d;
--> statement-breakpoint
-- How many requests are open, nearly late and late, per municipality: for reminders, which name nobody.
CREATE FUNCTION rights_clocks(today date, soon_days integer)
RETURNS TABLE (municipality text, controller text, open bigint, soon bigint, late bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.municipality, r.party, count(*),
         count(*) FILTER (WHERE c.due_on >= today AND c.due_on - today <= soon_days),
         count(*) FILTER (WHERE c.due_on < today)
    FROM rights_clock c
    JOIN party_role r ON r.municipality = c.municipality AND r.role = 'municipality'
   WHERE c.answered_at IS NULL GROUP BY 1, 2 ORDER BY 1, 2
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION rights_clocks(date, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rights_clocks(date, integer) TO vroegsignaal_job;
