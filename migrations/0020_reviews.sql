-- The monthly review of a partition of the log: which entries were drawn, what stood out, and what
-- people made of it. Residents do not appear; what officers and parties write is theirs.

CREATE TABLE review_plan (
  -- Whose partition is reviewed: a party id, or hub.
  controller text NOT NULL,
  month date NOT NULL,
  made_at timestamptz NOT NULL,
  -- Signed checkpoint that the draw follows from (C2SP note): the first one that covers the month.
  checkpoint text NOT NULL,
  -- SHA-256 over a label, controller, month and the checkpoint's root; 32 bytes.
  seed bytea NOT NULL CHECK (octet_length(seed) = 32),
  -- First and last number of the month's entries, and how many of them the draw is from.
  first_number bigint NOT NULL CHECK (first_number > 0),
  last_number bigint NOT NULL,
  population bigint NOT NULL CHECK (population >= 0),
  rules_version integer NOT NULL,
  -- How often each rule matched, by name; more than the items below when it matched very often.
  found jsonb NOT NULL,
  -- Random; stands in addresses.
  plan uuid NOT NULL UNIQUE,
  PRIMARY KEY (controller, month)
);
--> statement-breakpoint
CREATE TABLE review_item (
  item uuid PRIMARY KEY,
  controller text NOT NULL,
  month date NOT NULL,
  -- Place in the plan, from 0.
  position integer NOT NULL,
  -- Drawn, or the rule that matched.
  kind text NOT NULL CHECK (kind IN ('SAMPLE', 'BULK', 'OUT_OF_HOURS', 'NO_CONTACT', 'OWN_ADDRESS',
    'SAME_PERSON', 'AFTER_CLOSING')),
  -- Entry of the partition to begin with.
  entry uuid NOT NULL,
  number bigint NOT NULL,
  -- Party that acted.
  actor text NOT NULL,
  -- Counts and days that the rule went by; nothing else.
  facts jsonb NOT NULL,
  status text NOT NULL CHECK (status IN ('OPEN', 'ASSIGNED', 'ASKED', 'ANSWERED', 'DECIDED', 'CLOSED')),
  -- Role pseudonym of the officer who works on it.
  assignee text CHECK (length(assignee) <= 64),
  decision text CHECK (decision IN ('JUSTIFIED', 'UNCLEAR', 'UNJUSTIFIED', 'BREACH')),
  UNIQUE (controller, month, position),
  FOREIGN KEY (controller, month) REFERENCES review_plan
);
--> statement-breakpoint
-- What was done with an item, in order; nothing is ever changed or removed.
CREATE TABLE review_step (
  item uuid NOT NULL REFERENCES review_item,
  position integer NOT NULL CHECK (position >= 0),
  controller text NOT NULL,
  at timestamptz NOT NULL,
  step text NOT NULL CHECK (step IN ('ASSIGN', 'ASK', 'ANSWER', 'DECIDE', 'RETURN', 'CLOSE')),
  -- Organisation and role pseudonym of who did it, and the certificate (SHA-256, hex).
  party text NOT NULL,
  holder text NOT NULL CHECK (length(holder) <= 64),
  fingerprint text NOT NULL,
  -- Question, answer or reasons, as written.
  text text CHECK (length(text) <= 2000),
  decision text,
  PRIMARY KEY (item, position)
);
--> statement-breakpoint
-- Questions to parties, where those who are asked find them.
CREATE TABLE review_question (
  question uuid PRIMARY KEY,
  item uuid NOT NULL REFERENCES review_item,
  controller text NOT NULL,
  -- Whom it is put to.
  party text NOT NULL REFERENCES party,
  asked_at timestamptz NOT NULL,
  text text NOT NULL CHECK (length(text) BETWEEN 1 AND 2000),
  -- Number of the entry that it is about, and what the party needs to find it on its own side: when,
  -- which operation and which trace.
  number bigint NOT NULL,
  about jsonb NOT NULL,
  answered_at timestamptz,
  answer text CHECK (length(answer) BETWEEN 1 AND 2000),
  -- Role pseudonym and certificate of who answered.
  answered_by text,
  answered_key text
);
--> statement-breakpoint
CREATE INDEX review_question_party ON review_question (party, answered_at);
--> statement-breakpoint
-- Where people who can look at residents live themselves, by pseudonym of the log's own domain and
-- under the key of each year, so that a look at the own household stands out.
CREATE TABLE review_own_address (
  party text NOT NULL REFERENCES party,
  -- Role pseudonym of the person.
  holder text NOT NULL CHECK (length(holder) <= 64),
  -- 16 bytes, one per year whose key exists.
  households bytea[] NOT NULL,
  kept_at timestamptz NOT NULL,
  PRIMARY KEY (party, holder)
);
--> statement-breakpoint
ALTER TABLE review_plan ENABLE ROW LEVEL SECURITY;
ALTER TABLE review_plan FORCE ROW LEVEL SECURITY;
ALTER TABLE review_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE review_item FORCE ROW LEVEL SECURITY;
ALTER TABLE review_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE review_step FORCE ROW LEVEL SECURITY;
ALTER TABLE review_question ENABLE ROW LEVEL SECURITY;
ALTER TABLE review_question FORCE ROW LEVEL SECURITY;
ALTER TABLE review_own_address ENABLE ROW LEVEL SECURITY;
ALTER TABLE review_own_address FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY reviewed ON review_plan TO vroegsignaal_officer
  USING (controller = current_setting('hub.controller', true))
  WITH CHECK (controller = current_setting('hub.controller', true));
