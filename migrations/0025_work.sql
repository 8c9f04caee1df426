-- The workbench: people of a municipality who work on its cases. Of these people only certificate and
-- role pseudonym are known; of residents nothing stands here.

-- What the person of a certificate may do for a municipality. Somebody of another organisation may
-- have a duty too: a consultant who works for two municipalities has one for each.
CREATE TABLE work_duty (
  -- Personal certificate, SHA-256 in hex.
  fingerprint text NOT NULL REFERENCES certificate,
  -- Organisation of the person.
  party text NOT NULL REFERENCES party,
  -- For which municipality.
  municipality text NOT NULL CHECK (municipality ~ '^[0-9]{4}$'),
  -- COORDINATOR assigns, transfers and opens; CONSULTANT opens and visits; VIEWER sees numbers only.
  duty text NOT NULL CHECK (duty IN ('COORDINATOR', 'CONSULTANT', 'VIEWER')),
  granted_at timestamptz NOT NULL,
  PRIMARY KEY (fingerprint, municipality)
);
--> statement-breakpoint
-- For which municipality the person of a session chose to act; null until the choice was made.
ALTER TABLE console_session ADD COLUMN municipality text CHECK (municipality ~ '^[0-9]{4}$');
--> statement-breakpoint
-- Texts of a municipality: who writes, its letter and its card, per language. About nobody.
CREATE TABLE work_text (
  municipality text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('SENDER', 'LETTER', 'CARD')),
  language text NOT NULL CHECK (language IN ('nl', 'en')),
  text text NOT NULL CHECK (length(text) BETWEEN 1 AND 4000),
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (municipality, kind, language)
);
--> statement-breakpoint
-- Of an item what an inbox sorts and filters by, taken from its text when the month is closed; only
-- what the mandates let the municipality see.
ALTER TABLE feed_item
  ADD COLUMN work_bin text NOT NULL DEFAULT '',
  ADD COLUMN match_class text NOT NULL DEFAULT 'SINGLE',
  ADD COLUMN urgency text NOT NULL DEFAULT 'NORMAL',
  ADD COLUMN deadline_on date,
  ADD COLUMN total_arrears_cents bigint NOT NULL DEFAULT 0,
  ADD COLUMN district text,
  -- Its sectors, each once.
  ADD COLUMN sectors text[] NOT NULL DEFAULT '{}',
  -- Whether a telephone number came along.
  ADD COLUMN has_phone boolean NOT NULL DEFAULT false;
--> statement-breakpoint
UPDATE feed_item SET
  work_bin = item::jsonb ->> 'workBin',
  match_class = item::jsonb ->> 'matchClass',
  urgency = item::jsonb ->> 'urgency',
  deadline_on = (item::jsonb ->> 'deadlineOn')::date,
  total_arrears_cents = (item::jsonb ->> 'totalArrearsCents')::bigint,
  district = item::jsonb ->> 'district',
  sectors = ARRAY(SELECT DISTINCT n ->> 'sector'
                    FROM jsonb_array_elements(item::jsonb -> 'notifications') n ORDER BY 1),
  has_phone = NOT (item::jsonb -> 'quality') ? 'NO_PHONE';
--> statement-breakpoint
ALTER TABLE work_duty ENABLE ROW LEVEL SECURITY;
ALTER TABLE work_duty FORCE ROW LEVEL SECURITY;
ALTER TABLE work_text ENABLE ROW LEVEL SECURITY;
ALTER TABLE work_text FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY registry ON work_duty TO vroegsignaal_admin USING (true) WITH CHECK (true);
CREATE POLICY own ON work_duty FOR SELECT TO vroegsignaal_edge
  USING (party = current_setting('hub.party', true));
CREATE POLICY own ON work_text TO vroegsignaal_municipality
  USING (municipality = current_setting('hub.municipality', true))
  WITH CHECK (municipality = current_setting('hub.municipality', true));
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON work_duty TO vroegsignaal_admin;
GRANT SELECT ON work_duty TO vroegsignaal_edge;
GRANT UPDATE (municipality) ON console_session TO vroegsignaal_edge;
GRANT SELECT, INSERT, UPDATE, DELETE ON work_text TO vroegsignaal_municipality;
