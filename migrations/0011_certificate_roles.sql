-- A certificate may stand for some of its party's roles only: the privacy officer of a municipality
-- reviews its log and does not pull its feeds, and the software that pulls does not review.

-- Roles that the certificate may be used in; null means every role of its party. A role that the
-- party does not have, or no longer has, gives nothing.
ALTER TABLE certificate ADD COLUMN roles text[]
  CHECK (roles <@ ARRAY['creditor', 'agent', 'municipality', 'executor', 'officer']
         AND cardinality(roles) > 0);
