-- A case that was closed, or that a resident had erased, is nobody's to visit any more, and what was
-- sealed for the executor goes at once, in the same transaction, whichever way the report or the request
-- came. What is only held is not shown while it is.
CREATE FUNCTION end_assignments(of_municipality text, of_month date, of_case uuid, at timestamptz)
RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE assignment SET jwe = NULL, ended_at = end_assignments.at
   WHERE municipality = of_municipality AND month = of_month AND case_id = of_case
     AND ended_at IS NULL
$$;
--> statement-breakpoint
CREATE FUNCTION end_assignments_of_closed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM end_assignments(NEW.municipality, NEW.month, NEW.case_id, NEW.reported_at);
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER end_assignments AFTER INSERT ON outcome
  FOR EACH ROW WHEN (NEW.outcome IS NOT NULL) EXECUTE FUNCTION end_assignments_of_closed();
--> statement-breakpoint
-- Every case that the notification stands in, also the one of a later month.
CREATE FUNCTION end_assignments_of_erased() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM rights_request q WHERE q.request = NEW.request AND q.kind = 'ERASURE') THEN
    RETURN NULL;
  END IF;
  PERFORM end_assignments(a.municipality, a.month, a.case_id, NEW.held_at)
     FROM assignment a
     JOIN feed_item f ON f.municipality = a.municipality AND f.month = a.month
                     AND f.case_id = a.case_id
    WHERE a.municipality = NEW.municipality AND a.ended_at IS NULL
      AND NEW.notification_id = ANY (f.notification_ids) AND NEW.creditor = ANY (f.creditors);
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER end_assignments AFTER INSERT ON rights_hold
  FOR EACH ROW EXECUTE FUNCTION end_assignments_of_erased();
--> statement-breakpoint
REVOKE ALL ON FUNCTION end_assignments(text, date, uuid, timestamptz), end_assignments_of_closed(),
  end_assignments_of_erased() FROM PUBLIC;
