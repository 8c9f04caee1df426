-- Who read whole lists of cases is found by the households in them. An entry about a list names places
-- of a closed month (`from` and `to`, or `places`) and the entry that closed it, which tells who stands
-- there: to name thousands of households at every look would be the larger part of the log.

-- The entry whose places `objects` means; null when it means none. A reading of record, as the others.
ALTER TABLE log_entry ADD COLUMN closing_entry uuid;
--> statement-breakpoint
UPDATE log_entry SET closing_entry = (objects ->> 'closingEntry')::uuid
 WHERE objects ->> 'closingEntry' IS NOT NULL;
--> statement-breakpoint
CREATE INDEX log_entry_closing ON log_entry (closing_entry, number) WHERE closing_entry IS NOT NULL;
--> statement-breakpoint
-- As before, with the column above.
CREATE OR REPLACE FUNCTION log_append(
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
      municipality, case_id, closing_entry, purpose, legal_basis, processing_activity, rule_version, result, count,
      trace_id, span_id, record, salt)
    SELECT n.entry, n.controller, n.number, (n.j ->> 'at')::timestamptz, n.j ->> 'actor',
           n.j ->> 'actorKey', n.j ->> 'role', n.j ->> 'executor', n.j ->> 'action',
           n.j ->> 'operation', n.j -> 'objects', n.j -> 'objects' ->> 'municipality',
           n.j -> 'objects' ->> 'caseId', (n.j -> 'objects' ->> 'closingEntry')::uuid,
           n.j ->> 'purpose', n.j ->> 'legalBasis',
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
-- Whether an entry means a place of the month that its closing entry closed. `places` is a multirange as
-- the server writes it, `{[0,3),[17,18)}`: pages of a filtered list are places in no row.
CREATE FUNCTION log_means_place(objects jsonb, place integer) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN objects ? 'places' THEN place <@ (objects ->> 'places')::int4multirange
              ELSE (objects ->> 'from')::integer <= place AND place < (objects ->> 'to')::integer END
$$;
--> statement-breakpoint
-- Whom a creditor's own notifications were about, as intake named them, with the partition in which it
-- did: a reading by the creditor is written there too, where the resident can be told of it. Only for the
-- creditor that the transaction names; an erased subject is nobody.
CREATE FUNCTION log_creditor_subjects(of_creditor text, ids uuid[])
RETURNS TABLE (controller text, municipality text, notification_id uuid, household bytea, person bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT e.controller, e.municipality, u.id, s.household, s.person
    FROM unnest(ids) AS u (id)
    JOIN log_subject s ON s.reference = of_creditor || '/' || u.id AND s.household IS NOT NULL
    JOIN log_entry e ON e.entry = s.entry AND e.action = 'INTAKE' AND e.municipality IS NOT NULL
   WHERE of_creditor = current_setting('hub.controller', true)
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION log_means_place(jsonb, integer), log_creditor_subjects(text, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log_means_place(jsonb, integer) TO vroegsignaal_officer;
GRANT EXECUTE ON FUNCTION log_creditor_subjects(text, uuid[]) TO vroegsignaal_intake;
