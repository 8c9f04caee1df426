-- Whether a resident had a notification of the caller's erased: nobody is asked about it any more,
-- whatever else the municipality's policy lets go on. Which request it was is not told.
CREATE FUNCTION pause_is_erased(of_creditor text, of_notification uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM rights_hold h JOIN rights_request q ON q.request = h.request AND q.kind = 'ERASURE'
     WHERE h.creditor = of_creditor AND h.notification_id = of_notification
       AND (h.municipality = current_setting('hub.municipality', true) OR EXISTS (
             SELECT FROM transfer_notification n
              WHERE n.receiver = current_setting('hub.municipality', true)
                AND n.municipality = h.municipality AND n.creditor = of_creditor
                AND n.notification_id = of_notification AND n.handed_at IS NOT NULL)))
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION pause_is_erased(text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pause_is_erased(text, uuid) TO vroegsignaal_municipality;
