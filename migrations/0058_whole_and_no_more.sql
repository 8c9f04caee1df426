-- What ends goes whole, and nothing else goes with it.

-- An erasure where a case came from reaches all copies: those that were handed over, what the municipality
-- that took the case over sealed for an executor, and what is sealed for an offer that nobody decided
-- about yet. That offer ends: lifting the request later must not let it be accepted.
CREATE OR REPLACE FUNCTION erase_transferred() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  offers uuid[];
BEGIN
  UPDATE envelope e SET jwe = NULL, purged_at = NEW.at, purge_reason = 'ERASURE'
    FROM rights_hold h
    JOIN transfer_notification n ON n.municipality = h.municipality AND n.creditor = h.creditor
     AND n.notification_id = h.notification_id AND n.handed_at IS NOT NULL
    JOIN transfer t ON t.transfer_id = n.transfer_id
   WHERE h.request = NEW.request AND e.municipality = t.receiver AND e.month = t.received_month
     AND e.creditor = n.creditor AND e.notification_id = n.notification_id AND e.jwe IS NOT NULL;
  PERFORM end_assignments(t.receiver, t.received_month, t.received_case, NEW.at)
     FROM (SELECT DISTINCT t.receiver, t.received_month, t.received_case
             FROM rights_hold h
             JOIN transfer_notification n ON n.municipality = h.municipality
              AND n.creditor = h.creditor AND n.notification_id = h.notification_id
              AND n.handed_at IS NOT NULL
             JOIN transfer t ON t.transfer_id = n.transfer_id
            WHERE h.request = NEW.request) t;
  SELECT coalesce(array_agg(DISTINCT t.transfer_id), '{}') INTO offers
    FROM rights_hold h
    JOIN transfer_notification n ON n.municipality = h.municipality AND n.creditor = h.creditor
     AND n.notification_id = h.notification_id
    JOIN transfer t ON t.transfer_id = n.transfer_id AND t.status = 'OFFERED'
   WHERE h.request = NEW.request;
  UPDATE transfer t SET status = 'WITHDRAWN', decided_at = NEW.at, delivery_key = NULL,
                        key_id = NULL, key_jwe = NULL, facts = NULL
   WHERE t.transfer_id = ANY (offers);
  UPDATE transfer_notification n SET jwe = NULL WHERE n.transfer_id = ANY (offers);
  RETURN NEW;
END
$$;
--> statement-breakpoint

-- Whoever lifts a request must know whether what it held can still go on: a month that was closed
-- without it delivers it no more.
GRANT EXECUTE ON FUNCTION feed_is_closed(text, date) TO vroegsignaal_officer;
--> statement-breakpoint

-- The end of a pilot takes what is the pilot's. Others report there too when the agreement of any
-- notification is another one, in whatever state that is by now. And what names no month stays where it
-- belongs to a later month: a creditor still reads what became of it, an objection still arrives.
CREATE OR REPLACE FUNCTION end_programme(for_programme text, for_municipality text, at timestamptz)
RETURNS TABLE (from_table text, removed bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  p programme%ROWTYPE;
  today date := (at AT TIME ZONE 'Europe/Amsterdam')::date;
  last date;
  t record;
  rows bigint;
BEGIN
  SELECT * INTO p FROM programme WHERE programme_id = for_programme;
  IF NOT FOUND OR NOT (for_municipality = ANY (p.municipalities)) THEN
    RAISE EXCEPTION 'no such programme there' USING ERRCODE = 'P0002';
  END IF;
  IF p.valid_until IS NULL OR p.valid_until >= today THEN
    RAISE EXCEPTION 'the programme has not ended' USING ERRCODE = '22023';
  END IF;
  IF EXISTS (SELECT FROM legal_hold h WHERE hold_stands(h, at)
                AND h.municipality IN ('', for_municipality)) THEN
    RAISE EXCEPTION 'a hold is in force' USING ERRCODE = '55006';
  END IF;
  last := date_trunc('month', p.valid_until)::date;
  IF EXISTS (SELECT FROM notification n LEFT JOIN agreement a ON a.agreement_id = n.mandate_id
              WHERE n.municipality = for_municipality AND n.month <= last
                AND coalesce(a.reference, '') NOT LIKE '%(' || for_programme || ')') THEN
    RAISE EXCEPTION 'other agreements report there too' USING ERRCODE = '55000';
  END IF;
  FOR t IN SELECT * FROM programme_tables() ORDER BY place LOOP
    -- The rows of the months are gone before these are looked at; what is left of them is of later ones.
    EXECUTE format('DELETE FROM %I x WHERE municipality = $1 AND %s', t.name,
      CASE WHEN t.by_month OR t.name = 'redelivery' THEN 'month <= $2'
           WHEN t.name IN ('redelivery_request', 'feedback_item') THEN
             'NOT EXISTS (SELECT FROM notification_key k WHERE k.creditor = x.creditor
                             AND k.notification_id = x.notification_id AND k.month > $2)'
           WHEN t.name = 'outcome_report' THEN
             'NOT EXISTS (SELECT FROM outcome o WHERE o.municipality = $1 AND o.month > $2
                             AND o.report_id = x.report_id)'
           WHEN t.name = 'rights_notice' THEN
             'NOT EXISTS (SELECT FROM rights_hold h WHERE h.request = x.request AND h.month > $2)'
           ELSE 'NOT EXISTS (SELECT FROM notification_key k WHERE k.municipality = $1 AND k.month > $2)'
      END)
      USING for_municipality, last;
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT t.name, rows;
  END LOOP;
END
$$;
