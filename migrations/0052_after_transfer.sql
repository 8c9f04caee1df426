-- What follows a transfer. A creditor that corrects what was handed over, corrects it where it reported:
-- the receiver must not go by what was wrong, so the correction is among what lapses there, as it would
-- be in one municipality. What is new in it stands with the municipality that it was sent to, which can
-- offer it anew; nobody else can open it.
CREATE OR REPLACE FUNCTION transferred_withdrawals(code text)
RETURNS TABLE (creditor text, notification_id uuid, month date, kind text, reported_on date,
               predecessor_id uuid, withdrawal_reason text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT w.creditor, w.notification_id, t.received_month, w.kind, w.reported_on, w.predecessor_id,
         w.withdrawal_reason
    FROM transfer_notification n
    JOIN transfer t ON t.transfer_id = n.transfer_id
    JOIN notification w ON w.municipality = n.municipality AND w.month >= n.month
     AND w.creditor = n.creditor AND w.predecessor_id = n.notification_id
     AND w.kind IN ('WITHDRAWAL', 'CORRECTION')
   WHERE n.receiver = code AND n.handed_at IS NOT NULL
     AND code = current_setting('hub.municipality', true)
$$;
--> statement-breakpoint
-- From which municipalities something was handed over to one that the officer reviews.
CREATE FUNCTION transferred_from(code text) RETURNS TABLE (municipality text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT n.municipality FROM transfer_notification n
   WHERE n.receiver = code AND n.handed_at IS NOT NULL
     AND code IN (SELECT reviewed_municipalities())
$$;
--> statement-breakpoint
-- What was handed over by one municipality to another and is about these persons, as the log of the
-- sender names them: its own pseudonyms are gone there, and the receiver never had any.
CREATE FUNCTION transferred_reached(code text, sender text, households bytea[], persons bytea[])
RETURNS TABLE (creditor text, notification_id uuid, month date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT n.creditor, n.notification_id, t.received_month
    FROM transfer_notification n
    JOIN transfer t ON t.transfer_id = n.transfer_id
    JOIN log_subject s ON s.reference = n.creditor || '/' || n.notification_id
     AND s.controller = t.from_party
    JOIN unnest(households, persons) AS p (household, person)
      ON s.household = p.household AND s.person = p.person
    JOIN log_entry e ON e.entry = s.entry AND e.action = 'INTAKE'
   WHERE n.receiver = code AND n.municipality = sender AND n.handed_at IS NOT NULL
     AND code IN (SELECT reviewed_municipalities())
$$;
--> statement-breakpoint
-- Under whose code a creditor reads of something that was taken over: where the sender's policy does
-- not let a move be known, that of the sender; null for everything else.
CREATE FUNCTION transfer_shown_as(code text, of_creditor text, of_notification uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT n.municipality FROM transfer_notification n
   WHERE n.receiver = code AND n.creditor = of_creditor AND n.notification_id = of_notification
     AND n.handed_at IS NOT NULL AND NOT n.shows_move
     AND code IN (SELECT reviewed_municipalities())
   LIMIT 1
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION transferred_from(text), transferred_reached(text, text, bytea[], bytea[]),
  transfer_shown_as(text, text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION transferred_from(text), transferred_reached(text, text, bytea[], bytea[]),
  transfer_shown_as(text, text, uuid) TO vroegsignaal_officer;
