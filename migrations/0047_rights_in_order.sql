-- Requests of residents and what happens beside them take their turns.

-- Notes that the municipality acknowledged notices. Steps are numbered by counting them, so each
-- request is locked first, in the order in which intake locks them as well.
CREATE OR REPLACE FUNCTION rights_acknowledged(ids uuid[], at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  n rights_notice%ROWTYPE;
BEGIN
  PERFORM FROM rights_request r
    WHERE r.request IN (SELECT q.request FROM rights_notice q
                         WHERE q.municipality = current_setting('hub.municipality', true)
                           AND q.notice_id = ANY (ids) AND q.acknowledged_at = rights_acknowledged.at)
    ORDER BY r.request FOR UPDATE;
  FOR n IN SELECT * FROM rights_notice q
            WHERE q.municipality = current_setting('hub.municipality', true)
              AND q.notice_id = ANY (ids) AND q.acknowledged_at = rights_acknowledged.at
            ORDER BY q.seq LOOP
    INSERT INTO rights_step (request, position, municipality, at, step, party, count)
    SELECT n.request, count(*), n.municipality, rights_acknowledged.at, 'ACKNOWLEDGED',
           current_setting('hub.party', true), 1
      FROM rights_step s WHERE s.request = n.request;
  END LOOP;
END
$$;
--> statement-breakpoint
-- Order of registration within a municipality: registering one there waits for the one before.
ALTER TABLE rights_request ADD COLUMN seq bigint GENERATED ALWAYS AS IDENTITY;
CREATE INDEX rights_request_since ON rights_request (municipality, seq) WHERE lifted_at IS NULL;
--> statement-breakpoint
-- As before, and tells the order of registration: what is asked for later has a higher one.
DROP FUNCTION rights_markers(text[], date);
CREATE FUNCTION rights_markers(municipalities text[], today date)
RETURNS TABLE (municipality text, request uuid, key_year smallint, tokens bytea[], intake text,
               withheld text, seq bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.municipality, r.request, r.key_year, r.tokens, r.effects ->> 'intake',
         CASE WHEN r.effects ->> 'delivery' = 'HOLD'
              THEN CASE r.kind WHEN 'OBJECTION' THEN 'OBJECTION' ELSE 'RESTRICTED' END END,
         r.seq
    FROM rights_request r
   WHERE r.municipality = ANY (municipalities) AND r.lifted_at IS NULL AND r.ends_on >= today
     AND r.effects ->> 'intake' <> 'ACCEPT'
   ORDER BY r.seq
$$;
--> statement-breakpoint
-- The same of those only that were registered since. Until the transaction ends nobody registers
-- another for these municipalities: whoever does holds the same lock alone, and so finds what this
-- transaction writes.
CREATE FUNCTION rights_markers_since(municipalities text[], known bigint[], today date)
RETURNS TABLE (municipality text, request uuid, key_year smallint, tokens bytea[], intake text,
               withheld text, seq bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtext('rights'), hashtext(m.code))
     FROM (SELECT DISTINCT u.code FROM unnest(municipalities) AS u (code) ORDER BY 1) m;
  -- A statement of its own, so that it sees what was committed while the locks were waited for.
  RETURN QUERY
  SELECT r.municipality, r.request, r.key_year, r.tokens, r.effects ->> 'intake',
         CASE WHEN r.effects ->> 'delivery' = 'HOLD'
              THEN CASE r.kind WHEN 'OBJECTION' THEN 'OBJECTION' ELSE 'RESTRICTED' END END,
         r.seq
    FROM unnest(municipalities, known) AS k (code, seq)
    JOIN rights_request r ON r.municipality = k.code AND r.seq > k.seq
   WHERE r.lifted_at IS NULL AND r.ends_on >= today AND r.effects ->> 'intake' <> 'ACCEPT'
   ORDER BY r.seq;
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION rights_markers(text[], date), rights_markers_since(text[], bigint[], date)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rights_markers(text[], date), rights_markers_since(text[], bigint[], date)
  TO vroegsignaal_intake;
