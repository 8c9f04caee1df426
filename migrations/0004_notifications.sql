-- Accepted notifications: pseudonyms, amounts, dates and a sealed identity. No resident in clear.

-- Ledger of batches. Its row is the first statement of the intake transaction, so that of fifty equal
-- requests one writes and the others wait for its receipt. Not partitioned: a key on a table
-- partitioned by month would let the same id in again next month.
CREATE TABLE batch (
  deliverer text NOT NULL REFERENCES party,
  batch_id uuid NOT NULL,
  -- SHA-256 of the signed body; HMAC of that when the body holds no nonce (a plain digest of a
  -- guessable body would let anyone test guesses about a person).
  digest bytea NOT NULL CHECK (octet_length(digest) = 32),
  -- The month in which its notifications count (Europe/Amsterdam, database clock).
  month date NOT NULL,
  received_at timestamptz NOT NULL,
  -- The exact bytes that were and will be answered, and the hub's signature over them.
  receipt text,
  receipt_signature text,
  accepted integer NOT NULL DEFAULT 0,
  rejected integer NOT NULL DEFAULT 0,
  PRIMARY KEY (deliverer, batch_id)
);
--> statement-breakpoint
-- A receipt of ten thousand items takes two megabytes: compressing it would cost more time than all
-- other statements of its transaction but two.
ALTER TABLE batch ALTER COLUMN receipt SET STORAGE EXTERNAL;
--> statement-breakpoint
-- Ledger of notification ids, for ever unique per creditor.
CREATE TABLE notification_key (
  creditor text NOT NULL,
  notification_id uuid NOT NULL,
  deliverer text NOT NULL,
  batch_id uuid NOT NULL,
  municipality text NOT NULL,
  month date NOT NULL,
  PRIMARY KEY (creditor, notification_id)
);
--> statement-breakpoint
CREATE TABLE notification (
  municipality text NOT NULL,
  -- First day of the month of acceptance.
  month date NOT NULL,
  creditor text NOT NULL,
  notification_id uuid NOT NULL,
  deliverer text NOT NULL,
  batch_id uuid NOT NULL,
  -- Place in the batch, from 0.
  position integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('EARLY', 'UPDATE', 'END_OF_SUPPLY', 'CORRECTION', 'WITHDRAWAL')),
  -- Of the predecessor, for a WITHDRAWAL.
  sector text NOT NULL,
  crisis boolean NOT NULL,
  crisis_ground text,
  planned_termination_on date,
  warm_handover boolean NOT NULL,
  -- Euro cents; null for a WITHDRAWAL only.
  arrears_cents bigint CHECK (arrears_cents > 0),
  oldest_due_on date,
  reported_on date NOT NULL,
  accepted_at timestamptz NOT NULL,
  predecessor_id uuid,
  withdrawal_reason text,
  mandate_id uuid NOT NULL,
  legal_basis text NOT NULL,
  legal_basis_version integer NOT NULL,
  -- Pseudonym epoch of the columns below; in the overlap the next epoch's stand beside them.
  epoch smallint,
  -- HMAC of postcode and house number, for this municipality and epoch only (16 bytes).
  address_pseudonym bytea,
  -- HMAC of the same with the addition; null without addition.
  addition_pseudonym bytea,
  -- HMAC of surname core, birth date when lawfully there, and address.
  subject_pseudonym bytea,
  -- HMAC of creditor and customer reference; null without reference.
  customer_pseudonym bytea,
  next_epoch smallint,
  next_address_pseudonym bytea,
  next_subject_pseudonym bytea,
  next_customer_pseudonym bytea,
  -- Evidence tokens of the match run, encoded as src/linkage describes; never an index on it.
  evidence bytea,
  -- Which fields were present, and short keyed tags that keep unlike people apart, packed as
  -- src/linkage describes.
  presence integer NOT NULL DEFAULT 0,
  tags integer NOT NULL DEFAULT 0,
  has_phone boolean NOT NULL DEFAULT false,
  has_email boolean NOT NULL DEFAULT false,
  -- Listed quality and warning codes.
  quality text[] NOT NULL DEFAULT '{}',
  warnings text[] NOT NULL DEFAULT '{}',
  -- Coarse district from the postcode table.
  district text,
  -- Salted digest of the item, leaf of the receipt's root; the salt is in the envelope.
  item_digest bytea NOT NULL,
  PRIMARY KEY (municipality, month, creditor, notification_id)
) PARTITION BY RANGE (month);
--> statement-breakpoint
-- What says something about another notification: few, and looked up at every pull.
CREATE INDEX notification_follows ON notification (municipality, month)
  WHERE predecessor_id IS NOT NULL;
