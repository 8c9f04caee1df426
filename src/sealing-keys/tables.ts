import type { JsonWebKey } from 'node:crypto'
import { customType, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import type { MunicipalityCode } from '../parties/party.js'

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** Where a sealing key is in its life. */
export type SealingKeyStatus = 'OFFERED' | 'ACTIVE' | 'RETIRED'

/** Public keys that identities are sealed for; see migrations/0001_parties.sql for the meaning. */
export const sealingKeys = pgTable('sealing_key', {
  municipality: text('municipality').$type<MunicipalityCode>().notNull(),
  keyId: text('key_id').notNull(),
  version: integer('version').notNull(),
  jwk: jsonb('jwk').$type<JsonWebKey>().notNull(),
  status: text('status').$type<SealingKeyStatus>().notNull(),
  challengeHash: bytea('challenge_hash').notNull(),
  offeredBy: text('offered_by').notNull(),
  confirmedBy: text('confirmed_by'),
  offeredAt: timestamp('offered_at', { withTimezone: true }).notNull(),
  activatedAt: timestamp('activated_at', { withTimezone: true }),
  retiredAt: timestamp('retired_at', { withTimezone: true }),
})
