-- Whom a transfer is about, as the sender's part of the log names them: what the receiver does with it
-- is written there under the same pseudonyms, so that a trace of the resident at the sender finds it.
-- Only for the two that it is between, and only what goes along.
CREATE FUNCTION transfer_subjects(of_transfer uuid) RETURNS TABLE (household bytea, person bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT s.household, s.person
    FROM transfer t
    JOIN transfer_notification n ON n.transfer_id = t.transfer_id AND n.stays IS NULL
    JOIN log_subject s ON s.reference = n.creditor || '/' || n.notification_id
     AND s.household IS NOT NULL
    JOIN log_entry e ON e.entry = s.entry AND e.action = 'INTAKE' AND e.controller = t.from_party
   WHERE t.transfer_id = of_transfer
     AND current_setting('hub.municipality', true) IN (t.municipality, t.receiver)
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION transfer_subjects(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION transfer_subjects(uuid) TO vroegsignaal_municipality;
