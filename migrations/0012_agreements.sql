-- What creditors and municipalities agreed on, from the offer to the end. A mandate is no row of its
-- own any more: it is an agreement that is accepted, seen through the view of that name, and bears
-- its id. What was a mandate before becomes an agreement that an operator accepted.
ALTER TABLE mandate RENAME TO agreement;
ALTER TABLE agreement RENAME COLUMN mandate_id TO agreement_id;
-- The document between the parties, as they call it.
ALTER TABLE agreement RENAME COLUMN agreement TO reference;
ALTER INDEX mandate_pkey RENAME TO agreement_pkey;
ALTER INDEX mandate_creditor RENAME TO agreement_creditor;
ALTER INDEX mandate_municipality RENAME TO agreement_municipality;
--> statement-breakpoint
ALTER TABLE agreement
  -- OFFERED until the municipality, or an operator on its authority, accepts; SUSPENDED gives no
  -- mandate and can be taken up again; ENDED is final. The period still has to hold on the day.
  ADD COLUMN state text NOT NULL DEFAULT 'ACCEPTED'
    CHECK (state IN ('OFFERED', 'ACCEPTED', 'SUSPENDED', 'ENDED')),
  -- Party id of who offered it: the creditor, or an agent for it; hub when an operator did.
  ADD COLUMN offered_by text NOT NULL DEFAULT 'hub',
  -- Party id of the municipality, or hub; null until it was accepted.
  ADD COLUMN accepted_by text DEFAULT 'hub',
  -- Document in which the municipality gave the operator its authority; null when it answered itself.
  ADD COLUMN authority text CHECK (length(authority) BETWEEN 1 AND 120),
  ADD COLUMN accepted_at timestamptz,
  -- Null unless it is suspended now.
  ADD COLUMN suspended_at timestamptz,
  -- When it was ended at once; one that ends with its period has none. Party id, or hub.
  ADD COLUMN ended_at timestamptz,
  ADD COLUMN ended_by text;
--> statement-breakpoint
UPDATE agreement SET accepted_at = registered_at, authority = reference;
--> statement-breakpoint
ALTER TABLE agreement
  ALTER COLUMN state DROP DEFAULT,
  ALTER COLUMN offered_by DROP DEFAULT,
  ALTER COLUMN accepted_by DROP DEFAULT,
  ADD CHECK ((accepted_at IS NULL) = (accepted_by IS NULL)),
  ADD CHECK (state NOT IN ('ACCEPTED', 'SUSPENDED') OR accepted_at IS NOT NULL),
  ADD CHECK (state <> 'OFFERED' OR accepted_at IS NULL),
  ADD CHECK ((state = 'SUSPENDED') = (suspended_at IS NOT NULL)),
  ADD CHECK ((state = 'ENDED') = (ended_at IS NOT NULL)),
  ADD CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
  ADD CHECK (authority IS NULL OR accepted_by = 'hub');
--> statement-breakpoint
-- An import can be repeated, and what was ended does not come back by repeating it.
CREATE UNIQUE INDEX agreement_once
  ON agreement (creditor, municipality, sector, reference, valid_from);
--> statement-breakpoint
-- What may be reported to whom: the agreements that are accepted. Row-level security of the caller.
CREATE VIEW mandate WITH (security_invoker = true) AS
  SELECT agreement_id AS mandate_id, reference AS agreement, creditor, municipality, sector,
         valid_from, valid_until, entitled_fields, registered_at
    FROM agreement WHERE state = 'ACCEPTED';
--> statement-breakpoint
-- A creditor offers for itself, an agent for those it delivers for; either can end what it has.
CREATE POLICY offers ON agreement FOR INSERT TO vroegsignaal_intake
  WITH CHECK (state = 'OFFERED' AND offered_by = current_setting('hub.party', true)
    AND (creditor = current_setting('hub.party', true)
      OR creditor IN (SELECT principal FROM agency WHERE agent = current_setting('hub.party', true))));
CREATE POLICY ends ON agreement FOR UPDATE TO vroegsignaal_intake
  USING (creditor = current_setting('hub.party', true)
      OR creditor IN (SELECT principal FROM agency WHERE agent = current_setting('hub.party', true)))
  WITH CHECK (creditor = current_setting('hub.party', true)
      OR creditor IN (SELECT principal FROM agency WHERE agent = current_setting('hub.party', true)));
CREATE POLICY answers ON agreement FOR UPDATE TO vroegsignaal_municipality
  USING (municipality = current_setting('hub.municipality', true))
  WITH CHECK (municipality = current_setting('hub.municipality', true));
--> statement-breakpoint
CREATE FUNCTION agreement_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'ENDED' THEN
    RAISE EXCEPTION 'an agreement that ended stays so' USING ERRCODE = '23514';
  END IF;
  -- The creditor's side can end what it has, now or earlier than agreed, and nothing else.
  IF current_user = 'vroegsignaal_intake'
     AND ((NEW.state <> OLD.state AND NEW.state <> 'ENDED')
       OR (NEW.valid_until IS DISTINCT FROM OLD.valid_until
           AND (NEW.valid_until IS NULL OR NEW.valid_until > OLD.valid_until))) THEN
    RAISE EXCEPTION 'a creditor ends an agreement or leaves it as it is' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER agreement_moves_on BEFORE UPDATE ON agreement
  FOR EACH ROW EXECUTE FUNCTION agreement_moves_on();
--> statement-breakpoint
GRANT SELECT ON mandate
  TO vroegsignaal_admin, vroegsignaal_intake, vroegsignaal_municipality, vroegsignaal_job;
GRANT INSERT ON agreement TO vroegsignaal_intake;
-- A creditor cannot accept: the columns that would say so are not its own.
GRANT UPDATE (state, valid_until, suspended_at, ended_at, ended_by, updated_by)
  ON agreement TO vroegsignaal_intake;
GRANT UPDATE (state, valid_until, accepted_by, accepted_at, suspended_at, ended_at, ended_by, updated_by)
  ON agreement TO vroegsignaal_municipality;
GRANT SELECT (agreement_id, state, valid_from) ON agreement TO vroegsignaal_officer;
