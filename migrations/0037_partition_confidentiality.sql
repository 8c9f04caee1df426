-- What two people decide about a partition of the log: that it is confidential, and who may read it
-- until that is lifted; that it is kept longer or shorter.

-- Roles of officers who read the partition while it is confidential, as party/role pseudonym.
ALTER TABLE partition_decision ADD COLUMN readers text[] NOT NULL DEFAULT '{}';
-- Months for which entries are kept from now on; null when that stays as it was.
ALTER TABLE partition_decision ADD COLUMN term integer CHECK (term BETWEEN 36 AND 120);
-- A decision holds from its confirmation by a second person on; without one it lapses after 7 days.
ALTER TABLE partition_decision ADD COLUMN confirmed_by text CHECK (confirmed_by <> decided_by);
ALTER TABLE partition_decision ADD COLUMN confirmed_at timestamptz;
ALTER TABLE partition_decision ADD CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL));
ALTER TABLE partition_decision ADD CHECK ((confidentiality = 'CONFIDENTIAL') = (cardinality(readers) > 0));
--> statement-breakpoint
CREATE POLICY owner ON partition_decision TO CURRENT_USER USING (true);
GRANT UPDATE (confirmed_by, confirmed_at) ON partition_decision TO vroegsignaal_admin;
--> statement-breakpoint
-- Who may read a partition that is confidential now; null when it is not. Asked at every request of
-- an officer, and before entries leave for a collector.
CREATE FUNCTION partition_readers(of_controller text) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN d.confidentiality = 'CONFIDENTIAL' THEN d.readers END
    FROM partition_decision d
   WHERE d.controller = of_controller AND d.confirmed_at IS NOT NULL
   ORDER BY d.version DESC LIMIT 1
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION partition_readers(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION partition_readers(text)
  TO vroegsignaal_edge, vroegsignaal_officer, vroegsignaal_admin, vroegsignaal_sequencer;
