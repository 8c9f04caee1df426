-- What a resident disputes goes on, and the municipality sees at every pull that it is disputed: also
-- what was held when the request came, and what came in since.
--
-- Notifications of a municipality that are reached by an open request which stops nothing and of which
-- the municipality may know; also those that it took over, by a request to the municipality that had
-- them before. Says nothing else of the request.
CREATE FUNCTION rights_disputed(code text)
RETURNS TABLE (creditor text, notification_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT h.creditor, h.notification_id
    FROM rights_hold h
    JOIN rights_request r ON r.request = h.request
   WHERE h.municipality = code AND h.lifted_at IS NULL AND h.withheld IS NULL
     AND (r.effects ->> 'tellsMunicipality')::boolean
     AND code = current_setting('hub.municipality', true)
   UNION
  SELECT n.creditor, n.notification_id
    FROM transfer_notification n
    JOIN rights_hold h ON h.municipality = n.municipality AND h.creditor = n.creditor
     AND h.notification_id = n.notification_id
    JOIN rights_request r ON r.request = h.request
   WHERE n.receiver = code AND n.handed_at IS NOT NULL AND h.lifted_at IS NULL
     AND h.withheld IS NULL AND (r.effects ->> 'tellsMunicipality')::boolean
     AND code = current_setting('hub.municipality', true)
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION rights_disputed(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rights_disputed(text) TO vroegsignaal_municipality;
