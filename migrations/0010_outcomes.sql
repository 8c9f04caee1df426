-- What came of a case, as the municipality reports it, and what of that its creditors learn.
-- Nothing here identifies a resident: codes, days and references to notifications.

-- One row per report body: the same again gets the stored answer.
CREATE TABLE outcome_report (
  municipality text NOT NULL,
  report_id uuid NOT NULL,
  -- SHA-256 of the signed body; its nonce is not kept, so it cannot be guessed back.
  digest bytea NOT NULL CHECK (octet_length(digest) = 32),
  received_at timestamptz NOT NULL,
  -- Exact text of the answer and its signature; null within the transaction that makes them.
  answer text,
  signature text,
  PRIMARY KEY (municipality, report_id)
);
--> statement-breakpoint
-- Every version of what was reported about a case; the highest counts.
CREATE TABLE outcome (
  municipality text NOT NULL,
  -- Month of the feed that the case stands in.
  month date NOT NULL,
  case_id uuid NOT NULL,
  version integer NOT NULL CHECK (version >= 1),
  report_id uuid NOT NULL,
  reported_at timestamptz NOT NULL,
  -- The report as the contract has it, canonical text; members that are days, codes and references.
  report jsonb NOT NULL,
  -- Of that, what statistics and terms ask for.
  taken_up_on date,
  outcome text,
  closed_on date,
  plan_made boolean,
  PRIMARY KEY (municipality, month, case_id, version)
) PARTITION BY RANGE (month);
--> statement-breakpoint
-- How each reported notification stands now.
CREATE TABLE outcome_notification (
  municipality text NOT NULL,
  creditor text NOT NULL,
  notification_id uuid NOT NULL,
  month date NOT NULL,
  case_id uuid NOT NULL,
  -- The case was closed, or the notification was not taken up for good.
  is_closed boolean NOT NULL,
  -- What the creditor was told last; null when nothing.
  told text,
  PRIMARY KEY (municipality, creditor, notification_id)
);
--> statement-breakpoint
-- What a creditor may learn, in the order of commit: place is the number of the entry in the
-- creditor's own partition of the log, then the position within it.
CREATE TABLE feedback_item (
  creditor text NOT NULL,
  number bigint NOT NULL,
  position integer NOT NULL,
  feedback_id uuid NOT NULL UNIQUE,
  municipality text NOT NULL,
  notification_id uuid NOT NULL,
  code text NOT NULL CHECK (code IN ('NOT_TAKEN_UP', 'NOT_TAKEN_UP_REPEAT', 'NOT_TAKEN_UP_INCORRECT',
    'DECEASED', 'NOT_RESIDENT', 'KNOWN_DEBT_HELP', 'NOT_REACHED', 'OFFERED_NO_HELP', 'HELP_ACCEPTED',
    'HANDLED')),
  -- Day that the municipality reported it.
  reported_on date NOT NULL,
  -- Name and version of the policy that decided.
  policy text NOT NULL,
  -- The creditor was told something else before.
  is_correction boolean NOT NULL,
  PRIMARY KEY (creditor, number, position)
);
--> statement-breakpoint
-- Which policy a municipality follows; the default profile without a row.
CREATE TABLE feedback_policy (
  municipality text NOT NULL,
  version integer NOT NULL CHECK (version >= 1),
  valid_from date NOT NULL,
  profile text NOT NULL,
  -- Codes that the municipality tells as HANDLED although the profile names them.
  neutral text[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (municipality, version)
);
--> statement-breakpoint
-- A report finds its cases by id.
CREATE INDEX feed_item_case ON feed_item (municipality, month, case_id);
--> statement-breakpoint
ALTER TABLE outcome_report ENABLE ROW LEVEL SECURITY;
ALTER TABLE outcome_report FORCE ROW LEVEL SECURITY;
ALTER TABLE outcome ENABLE ROW LEVEL SECURITY;
ALTER TABLE outcome FORCE ROW LEVEL SECURITY;
ALTER TABLE outcome_notification ENABLE ROW LEVEL SECURITY;
ALTER TABLE outcome_notification FORCE ROW LEVEL SECURITY;
ALTER TABLE feedback_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE feedback_item FORCE ROW LEVEL SECURITY;
ALTER TABLE feedback_policy ENABLE ROW LEVEL SECURITY;
ALTER TABLE feedback_policy FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own ON outcome_report TO vroegsignaal_municipality
  USING (municipality = current_setting('hub.municipality', true))
  WITH CHECK (municipality = current_setting('hub.municipality', true));
CREATE POLICY own ON outcome TO vroegsignaal_municipality
  USING (municipality = current_setting('hub.municipality', true))
  WITH CHECK (municipality = current_setting('hub.municipality', true));
CREATE POLICY own ON outcome_notification TO vroegsignaal_municipality
  USING (municipality = current_setting('hub.municipality', true))
  WITH CHECK (municipality = current_setting('hub.municipality', true));
CREATE POLICY tells ON feedback_item FOR INSERT TO vroegsignaal_municipality
  WITH CHECK (municipality = current_setting('hub.municipality', true));
-- A creditor reads what it is told; an agent what its principals are told.
CREATE POLICY told ON feedback_item FOR SELECT TO vroegsignaal_intake
  USING (creditor = current_setting('hub.party', true)
      OR creditor IN (SELECT principal FROM agency WHERE agent = current_setting('hub.party', true)));
CREATE POLICY own ON feedback_policy FOR SELECT TO vroegsignaal_municipality
  USING (municipality = current_setting('hub.municipality', true));
CREATE POLICY registry ON feedback_policy TO vroegsignaal_admin USING (true) WITH CHECK (true);
CREATE POLICY owner ON outcome_notification TO CURRENT_USER USING (true);
--> statement-breakpoint
GRANT SELECT, INSERT ON outcome_report, outcome TO vroegsignaal_municipality;
GRANT UPDATE (answer, signature) ON outcome_report TO vroegsignaal_municipality;
GRANT SELECT, INSERT, UPDATE ON outcome_notification TO vroegsignaal_municipality;
GRANT INSERT ON feedback_item TO vroegsignaal_municipality;
GRANT SELECT ON feedback_policy TO vroegsignaal_municipality;
GRANT SELECT ON feedback_item TO vroegsignaal_intake;
GRANT SELECT, INSERT ON feedback_policy TO vroegsignaal_admin;
--> statement-breakpoint
-- How far a creditor's notification has come, now up to CLOSED. Only for the caller's own ones.
CREATE OR REPLACE FUNCTION notification_progress(for_creditors text[], for_notifications uuid[])
RETURNS TABLE (creditor text, notification_id uuid, progress text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.creditor, k.notification_id,
         CASE
           WHEN o.is_closed THEN 'CLOSED'
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
   WHERE k.deliverer = current_setting('hub.party', true)
      OR k.creditor = current_setting('hub.party', true)
$$;
--> statement-breakpoint
-- A feed item has no amount trend; nobody is entitled to one.
ALTER TABLE mandate ALTER COLUMN entitled_fields
  SET DEFAULT ARRAY['creditorName', 'arrearsCents', 'oldestDueOn', 'district'];
