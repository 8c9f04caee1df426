-- Which notification is lawful, between whom, from when to when. Default deny: no row, no notification.
CREATE TABLE legal_basis (
  -- Code that receipts, cases and the log name, for example WGS_3_1_B_RENT.
  legal_basis text NOT NULL CHECK (legal_basis ~ '^[A-Z0-9_]{3,60}$'),
  -- Rises when a row is replaced; decisions store code and version.
  version integer NOT NULL CHECK (version > 0),
  sector text NOT NULL,
  -- Article and gazette reference, shown in refusals.
  article text NOT NULL,
  gazette text NOT NULL,
  valid_from date NOT NULL,
  -- Last day on which it holds; null while in force.
  valid_until date,
  -- Empty means any creditor or municipality.
  creditors text[] NOT NULL DEFAULT '{}',
  municipalities text[] NOT NULL DEFAULT '{}',
  -- Euro cents; arrears below it are refused. 0 means no minimum.
  minimum_cents bigint NOT NULL DEFAULT 0 CHECK (minimum_cents >= 0),
  -- Days since the oldest due date, below which the notification is too young and, when
  -- maximum_age_refuses, above which it is too old. Null means no bound.
  minimum_age_days integer,
  maximum_age_days integer,
  maximum_age_refuses boolean NOT NULL DEFAULT false,
  -- Written reminders needed for EARLY and for END_OF_SUPPLY.
  reminders integer NOT NULL DEFAULT 1,
  reminders_end_of_supply integer NOT NULL DEFAULT 1,
  -- Optional fields this basis allows, beside the ones every basis allows
  -- (birthDate, bsn, customerReference).
  allowed_fields text[] NOT NULL DEFAULT '{}',
  registered_at timestamptz NOT NULL,
  PRIMARY KEY (legal_basis, version)
);
--> statement-breakpoint
CREATE INDEX legal_basis_sector ON legal_basis (sector);
--> statement-breakpoint
GRANT SELECT, INSERT ON legal_basis TO vroegsignaal_admin;
GRANT SELECT ON legal_basis TO vroegsignaal_intake, vroegsignaal_job, vroegsignaal_officer;