CREATE POLICY reviewed ON review_item TO vroegsignaal_officer
  USING (controller = current_setting('hub.controller', true))
  WITH CHECK (controller = current_setting('hub.controller', true));
CREATE POLICY reviewed ON review_step TO vroegsignaal_officer
  USING (controller = current_setting('hub.controller', true))
  WITH CHECK (controller = current_setting('hub.controller', true));
CREATE POLICY reviewed ON review_question TO vroegsignaal_officer
  USING (controller = current_setting('hub.controller', true))
  WITH CHECK (controller = current_setting('hub.controller', true));
-- Who is asked finds the question whatever its role, and answers it.
CREATE POLICY asked ON review_question TO vroegsignaal_edge
  USING (party = current_setting('hub.party', true))
  WITH CHECK (party = current_setting('hub.party', true));
CREATE POLICY own ON review_own_address TO vroegsignaal_officer
  USING (party = current_setting('hub.party', true))
  WITH CHECK (party = current_setting('hub.party', true));
CREATE POLICY owner ON review_own_address TO CURRENT_USER USING (true);
CREATE POLICY reviews ON certificate TO CURRENT_USER USING (true);
-- Of cases an officer sees which are closed, and where they stand in a feed: nothing about a household.
CREATE POLICY reviewed ON outcome FOR SELECT TO vroegsignaal_officer
  USING (municipality IN (SELECT r.municipality FROM party_role r
                           WHERE r.party = current_setting('hub.controller', true)
                             AND r.role = 'municipality'));
CREATE POLICY reviewed ON feed_item FOR SELECT TO vroegsignaal_officer
  USING (municipality IN (SELECT r.municipality FROM party_role r
                           WHERE r.party = current_setting('hub.controller', true)
                             AND r.role = 'municipality'));
--> statement-breakpoint
GRANT SELECT, INSERT ON review_plan, review_item, review_step, review_question TO vroegsignaal_officer;
GRANT UPDATE (status, assignee, decision) ON review_item TO vroegsignaal_officer;
GRANT SELECT ON review_question TO vroegsignaal_edge;
GRANT SELECT, INSERT, DELETE ON review_own_address TO vroegsignaal_officer;
GRANT UPDATE (households, kept_at) ON review_own_address TO vroegsignaal_officer;
GRANT SELECT (municipality, month, case_id, version, closed_on) ON outcome TO vroegsignaal_officer;
GRANT SELECT (municipality, month, position, case_id) ON feed_item TO vroegsignaal_officer;
--> statement-breakpoint
-- Which of these certificates people hold, and by which role pseudonym: an officer sees fingerprints
-- in the log and must be able to tell people from software.
CREATE FUNCTION review_holders(fingerprints text[])
RETURNS TABLE (fingerprint text, party text, holder text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.fingerprint, c.party, c.holder FROM unnest(fingerprints) AS u (f)
    JOIN certificate c ON c.fingerprint = u.f WHERE c.holder IS NOT NULL
$$;
--> statement-breakpoint
-- Entries of the caller's partition in which people touched their own household: number and day, not
-- which household.
CREATE FUNCTION review_own_looks(from_at timestamptz, until_at timestamptz)
RETURNS TABLE (number bigint, actor text, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT e.number, e.actor, e.at
    FROM review_own_address o
    JOIN certificate c ON c.party = o.party AND c.holder = o.holder
   CROSS JOIN LATERAL unnest(o.households) AS h (household)
    JOIN log_subject s ON s.household = h.household
     AND s.controller = current_setting('hub.controller', true)
    JOIN log_entry e ON e.entry = s.entry AND e.actor_key = c.fingerprint
   WHERE e.at >= from_at AND e.at < until_at
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION review_holders(text[]), review_own_looks(timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION review_holders(text[]), review_own_looks(timestamptz, timestamptz)
  TO vroegsignaal_officer;
--> statement-breakpoint
-- The answer to a question becomes a step of its item, by whoever was asked.
CREATE FUNCTION review_answer(for_question uuid, at timestamptz, by_holder text, by_key text, said text)
RETURNS TABLE (item uuid, controller text, number bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  q review_question%ROWTYPE;
BEGIN
  UPDATE review_question r SET answered_at = review_answer.at, answer = said,
         answered_by = by_holder, answered_key = by_key
   WHERE r.question = for_question AND r.party = current_setting('hub.party', true)
     AND r.answered_at IS NULL
  RETURNING r.* INTO q;
  IF NOT FOUND THEN RETURN; END IF;
  INSERT INTO review_step (item, position, controller, at, step, party, holder, fingerprint, text)
  SELECT q.item, coalesce(max(s.position) + 1, 0), q.controller, review_answer.at, 'ANSWER', q.party,
         by_holder, by_key, said
    FROM review_step s WHERE s.item = q.item;
  UPDATE review_item i SET status = 'ANSWERED' WHERE i.item = q.item AND i.status = 'ASKED';
  RETURN QUERY SELECT q.item, q.controller, q.number;
END
$$;
--> statement-breakpoint
CREATE POLICY owner ON review_question TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner ON review_step TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner ON review_item TO CURRENT_USER USING (true) WITH CHECK (true);
REVOKE ALL ON FUNCTION review_answer(uuid, timestamptz, text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION review_answer(uuid, timestamptz, text, text, text) TO vroegsignaal_edge;
