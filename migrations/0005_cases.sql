-- Match runs and the cases they made: one case per household and month, per municipality.
CREATE TABLE match_run (
  municipality text NOT NULL,
  month date NOT NULL,
  run_id uuid NOT NULL,
  finished_at timestamptz NOT NULL,
  -- Notifications of the month that it took, and cases that it made.
  notifications integer NOT NULL,
  cases integer NOT NULL,
  -- Version of the matching rules and of the triage profile, as one text.
  rule_version text NOT NULL,
  -- SHA-256 over the cases in order: equal for equal notifications, whatever the order of arrival.
  digest bytea NOT NULL,
  PRIMARY KEY (municipality, month)
);
--> statement-breakpoint
CREATE TABLE matched_case (
  municipality text NOT NULL,
  month date NOT NULL,
  case_id uuid NOT NULL,
  match_class text NOT NULL CHECK (match_class IN ('SINGLE', 'MULTIPLE', 'CONSECUTIVE', 'MULTIPLE_CONSECUTIVE')),
  sectors text[] NOT NULL,
  notification_count integer NOT NULL,
  consecutive_months integer NOT NULL,
  -- Euro cents, over the latest notification of each creditor.
  total_arrears_cents bigint NOT NULL,
  urgency text NOT NULL CHECK (urgency IN ('NORMAL', 'HIGH', 'CRISIS')),
  deadline_on date,
  work_bin text NOT NULL,
  -- Codes, in the order of the rules; the feed has them in words.
  reasons text[] NOT NULL,
  rule_version text NOT NULL,
  quality text[] NOT NULL,
  district text,
  status text NOT NULL CHECK (status IN ('NEW', 'UPDATED', 'WITHDRAWN')),
  -- Its notifications: [{creditor, notificationId, month?, person?, repeatOf?, amountTrendCents?,
  -- isWithdrawn?}]; month only when it is an earlier one.
  notifications jsonb NOT NULL,
  PRIMARY KEY (municipality, month, case_id)
) PARTITION BY RANGE (month);
--> statement-breakpoint
ALTER TABLE match_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE match_run FORCE ROW LEVEL SECURITY;
ALTER TABLE matched_case ENABLE ROW LEVEL SECURITY;
ALTER TABLE matched_case FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own ON match_run TO vroegsignaal_job, vroegsignaal_municipality
  USING (municipality = current_setting('hub.municipality', true))
  WITH CHECK (municipality = current_setting('hub.municipality', true));
CREATE POLICY own ON matched_case TO vroegsignaal_job, vroegsignaal_municipality
  USING (municipality = current_setting('hub.municipality', true))
  WITH CHECK (municipality = current_setting('hub.municipality', true));
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON match_run, matched_case TO vroegsignaal_job;
GRANT SELECT ON match_run, matched_case TO vroegsignaal_municipality;
--> statement-breakpoint
-- Jobs run under a lease with a fence, by the database clock.
CREATE TABLE job_lease (
  job text PRIMARY KEY,
  holder text NOT NULL,
  -- Rises with every new holder; work commits only under the fence it began with.
  fence bigint NOT NULL,
  expires_at timestamptz NOT NULL,
  -- The newest instant of its rhythm that was worked off: what lies later is due. By the clock of the
  -- hub, which in a sandbox may be stepped; leases themselves know the clock of the database only.
  last_due timestamptz
);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON job_lease TO vroegsignaal_job, vroegsignaal_sequencer, vroegsignaal_admin;
