-- The console: pages that people read in a browser. Whoever signs in is known by the certificate of
-- the connection; a session only says that this person chose to work now, and ends by itself.
-- Nothing here is about a resident, and of people who sign in only certificate and role pseudonym.

CREATE TABLE console_session (
  -- SHA-256 of the token in the cookie: who reads this table cannot continue a session.
  token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  -- Organisation of the person.
  party text NOT NULL REFERENCES party,
  -- Certificate that signed in, SHA-256 in hex: the session is worthless on any other connection.
  fingerprint text NOT NULL REFERENCES certificate,
  begun_at timestamptz NOT NULL,
  -- Last use, to the minute; too long ago means ended.
  seen_at timestamptz NOT NULL
);
--> statement-breakpoint
CREATE INDEX console_session_party ON console_session (party, begun_at);
--> statement-breakpoint
-- What an officer asked of the log, so that a page can be read again and paged through without what
-- was asked standing in its address.
CREATE TABLE console_search (
  -- Random; stands in the address.
  search uuid PRIMARY KEY,
  party text NOT NULL REFERENCES party,
  -- Role pseudonym of the person whose search it is; others of the organisation do not see it.
  holder text NOT NULL,
  -- Partition that is searched: a party id, or hub.
  controller text NOT NULL,
  -- Members of the filter by name: instants, ids and words of the log.
  filter jsonb NOT NULL,
  -- Why; logged with every page that is read.
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  -- Set when the person keeps it; one without a name goes within a day or two.
  name text CHECK (length(name) BETWEEN 1 AND 80),
  created_at timestamptz NOT NULL
);
--> statement-breakpoint
CREATE INDEX console_search_holder ON console_search (party, holder, created_at);
--> statement-breakpoint
ALTER TABLE console_session ENABLE ROW LEVEL SECURITY;
ALTER TABLE console_session FORCE ROW LEVEL SECURITY;
ALTER TABLE console_search ENABLE ROW LEVEL SECURITY;
ALTER TABLE console_search FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own ON console_session TO vroegsignaal_edge
  USING (party = current_setting('hub.party', true))
  WITH CHECK (party = current_setting('hub.party', true));
CREATE POLICY own ON console_search TO vroegsignaal_officer
  USING (party = current_setting('hub.party', true))
  WITH CHECK (party = current_setting('hub.party', true));
-- An officer sees which certificates and mandates end soon: of the organisation that is reviewed and
-- of its own, and of the hub's log everybody's.
CREATE POLICY reviewed ON certificate FOR SELECT TO vroegsignaal_officer
  USING (party IN (current_setting('hub.controller', true), current_setting('hub.party', true))
      OR current_setting('hub.controller', true) = 'hub');
CREATE POLICY reviewed ON mandate FOR SELECT TO vroegsignaal_officer
  USING (creditor = current_setting('hub.controller', true)
      OR municipality IN (SELECT r.municipality FROM party_role r
                           WHERE r.party = current_setting('hub.controller', true)
                             AND r.role = 'municipality')
      OR current_setting('hub.controller', true) = 'hub');
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON console_session TO vroegsignaal_edge;
GRANT UPDATE (seen_at) ON console_session TO vroegsignaal_edge;
GRANT SELECT, INSERT, DELETE ON console_search TO vroegsignaal_officer;
GRANT UPDATE (name) ON console_search TO vroegsignaal_officer;
GRANT SELECT (party, purpose, holder, not_after, revoked_at) ON certificate TO vroegsignaal_officer;
GRANT SELECT (agreement, creditor, municipality, sector, valid_until) ON mandate TO vroegsignaal_officer;
