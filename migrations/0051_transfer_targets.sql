-- Municipalities to which a case can be handed over: those that take part and have an active sealing
-- key. Names and codes alone; which municipality takes part is no secret to another.
CREATE FUNCTION transfer_targets() RETURNS TABLE (code text, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.municipality, p.name
    FROM party_role r
    JOIN party p ON p.id = r.party AND p.ended_at IS NULL
   WHERE r.role = 'municipality' AND r.municipality <> current_setting('hub.municipality', true)
     AND EXISTS (SELECT FROM sealing_key k
                  WHERE k.municipality = r.municipality AND k.status = 'ACTIVE')
   ORDER BY p.name, r.municipality
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION transfer_targets() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION transfer_targets() TO vroegsignaal_municipality;
