-- A party renews its certificates itself, by the signature of a registered key, where the operator's
-- policy (VS_RENEWAL) accepts that.

-- Identifier that the party gave to the request which this certificate answered: the same request once
-- more gets the same certificates. Null for those that came in another way.
ALTER TABLE certificate ADD COLUMN renewal uuid;
--> statement-breakpoint
-- Begins a renewal of the caller: one at a time for each party, until the transaction ends. Returns what
-- the same request was given before; nothing when it is new.
CREATE FUNCTION renewal_begin(request uuid)
RETURNS TABLE (purpose text, fingerprint text, key_hash text, chain text, not_after timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  PERFORM pg_advisory_xact_lock(7302, hashtext(current_setting('hub.party', true)));
  RETURN QUERY
    SELECT c.purpose, c.fingerprint, c.key_hash, c.chain, c.not_after FROM certificate c
     WHERE c.party = current_setting('hub.party', true) AND c.renewal = request
     ORDER BY c.purpose DESC;
END
$$;
--> statement-breakpoint
-- What a certificate of the caller may be used for, which is what its successor may; and how many of
-- that purpose and holder are in force. Nothing for one that is revoked, over, or of another party.
CREATE FUNCTION renewal_of(of_fingerprint text, at timestamptz)
RETURNS TABLE (purpose text, holder text, roles text[], in_force bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.purpose, c.holder, c.roles,
         (SELECT count(*) FROM certificate o
           WHERE o.party = c.party AND o.purpose = c.purpose AND o.revoked_at IS NULL
             AND o.holder IS NOT DISTINCT FROM c.holder AND o.not_after > at)
    FROM certificate c
   WHERE c.fingerprint = of_fingerprint AND c.party = current_setting('hub.party', true)
     AND c.revoked_at IS NULL AND c.not_after > at
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION renewal_begin, renewal_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION renewal_begin, renewal_of TO vroegsignaal_enrolment;
