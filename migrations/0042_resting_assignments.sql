-- What an executor has in hand stops when the ground for it stops, not only when somebody takes it back.

-- Assignments of the asking executor whose case rests: a notification of it is held at a resident's
-- request, here or where the case was taken over from, or none of them stands any more.
CREATE FUNCTION resting_assignments(code text) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.assignment_id
    FROM assignment a
    JOIN feed_item i ON i.municipality = a.municipality AND i.month = a.month
     AND i.case_id = a.case_id
   WHERE a.municipality = code AND a.executor = current_setting('hub.party', true)
     AND a.ended_at IS NULL
     AND (EXISTS (
       SELECT FROM unnest(i.creditors, i.notification_ids) AS n (creditor, id)
         JOIN rights_hold h ON h.creditor = n.creditor AND h.notification_id = n.id
          AND h.lifted_at IS NULL AND h.withheld IS NOT NULL
          AND (h.municipality = code OR EXISTS (
            SELECT FROM transfer_notification t
             WHERE t.receiver = code AND t.municipality = h.municipality AND t.creditor = n.creditor
               AND t.notification_id = n.id AND t.handed_at IS NOT NULL)))
       OR NOT EXISTS (
       SELECT FROM unnest(i.creditors, i.notification_ids) AS n (creditor, id)
        WHERE NOT EXISTS (
          SELECT FROM notification w
           WHERE w.municipality = code AND w.month >= a.month AND w.creditor = n.creditor
             AND w.predecessor_id = n.id AND w.kind = 'WITHDRAWAL')))
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION resting_assignments(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION resting_assignments(text) TO vroegsignaal_edge;
