-- A municipality that pulls is told what was paid, whichever report of the debt the creditor named. The
-- reports of one debt may stand in many months; the ledger of ids says in which, without looking through
-- all of them. It sees the lines of its own notifications and no other.
CREATE POLICY own ON notification_key FOR SELECT TO vroegsignaal_municipality
  USING (municipality = current_setting('hub.municipality', true));
--> statement-breakpoint
GRANT SELECT ON notification_key TO vroegsignaal_municipality;
