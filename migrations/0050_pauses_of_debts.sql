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
--> statement-breakpoint
-- What a withdrawal takes back, as the hub folds debts: what it names with its corrections and what that
-- corrected, and unless it says ERROR the whole debt, as far as it was reported by then.
-- In plpgsql, so that it is planned once and not for every withdrawal of a batch.
CREATE FUNCTION taken_back(of_creditor text, named uuid, whole boolean, said_on date)
RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN QUERY
  WITH RECURSIVE taken AS (
    SELECT named AS id
     UNION
    SELECT x.id
      FROM taken t
     CROSS JOIN LATERAL (
       SELECT n.predecessor_id AS id
         FROM notification_key k
         JOIN notification n ON n.municipality = k.municipality AND n.month = k.month
          AND n.creditor = k.creditor AND n.notification_id = k.notification_id
        WHERE k.creditor = of_creditor AND k.notification_id = t.id AND n.predecessor_id IS NOT NULL
          AND (n.kind = 'CORRECTION' OR whole)
        UNION ALL
       SELECT s.notification_id FROM notification s
        WHERE s.predecessor_id = t.id AND s.creditor = of_creditor AND s.kind <> 'WITHDRAWAL'
          AND (s.kind = 'CORRECTION' OR whole)) x
     WHERE NOT EXISTS (
       SELECT FROM notification_key k
         JOIN notification n ON n.municipality = k.municipality AND n.month = k.month
          AND n.creditor = k.creditor AND n.notification_id = k.notification_id
        WHERE k.creditor = of_creditor AND k.notification_id = x.id AND n.reported_on > said_on))
  SELECT id FROM taken;
END
$$;
--> statement-breakpoint
-- A debt that was paid, whichever report of it says so, is nothing to wait with. Few creditors have a
-- pause that stands, so the debt is looked up for those alone.
CREATE OR REPLACE FUNCTION end_pauses_of_withdrawn() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM collection_pause p
              WHERE p.creditor = NEW.creditor AND p.status IN ('ASKED', 'CONFIRMED')) THEN
    PERFORM end_pauses(NEW.creditor, u.id, 'NOTIFICATION', NEW.accepted_at)
       FROM taken_back(NEW.creditor, NEW.predecessor_id, NEW.withdrawal_reason <> 'ERROR',
                       NEW.reported_on) AS u (id);
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION taken_back(text, uuid, boolean, date) FROM PUBLIC;
