import { bigint, boolean, date, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import type { Day } from '../kernel/calendar.js'
import type { Sector } from '../kernel/sector.js'
import type { AllowedField } from './rule.js'

/** Which notification is lawful; see migrations/0003_legal_basis.sql for the meaning. */
export const legalBases = pgTable('legal_basis', {
  legalBasis: text('legal_basis').notNull(),
  version: integer('version').notNull(),
  sector: text('sector').$type<Sector>().notNull(),
  article: text('article').notNull(),
  gazette: text('gazette').notNull(),
  validFrom: date('valid_from').$type<Day>().notNull(),
  validUntil: date('valid_until').$type<Day>(),
  creditors: text('creditors').array().notNull(),
  municipalities: text('municipalities').array().notNull(),
  minimumCents: bigint('minimum_cents', { mode: 'number' }).notNull(),
  minimumAgeDays: integer('minimum_age_days'),
  maximumAgeDays: integer('maximum_age_days'),
  maximumAgeRefuses: boolean('maximum_age_refuses').notNull(),
  reminders: integer('reminders').notNull(),
  remindersEndOfSupply: integer('reminders_end_of_supply').notNull(),
  allowedFields: text('allowed_fields').array().$type<AllowedField[]>().notNull(),
  registeredAt: timestamp('registered_at', { withTimezone: true }).notNull(),
})
