import { date, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import type { Day } from '../kernel/calendar.js'
import type { Sector } from '../kernel/sector.js'
import type { AgreementState } from './agreement.js'

/** Who agreed to report what to whom; see migrations/0001 and 0012 for the meaning. */
export const agreements = pgTable('agreement', {
  agreementId: uuid('agreement_id').primaryKey(),
  reference: text('reference').notNull(),
  creditor: text('creditor').notNull(),
  municipality: text('municipality').notNull(),
  sector: text('sector').$type<Sector>().notNull(),
  validFrom: date('valid_from').$type<Day>().notNull(),
  validUntil: date('valid_until').$type<Day>(),
  entitledFields: text('entitled_fields').array().notNull(),
  state: text('state').$type<AgreementState>().notNull(),
  offeredBy: text('offered_by').notNull(),
  acceptedBy: text('accepted_by'),
  authority: text('authority'),
  registeredAt: timestamp('registered_at', { withTimezone: true }).notNull(),
  acceptedAt: timestamp('accepted_at', { withTimezone: true }),
  suspendedAt: timestamp('suspended_at', { withTimezone: true }),
  endedAt: timestamp('ended_at', { withTimezone: true }),
  endedBy: text('ended_by'),
  updatedBy: text('updated_by').notNull(),
})
