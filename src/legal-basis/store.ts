import { asc } from 'drizzle-orm'
import type { Tx } from '../db/client.js'
import type { LegalBasis } from './rule.js'
import { legalBases } from './tables.js'

/** Every version of every row, by code and version. The registry is small and public law. */
export function selectLegalBases(tx: Tx): Promise<LegalBasis[]> {
  return tx
    .select({
      legalBasis: legalBases.legalBasis,
      version: legalBases.version,
      sector: legalBases.sector,
      article: legalBases.article,
      gazette: legalBases.gazette,
      validFrom: legalBases.validFrom,
      validUntil: legalBases.validUntil,
      creditors: legalBases.creditors,
      municipalities: legalBases.municipalities,
      minimumCents: legalBases.minimumCents,
      minimumAgeDays: legalBases.minimumAgeDays,
      maximumAgeDays: legalBases.maximumAgeDays,
      maximumAgeRefuses: legalBases.maximumAgeRefuses,
      reminders: legalBases.reminders,
      remindersEndOfSupply: legalBases.remindersEndOfSupply,
      allowedFields: legalBases.allowedFields,
    })
    .from(legalBases)
    .orderBy(asc(legalBases.legalBasis), asc(legalBases.version))
}

/** Adds rows; one whose code and version exist already is left as it is. Returns those added. */
export async function insertLegalBases(
  tx: Tx,
  rows: readonly LegalBasis[],
  now: Date,
): Promise<{ legalBasis: string; version: number }[]> {
  if (rows.length === 0) return []
  return tx
    .insert(legalBases)
    .values(
      rows.map((row) => ({
        ...row,
        creditors: [...row.creditors],
        municipalities: [...row.municipalities],
        allowedFields: [...row.allowedFields],
        registeredAt: now,
      })),
    )
    .onConflictDoNothing()
    .returning({ legalBasis: legalBases.legalBasis, version: legalBases.version })
}
