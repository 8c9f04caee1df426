-- The access log: who read, released or changed what, and the Merkle tree that keeps it honest.
--
-- Rows are added by the function log_append alone, which every transaction that touches data calls
-- before it commits. No role of the running hub may update or delete an entry, a leaf or a
-- checkpoint. What stands in clear here is about parties; residents appear as pseudonyms of the
-- log's own domain, in log_subject only.

CREATE TABLE log_partition (
  -- Party id of the controller, or hub.
  controller text PRIMARY KEY CHECK (controller ~ '^[A-Za-z0-9][A-Za-z0-9-]{0,39}$'),
  -- Number of its newest entry. The row stays locked until the transaction that took a number ends,
  -- so numbers have no gaps and become visible in their order.
  last_number bigint NOT NULL CHECK (last_number > 0)
);
--> statement-breakpoint
-- One row per decision. Every column but number and salt is a reading of record, made by log_append,
-- so that the two cannot disagree at the start; later on only record counts as evidence.
-- Not partitioned: a unique key on a table partitioned by time would have to contain the time and
-- let a number be given out twice.
CREATE TABLE log_entry (
  entry uuid PRIMARY KEY,
  controller text NOT NULL,
  -- From 1, without gaps, per controller.
  number bigint NOT NULL CHECK (number > 0),
  at timestamptz NOT NULL,
  -- Party id, hub, or unknown.
  actor text NOT NULL CHECK (length(actor) BETWEEN 1 AND 64),
  -- Certificate fingerprint; null for a job.
  actor_key text CHECK (actor_key ~ '^[0-9a-f]{64}$'),
  role text NOT NULL,
  -- Organisation that acts for the actor.
  executor text,
  -- Kind of event (INTAKE, PULL, LOG_READ, …).
  action text NOT NULL CHECK (action ~ '^[A-Za-z][A-Za-z0-9._-]{0,59}$'),
  -- Operation of the contract, job or command.
  operation text NOT NULL,
  -- Ids, counts and roots of what was touched; never a person.
  objects jsonb NOT NULL,
  -- From objects, because a search inside jsonb cannot use an index under row-level security.
  municipality text,
  case_id text,
  purpose text NOT NULL,
  legal_basis text NOT NULL,
  -- Version of the processing activity in the register.
  processing_activity text NOT NULL,
  rule_version text,
  result text NOT NULL CHECK (result IN ('ALLOW', 'DENY', 'ERROR')),
  -- Items touched, or equal refusals that this entry stands for.
  count bigint NOT NULL CHECK (count >= 0),
  trace_id text NOT NULL CHECK (trace_id ~ '^[0-9a-f]{32}$'),
  span_id text NOT NULL CHECK (span_id ~ '^[0-9a-f]{16}$'),
  -- UTF-8 bytes of the RFC 8785 record: what the leaf commits to.
  record bytea NOT NULL,
  -- Hides the record in its leaf; erased together with it.
  salt bytea NOT NULL CHECK (octet_length(salt) = 32),
  UNIQUE (controller, number)
);
--> statement-breakpoint
CREATE INDEX log_entry_at ON log_entry (controller, at);
CREATE INDEX log_entry_actor ON log_entry (controller, actor, number);
CREATE INDEX log_entry_operation ON log_entry (controller, operation, number);
CREATE INDEX log_entry_action ON log_entry (controller, action, number);
CREATE INDEX log_entry_municipality ON log_entry (controller, municipality, number) WHERE municipality IS NOT NULL;
CREATE INDEX log_entry_trace ON log_entry (trace_id);
CREATE INDEX log_entry_case ON log_entry (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX log_entry_refused ON log_entry (controller, number) WHERE result <> 'ALLOW';
--> statement-breakpoint
-- The residents an entry touched. The record holds a digest over the commitments, so pseudonyms and
-- salt of one row can be erased and everything else stays provable. No foreign key: it would cost a
-- look-up per row, and the one function that writes here writes the entry in the same statement.
CREATE TABLE log_subject (
  entry uuid NOT NULL,
  -- Place among the subjects of the entry, from 0: the order of the digest.
  position integer NOT NULL CHECK (position >= 0),
  -- As in log_entry; row-level security compares it.
  controller text NOT NULL,
  -- Pseudonym of the address under the key of the year; null once erased.
  household bytea CHECK (octet_length(household) = 16),
  -- Pseudonym of the person in it; null when the whole household was concerned, or once erased.
  person bytea CHECK (octet_length(person) = 16),
  -- Notification or case that was touched; null once erased.
  reference text,
  -- 16 random bytes; null once erased.
  salt bytea CHECK (octet_length(salt) = 16),
  -- SHA-256(salt, household, 0 or 1 and person, reference); stays.
  commitment bytea NOT NULL CHECK (octet_length(commitment) = 32),
  PRIMARY KEY (entry, position)
);
--> statement-breakpoint
-- A person is only ever looked for together with the household, so one index serves both.
CREATE INDEX log_subject_household ON log_subject (household, person);
CREATE INDEX log_subject_reference ON log_subject (reference);
--> statement-breakpoint
-- Entries that are not in the tree yet. Written with the entry, removed with the insertion of its
-- leaf; an entry whose transaction commits late simply becomes visible here late, where a cursor
-- over ids or times would have passed it by.
CREATE TABLE log_pending (
  -- Order of integration; within one controller it follows the numbers.
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  entry uuid NOT NULL,
  -- SHA-256(salt, record, number as 8 bytes big-endian).
  commitment bytea NOT NULL CHECK (octet_length(commitment) = 32),
  -- By the database's clock; tells how far the tree lags behind.
  queued_at timestamptz NOT NULL DEFAULT now()
);
--> statement-breakpoint
-- One row per tree. There is one open tree; a restored database closes it and opens the next.
CREATE TABLE log_head (
  tree smallint PRIMARY KEY CHECK (tree > 0),
  -- Name of the log, ends in /2, /3, … from the second tree on.
  origin text NOT NULL UNIQUE,
  -- What verifies its checkpoints (C2SP signed-note verifier key).
  verifier_key text NOT NULL,
  -- Number of leaves.
  size bigint NOT NULL CHECK (size >= 0),
  -- Root over them, compared with the tiles before anything is signed.
  root bytea NOT NULL CHECK (octet_length(root) = 32),
  -- Rises with every change; who writes names the value it has read, so of two writers one loses.
  fence bigint NOT NULL,
  opened_at timestamptz NOT NULL,
  closed_at timestamptz
);
--> statement-breakpoint
CREATE UNIQUE INDEX log_head_open ON log_head ((true)) WHERE closed_at IS NULL;
--> statement-breakpoint
CREATE TABLE log_leaf (
  tree smallint NOT NULL REFERENCES log_head,
  -- Place in the tree, from 0.
  index bigint NOT NULL CHECK (index >= 0),
  entry uuid NOT NULL,
  -- The entry of the tree is the version byte 1 and this.
  commitment bytea NOT NULL CHECK (octet_length(commitment) = 32),
  -- RFC 6962 leaf hash: SHA-256(0, 1, commitment).
  leaf bytea NOT NULL CHECK (octet_length(leaf) = 32),
  PRIMARY KEY (tree, index),
  UNIQUE (entry, tree)
);
--> statement-breakpoint
-- Roots of full tiles: hash `index` of the tiles of level 1 and up. Level 0 is log_leaf itself.
CREATE TABLE log_node (
  tree smallint NOT NULL REFERENCES log_head,
  level smallint NOT NULL CHECK (level BETWEEN 1 AND 63),
  index bigint NOT NULL CHECK (index >= 0),
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  PRIMARY KEY (tree, level, index)
);
--> statement-breakpoint
-- Published checkpoints. A row stands here only after the same note was written outside the database.
CREATE TABLE log_checkpoint (
  tree smallint NOT NULL REFERENCES log_head,
  size bigint NOT NULL CHECK (size >= 0),
  -- The signed note, as served.
  note text NOT NULL,
  signed_at timestamptz NOT NULL,
  PRIMARY KEY (tree, size)
);
--> statement-breakpoint
-- Equal refusals within a minute: the first makes an entry, the others are counted here and become
-- one entry when the minute is over. So strangers cannot flood the log.
CREATE TABLE log_denial (
  -- Certificate fingerprint, or none.
  fingerprint text NOT NULL CHECK (length(fingerprint) <= 64),
  operation text NOT NULL CHECK (length(operation) <= 100),
  -- Code of the refusal.
  code text NOT NULL CHECK (length(code) <= 60),
  minute timestamptz NOT NULL,
  -- Refusals after the first.
  repeats bigint NOT NULL DEFAULT 0,
  -- The entry of the first, without its identity and time: what the entry of the others repeats.
  template jsonb NOT NULL,
  PRIMARY KEY (fingerprint, operation, code, minute)
);
--> statement-breakpoint

-- Writes entries, and their subjects, numbered per controller. The one way into the log.
--
-- records: RFC 8785 texts, one per entry. salts: 32 bytes each, joined. firsts: how many subjects the
-- entries before it have. owners: for each subject the place of its entry in records (from 1), not
-- falling. subject_rows: 81 bytes each, joined: household 16, 0 or 1 as one byte, person 16, salt 16,
-- commitment 32. reference_texts: one each. Controllers are taken in alphabetical order, so that two
-- callers cannot deadlock. plpgsql, because its plan is kept for the session on every version.
CREATE FUNCTION log_append(
  records text[], salts bytea, firsts integer[],
  owners integer[], subject_rows bytea, reference_texts text[]
) RETURNS TABLE (entry uuid, number bigint, leaf bytea)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH given AS MATERIALIZED (
    SELECT g.ord, g.text, g.first, g.text::jsonb AS j,
           substr(salts, ((g.ord - 1) * 32 + 1)::integer, 32) AS salt
      FROM unnest(records, firsts) WITH ORDINALITY AS g (text, first, ord)
  ), ticket AS (
    INSERT INTO public.log_partition AS p (controller, last_number)
    SELECT given.j ->> 'controller', count(*) FROM given GROUP BY 1 ORDER BY 1
    ON CONFLICT (controller) DO UPDATE SET last_number = p.last_number + excluded.last_number
    RETURNING p.controller, p.last_number
  ), numbered AS MATERIALIZED (
    SELECT given.ord, given.first, (given.j ->> 'entry')::uuid AS entry, ticket.controller, given.j,
           given.salt, convert_to(given.text, 'UTF8') AS record,
           ticket.last_number - count(*) OVER (PARTITION BY ticket.controller)
             + row_number() OVER (PARTITION BY ticket.controller ORDER BY given.ord) AS number
      FROM given JOIN ticket ON ticket.controller = given.j ->> 'controller'
  ), committed AS MATERIALIZED (
    SELECT n.ord, n.first, n.entry, n.controller, n.number,
           sha256(n.salt || n.record || int8send(n.number)) AS commitment
      FROM numbered n
  ), stored AS (
    INSERT INTO public.log_entry (
      entry, controller, number, at, actor, actor_key, role, executor, action, operation, objects,
      municipality, case_id, purpose, legal_basis, processing_activity, rule_version, result, count,
      trace_id, span_id, record, salt)
    SELECT n.entry, n.controller, n.number, (n.j ->> 'at')::timestamptz, n.j ->> 'actor',
           n.j ->> 'actorKey', n.j ->> 'role', n.j ->> 'executor', n.j ->> 'action',
           n.j ->> 'operation', n.j -> 'objects', n.j -> 'objects' ->> 'municipality',
           n.j -> 'objects' ->> 'caseId', n.j ->> 'purpose', n.j ->> 'legalBasis',
           n.j ->> 'processingActivity', n.j ->> 'ruleVersion', n.j ->> 'result',
           (n.j ->> 'count')::bigint, n.j ->> 'traceId', n.j ->> 'spanId', n.record, n.salt
      FROM numbered n
  ), queued AS (
    INSERT INTO public.log_pending (entry, commitment)
    SELECT c.entry, c.commitment FROM committed c ORDER BY c.ord
  ), touched AS (
    INSERT INTO public.log_subject (
      entry, position, controller, household, person, reference, salt, commitment)
    SELECT c.entry, s.ord - 1 - c.first, c.controller, substr(subject_rows, s.at + 1, 16),
           CASE WHEN get_byte(subject_rows, s.at + 16) = 1 THEN substr(subject_rows, s.at + 18, 16) END,
           s.reference, substr(subject_rows, s.at + 34, 16), substr(subject_rows, s.at + 50, 32)
      FROM (SELECT u.owner, u.reference, u.ord, ((u.ord - 1) * 81)::integer AS at
              FROM unnest(owners, reference_texts) WITH ORDINALITY AS u (owner, reference, ord)) s
      JOIN committed c ON c.ord = s.owner
  )
  SELECT c.entry, c.number, sha256('\x0001'::bytea || c.commitment)
    FROM committed c ORDER BY c.ord;
END
$$;
--> statement-breakpoint
-- Counts a refusal. True for the first of its kind in its minute, which must then get an entry.
CREATE FUNCTION log_deny(fingerprint text, operation text, code text, minute timestamptz, template jsonb)
RETURNS boolean
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
  INSERT INTO public.log_denial AS d (fingerprint, operation, code, minute, template)
  VALUES (log_deny.fingerprint, log_deny.operation, log_deny.code,
          date_trunc('minute', log_deny.minute), log_deny.template)
  ON CONFLICT ON CONSTRAINT log_denial_pkey DO UPDATE SET repeats = d.repeats + 1
  RETURNING d.repeats = 0;
END;
--> statement-breakpoint
-- Takes the counts of minutes before an instant, to be written as entries in the same transaction.
CREATE FUNCTION log_take_denials(before timestamptz)
RETURNS TABLE (minute timestamptz, repeats bigint, template jsonb)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
  DELETE FROM public.log_denial d WHERE d.minute < date_trunc('minute', before)
  RETURNING d.minute, d.repeats, d.template;
END;
--> statement-breakpoint
-- Opens the first tree; does nothing when there is one.
CREATE FUNCTION log_open_tree(origin text, verifier_key text, at timestamptz) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
  INSERT INTO public.log_head (tree, origin, verifier_key, size, root, fence, opened_at)
  SELECT 1, log_open_tree.origin, log_open_tree.verifier_key, 0, sha256(''::bytea), 0, at
   WHERE NOT EXISTS (SELECT FROM public.log_head)
  ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
-- After a restore: closes the open tree, opens the next under a new origin, and puts every entry the
-- database holds back in the queue: `opening` first, then in the order of the old tree and with the
-- commitments it had there, then what was still pending, then what was neither. The old tree stays
-- readable.
CREATE FUNCTION log_reopen_tree(
  new_tree smallint, origin text, verifier_key text, at timestamptz, opening uuid
) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  old_tree smallint;
BEGIN
  SELECT tree INTO old_tree FROM public.log_head WHERE closed_at IS NULL FOR UPDATE;
  -- A fence that moves on stops whoever was about to write into the old tree.
  UPDATE public.log_head SET closed_at = at, fence = fence + 1 WHERE tree = old_tree;
  INSERT INTO public.log_head (tree, origin, verifier_key, size, root, fence, opened_at)
  VALUES (new_tree, log_reopen_tree.origin, log_reopen_tree.verifier_key, 0, sha256(''::bytea), 0, at);
  WITH waiting AS (DELETE FROM public.log_pending p RETURNING p.entry, p.commitment, p.seq)
  INSERT INTO public.log_pending (entry, commitment)
  SELECT q.entry, q.commitment
    FROM (SELECT l.entry, l.commitment, 0 AS place, l.index AS seq
            FROM public.log_leaf l WHERE l.tree = old_tree
          UNION ALL
          SELECT w.entry, w.commitment, 1, w.seq FROM waiting w
          UNION ALL
          SELECT e.entry, sha256(e.salt || e.record || int8send(e.number)), 2, e.number
            FROM public.log_entry e
           WHERE NOT EXISTS (SELECT FROM public.log_leaf l WHERE l.entry = e.entry AND l.tree = old_tree)
             AND NOT EXISTS (SELECT FROM waiting w WHERE w.entry = e.entry)) q
   ORDER BY q.entry <> opening, q.place, q.seq;
END
$$;
--> statement-breakpoint
-- Where an entry stands in its partition, if a party may know: as its controller, or because it acted
-- itself. No row otherwise.
CREATE FUNCTION log_concerns(wanted uuid, party text) RETURNS TABLE (controller text, number bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
  SELECT e.controller, e.number FROM public.log_entry e
   WHERE e.entry = wanted AND party IN (e.controller, e.actor, e.executor);
END;
--> statement-breakpoint

-- The functions run as the owner, which row-level security binds too: its policy lets it through.
ALTER TABLE log_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE log_entry FORCE ROW LEVEL SECURITY;
ALTER TABLE log_subject ENABLE ROW LEVEL SECURITY;
ALTER TABLE log_subject FORCE ROW LEVEL SECURITY;
ALTER TABLE log_partition ENABLE ROW LEVEL SECURITY;
ALTER TABLE log_partition FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON log_entry TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner ON log_subject TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner ON log_partition TO CURRENT_USER USING (true) WITH CHECK (true);
-- An officer reads the partition that the transaction names, and that the officer is registered for.
CREATE POLICY officer ON log_entry FOR SELECT TO vroegsignaal_officer
  USING (controller = current_setting('hub.controller', true));
CREATE POLICY officer ON log_subject FOR SELECT TO vroegsignaal_officer
  USING (controller = current_setting('hub.controller', true));
CREATE POLICY officer ON log_partition FOR SELECT TO vroegsignaal_officer
  USING (controller = current_setting('hub.controller', true));
-- A feed shows the municipality the intake entries it rests on: its own, and of that kind only.
CREATE POLICY intake ON log_entry FOR SELECT TO vroegsignaal_job, vroegsignaal_municipality
  USING (controller = current_setting('hub.controller', true) AND action = 'INTAKE');
-- The operator exports the log controller by controller, and needs their names for that.
CREATE POLICY admin ON log_partition FOR SELECT TO vroegsignaal_admin USING (true);
--> statement-breakpoint
REVOKE ALL ON FUNCTION
  log_append, log_deny, log_take_denials, log_open_tree, log_reopen_tree, log_concerns FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION log_append TO
  vroegsignaal_edge, vroegsignaal_intake, vroegsignaal_municipality, vroegsignaal_officer,
  vroegsignaal_job, vroegsignaal_admin;
GRANT EXECUTE ON FUNCTION log_deny, log_take_denials, log_concerns TO vroegsignaal_edge;
GRANT EXECUTE ON FUNCTION log_open_tree TO vroegsignaal_sequencer;
GRANT EXECUTE ON FUNCTION log_reopen_tree TO vroegsignaal_admin;
GRANT SELECT ON log_entry, log_subject TO vroegsignaal_officer;
GRANT SELECT (entry, controller, number, action, record, salt) ON log_entry TO
  vroegsignaal_job, vroegsignaal_municipality;
GRANT SELECT ON log_partition TO vroegsignaal_officer, vroegsignaal_admin;
-- The sequencer sees entry ids and commitments, never an entry.
GRANT SELECT, DELETE ON log_pending TO vroegsignaal_sequencer;
GRANT SELECT, INSERT ON log_leaf, log_node, log_checkpoint TO vroegsignaal_sequencer;
GRANT SELECT ON log_head TO vroegsignaal_sequencer;
GRANT UPDATE (size, root, fence) ON log_head TO vroegsignaal_sequencer;
-- Public: everything of the tree but which entry a leaf stands for.
GRANT SELECT ON log_head, log_node, log_checkpoint TO
  vroegsignaal_publisher, vroegsignaal_edge, vroegsignaal_officer, vroegsignaal_job,
  vroegsignaal_municipality, vroegsignaal_admin;
GRANT SELECT (tree, index, commitment, leaf) ON log_leaf TO vroegsignaal_publisher, vroegsignaal_admin;
GRANT SELECT ON log_leaf TO
  vroegsignaal_edge, vroegsignaal_officer, vroegsignaal_job, vroegsignaal_municipality;
