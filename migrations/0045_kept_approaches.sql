-- How the households of a month were approached, and what came of the notifications of each creditor:
-- counts as GET /statistics/{month} has them, kept when the delivered cases go that tell who reported
-- what. Null until then; no case, no notification, nobody.
ALTER TABLE statistic_month ADD COLUMN approaches jsonb;
