-- The end of a programme takes what people did at the workbench along. Which tables go stands in a
-- function of its own, so that a table that comes later is added there and nowhere else.

-- Tables of which the end of a programme removes a municipality's rows, in this order; with a month,
-- only up to the last one of the programme.
CREATE FUNCTION programme_tables() RETURNS TABLE (place integer, name text, by_month boolean)
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  VALUES
    -- Before the items that they hang on, or those would take them along uncounted.
    (1, 'assignment', true), (2, 'matched_case', true), (3, 'urgent_item', true),
    (4, 'outcome', true), (5, 'outcome_notification', true), (6, 'envelope', true),
    (7, 'notification', true), (8, 'delivery_key', true), (9, 'intake', true),
    (10, 'notification_key', true), (11, 'feed_item', true), (12, 'feed', true),
    (13, 'match_run', true), (14, 'statistic_month', true), (15, 'rights_hold', true),
    -- These name no month; nothing else reports there, so all of them are of the programme.
    (16, 'redelivery_request', false), (17, 'redelivery', false), (18, 'feedback_item', false),
    (19, 'outcome_report', false), (20, 'rights_notice', false), (21, 'executor_admission', false),
    (22, 'work_text', false)
$$;
--> statement-breakpoint
-- Not a table of its own: the list is part of the program, and nobody may change it.
REVOKE ALL ON FUNCTION programme_tables() FROM PUBLIC;
--> statement-breakpoint
CREATE POLICY owner ON executor_admission TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner ON work_text TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
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
  -- Cases bring notifications of all agreements together, so they cannot be taken apart.
  IF EXISTS (SELECT FROM notification n JOIN mandate m USING (mandate_id)
              WHERE n.municipality = for_municipality AND n.month <= last
                AND m.agreement NOT LIKE '%(' || for_programme || ')') THEN
    RAISE EXCEPTION 'other agreements report there too' USING ERRCODE = '55000';
  END IF;
  FOR t IN SELECT * FROM programme_tables() ORDER BY place LOOP
    EXECUTE format('DELETE FROM %I WHERE municipality = $1%s', t.name,
                   CASE WHEN t.by_month THEN ' AND month <= $2' ELSE '' END)
      USING for_municipality, last;
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT t.name, rows;
  END LOOP;
END
$$;