--> statement-breakpoint
CREATE TABLE envelope (
  municipality text NOT NULL,
  month date NOT NULL,
  creditor text NOT NULL,
  notification_id uuid NOT NULL,
  -- Under which delivery key it is sealed: the `kid` of the JWE.
  delivery_key text NOT NULL CHECK (delivery_key ~ '^[A-Za-z0-9_-]{22}$'),
  -- Compact JWE that only the municipality can open; null after a purge.
  jwe text,
  -- SHA-256 of the JWE, kept after the purge so that roots stay computable.
  digest bytea NOT NULL CHECK (octet_length(digest) = 32),
  -- Digest of the envelope that intake logged, once a re-delivery has replaced it; else null.
  first_digest bytea CHECK (octet_length(first_digest) = 32),
  purged_at timestamptz,
  purge_reason text,
  CHECK ((jwe IS NULL) = (purged_at IS NOT NULL)),
  PRIMARY KEY (municipality, month, creditor, notification_id)
) PARTITION BY RANGE (month);
--> statement-breakpoint
-- Ciphertext does not compress: trying costs time.
ALTER TABLE envelope ALTER COLUMN jwe SET STORAGE EXTERNAL;
--> statement-breakpoint
CREATE TABLE delivery_key (
  municipality text NOT NULL,
  month date NOT NULL,
  delivery_key text NOT NULL CHECK (delivery_key ~ '^[A-Za-z0-9_-]{22}$'),
  -- The municipality's sealing key that it is wrapped for.
  key_id text NOT NULL,
  jwe text NOT NULL,
  PRIMARY KEY (municipality, month, delivery_key)
) PARTITION BY RANGE (month);
--> statement-breakpoint
-- One row per batch and municipality: what the log promised at intake, recomputed at closing.
CREATE TABLE intake (
  municipality text NOT NULL,
  month date NOT NULL,
  deliverer text NOT NULL,
  batch_id uuid NOT NULL,
  entry uuid NOT NULL,
  entry_number bigint NOT NULL,
  leaf bytea NOT NULL,
  -- Envelopes in this batch for this municipality, in batch order, and the root over them:
  -- leaves are SHA-256 digests of the envelopes bound to creditor and notification id.
  envelopes integer NOT NULL,
  envelopes_root bytea NOT NULL,
  PRIMARY KEY (municipality, month, deliverer, batch_id)
);
--> statement-breakpoint
CREATE TABLE urgent_item (
  municipality text NOT NULL,
  urgent_id uuid NOT NULL,
  -- Number of the intake's log entry in the municipality's partition: rises in order of commit, so a
  -- reader that goes on after a number misses nothing.
  intake_number bigint NOT NULL,
  position integer NOT NULL,
  month date NOT NULL,
  creditor text NOT NULL,
  notification_id uuid NOT NULL,
  reason text NOT NULL CHECK (reason IN
    ('CRISIS', 'END_OF_SUPPLY', 'CORRECTION_AFTER_CLOSE', 'WITHDRAWAL_AFTER_CLOSE')),
  ground text,
  deadline_on date,
  issued_at timestamptz NOT NULL,
  acknowledged_at timestamptz,
  PRIMARY KEY (municipality, urgent_id),
  UNIQUE (municipality, creditor, notification_id)
);
--> statement-breakpoint
CREATE INDEX urgent_item_order ON urgent_item (municipality, intake_number, position);
--> statement-breakpoint
-- Which envelopes a batch brought once more, so that the root which its intake logged stays
-- computable. Written by redeliver_envelope alone.
CREATE TABLE redelivery (
  municipality text NOT NULL,
  deliverer text NOT NULL,
  batch_id uuid NOT NULL,
  -- Place in that batch, from 0.
  position integer NOT NULL,
  -- Of the notification: where its envelope is.
  month date NOT NULL,
  creditor text NOT NULL,
  notification_id uuid NOT NULL,
  -- SHA-256 of the envelope as that batch brought it.
  digest bytea NOT NULL CHECK (octet_length(digest) = 32),
  PRIMARY KEY (municipality, deliverer, batch_id, position)
);
--> statement-breakpoint
CREATE TABLE redelivery_request (
  municipality text NOT NULL,
  creditor text NOT NULL,
  notification_id uuid NOT NULL,
  requested_at timestamptz NOT NULL,
  fulfilled_at timestamptz,
  PRIMARY KEY (municipality, creditor, notification_id)
);
--> statement-breakpoint

