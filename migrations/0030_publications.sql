-- National statistics: what was counted of a month, and what of it was published.

-- Numbers of a month, kept when its cases are gone. Small ones among them are not for publication.
CREATE TABLE counted_month (
  municipality text NOT NULL,
  month date NOT NULL,
  -- One of the variables of src/publication/variables.ts that are no sums.
  variable text NOT NULL,
  value bigint NOT NULL CHECK (value >= 0),
  PRIMARY KEY (municipality, month, variable)
);
--> statement-breakpoint
-- The ledger: a row stays for ever, also when what it shows was withdrawn, because it stays known.
CREATE TABLE publication (
  -- 2026-08 for a month, 2026 for a year.
  period text PRIMARY KEY CHECK (period ~ '^\d{4}(-(0[1-9]|1[0-2]))?$'),
  prepared_at timestamptz NOT NULL,
  prepared_by text NOT NULL,
  -- {municipalities: [[code, name]], cells: [[row, variable, value or null, suppression or null]]}.
  content jsonb NOT NULL,
  -- What the attack before the release came to: {targets, unknowns, equations, exposed}.
  attack jsonb NOT NULL,
  released_at timestamptz,
  -- Another person than who prepared it.
  released_by text CHECK (released_by <> prepared_by),
  withdrawn_at timestamptz,
  withdrawn_by text,
  withdrawal_reason text,
  CHECK ((released_at IS NULL) = (released_by IS NULL)),
  CHECK (withdrawn_at IS NULL OR (released_at IS NOT NULL AND withdrawal_reason IS NOT NULL))
);
--> statement-breakpoint
ALTER TABLE counted_month ENABLE ROW LEVEL SECURITY;
ALTER TABLE counted_month FORCE ROW LEVEL SECURITY;
ALTER TABLE publication ENABLE ROW LEVEL SECURITY;
ALTER TABLE publication FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY registry ON counted_month TO vroegsignaal_admin USING (true) WITH CHECK (true);
CREATE POLICY registry ON publication TO vroegsignaal_admin USING (true) WITH CHECK (true);
-- Anybody reads what was released; nobody a draft.
CREATE POLICY released ON publication FOR SELECT TO vroegsignaal_publisher
  USING (released_at IS NOT NULL);
CREATE POLICY counting ON feed FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY counting ON matched_case FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY counting ON outcome FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY counting ON notification FOR SELECT TO CURRENT_USER USING (true);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON counted_month TO vroegsignaal_admin;
GRANT SELECT, INSERT ON publication TO vroegsignaal_admin;
GRANT UPDATE (prepared_at, prepared_by, content, attack, released_at, released_by, withdrawn_at,
  withdrawn_by, withdrawal_reason) ON publication TO vroegsignaal_admin;
GRANT SELECT ON publication TO vroegsignaal_publisher;
--> statement-breakpoint
-- Counts a month over all municipalities that closed it; numbers only. Cases by class and by what was
-- reported last about them, or notifications by sector.
CREATE FUNCTION count_month(for_month date)
RETURNS TABLE (municipality text, match_class text, outcome text, reached boolean, sector text, value bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.municipality, c.match_class, o.outcome,
         coalesce(o.report @> '{"contactAttempts":[{"reached":true}]}', false), NULL, count(*)
    FROM feed f
    JOIN matched_case c ON c.municipality = f.municipality AND c.month = f.month
    LEFT JOIN LATERAL (
      SELECT v.outcome, v.report FROM outcome v
       WHERE v.municipality = c.municipality AND v.month = c.month AND v.case_id = c.case_id
       ORDER BY v.version DESC LIMIT 1) o ON true
   WHERE f.month = for_month
   GROUP BY 1, 2, 3, 4
   UNION ALL
  SELECT f.municipality, NULL, NULL, NULL, n.sector, count(n.notification_id)
    FROM feed f
    LEFT JOIN notification n ON n.municipality = f.municipality AND n.month = f.month
     AND n.kind IN ('EARLY', 'UPDATE', 'END_OF_SUPPLY')
   WHERE f.month = for_month
   GROUP BY 1, 5
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION count_month FROM PUBLIC;
GRANT EXECUTE ON FUNCTION count_month TO vroegsignaal_admin;
