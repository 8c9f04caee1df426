import { and, asc, desc, eq, inArray } from 'drizzle-orm'
import type { Tx } from '../db/client.js'
import type { MunicipalityCode } from '../parties/party.js'
import { sealingKeys } from './tables.js'

/** One row of the registry of sealing keys. */
export type SealingKeyRow = typeof sealingKeys.$inferSelect

/**
 * All keys of one municipality, newest version first, locked until the transaction ends: an offer
 * depends on the versions there are.
 */
export function lockKeys(tx: Tx, municipality: MunicipalityCode): Promise<SealingKeyRow[]> {
  return tx
    .select()
    .from(sealingKeys)
    .where(eq(sealingKeys.municipality, municipality))
    .orderBy(desc(sealingKeys.version))
    .for('update')
}

/** All keys of one municipality, newest version first. */
export function selectKeys(tx: Tx, municipality: MunicipalityCode): Promise<SealingKeyRow[]> {
  return tx
    .select()
    .from(sealingKeys)
    .where(eq(sealingKeys.municipality, municipality))
    .orderBy(desc(sealingKeys.version))
}

/** Active keys of these municipalities, older versions first. */
export async function selectActiveKeys(tx: Tx, municipalities: readonly MunicipalityCode[]) {
  if (municipalities.length === 0) return []
  return tx
    .select({
      municipality: sealingKeys.municipality,
      keyId: sealingKeys.keyId,
      version: sealingKeys.version,
      jwk: sealingKeys.jwk,
    })
    .from(sealingKeys)
    .where(
      and(inArray(sealingKeys.municipality, [...municipalities]), eq(sealingKeys.status, 'ACTIVE')),
    )
    .orderBy(asc(sealingKeys.version))
}

/** What an offer writes. */
export type OfferedKey = Pick<
  SealingKeyRow,
  'municipality' | 'keyId' | 'version' | 'jwk' | 'challengeHash' | 'offeredBy' | 'offeredAt'
>

/** Adds an offer. */
export async function insertOffer(tx: Tx, offer: OfferedKey): Promise<void> {
  await tx.insert(sealingKeys).values({ ...offer, status: 'OFFERED' })
}

/** Gives an offer that is still open a fresh challenge. */
export async function renewOffer(tx: Tx, offer: OfferedKey): Promise<void> {
  await tx
    .update(sealingKeys)
    .set({
      challengeHash: offer.challengeHash,
      offeredBy: offer.offeredBy,
      offeredAt: offer.offeredAt,
    })
    .where(
      and(
        eq(sealingKeys.municipality, offer.municipality),
        eq(sealingKeys.keyId, offer.keyId),
        eq(sealingKeys.status, 'OFFERED'),
      ),
    )
}

/** Makes an offered key active. */
export async function activateKey(
  tx: Tx,
  municipality: MunicipalityCode,
  keyId: string,
  confirmedBy: string,
  now: Date,
): Promise<void> {
  await tx
    .update(sealingKeys)
    .set({ status: 'ACTIVE', confirmedBy, activatedAt: now })
    .where(
      and(
        eq(sealingKeys.municipality, municipality),
        eq(sealingKeys.keyId, keyId),
        eq(sealingKeys.status, 'OFFERED'),
      ),
    )
}

/** Retires a key; false when there is none that is still in use. */
export async function retireKey(
  tx: Tx,
  municipality: MunicipalityCode,
  keyId: string,
  now: Date,
): Promise<boolean> {
  const rows = await tx
    .update(sealingKeys)
    .set({ status: 'RETIRED', retiredAt: now })
    .where(
      and(
        eq(sealingKeys.municipality, municipality),
        eq(sealingKeys.keyId, keyId),
        inArray(sealingKeys.status, ['OFFERED', 'ACTIVE']),
      ),
    )
    .returning({ keyId: sealingKeys.keyId })
  return rows.length > 0
}
