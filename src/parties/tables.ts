import { date, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import type { Day } from '../kernel/calendar.js'
import type { Role } from './party.js'

/** Organisations and people that take part; see migrations/0001_parties.sql for the meaning. */
export const parties = pgTable('party', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  kvk: text('kvk'),
  registeredAt: timestamp('registered_at', { withTimezone: true }).notNull(),
  endedAt: timestamp('ended_at', { withTimezone: true }),
  updatedBy: text('updated_by').notNull(),
})

/** What a party may act as, and for whom. */
export const partyRoles = pgTable('party_role', {
  party: text('party').notNull(),
  role: text('role').$type<Role>().notNull(),
  municipality: text('municipality'),
  controller: text('controller').notNull(),
})

/** Registered certificates of both kinds. */
export const certificates = pgTable('certificate', {
  fingerprint: text('fingerprint').primaryKey(),
  party: text('party').notNull(),
  purpose: text('purpose').$type<'transport' | 'signing'>().notNull(),
  holder: text('holder'),
  keyHash: text('key_hash').notNull(),
  keyId: text('key_id').notNull(),
  jwk: jsonb('jwk').$type<Record<string, unknown>>().notNull(),
  notBefore: timestamp('not_before', { withTimezone: true }).notNull(),
  notAfter: timestamp('not_after', { withTimezone: true }).notNull(),
  registeredAt: timestamp('registered_at', { withTimezone: true }).notNull(),
  roles: text('roles').array().$type<Role[]>(),
  revokedAt: timestamp('revoked_at', { withTimezone: true }),
  updatedBy: text('updated_by').notNull(),
})

/** Who delivers for whom. */
export const agencies = pgTable('agency', {
  agent: text('agent').notNull(),
  principal: text('principal').notNull(),
  validFrom: date('valid_from').$type<Day>().notNull(),
  validUntil: date('valid_until').$type<Day>(),
})
