-- A case whose household lives elsewhere goes to the municipality where it lives: offered by the one
-- that has it, sealed there for the other, accepted or refused by that. What was handed over is gone
-- at the sender but for a tombstone; the hub can read none of it.

CREATE TABLE transfer (
  transfer_id uuid PRIMARY KEY,
  -- Who offers, and which case of which closed month.
  municipality text NOT NULL CHECK (municipality ~ '^[0-9]{4}$'),
  month date NOT NULL,
  case_id uuid NOT NULL,
  receiver text NOT NULL CHECK (receiver ~ '^[0-9]{4}$'),
  -- Parties of the two, whose partitions of the log name it.
  from_party text NOT NULL REFERENCES party,
  to_party text NOT NULL REFERENCES party,
  -- MOVED: left for the other municipality; NEVER_RESIDENT: lived there all along.
  ground text NOT NULL CHECK (ground IN ('MOVED', 'NEVER_RESIDENT')),
  status text NOT NULL CHECK (status IN ('OFFERED', 'ACCEPTED', 'REFUSED', 'WITHDRAWN', 'LAPSED')),
  offered_at timestamptz NOT NULL,
  -- SHA-256 of the signed offer: the same again is the same offer.
  digest bytea NOT NULL CHECK (octet_length(digest) = 32),
  -- Until when it can be accepted; then what was sealed goes.
  lapses_at timestamptz NOT NULL,
  decided_at timestamptz,
  -- Why it was refused; a code.
  refusal text CHECK (refusal IN ('NOT_RESIDENT', 'KNOWN', 'OTHER')),
  -- Where it stands at the receiver, once accepted.
  received_month date,
  received_case uuid,
  -- Delivery key of the envelopes, wrapped for the receiver; null once it was decided.
  delivery_key text CHECK (delivery_key ~ '^[A-Za-z0-9_-]{22}$'),
  key_id text,
  key_jwe text CHECK (length(key_jwe) <= 20000),
  -- What an item at the receiver is made from: codes, amounts and days that both mandates let it
  -- see; null once it was decided otherwise, or forgotten.
  facts jsonb,
  -- Entries of intake with their records, which prove where it came from.
  intake jsonb NOT NULL,
  -- Report with which the case ends at the sender when it is accepted, and the policy that decided
  -- what creditors learn of that.
  closing jsonb NOT NULL,
  policy text NOT NULL,
  CHECK ((status = 'ACCEPTED') = (received_case IS NOT NULL)),
  CHECK ((status = 'OFFERED') = (decided_at IS NULL)),
  CHECK (municipality <> receiver)
);
--> statement-breakpoint
-- A case is offered to one at a time, and handed over once.
CREATE UNIQUE INDEX transfer_open ON transfer (municipality, month, case_id)
  WHERE status IN ('OFFERED', 'ACCEPTED');
--> statement-breakpoint
CREATE INDEX transfer_receiver ON transfer (receiver, received_month);
--> statement-breakpoint
-- Its notifications, those that go and those that stay behind.
CREATE TABLE transfer_notification (
  transfer_id uuid NOT NULL REFERENCES transfer ON DELETE CASCADE,
  municipality text NOT NULL,
  receiver text NOT NULL,
  position integer NOT NULL,
  creditor text NOT NULL,
  notification_id uuid NOT NULL,
  -- Of the notification at the sender.
  month date NOT NULL,
  -- Null when it goes; otherwise why it stays behind.
  stays text CHECK (stays IN ('NO_MANDATE', 'NO_LEGAL_BASIS', 'WITHDRAWN', 'CORRECTED', 'PURGED')),
  -- Agreement of its creditor with the receiver.
  agreement_id uuid,
  -- Compact JWE for the receiver; null once handed over, or when it came to nothing.
  jwe text CHECK (length(jwe) <= 100000),
  digest bytea CHECK (octet_length(digest) = 32),
  -- When it became the receiver's.
  handed_at timestamptz,
  -- What its creditor is told when the transfer is accepted; null for nothing.
  tell text,
  is_correction boolean NOT NULL,
  -- Whether the sender's policy lets the creditor know that the household moved.
  shows_move boolean NOT NULL,
  PRIMARY KEY (transfer_id, creditor, notification_id),
  CHECK ((stays IS NULL) = (digest IS NOT NULL))
);
--> statement-breakpoint
CREATE INDEX transfer_notification_handed ON transfer_notification (municipality, month)
  WHERE handed_at IS NOT NULL;
