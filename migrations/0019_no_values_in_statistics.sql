-- The planner remembers values of columns, in a catalogue whose free space PostgreSQL does not overwrite.
-- Of what identifies a household, or is sealed, it therefore remembers nothing: no statement looks for
-- these by value where that would help.
CREATE FUNCTION forget_values(of_table regclass, parent text) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  col text;
BEGIN
  FOR col IN
    SELECT a.attname FROM pg_attribute a
     WHERE a.attrelid = of_table AND a.attnum > 0 AND NOT a.attisdropped
       AND ((parent = 'notification' AND a.atttypid = 'bytea'::regtype)
         OR (parent IN ('envelope', 'delivery_key') AND a.attname = 'jwe')
         OR (parent = 'feed_item' AND a.attname = 'item'))
  LOOP
    EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS 0', of_table, col);
  END LOOP;
END
$$;
--> statement-breakpoint
SELECT forget_values(c.oid::regclass, coalesce(p.relname, c.relname))
  FROM pg_class c
  LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
  LEFT JOIN pg_class p ON p.oid = i.inhparent
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
   AND coalesce(p.relname, c.relname) IN ('notification', 'envelope', 'delivery_key', 'feed_item');
--> statement-breakpoint
-- As before; a partition that is made is told the same.
CREATE OR REPLACE FUNCTION ensure_partitions(from_month date, months integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  first date := date_trunc('month', from_month)::date;
  parent text;
  child text;
  made integer := 0;
BEGIN
  IF months NOT BETWEEN 1 AND 60 THEN
    RAISE EXCEPTION 'months out of range' USING ERRCODE = '22023';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('ensure_partitions'));
  FOR i IN 0 .. months - 1 LOOP
    FOR parent IN SELECT c.relname FROM pg_class c JOIN pg_partitioned_table p ON p.partrelid = c.oid
                   WHERE c.relnamespace = 'public'::regnamespace AND p.partstrat = 'r' LOOP
      child := parent || to_char(first + make_interval(months => i), '_YYYY_MM');
      IF to_regclass(child) IS NULL THEN
        -- An envelope takes most of a page and is read whole: moved out of line it would cost twice.
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)%s', child, parent,
          (first + make_interval(months => i))::date, (first + make_interval(months => i + 1))::date,
          CASE parent WHEN 'envelope' THEN ' WITH (toast_tuple_target = 8160)' ELSE '' END);
        PERFORM forget_values(child::regclass, parent);
        made := made + 1;
      END IF;
    END LOOP;
  END LOOP;
  RETURN made;
END
$$;
