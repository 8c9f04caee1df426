-- A municipality asks a creditor to wait with collection while it works with a household: one ask per
-- notification at a time, only with the resident's recorded consent, answered by the creditor. A pause is
-- agreed practice, never law. Nothing here identifies a resident: references, days and codes.

CREATE TABLE collection_pause (
  pause_id uuid PRIMARY KEY,
  -- Order of asking within a municipality, one at a time there.
  seq bigint GENERATED ALWAYS AS IDENTITY,
  municipality text NOT NULL CHECK (municipality ~ '^[0-9]{4}$'),
  -- Party of the municipality, whose part of the log names the answer.
  asked_by text NOT NULL REFERENCES party,
  -- Case of a closed feed in which the municipality received the notification; not told to the creditor.
  month date NOT NULL,
  case_id uuid NOT NULL,
  creditor text NOT NULL,
  notification_id uuid NOT NULL,
  -- Municipality that the creditor reported to, where it may not know that another has it by now.
  shown_municipality text,
  -- How long the creditor is asked to wait.
  months smallint NOT NULL CHECK (months BETWEEN 1 AND 3),
  -- SHA-256 of the signed ask, or of what stands for it: the same again is the same ask.
  digest bytea NOT NULL CHECK (octet_length(digest) = 32),
  -- EXPIRED and ENDED are written only when it is asked anew; until then they follow from the days below.
  status text NOT NULL
    CHECK (status IN ('ASKED', 'CONFIRMED', 'DECLINED', 'WITHDRAWN', 'EXPIRED', 'ENDED')),
  asked_at timestamptz NOT NULL,
  -- Last day on which the ask stands without an answer.
  answer_by date NOT NULL,
  -- When the creditor's software took it first; whoever did not is told nothing of its withdrawal.
  read_at timestamptz,
  answered_at timestamptz,
  -- Last day of a confirmed pause.
  until_on date,
  decline_reason text CHECK (decline_reason IN ('PAID', 'ARRANGEMENT_MADE', 'PAUSED_ALREADY', 'IN_COURT',
    'NOT_AGREED', 'OTHER')),
  withdrawn_at timestamptz,
  -- What ended it, for the municipality alone: itself, the resident's consent, another request of the
  -- resident, the creditor that took its notification back, or a transfer.
  withdrawn_for text
    CHECK (withdrawn_for IN ('MUNICIPALITY', 'CONSENT', 'REQUEST', 'NOTIFICATION', 'TRANSFER')),
  CHECK ((status = 'WITHDRAWN') = (withdrawn_at IS NOT NULL)),
  CHECK ((withdrawn_at IS NULL) = (withdrawn_for IS NULL)),
  CHECK (status NOT IN ('CONFIRMED', 'ENDED') OR until_on IS NOT NULL),
  CHECK ((status = 'DECLINED') = (decline_reason IS NOT NULL))
);
--> statement-breakpoint
-- One at a time per notification.
CREATE UNIQUE INDEX collection_pause_open ON collection_pause (creditor, notification_id, municipality)
  WHERE status IN ('ASKED', 'CONFIRMED');
--> statement-breakpoint
CREATE INDEX collection_pause_creditor ON collection_pause (creditor, seq);
--> statement-breakpoint
CREATE INDEX collection_pause_case ON collection_pause (municipality, month, case_id);
--> statement-breakpoint
CREATE INDEX collection_pause_asked ON collection_pause (municipality, seq);
--> statement-breakpoint
ALTER TABLE collection_pause ENABLE ROW LEVEL SECURITY;
ALTER TABLE collection_pause FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own ON collection_pause TO vroegsignaal_municipality
  USING (municipality = current_setting('hub.municipality', true))
  WITH CHECK (municipality = current_setting('hub.municipality', true));
-- A creditor reads and answers what it is asked; an agent what its principals are asked.
CREATE POLICY asked ON collection_pause FOR SELECT TO vroegsignaal_intake
  USING (creditor = current_setting('hub.party', true)
      OR creditor IN (SELECT principal FROM agency WHERE agent = current_setting('hub.party', true)));
CREATE POLICY answers ON collection_pause FOR UPDATE TO vroegsignaal_intake
  USING (status = 'ASKED' AND (creditor = current_setting('hub.party', true)
      OR creditor IN (SELECT principal FROM agency WHERE agent = current_setting('hub.party', true))))
  WITH CHECK (status IN ('ASKED', 'CONFIRMED', 'DECLINED'));
