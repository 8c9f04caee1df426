-- Forgetting in the log, and what was decided about each of its partitions.

-- How confidential a partition is: normal; confidential (residents and third parties learn nothing of
-- its entries until that is lifted); lifted. Every decision is a row; the newest counts, and a
-- partition without one is normal.
CREATE TABLE partition_decision (
  -- Party id of the controller, or hub.
  controller text NOT NULL CHECK (controller ~ '^[A-Za-z0-9][A-Za-z0-9-]{0,39}$'),
  version integer NOT NULL CHECK (version > 0),
  confidentiality text NOT NULL CHECK (confidentiality IN ('NORMAL', 'CONFIDENTIAL', 'LIFTED')),
  -- Why, and where the decision is kept; never about a resident.
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  -- Role pseudonym of the operator.
  decided_by text NOT NULL,
  decided_at timestamptz NOT NULL,
  PRIMARY KEY (controller, version)
);
--> statement-breakpoint
ALTER TABLE partition_decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE partition_decision FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY admin ON partition_decision TO vroegsignaal_admin USING (true) WITH CHECK (true);
CREATE POLICY reviewed ON partition_decision FOR SELECT TO vroegsignaal_officer
  USING (controller = current_setting('hub.controller', true));
-- An officer sees what was decided about the terms of the partition under review, and of all.
CREATE POLICY reviewed ON retention_term FOR SELECT TO vroegsignaal_officer
  USING ((controller <> '' AND controller = current_setting('hub.controller', true))
      OR (municipality <> '' AND municipality IN (SELECT r.municipality FROM party_role r
            WHERE r.party = current_setting('hub.controller', true) AND r.role = 'municipality'))
      OR current_setting('hub.controller', true) = 'hub');
-- The job that forgets goes from partition to partition.
CREATE POLICY job ON log_partition FOR SELECT TO vroegsignaal_job USING (true);
--> statement-breakpoint
GRANT SELECT, INSERT ON partition_decision TO vroegsignaal_admin;
GRANT SELECT ON partition_decision, retention_term TO vroegsignaal_officer;
GRANT SELECT (controller) ON log_partition TO vroegsignaal_job;
--> statement-breakpoint
-- Erases entries of one partition whose term is over, with their salts and the residents they name, at
-- most so many at a time. Their leaves stay, so every proof of every other entry holds; what they stood
-- for is gone. Only entries that are in the tree: what is pending has no leaf yet. What a hold covers
-- stays. `until_number` and `below_index` say up to where in the partition, and below which place in the
-- tree, entries may be missing from now on.
CREATE FUNCTION forget_log(for_controller text, at timestamptz, most integer)
RETURNS TABLE (entries bigint, subjects bigint, until_number bigint, below_index bigint,
               before timestamptz, more boolean)
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
                      cardinality(ids) = most;
END
$$;
--> statement-breakpoint
CREATE POLICY owner ON party_role FOR SELECT TO CURRENT_USER USING (true);
REVOKE ALL ON FUNCTION forget_log(text, timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_log(text, timestamptz, integer) TO vroegsignaal_job;
--> statement-breakpoint
-- What there is of each kind, counted from the tables themselves: how many rows, how many of them should
-- have gone more than a day ago, and how many of those a hold keeps. Looks at everything, so for
-- whoever asks for a report, not for a job.
CREATE FUNCTION retention_counts(at timestamptz)
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
               < retention_over('ACCESS_LOG', '', p.controller, yesterday) + interval '1 month' AS over) o
       WHERE e.controller = p.controller) c
   WHERE c.rows > 0;
END
$$;
--> statement-breakpoint
-- Writes one of the tables that are not partitioned anew, so that its file holds what it shows and
-- nothing else. Locks it meanwhile: for a quiet hour, by an operator.
CREATE FUNCTION compact_table(of_table text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  key text;
BEGIN
  IF of_table NOT IN ('log_entry', 'log_subject', 'batch', 'notification_key', 'intake', 'feed',
                      'urgent_item', 'redelivery', 'redelivery_request', 'match_run', 'outcome_report',
                      'outcome_notification', 'feedback_item', 'console_search', 'statistic_month') THEN
    RAISE EXCEPTION 'not a table to compact' USING ERRCODE = '22023';
  END IF;
  SELECT x.indexrelid::regclass::text INTO key FROM pg_index x
   WHERE x.indrelid = of_table::regclass AND x.indisprimary;
  EXECUTE format('CLUSTER %I USING %s', of_table, key);
  EXECUTE format('ANALYZE %I', of_table);
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION retention_counts(timestamptz), compact_table(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION retention_counts(timestamptz), compact_table(text) TO vroegsignaal_admin;
