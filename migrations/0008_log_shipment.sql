-- Sending the log to a collector, and finding in it.

-- How far each collector has each partition of the log. Written after the collector confirmed, so
-- what is sent may arrive twice but is never left out: numbers of a partition have no gaps and
-- become visible in their order.
CREATE TABLE shipment (
  -- Address of the collector. Another address begins at the first entry.
  sink text NOT NULL CHECK (length(sink) BETWEEN 1 AND 300),
  -- Whose partition: a party id, or hub.
  controller text NOT NULL,
  -- Number of the newest entry that the collector has; 0 before the first.
  number bigint NOT NULL CHECK (number >= 0),
  PRIMARY KEY (sink, controller)
);
--> statement-breakpoint
ALTER TABLE shipment ENABLE ROW LEVEL SECURITY;
ALTER TABLE shipment FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
-- Numbers only. The entries themselves are read as the officer of one partition.
CREATE POLICY sequencer ON shipment TO vroegsignaal_sequencer USING (true) WITH CHECK (true);
CREATE POLICY sequencer ON log_partition FOR SELECT TO vroegsignaal_sequencer USING (true);
--> statement-breakpoint
GRANT SELECT, INSERT ON shipment TO vroegsignaal_sequencer;
GRANT UPDATE (number) ON shipment TO vroegsignaal_sequencer;
GRANT SELECT ON log_partition TO vroegsignaal_sequencer;
--> statement-breakpoint
-- Which numbers a period has is read from the index alone.
DROP INDEX log_entry_at;
CREATE INDEX log_entry_at ON log_entry (controller, at) INCLUDE (number);
-- Looked for by equality alone, and written for every notification: a third of the bytes, and cheaper.
DROP INDEX log_subject_reference;
CREATE INDEX log_subject_reference ON log_subject USING hash (reference);
-- What officers filter by, each in the order in which pages are shown, and with what else tells kinds of
-- entries apart: two filters that hardly ever hold together are then answered from one index alone.
DROP INDEX log_entry_action;
DROP INDEX log_entry_operation;
CREATE INDEX log_entry_action ON log_entry (controller, action, number)
  INCLUDE (role, operation, purpose, result);
CREATE INDEX log_entry_operation ON log_entry (controller, operation, number)
  INCLUDE (role, action, purpose, result);
CREATE INDEX log_entry_purpose ON log_entry (controller, purpose, number)
  INCLUDE (role, action, operation, result);
CREATE INDEX log_entry_role ON log_entry (controller, role, number)
  INCLUDE (action, operation, purpose, result);
--> statement-breakpoint
-- What was done decides by whom and what for; without this the server takes them for independent and
-- walks through everything to find combinations that hardly exist.
CREATE STATISTICS log_entry_kinds (mcv) ON role, action, operation, purpose, result FROM log_entry;
