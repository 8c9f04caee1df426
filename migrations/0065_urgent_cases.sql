-- A crisis is worked on the day it comes in, not when the month is closed.

-- The case under which the municipality works on an urgent notification: assigns it, records attempts,
-- reports what came of it. Known from the day it came in; when the month is closed, the case that holds
-- the notification has this id. A correction and a withdrawal have that of what they change. Null where
-- an earlier, closed month had the case, and for what came in before this column was there and was
-- part of a closed month.
ALTER TABLE urgent_item ADD COLUMN case_id uuid;
--> statement-breakpoint
-- A report, an assignment and the page of a case find what they are about by it.
CREATE INDEX urgent_item_case ON urgent_item (municipality, month, case_id) WHERE case_id IS NOT NULL;
--> statement-breakpoint
-- What is in the lane when this is installed can be worked on too. What follows on something urgent
-- stands apart from it until the month is closed; that only concerns the month of the installation.
UPDATE urgent_item SET case_id = gen_random_uuid() WHERE reason IN ('CRISIS', 'END_OF_SUPPLY');
--> statement-breakpoint
-- A match run gives a case the id under which it is worked on already; of several, one that an executor
-- has in hand, or that was reported on.
CREATE FUNCTION urgent_cases(code text, of_month date)
RETURNS TABLE (creditor text, notification_id uuid, case_id uuid, weight integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT u.creditor, u.notification_id, u.case_id,
         CASE WHEN EXISTS (SELECT FROM assignment a
                            WHERE a.municipality = code AND a.month = of_month
                              AND a.case_id = u.case_id AND a.ended_at IS NULL) THEN 2
              WHEN EXISTS (SELECT FROM outcome o
                            WHERE o.municipality = code AND o.month = of_month
                              AND o.case_id = u.case_id) THEN 1
              ELSE 0 END
    FROM urgent_item u
   WHERE u.municipality = code AND u.month = of_month AND u.case_id IS NOT NULL
     AND code = current_setting('hub.municipality', true)
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION urgent_cases(text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION urgent_cases(text, date) TO vroegsignaal_job;
