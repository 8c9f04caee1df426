-- When a month is closed, urgent cases of one household that were worked on apart become one case: the
-- job that closes joins what was reported about them, and ends assignments of cases that are no more.

GRANT SELECT (report_id), INSERT ON outcome TO vroegsignaal_job;
CREATE POLICY joined ON outcome FOR INSERT TO vroegsignaal_job
  WITH CHECK (municipality = current_setting('hub.municipality', true));
--> statement-breakpoint
CREATE POLICY joined ON outcome_notification TO vroegsignaal_job
  USING (municipality = current_setting('hub.municipality', true))
  WITH CHECK (municipality = current_setting('hub.municipality', true));
GRANT SELECT (municipality, month, case_id), UPDATE (case_id) ON outcome_notification TO vroegsignaal_job;
--> statement-breakpoint
-- What was sealed for an executor the job does not read.
CREATE POLICY joined ON assignment TO vroegsignaal_job
  USING (municipality = current_setting('hub.municipality', true));
GRANT SELECT (municipality, month, case_id, executor, ended_at), DELETE ON assignment TO vroegsignaal_job;
