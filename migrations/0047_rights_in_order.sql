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
