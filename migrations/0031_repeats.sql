-- Arrears that are reported again are recognised when they come in: by the creditor's own reference of
-- the customer, as a pseudonym of that creditor, municipality and epoch. Counted as REPEATS in
-- delivery_quality are from now on all of them, and no longer only those that name a predecessor.

-- What was reported about a customer before. A pseudonym is of one municipality and one creditor, so
-- it is enough by itself; those without reference are not in it.
CREATE INDEX notification_customer ON notification (customer_pseudonym)
  WHERE customer_pseudonym IS NOT NULL;
--> statement-breakpoint
-- What became of it: corrections, withdrawals and further reports that name it.
CREATE INDEX notification_predecessor ON notification (predecessor_id)
  WHERE predecessor_id IS NOT NULL;
