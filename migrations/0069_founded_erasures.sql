-- What was erased of the log can be founded by whoever reads the log alone. A decision that entries are
-- kept for a shorter time stays as long as the log does: it holds no resident, and without it nobody
-- could tell an erasure that was allowed from one that was not. And each erasure says how many numbers
-- are missing by then, so that one more is one too many.
DROP FUNCTION forget_log(text, timestamptz, integer);
--> statement-breakpoint
-- As before (0018); besides it leaves decisions about a term, and `missing_numbers` says how many numbers
-- up to `until_number` have no entry any more.
CREATE FUNCTION forget_log(for_controller text, at timestamptz, most integer)
RETURNS TABLE (entries bigint, subjects bigint, until_number bigint, below_index bigint,
               before timestamptz, more boolean, missing_numbers bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  cutoff timestamptz := (retention_over('ACCESS_LOG', '', for_controller, at) + interval '1 month')
                        AT TIME ZONE 'Europe/Amsterdam';
  holds boolean := EXISTS (SELECT FROM legal_hold h WHERE hold_stands(h, at));
  ids uuid[];
  last_number bigint;
  last_index bigint;
  gone bigint;
BEGIN
  IF for_controller IS DISTINCT FROM current_setting('hub.controller', true) THEN
    RAISE EXCEPTION 'not this partition' USING ERRCODE = '42501';
  END IF;
  SELECT array_agg(c.entry), max(c.number), max(c.index) INTO ids, last_number, last_index
    FROM (SELECT e.entry, e.number, l.index
            FROM log_entry e
            JOIN log_leaf l ON l.entry = e.entry
             AND l.tree = (SELECT h.tree FROM log_head h WHERE h.closed_at IS NULL)
           WHERE e.controller = for_controller AND e.at < cutoff
             AND NOT (e.operation = 'confirmPartition' AND e.objects ? 'term')
             AND NOT (holds AND EXISTS (
               SELECT FROM legal_hold h
                WHERE hold_stands(h, forget_log.at)
                  AND (h.municipality IN ('', e.municipality)
                    OR EXISTS (SELECT FROM party_role r
                                WHERE r.party = e.controller AND r.municipality = h.municipality))
                  AND (h.party = '' OR h.party IN (e.controller, e.actor, e.executor))
                  AND (h.case_id IS NULL OR e.case_id = h.case_id::text
                    OR EXISTS (SELECT FROM log_subject s WHERE s.entry = e.entry
                                  AND s.reference = h.case_id::text))
                  AND (h.pseudonym IS NULL
                    OR EXISTS (SELECT FROM log_subject s WHERE s.entry = e.entry
                                  AND h.pseudonym IN (s.household, s.person)))
                  AND coalesce(e.at >= h.from_month::timestamp AT TIME ZONE 'Europe/Amsterdam', true)
                  AND coalesce(e.at < (h.until_month + interval '1 month')
                                      AT TIME ZONE 'Europe/Amsterdam', true)))
           ORDER BY e.at, e.number LIMIT most) c;
  IF ids IS NULL THEN RETURN; END IF;
  DELETE FROM log_subject s WHERE s.entry = ANY (ids);
  GET DIAGNOSTICS gone = ROW_COUNT;
  DELETE FROM log_entry e WHERE e.entry = ANY (ids);
  IF cardinality(ids) < most THEN
    -- What the planner remembers of values is forgotten with them.
    ANALYZE log_subject, log_entry;
  END IF;
  RETURN QUERY SELECT cardinality(ids)::bigint, gone, last_number, last_index + 1, cutoff,
                      cardinality(ids) = most,
                      last_number - (SELECT count(*) FROM log_entry e
                                      WHERE e.controller = for_controller AND e.number <= last_number);
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION forget_log(text, timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_log(text, timestamptz, integer) TO vroegsignaal_job;
--> statement-breakpoint
-- As before (0018); a decision about a term is never late.
CREATE OR REPLACE FUNCTION retention_counts(at timestamptz)
RETURNS TABLE (kind text, from_table text, municipality text, controller text, oldest date,
               rows bigint, overdue bigint, held bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  yesterday timestamptz := at - interval '1 day';
  today date := (yesterday AT TIME ZONE 'Europe/Amsterdam')::date;
  t record;
  m record;
  kept bigint;
BEGIN
  RETURN QUERY
  SELECT CASE WHEN f.acknowledged_at IS NULL THEN 'UNFETCHED_IDENTITY' ELSE 'ACKNOWLEDGED_IDENTITY' END,
         'envelope.jwe', e.municipality, '', min(e.month), count(*),
         count(*) FILTER (WHERE f.over AND e.notification_id <> ALL (f.held)),
         count(*) FILTER (WHERE f.over AND e.notification_id = ANY (f.held))
    FROM envelope e
    LEFT JOIN LATERAL (
      SELECT f.acknowledged_at, held_ids(f.municipality, f.month, at) AS held,
             coalesce(f.acknowledged_at + make_interval(days =>
                 retention_term_of('ACKNOWLEDGED_IDENTITY', f.municipality, '', today)),
               f.closed_at + make_interval(days =>
                 retention_term_of('UNFETCHED_IDENTITY', f.municipality, '', today))) <= yesterday
               -- Delivered once more means a term once more, which is at most this long.
               AND f.closed_at + interval '200 days' > yesterday AND NOT EXISTS (
                 SELECT FROM redelivery_request r WHERE r.municipality = f.municipality
                    AND r.fulfilled_at + make_interval(days =>
                        retention_term_of('ACKNOWLEDGED_IDENTITY', f.municipality, '', today))
                      > yesterday) AS over
        FROM feed f WHERE f.municipality = e.municipality AND f.month = e.month OFFSET 0) f ON true
   WHERE e.jwe IS NOT NULL GROUP BY 1, 3;
  FOR t IN SELECT * FROM (VALUES
      ('MATCH_DATA', 'notification', 'month', 'true', 'notification_id'),
      ('MATCH_DATA', 'envelope', 'month', 'true', 'notification_id'),
      ('MATCH_DATA', 'matched_case', 'month', 'true', 'case_id'),
      ('MATCH_DATA', 'urgent_item', 'month', 'true', 'notification_id'),
      ('MATCH_DATA', 'delivery_key', 'month', 'true', ''),
      ('MATCH_DATA', 'intake', 'month', 'true', ''),
      ('MATCH_DATA', 'feed_item.item', 'month', 'item <> ''''', 'case_id'),
      ('DELIVERED_CASE', 'feed_item', 'month', 'true', 'case_id'),
      ('OUTCOME', 'outcome', 'month', 'true', 'case_id'),
      ('OUTCOME', 'outcome_notification', 'month', 'true', 'case_id'),
      ('OUTCOME', 'feedback_item', 'date_trunc(''month'', reported_on)::date', 'true', ''),
      ('OUTCOME', 'outcome_report',
       'date_trunc(''month'', received_at AT TIME ZONE ''Europe/Amsterdam'')::date', 'true', ''),
      ('OUTCOME', 'match_run', 'month', 'true', ''),
      ('OUTCOME', 'feed', 'month', 'true', ''),
      ('STATISTICS', 'statistic_month', 'month', 'true', '')
    ) AS v (kind, name, month, which, id)
  LOOP
    FOR m IN EXECUTE format(
      'SELECT municipality, min(%2$s) AS oldest, count(*) AS rows,
              count(*) FILTER (WHERE %2$s <= retention_over(%4$L, municipality, '''', $1)) AS over,
              array_agg(DISTINCT %2$s) FILTER
                (WHERE %2$s <= retention_over(%4$L, municipality, '''', $1)) AS months
         FROM %1$I WHERE %3$s GROUP BY municipality',
      split_part(t.name, '.', 1), t.month, t.which, t.kind) USING yesterday
    LOOP
      kept := 0;
      IF m.over > 0 AND t.id <> '' THEN
        EXECUTE format(
          'SELECT count(*) FROM unnest($2::date[]) AS u (month), %1$I x
            WHERE x.municipality = $1 AND x.month = u.month AND %2$s AND x.%3$I = ANY (%4$s($1, u.month, $3))',
          split_part(t.name, '.', 1), t.which, t.id,
          CASE t.id WHEN 'case_id' THEN 'held_cases' ELSE 'held_ids' END)
          INTO kept USING m.municipality, m.months, at;
      ELSIF m.over > 0 AND EXISTS (SELECT FROM legal_hold h WHERE hold_stands(h, at)
                                      AND h.municipality IN ('', m.municipality)) THEN
        -- What only frames the rows that a hold keeps.
        kept := m.over;
      END IF;
      kind := t.kind; from_table := t.name; municipality := m.municipality; controller := '';
      oldest := m.oldest; rows := m.rows; overdue := m.over - kept; held := kept;
      RETURN NEXT;
    END LOOP;
  END LOOP;
  RETURN QUERY
  SELECT h.kind, h.name, '', '', h.oldest, h.rows,
         CASE WHEN EXISTS (SELECT FROM legal_hold l WHERE hold_stands(l, at)) THEN 0 ELSE h.over END,
         CASE WHEN EXISTS (SELECT FROM legal_hold l WHERE hold_stands(l, at)) THEN h.over ELSE 0 END
    FROM (SELECT 'RECEIPT' AS kind, 'batch.receipt' AS name, min(month) AS oldest, count(*) AS rows,
                 count(*) FILTER (WHERE month <= retention_over('RECEIPT', '', '', yesterday)) AS over
            FROM batch WHERE receipt IS NOT NULL
          UNION ALL
          SELECT 'LEDGER', 'notification_key', min(month), count(*),
                 count(*) FILTER (WHERE month <= retention_over('LEDGER', '', '', yesterday))
            FROM notification_key
          UNION ALL
          SELECT 'LEDGER', 'batch', min(month), count(*),
                 count(*) FILTER (WHERE month <= retention_over('LEDGER', '', '', yesterday))
            FROM batch
          UNION ALL
          SELECT 'SAVED_SEARCH', 'console_search', min(created_at)::date, count(*),
                 count(*) FILTER (WHERE created_at AT TIME ZONE 'Europe/Amsterdam'
                   < retention_over('SAVED_SEARCH', '', '', yesterday) + interval '1 month')
            FROM console_search) h
   WHERE h.rows > 0;
  RETURN QUERY
  SELECT 'ACCESS_LOG', 'log_entry', '', p.controller, c.oldest, c.rows,
         c.over - c.kept, c.kept
    FROM log_partition p, LATERAL (
      SELECT min(e.at)::date AS oldest, count(*) AS rows, count(*) FILTER (WHERE o.over) AS over,
             count(*) FILTER (WHERE o.over AND EXISTS (SELECT FROM legal_hold l
                                                        WHERE hold_stands(l, retention_counts.at))) AS kept
        FROM log_entry e, LATERAL (SELECT e.at AT TIME ZONE 'Europe/Amsterdam'
               < retention_over('ACCESS_LOG', '', p.controller, yesterday) + interval '1 month'
               AND NOT (e.operation = 'confirmPartition' AND e.objects ? 'term') AS over) o
       WHERE e.controller = p.controller) c
   WHERE c.rows > 0;
END
$$;
