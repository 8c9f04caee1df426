-- How good deliveries are, counted batch by batch when they come in: rejected items leave no row of
-- their own, so nothing could be counted later. Counts, codes and sectors; nothing about a household.

CREATE TABLE delivery_quality (
  -- Whose items they are; those that name a creditor which the deliverer does not deliver for count
  -- as the deliverer's own.
  creditor text NOT NULL,
  -- First day of the month in which the batch counts.
  month date NOT NULL,
  deliverer text NOT NULL,
  batch_id uuid NOT NULL,
  -- Sector as the contract names it; empty where an item did not say one that can be read.
  sector text NOT NULL,
  -- What is counted: ITEMS, ACCEPTED, WARNED (accepted with a warning), REPORTS (accepted items that
  -- are about a person), PHONE_MISSING, EMAIL_MISSING, CONTACT_MISSING (neither), MISMATCHED (postcode
  -- and municipality), REPEATS (accepted updates), NOT_GROWN, ERROR, WARNING, AGE_WEEKS.
  measure text NOT NULL CHECK (measure ~ '^[A-Z_]{1,20}$'),
  -- Of ERROR and WARNING the item code; of AGE_WEEKS the whole weeks between the oldest due date and
  -- the day of delivery, at most 104; empty for the others.
  code text NOT NULL CHECK (length(code) <= 60),
  -- How many items of the batch.
  count integer NOT NULL CHECK (count > 0),
  PRIMARY KEY (creditor, month, deliverer, batch_id, sector, measure, code)
);
--> statement-breakpoint
CREATE INDEX delivery_quality_deliverer ON delivery_quality (deliverer, month);
CREATE INDEX delivery_quality_sector ON delivery_quality (month, sector);
--> statement-breakpoint
ALTER TABLE delivery_quality ENABLE ROW LEVEL SECURITY;
ALTER TABLE delivery_quality FORCE ROW LEVEL SECURITY;
-- A deliverer adds; a creditor reads all that was delivered for it, an agent what it delivered itself.
CREATE POLICY counts ON delivery_quality FOR INSERT TO vroegsignaal_intake
  WITH CHECK (deliverer = current_setting('hub.party', true));
CREATE POLICY own ON delivery_quality FOR SELECT TO vroegsignaal_intake
  USING (creditor = current_setting('hub.party', true)
      OR deliverer = current_setting('hub.party', true));
CREATE POLICY owner ON delivery_quality TO CURRENT_USER USING (true);
GRANT SELECT, INSERT ON delivery_quality TO vroegsignaal_intake;
--> statement-breakpoint
-- The median creditor of a sector in a month, figure by figure, per mille (age: days). A figure to which
-- fewer than five creditors contribute is null, and so is the number of creditors: with fewer, one of
-- them could be told apart. The bound stands here, where no caller can lower it.
CREATE FUNCTION delivery_quality_medians(for_month date, for_sector text)
RETURNS TABLE (creditors integer, rejected integer, warned integer, phone_missing integer,
               email_missing integer, contact_missing integer, mismatched integer,
               not_grown integer, age_days integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH counted AS (
    SELECT creditor, measure, code, sum(count) AS items
      FROM delivery_quality WHERE month = for_month AND sector = for_sector
     GROUP BY creditor, measure, code),
  sums AS (
    SELECT creditor,
           sum(items) FILTER (WHERE measure = 'ITEMS') AS total,
           coalesce(sum(items) FILTER (WHERE measure = 'ACCEPTED'), 0) AS accepted,
           coalesce(sum(items) FILTER (WHERE measure = 'WARNED'), 0) AS warned,
           coalesce(sum(items) FILTER (WHERE measure = 'REPORTS'), 0) AS reports,
           coalesce(sum(items) FILTER (WHERE measure = 'PHONE_MISSING'), 0) AS phone,
           coalesce(sum(items) FILTER (WHERE measure = 'EMAIL_MISSING'), 0) AS email,
           coalesce(sum(items) FILTER (WHERE measure = 'CONTACT_MISSING'), 0) AS contact,
           coalesce(sum(items) FILTER (WHERE measure = 'MISMATCHED'), 0) AS mismatched,
           coalesce(sum(items) FILTER (WHERE measure = 'REPEATS'), 0) AS repeats,
           coalesce(sum(items) FILTER (WHERE measure = 'NOT_GROWN'), 0) AS not_grown
      FROM counted GROUP BY creditor),
  ages AS (
    SELECT creditor, code::integer AS weeks,
           sum(items) OVER (PARTITION BY creditor ORDER BY code::integer) AS upto,
           sum(items) OVER (PARTITION BY creditor) AS total
      FROM counted WHERE measure = 'AGE_WEEKS'),
  age AS (SELECT creditor, min(weeks) FILTER (WHERE upto * 2 >= total) * 7 AS days
            FROM ages GROUP BY creditor),
  shares AS (
    SELECT 1000.0 * (total - accepted) / total AS rejected,
           1000.0 * warned / nullif(accepted, 0) AS warned,
           1000.0 * phone / nullif(reports, 0) AS phone,
           1000.0 * email / nullif(reports, 0) AS email,
           1000.0 * contact / nullif(reports, 0) AS contact,
           1000.0 * mismatched / total AS mismatched,
           1000.0 * not_grown / nullif(repeats, 0) AS not_grown,
           age.days AS days
      FROM sums LEFT JOIN age USING (creditor) WHERE total > 0)
  SELECT CASE WHEN count(*) >= 5 THEN count(*)::integer END,
         CASE WHEN count(rejected) >= 5 THEN
           round(percentile_cont(0.5) WITHIN GROUP (ORDER BY rejected))::integer END,
         CASE WHEN count(warned) >= 5 THEN
           round(percentile_cont(0.5) WITHIN GROUP (ORDER BY warned))::integer END,
         CASE WHEN count(phone) >= 5 THEN
           round(percentile_cont(0.5) WITHIN GROUP (ORDER BY phone))::integer END,
         CASE WHEN count(email) >= 5 THEN
           round(percentile_cont(0.5) WITHIN GROUP (ORDER BY email))::integer END,
         CASE WHEN count(contact) >= 5 THEN
           round(percentile_cont(0.5) WITHIN GROUP (ORDER BY contact))::integer END,
         CASE WHEN count(mismatched) >= 5 THEN
           round(percentile_cont(0.5) WITHIN GROUP (ORDER BY mismatched))::integer END,
         CASE WHEN count(not_grown) >= 5 THEN
           round(percentile_cont(0.5) WITHIN GROUP (ORDER BY not_grown))::integer END,
         CASE WHEN count(days) >= 5 THEN
           round(percentile_cont(0.5) WITHIN GROUP (ORDER BY days))::integer END
    FROM shares
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION delivery_quality_medians FROM PUBLIC;
GRANT EXECUTE ON FUNCTION delivery_quality_medians TO vroegsignaal_intake;