-- Partitions exist ahead of time; readiness fails when they do not.
CREATE FUNCTION ensure_partitions(from_month date, months integer) RETURNS integer
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
        made := made + 1;
      END IF;
    END LOOP;
  END LOOP;
  RETURN made;
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION ensure_partitions(date, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_partitions(date, integer) TO vroegsignaal_job, vroegsignaal_admin;
--> statement-breakpoint

ALTER TABLE batch ENABLE ROW LEVEL SECURITY;
ALTER TABLE batch FORCE ROW LEVEL SECURITY;
ALTER TABLE notification_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE notification_key FORCE ROW LEVEL SECURITY;
ALTER TABLE notification ENABLE ROW LEVEL SECURITY;
ALTER TABLE notification FORCE ROW LEVEL SECURITY;
ALTER TABLE envelope ENABLE ROW LEVEL SECURITY;
ALTER TABLE envelope FORCE ROW LEVEL SECURITY;
ALTER TABLE delivery_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE delivery_key FORCE ROW LEVEL SECURITY;
ALTER TABLE intake ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake FORCE ROW LEVEL SECURITY;
ALTER TABLE urgent_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE urgent_item FORCE ROW LEVEL SECURITY;
ALTER TABLE redelivery ENABLE ROW LEVEL SECURITY;
ALTER TABLE redelivery FORCE ROW LEVEL SECURITY;
ALTER TABLE redelivery_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE redelivery_request FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
-- The deliverer writes its own deliveries and sees its own ledgers.
CREATE POLICY deliverer ON batch TO vroegsignaal_intake
  USING (deliverer = current_setting('hub.party', true))
  WITH CHECK (deliverer = current_setting('hub.party', true));
CREATE POLICY deliverer ON notification_key FOR SELECT TO vroegsignaal_intake
  USING (deliverer = current_setting('hub.party', true)
      OR creditor = current_setting('hub.party', true)
      OR creditor IN (SELECT principal FROM agency WHERE agent = current_setting('hub.party', true)));
CREATE POLICY delivers ON notification_key FOR INSERT TO vroegsignaal_intake
  WITH CHECK (deliverer = current_setting('hub.party', true));
CREATE POLICY deliverer ON notification FOR SELECT TO vroegsignaal_intake
  USING (deliverer = current_setting('hub.party', true)
      OR creditor = current_setting('hub.party', true)
      OR creditor IN (SELECT principal FROM agency WHERE agent = current_setting('hub.party', true)));
CREATE POLICY delivers ON notification FOR INSERT TO vroegsignaal_intake
  WITH CHECK (deliverer = current_setting('hub.party', true));
CREATE POLICY delivers ON envelope FOR INSERT TO vroegsignaal_intake WITH CHECK (true);
CREATE POLICY delivers ON delivery_key FOR INSERT TO vroegsignaal_intake WITH CHECK (true);
CREATE POLICY delivers ON intake FOR INSERT TO vroegsignaal_intake
  WITH CHECK (deliverer = current_setting('hub.party', true));
CREATE POLICY delivers ON urgent_item FOR INSERT TO vroegsignaal_intake WITH CHECK (true);
CREATE POLICY delivers ON redelivery_request FOR SELECT TO vroegsignaal_intake
  USING (creditor = current_setting('hub.party', true)
      OR creditor IN (SELECT principal FROM agency WHERE agent = current_setting('hub.party', true)));
-- A municipality and its jobs see their own rows.
CREATE POLICY own ON notification FOR SELECT TO vroegsignaal_job, vroegsignaal_municipality
  USING (municipality = current_setting('hub.municipality', true));
CREATE POLICY own ON envelope FOR SELECT TO vroegsignaal_job, vroegsignaal_municipality
  USING (municipality = current_setting('hub.municipality', true));
CREATE POLICY own ON delivery_key FOR SELECT TO vroegsignaal_job, vroegsignaal_municipality
  USING (municipality = current_setting('hub.municipality', true));
CREATE POLICY own ON intake FOR SELECT TO vroegsignaal_job, vroegsignaal_municipality
  USING (municipality = current_setting('hub.municipality', true));
CREATE POLICY own ON urgent_item TO vroegsignaal_job, vroegsignaal_municipality
  USING (municipality = current_setting('hub.municipality', true))
  WITH CHECK (municipality = current_setting('hub.municipality', true));
CREATE POLICY own ON redelivery FOR SELECT TO vroegsignaal_job, vroegsignaal_municipality
  USING (municipality = current_setting('hub.municipality', true));
CREATE POLICY own ON redelivery_request TO vroegsignaal_municipality
  USING (municipality = current_setting('hub.municipality', true))
  WITH CHECK (municipality = current_setting('hub.municipality', true));
-- Functions of the owner (below) purge and replace; nobody else does.
CREATE POLICY owner ON envelope TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner ON delivery_key TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner ON notification TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner ON notification_key TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner ON redelivery TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner ON redelivery_request TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner ON urgent_item TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner ON intake TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT, INSERT ON batch, notification_key, notification TO vroegsignaal_intake;
GRANT UPDATE (receipt, receipt_signature, accepted, rejected) ON batch TO vroegsignaal_intake;
GRANT INSERT ON envelope, delivery_key, intake, urgent_item TO vroegsignaal_intake;
GRANT SELECT ON redelivery_request TO vroegsignaal_intake;
GRANT SELECT ON notification, envelope, delivery_key, intake, redelivery TO
  vroegsignaal_job, vroegsignaal_municipality;
GRANT SELECT, INSERT ON urgent_item TO vroegsignaal_job;
GRANT SELECT ON urgent_item TO vroegsignaal_municipality;
GRANT UPDATE (acknowledged_at) ON urgent_item TO vroegsignaal_municipality;
GRANT SELECT, INSERT ON redelivery_request TO vroegsignaal_municipality;
-- A key can be lost twice: what was fulfilled may be asked for again.
GRANT UPDATE (requested_at, fulfilled_at) ON redelivery_request TO vroegsignaal_municipality;
--> statement-breakpoint

-- Replaces one envelope by the creditor's new one, when its municipality opened re-delivery and the
-- pseudonyms are equal. Returns whether it did.
CREATE FUNCTION redeliver_envelope(
  for_creditor text, for_notification uuid, for_municipality text,
  same_address bytea, same_subject bytea, same_epoch smallint,
  new_delivery_key text, new_jwe text, new_digest bytea, at timestamptz,
  by_batch uuid, at_position integer
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  caller text := current_setting('hub.party', true);
  row notification%ROWTYPE;
BEGIN
  IF NOT (for_creditor = caller OR EXISTS
      (SELECT FROM agency WHERE agent = caller AND principal = for_creditor)) THEN
    RETURN false;
  END IF;
  PERFORM FROM redelivery_request
    WHERE municipality = for_municipality AND creditor = for_creditor
      AND notification_id = for_notification AND fulfilled_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  SELECT n.* INTO row FROM notification_key k
    JOIN notification n ON n.municipality = k.municipality AND n.month = k.month
     AND n.creditor = k.creditor AND n.notification_id = k.notification_id
   WHERE k.creditor = for_creditor AND k.notification_id = for_notification;
  IF NOT FOUND OR row.municipality <> for_municipality OR row.epoch IS DISTINCT FROM same_epoch
     OR row.address_pseudonym IS DISTINCT FROM same_address
     OR row.subject_pseudonym IS DISTINCT FROM same_subject THEN
    RETURN false;
  END IF;
  UPDATE envelope SET delivery_key = new_delivery_key, jwe = new_jwe, digest = new_digest,
         first_digest = coalesce(first_digest, digest), purged_at = NULL, purge_reason = NULL
   WHERE municipality = row.municipality AND month = row.month
     AND creditor = for_creditor AND notification_id = for_notification;
  UPDATE redelivery_request SET fulfilled_at = at
   WHERE municipality = for_municipality AND creditor = for_creditor
     AND notification_id = for_notification;
  INSERT INTO redelivery (municipality, deliverer, batch_id, position, month, creditor,
                          notification_id, digest)
  VALUES (row.municipality, caller, by_batch, at_position, row.month, for_creditor,
          for_notification, new_digest);
  RETURN true;
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION redeliver_envelope(text, uuid, text, bytea, bytea, smallint, text, text, bytea, timestamptz, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION redeliver_envelope(text, uuid, text, bytea, bytea, smallint, text, text, bytea, timestamptz, uuid, integer) TO vroegsignaal_intake;
