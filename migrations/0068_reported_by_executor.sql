-- Which organisation a version of a report came from, when it was an executor of the municipality: so
-- that what an executor did can be counted from what was recorded, and not from who has the case now.
-- Null for what the municipality reported itself, and for what was reported before this was kept.
ALTER TABLE outcome ADD COLUMN executor text;
--> statement-breakpoint
GRANT SELECT (executor) ON outcome TO vroegsignaal_job;
