-- Signatures of witnesses on published checkpoints (C2SP tlog-cosignature).

-- The note with the signatures of as many witnesses as the policy asks for; null until they are enough.
ALTER TABLE log_checkpoint ADD COLUMN cosigned text;
--> statement-breakpoint
GRANT UPDATE (cosigned) ON log_checkpoint TO vroegsignaal_sequencer;
--> statement-breakpoint
CREATE INDEX log_checkpoint_cosigned ON log_checkpoint (tree, size) WHERE cosigned IS NOT NULL;
