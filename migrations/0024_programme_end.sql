-- The end of a pilot: everything that the hub holds about residents under one programme goes at once,
-- without waiting for its terms. What stays are register and access log, and the entry that says so.
-- Which municipality's rows go follows from the programme, never from the caller alone.
CREATE FUNCTION end_programme(for_programme text, for_municipality text, at timestamptz)
RETURNS TABLE (from_table text, removed bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  p programme%ROWTYPE;
  today date := (at AT TIME ZONE 'Europe/Amsterdam')::date;
  last date;
  name text;
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
  FOREACH name IN ARRAY ARRAY['matched_case', 'urgent_item', 'outcome', 'outcome_notification',
    'envelope', 'notification', 'delivery_key', 'intake', 'notification_key', 'feed_item', 'feed',
    'match_run', 'statistic_month']
  LOOP
    EXECUTE format('DELETE FROM %I WHERE municipality = $1 AND month <= $2', name)
      USING for_municipality, last;
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT name, rows;
  END LOOP;
  -- These name no month; nothing else reports there, so all of them are of the programme.
  FOREACH name IN ARRAY ARRAY['redelivery_request', 'redelivery', 'feedback_item', 'outcome_report']
  LOOP
    EXECUTE format('DELETE FROM %I WHERE municipality = $1', name) USING for_municipality;
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT name, rows;
  END LOOP;
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION end_programme(text, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION end_programme(text, text, timestamptz) TO vroegsignaal_admin;