--> statement-breakpoint
CREATE INDEX transfer_notification_received ON transfer_notification (receiver, notification_id)
  WHERE handed_at IS NOT NULL;
--> statement-breakpoint
-- Envelopes that came by a transfer: no batch of the municipality brought them.
ALTER TABLE envelope ADD COLUMN transfer_id uuid;
--> statement-breakpoint
-- Under which municipality's code a creditor reads it: whoever may not know of a move goes on seeing
-- the one that it reported to. Null for the one that reported.
ALTER TABLE feedback_item ADD COLUMN shown_municipality text;
--> statement-breakpoint
ALTER TABLE feedback_item DROP CONSTRAINT feedback_item_code_check;
ALTER TABLE feedback_item ADD CONSTRAINT feedback_item_code_check
  CHECK (code IN ('NOT_TAKEN_UP', 'NOT_TAKEN_UP_REPEAT', 'NOT_TAKEN_UP_INCORRECT', 'DECEASED',
    'NOT_RESIDENT', 'KNOWN_DEBT_HELP', 'NOT_REACHED', 'OFFERED_NO_HELP', 'HELP_ACCEPTED', 'HANDLED',
    'STOPPED_ON_REQUEST', 'RESUMED_ON_REQUEST', 'TRANSFERRED'));
--> statement-breakpoint
ALTER TABLE transfer ENABLE ROW LEVEL SECURITY;
ALTER TABLE transfer FORCE ROW LEVEL SECURITY;
ALTER TABLE transfer_notification ENABLE ROW LEVEL SECURITY;
ALTER TABLE transfer_notification FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY both_sides ON transfer TO vroegsignaal_municipality, vroegsignaal_job
  USING (current_setting('hub.municipality', true) IN (municipality, receiver))
  WITH CHECK (municipality = current_setting('hub.municipality', true) AND status = 'OFFERED');
CREATE POLICY both_sides ON transfer_notification TO vroegsignaal_municipality, vroegsignaal_job
  USING (current_setting('hub.municipality', true) IN (municipality, receiver))
  WITH CHECK (municipality = current_setting('hub.municipality', true) AND handed_at IS NULL);
CREATE POLICY owner ON transfer TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner ON transfer_notification TO CURRENT_USER USING (true) WITH CHECK (true);
-- The names of both are no secret to either.
CREATE POLICY transfers ON party FOR SELECT TO vroegsignaal_municipality
  USING (id IN (SELECT unnest(ARRAY[from_party, to_party]) FROM transfer
                 WHERE current_setting('hub.municipality', true) IN (municipality, receiver)));