CREATE POLICY owner ON collection_pause TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT, INSERT ON collection_pause TO vroegsignaal_municipality;
GRANT UPDATE (status, withdrawn_at, withdrawn_for) ON collection_pause TO vroegsignaal_municipality;
-- Not the case, nor what ended it.
GRANT SELECT (pause_id, seq, municipality, asked_by, creditor, notification_id, shown_municipality,
              months, status, asked_at, answer_by, read_at, answered_at, until_on, decline_reason,
              withdrawn_at)
  ON collection_pause TO vroegsignaal_intake;
GRANT UPDATE (status, read_at, answered_at, until_on, decline_reason)
  ON collection_pause TO vroegsignaal_intake;
--> statement-breakpoint
-- Ends what stands about a notification, at whichever municipality has it by now.
CREATE FUNCTION end_pauses(of_creditor text, of_notification uuid, cause text, at timestamptz)
RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE collection_pause
     SET status = 'WITHDRAWN', withdrawn_at = end_pauses.at, withdrawn_for = end_pauses.cause
   WHERE creditor = of_creditor AND notification_id = of_notification
     AND status IN ('ASKED', 'CONFIRMED')
$$;
--> statement-breakpoint
-- A creditor that takes its notification back has nothing to wait with. What corrects one is about the
-- same debt: the pause stands.
CREATE FUNCTION end_pauses_of_withdrawn() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM end_pauses(NEW.creditor, NEW.predecessor_id, 'NOTIFICATION', NEW.accepted_at);
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER end_pauses AFTER INSERT ON notification
  FOR EACH ROW WHEN (NEW.kind = 'WITHDRAWAL') EXECUTE FUNCTION end_pauses_of_withdrawn();
--> statement-breakpoint
-- A resident who objects, asks for restriction or has data erased is not asked about any more.
CREATE FUNCTION end_pauses_of_held() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.withheld IS NOT NULL OR EXISTS (SELECT FROM rights_request q
       WHERE q.request = NEW.request AND q.kind = 'ERASURE') THEN
    PERFORM end_pauses(NEW.creditor, NEW.notification_id, 'REQUEST', NEW.held_at);
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER end_pauses AFTER INSERT ON rights_hold
  FOR EACH ROW EXECUTE FUNCTION end_pauses_of_held();
--> statement-breakpoint
-- Whoever hands a case over asks nothing more about it: the consent was given to the sender. What a
-- creditor confirmed it keeps to, until its day.
CREATE FUNCTION end_pauses_of_transferred() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE collection_pause
     SET status = 'WITHDRAWN', withdrawn_at = NEW.decided_at, withdrawn_for = 'TRANSFER'
   WHERE municipality = NEW.municipality AND month = NEW.month AND case_id = NEW.case_id
     AND status = 'ASKED';
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER end_pauses AFTER UPDATE OF status ON transfer
  FOR EACH ROW WHEN (NEW.status = 'ACCEPTED') EXECUTE FUNCTION end_pauses_of_transferred();
--> statement-breakpoint
-- A pause is forgotten with the delivered case that it was asked in.
CREATE FUNCTION forget_pauses() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM collection_pause p
   WHERE p.municipality = OLD.municipality AND p.month = OLD.month AND p.case_id = OLD.case_id;
  RETURN OLD;
END
$$;
--> statement-breakpoint
CREATE TRIGGER forget_pauses BEFORE DELETE ON feed_item
  FOR EACH ROW EXECUTE FUNCTION forget_pauses();
--> statement-breakpoint
REVOKE ALL ON FUNCTION end_pauses(text, uuid, text, timestamptz), end_pauses_of_withdrawn(),
  end_pauses_of_held(), end_pauses_of_transferred(), forget_pauses() FROM PUBLIC;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION programme_tables() RETURNS TABLE (place integer, name text, by_month boolean)
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  VALUES
    -- Before the items that they hang on, or those would take them along uncounted.
    (1, 'assignment', true), (2, 'collection_pause', true), (3, 'matched_case', true),
    (4, 'urgent_item', true), (5, 'outcome', true), (6, 'outcome_notification', true),
    (7, 'envelope', true), (8, 'notification', true), (9, 'delivery_key', true), (10, 'intake', true),
    (11, 'notification_key', true), (12, 'transfer_notification', true), (13, 'transfer', true),
    (14, 'feed_item', true), (15, 'feed', true), (16, 'match_run', true),
    (17, 'statistic_month', true), (18, 'rights_hold', true),
    -- These name no month; nothing else reports there, so all of them are of the programme.
    (19, 'redelivery_request', false), (20, 'redelivery', false), (21, 'feedback_item', false),
    (22, 'outcome_report', false), (23, 'rights_notice', false), (24, 'executor_admission', false),
    (25, 'work_text', false)
$$;