GRANT SELECT, INSERT ON transfer, transfer_notification TO vroegsignaal_municipality;
GRANT SELECT ON transfer, transfer_notification TO vroegsignaal_job;
--> statement-breakpoint
-- A municipality that takes part, and its newest active sealing key; public, like everybody's.
CREATE FUNCTION transfer_target(code text)
RETURNS TABLE (party text, name text, key_id text, jwk jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.id, p.name, k.key_id, k.jwk
    FROM party_role r
    JOIN party p ON p.id = r.party AND p.ended_at IS NULL
    LEFT JOIN LATERAL (SELECT k.key_id, k.jwk FROM sealing_key k
                        WHERE k.municipality = code AND k.status = 'ACTIVE'
                        ORDER BY k.version DESC LIMIT 1) k ON true
   WHERE r.role = 'municipality' AND r.municipality = code
$$;
--> statement-breakpoint
-- Which of the sender's own notifications their creditors may report to the other municipality today:
-- by an agreement in force, and on a legal basis that still holds. Nothing else of agreements of
-- others can be found out so.
CREATE FUNCTION transfer_mandates(code text, creditors text[], ids uuid[], today date)
RETURNS TABLE (creditor text, notification_id uuid, agreement_id uuid, has_basis boolean,
               entry uuid, month date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT n.creditor, n.notification_id, a.agreement_id,
         EXISTS (SELECT FROM (SELECT * FROM legal_basis b WHERE b.legal_basis = n.legal_basis
                               ORDER BY b.version DESC LIMIT 1) b
                  WHERE today >= b.valid_from AND today <= coalesce(b.valid_until, today)
                    AND (b.creditors = '{}' OR n.creditor = ANY (b.creditors))
                    AND (b.municipalities = '{}' OR code = ANY (b.municipalities))),
         i.entry, n.month
    FROM unnest(creditors, ids) AS u (creditor, id)
    JOIN notification n ON n.municipality = current_setting('hub.municipality', true)
     AND n.creditor = u.creditor AND n.notification_id = u.id
    LEFT JOIN intake i ON i.municipality = n.municipality AND i.month = n.month
     AND i.deliverer = n.deliverer AND i.batch_id = n.batch_id
    LEFT JOIN LATERAL (SELECT a.agreement_id FROM agreement a
                        WHERE a.municipality = code AND a.creditor = n.creditor
                          AND a.sector = n.sector AND a.state = 'ACCEPTED'
                          AND today >= a.valid_from AND today <= coalesce(a.valid_until, today)
                        ORDER BY a.valid_from DESC, a.agreement_id LIMIT 1) a ON true
$$;
--> statement-breakpoint
-- Whether a case of the caller's own has to stay where it is: a legal hold, or the request of a
-- resident about one of its notifications.
CREATE FUNCTION transfer_is_held(for_month date, for_case uuid, at timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT for_case = ANY (held_cases(current_setting('hub.municipality', true), for_month, at))
      OR EXISTS (SELECT FROM feed_item i
                   CROSS JOIN LATERAL unnest(i.creditors, i.notification_ids) AS n (creditor, id)
                   JOIN rights_hold h ON h.municipality = i.municipality AND h.creditor = n.creditor
                    AND h.notification_id = n.id AND h.lifted_at IS NULL
                  WHERE i.municipality = current_setting('hub.municipality', true)
                    AND i.month = for_month AND i.case_id = for_case)
$$;
--> statement-breakpoint
-- Whether something stands in the way since a case was offered: a request, a hold, or a creditor who
-- took a notification back or corrected it.
CREATE FUNCTION transfer_is_blocked(id uuid, at timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM transfer t
     WHERE t.transfer_id = id
       AND current_setting('hub.municipality', true) IN (t.municipality, t.receiver)
       AND (t.case_id = ANY (held_cases(t.municipality, t.month, at)) OR EXISTS (
         SELECT FROM transfer_notification n
          WHERE n.transfer_id = id AND (EXISTS (
                  SELECT FROM rights_hold h WHERE h.municipality = n.municipality
                     AND h.creditor = n.creditor AND h.notification_id = n.notification_id
                     AND h.lifted_at IS NULL)
             OR n.stays IS NULL AND EXISTS (
                  SELECT FROM notification w WHERE w.municipality = n.municipality
                     AND w.month >= n.month AND w.creditor = n.creditor
                     AND w.predecessor_id = n.notification_id
                     AND w.kind IN ('WITHDRAWAL', 'CORRECTION'))))))
$$;
--> statement-breakpoint
-- Makes an offered case the receiver's: envelopes and their key move, the sender's copies go, its case
-- ends with the report that it signed. Whoever calls logs it in the same transaction.
CREATE FUNCTION accept_transfer(id uuid, at timestamptz, into_month date, into_case uuid)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  t transfer%ROWTYPE;
  next_version integer;
BEGIN
  SELECT * INTO t FROM transfer q WHERE q.transfer_id = id FOR UPDATE;
  IF NOT FOUND OR t.receiver <> current_setting('hub.municipality', true) THEN
    RAISE EXCEPTION 'no such transfer' USING ERRCODE = 'P0002';
  END IF;
  IF t.status <> 'OFFERED' OR t.lapses_at <= at THEN
    RAISE EXCEPTION 'not open' USING ERRCODE = '55000';
  END IF;
  IF transfer_is_blocked(id, at) THEN
    RAISE EXCEPTION 'held or taken back' USING ERRCODE = '55006';
  END IF;
  INSERT INTO delivery_key (municipality, month, delivery_key, key_id, jwe)
  VALUES (t.receiver, into_month, t.delivery_key, t.key_id, t.key_jwe);
  INSERT INTO envelope (municipality, month, creditor, notification_id, delivery_key, jwe, digest,
                        transfer_id)
  SELECT t.receiver, into_month, n.creditor, n.notification_id, t.delivery_key, n.jwe, n.digest, id
    FROM transfer_notification n WHERE n.transfer_id = id AND n.stays IS NULL;
  UPDATE transfer_notification n SET jwe = NULL, handed_at = at
   WHERE n.transfer_id = id AND n.stays IS NULL;
  UPDATE transfer q
     SET status = 'ACCEPTED', decided_at = at, received_month = into_month,
         received_case = into_case, delivery_key = NULL, key_id = NULL, key_jwe = NULL
   WHERE q.transfer_id = id;
  -- The sender's copies: identity, pseudonyms, and what executors had of it.
  UPDATE envelope e SET jwe = NULL, purged_at = at, purge_reason = 'TRANSFERRED'
    FROM transfer_notification n
   WHERE n.transfer_id = id AND n.stays IS NULL AND e.municipality = n.municipality
     AND e.month = n.month AND e.creditor = n.creditor AND e.notification_id = n.notification_id
     AND e.jwe IS NOT NULL;
  UPDATE notification x
     SET address_pseudonym = NULL, addition_pseudonym = NULL, subject_pseudonym = NULL,
         customer_pseudonym = NULL, next_address_pseudonym = NULL, next_subject_pseudonym = NULL,
         next_customer_pseudonym = NULL, evidence = NULL, presence = 0, tags = 0, district = NULL
    FROM transfer_notification n
   WHERE n.transfer_id = id AND n.stays IS NULL AND x.municipality = n.municipality
     AND x.month = n.month AND x.creditor = n.creditor AND x.notification_id = n.notification_id;
  UPDATE assignment a SET jwe = NULL, ended_at = at
   WHERE a.municipality = t.municipality AND a.month = t.month AND a.case_id = t.case_id
     AND a.ended_at IS NULL;
  SELECT coalesce(max(version), 0) + 1 INTO next_version FROM outcome o
   WHERE o.municipality = t.municipality AND o.month = t.month AND o.case_id = t.case_id;
  INSERT INTO outcome (municipality, month, case_id, version, report_id, reported_at, report)
  VALUES (t.municipality, t.month, t.case_id, next_version, id, at, t.closing);
  INSERT INTO outcome_notification AS o
         (municipality, creditor, notification_id, month, case_id, is_closed, told)
  SELECT t.municipality, n.creditor, n.notification_id, t.month, t.case_id, true, n.tell
    FROM transfer_notification n WHERE n.transfer_id = id
  ON CONFLICT (municipality, creditor, notification_id) DO UPDATE
     SET is_closed = true, told = coalesce(excluded.told, o.told);
END
$$;
--> statement-breakpoint
-- Puts what creditors learn of an accepted transfer where they read it; places are those of the
-- entries that the same transaction logged.
CREATE FUNCTION tell_transfer(id uuid, creditors text[], ids uuid[], numbers bigint[],
                              positions integer[], on_day date) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO feedback_item (municipality, reported_on, policy, creditor, number, position,
                             feedback_id, notification_id, code, is_correction)
  SELECT t.municipality, on_day, t.policy, n.creditor, u.number, u.position, gen_random_uuid(),
         n.notification_id, n.tell, n.is_correction
    FROM unnest(creditors, ids, numbers, positions) AS u (creditor, id, number, position)
    JOIN transfer t ON t.transfer_id = tell_transfer.id
     AND t.receiver = current_setting('hub.municipality', true) AND t.status = 'ACCEPTED'
    JOIN transfer_notification n ON n.transfer_id = t.transfer_id AND n.creditor = u.creditor
     AND n.notification_id = u.id AND n.tell IS NOT NULL
$$;
--> statement-breakpoint
-- Ends an offer that comes to nothing; what was sealed for it is removed.
CREATE FUNCTION end_transfer(id uuid, why text, reason text, at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  t transfer%ROWTYPE;
  code text := current_setting('hub.municipality', true);
BEGIN
  SELECT * INTO t FROM transfer q WHERE q.transfer_id = id FOR UPDATE;
  IF NOT FOUND OR code NOT IN (t.municipality, t.receiver)
     OR why = 'REFUSED' AND code <> t.receiver
     OR why IN ('WITHDRAWN', 'LAPSED') AND code <> t.municipality THEN
    RAISE EXCEPTION 'no such transfer' USING ERRCODE = 'P0002';
  END IF;
  IF t.status <> 'OFFERED' OR why = 'LAPSED' AND t.lapses_at > at THEN
    RAISE EXCEPTION 'not open' USING ERRCODE = '55000';
  END IF;
  UPDATE transfer q SET status = why, refusal = reason, decided_at = at, delivery_key = NULL,
                        key_id = NULL, key_jwe = NULL, facts = NULL
   WHERE q.transfer_id = id;
  UPDATE transfer_notification n SET jwe = NULL WHERE n.transfer_id = id;
END
$$;
--> statement-breakpoint
-- Withdrawals by creditors of what was handed to the caller: they came in at the sender.
CREATE FUNCTION transferred_withdrawals(code text)
RETURNS TABLE (creditor text, notification_id uuid, month date, kind text, reported_on date,
               predecessor_id uuid, withdrawal_reason text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT w.creditor, w.notification_id, t.received_month, w.kind, w.reported_on, w.predecessor_id,
         w.withdrawal_reason
    FROM transfer_notification n
    JOIN transfer t ON t.transfer_id = n.transfer_id
    JOIN notification w ON w.municipality = n.municipality AND w.month >= n.month
     AND w.creditor = n.creditor AND w.predecessor_id = n.notification_id
     AND w.kind = 'WITHDRAWAL'
   WHERE n.receiver = code AND n.handed_at IS NOT NULL
     AND code = current_setting('hub.municipality', true)
$$;
--> statement-breakpoint
-- What was handed to the caller and is held since at a resident's request to the sender.
CREATE FUNCTION transferred_held(code text)
RETURNS TABLE (creditor text, notification_id uuid, withheld text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT n.creditor, n.notification_id, h.withheld
    FROM transfer_notification n
    JOIN rights_hold h ON h.municipality = n.municipality AND h.creditor = n.creditor
     AND h.notification_id = n.notification_id
   WHERE n.receiver = code AND n.handed_at IS NOT NULL AND h.lifted_at IS NULL
     AND h.withheld IS NOT NULL AND code = current_setting('hub.municipality', true)
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION transfer_target(text), transfer_mandates(text, text[], uuid[], date),
  transfer_is_held(date, uuid, timestamptz), accept_transfer(uuid, timestamptz, date, uuid),
  transfer_is_blocked(uuid, timestamptz),
  tell_transfer(uuid, text[], uuid[], bigint[], integer[], date),
  end_transfer(uuid, text, text, timestamptz), transferred_withdrawals(text),
  transferred_held(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION transfer_target(text), transfer_mandates(text, text[], uuid[], date),
  transfer_is_held(date, uuid, timestamptz), accept_transfer(uuid, timestamptz, date, uuid),
  transfer_is_blocked(uuid, timestamptz),
  tell_transfer(uuid, text[], uuid[], bigint[], integer[], date) TO vroegsignaal_municipality;
GRANT EXECUTE ON FUNCTION end_transfer(uuid, text, text, timestamptz), transferred_withdrawals(text),
  transferred_held(text) TO vroegsignaal_municipality, vroegsignaal_job;
--> statement-breakpoint
-- Erasure reaches what was handed over.
CREATE FUNCTION erase_transferred() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE envelope e SET jwe = NULL, purged_at = NEW.at, purge_reason = 'ERASURE'
    FROM rights_hold h
    JOIN transfer_notification n ON n.municipality = h.municipality AND n.creditor = h.creditor
     AND n.notification_id = h.notification_id AND n.handed_at IS NOT NULL
    JOIN transfer t ON t.transfer_id = n.transfer_id
   WHERE h.request = NEW.request AND e.municipality = t.receiver AND e.month = t.received_month
     AND e.creditor = n.creditor AND e.notification_id = n.notification_id AND e.jwe IS NOT NULL;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER erase_transferred AFTER INSERT ON rights_step
  FOR EACH ROW WHEN (NEW.step = 'ERASED') EXECUTE FUNCTION erase_transferred();
REVOKE ALL ON FUNCTION erase_transferred() FROM PUBLIC;
--> statement-breakpoint
-- A transfer is forgotten with the case that it led to; one that led to none, with the case itself.
CREATE FUNCTION forget_transfer() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM transfer t
   WHERE t.status = 'ACCEPTED' AND t.receiver = OLD.municipality
     AND t.received_month = OLD.month AND t.received_case = OLD.case_id
      OR t.status <> 'ACCEPTED' AND t.municipality = OLD.municipality
     AND t.month = OLD.month AND t.case_id = OLD.case_id;
  RETURN OLD;
END
$$;
--> statement-breakpoint
CREATE TRIGGER forget_transfer BEFORE DELETE ON feed_item
  FOR EACH ROW EXECUTE FUNCTION forget_transfer();
REVOKE ALL ON FUNCTION forget_transfer() FROM PUBLIC;
--> statement-breakpoint
-- Facts of a case go with the text of its item.
CREATE FUNCTION forget_transfer_facts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE transfer t SET facts = NULL
   WHERE t.receiver = OLD.municipality AND t.received_month = OLD.month
     AND t.received_case = OLD.case_id;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER forget_transfer_facts AFTER UPDATE OF item ON feed_item
  FOR EACH ROW WHEN (NEW.item = '') EXECUTE FUNCTION forget_transfer_facts();
REVOKE ALL ON FUNCTION forget_transfer_facts() FROM PUBLIC;
--> statement-breakpoint
-- How far a notification has come: what was handed over is the receiver's. Whether its creditor sees
-- that is the sender's policy; otherwise it goes on as one that the municipality has.
CREATE OR REPLACE FUNCTION notification_progress(for_creditors text[], for_notifications uuid[])
RETURNS TABLE (creditor text, notification_id uuid, progress text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.creditor, k.notification_id,
         CASE
           WHEN h.is_closed THEN 'CLOSED'
           WHEN h.shows_move THEN 'TRANSFERRED'
           WHEN h.shows_move IS NULL AND o.is_closed THEN 'CLOSED'
           WHEN f.acknowledged_at IS NOT NULL OR u.acknowledged_at IS NOT NULL THEN 'ACKNOWLEDGED'
           WHEN f.closed_at IS NOT NULL THEN 'DELIVERED'
           WHEN EXISTS (SELECT FROM match_run m JOIN batch b
                            ON b.deliverer = k.deliverer AND b.batch_id = k.batch_id
                         WHERE m.municipality = k.municipality AND m.month = k.month
                           AND m.finished_at > b.received_at) THEN 'MATCHED'
           ELSE 'ACCEPTED'
         END
    FROM unnest(for_creditors, for_notifications) AS asked (creditor, notification_id)
    JOIN notification_key k ON k.creditor = asked.creditor AND k.notification_id = asked.notification_id
    LEFT JOIN feed f ON f.municipality = k.municipality AND f.month = k.month
    LEFT JOIN urgent_item u ON u.municipality = k.municipality AND u.creditor = k.creditor
          AND u.notification_id = k.notification_id
    LEFT JOIN outcome_notification o ON o.municipality = k.municipality AND o.creditor = k.creditor
          AND o.notification_id = k.notification_id
    LEFT JOIN LATERAL (SELECT n.shows_move, r.is_closed FROM transfer_notification n
                         LEFT JOIN outcome_notification r ON r.municipality = n.receiver
                          AND r.creditor = n.creditor AND r.notification_id = n.notification_id
                        WHERE n.municipality = k.municipality AND n.month = k.month
                          AND n.creditor = k.creditor AND n.notification_id = k.notification_id
                          AND n.handed_at IS NOT NULL LIMIT 1) h ON true
   WHERE k.deliverer = current_setting('hub.party', true)
      OR k.creditor = current_setting('hub.party', true)
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION programme_tables() RETURNS TABLE (place integer, name text, by_month boolean)
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  VALUES
    -- Before the items that they hang on, or those would take them along uncounted.
    (1, 'assignment', true), (2, 'matched_case', true), (3, 'urgent_item', true),
    (4, 'outcome', true), (5, 'outcome_notification', true), (6, 'envelope', true),
    (7, 'notification', true), (8, 'delivery_key', true), (9, 'intake', true),
    (10, 'notification_key', true), (11, 'transfer_notification', true), (12, 'transfer', true),
    (13, 'feed_item', true), (14, 'feed', true), (15, 'match_run', true),
    (16, 'statistic_month', true), (17, 'rights_hold', true),
    -- These name no month; nothing else reports there, so all of them are of the programme.
    (18, 'redelivery_request', false), (19, 'redelivery', false), (20, 'feedback_item', false),
    (21, 'outcome_report', false), (22, 'rights_notice', false), (23, 'executor_admission', false),
    (24, 'work_text', false)
$$;
