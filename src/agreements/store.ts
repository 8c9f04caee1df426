import { and, asc, eq, gt, inArray, sql, type SQL } from 'drizzle-orm'
import { plainArray, textArray } from '../db/arrays.js'
import { bulk } from '../db/bulk.js'
import type { Tx } from '../db/client.js'
import type { MunicipalityCode } from '../parties/party.js'
import type { Agreement, Outcome } from './agreement.js'
import { agreements } from './tables.js'

const AGREEMENT = {
  agreementId: agreements.agreementId,
  reference: agreements.reference,
  creditor: agreements.creditor,
  municipality: agreements.municipality,
  sector: agreements.sector,
  validFrom: agreements.validFrom,
  validUntil: agreements.validUntil,
  entitledFields: agreements.entitledFields,
  state: agreements.state,
  offeredBy: agreements.offeredBy,
  acceptedBy: agreements.acceptedBy,
  authority: agreements.authority,
  offeredAt: agreements.registeredAt,
  acceptedAt: agreements.acceptedAt,
  suspendedAt: agreements.suspendedAt,
  endedAt: agreements.endedAt,
  endedBy: agreements.endedBy,
}

/** Whose agreements are asked for; one of both, never neither. */
export type Whose =
  { readonly creditors: readonly string[] } | { readonly municipality: MunicipalityCode }

/** One page of somebody's agreements in every state, by id. */
export async function selectPage(
  tx: Tx,
  whose: Whose,
  after: string,
  limit: number,
): Promise<Agreement[]> {
  if ('creditors' in whose && whose.creditors.length === 0) return []
  return tx
    .select(AGREEMENT)
    .from(agreements)
    .where(and(condition(whose), gt(agreements.agreementId, after)))
    .orderBy(asc(agreements.agreementId))
    .limit(limit)
}

/** One agreement of somebody, locked until the transaction ends. */
export async function lockAgreement(
  tx: Tx,
  whose: Whose | 'ANYBODY',
  agreementId: string,
): Promise<Agreement | undefined> {
  const named = eq(agreements.agreementId, agreementId)
  const rows = await tx
    .select(AGREEMENT)
    .from(agreements)
    .where(whose === 'ANYBODY' ? named : and(condition(whose), named))
    .for('update')
  return rows[0]
}

function condition(whose: Whose): SQL {
  return 'creditors' in whose
    ? inArray(agreements.creditor, [...whose.creditors])
    : eq(agreements.municipality, whose.municipality)
}

/** What an offer, or an agreement that an operator registers, writes. */
export type NewAgreement = Pick<
  Agreement,
  | 'agreementId'
  | 'reference'
  | 'creditor'
  | 'municipality'
  | 'sector'
  | 'validFrom'
  | 'validUntil'
  | 'entitledFields'
>

/**
 * Adds offers; those that are there already with the same creditor, municipality, sector, reference
 * and first day are left out, whatever became of them.
 *
 * @param offeredBy Party id, or `hub`.
 * @param authority Given when an operator accepts them at once: the document that allows it to.
 * @returns The ids that were added.
 */
export async function insertAgreements(
  tx: Tx,
  rows: readonly NewAgreement[],
  offeredBy: string,
  authority: 'REFERENCE' | null,
  now: Date,
): Promise<string[]> {
  // What intake inserts is checked against the rights to its columns: an offer names no others.
  const accepted = authority === null ? '' : ', accepted_by, accepted_at, authority'
  const values = authority === null ? '' : `, 'hub', $9::timestamptz, g.reference`
  const added = await bulk<{ id: string }>(
    tx,
    `INSERT INTO agreement (agreement_id, reference, creditor, municipality, sector, valid_from,
                            valid_until, entitled_fields, registered_at, offered_by, state${accepted})
     SELECT g.id, g.reference, g.creditor, g.municipality, g.sector, g.valid_from, g.valid_until,
            string_to_array(g.entitled, ' '), $9::timestamptz, $10, $11${values}
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::date[],
                   $7::date[], $8::text[])
         AS g (id, reference, creditor, municipality, sector, valid_from, valid_until, entitled)
     ON CONFLICT DO NOTHING
     RETURNING agreement_id AS id`,
    [
      plainArray(rows.map(({ agreementId }) => agreementId)),
      textArray(rows.map(({ reference }) => reference)),
      plainArray(rows.map(({ creditor }) => creditor)),
      plainArray(rows.map(({ municipality }) => municipality)),
      plainArray(rows.map(({ sector }) => sector)),
      plainArray(rows.map(({ validFrom }) => validFrom)),
      plainArray(rows.map(({ validUntil }) => validUntil)),
      textArray(rows.map(({ entitledFields }) => entitledFields.join(' '))),
      now,
      offeredBy,
      authority === null ? 'OFFERED' : 'ACCEPTED',
    ],
  )
  return added.map(({ id }) => id)
}

/** Who made a change, and when. */
export interface Author {
  /** Party id, or `hub` for an operator. */
  readonly by: string
  /** Document that lets an operator accept for the municipality. */
  readonly authority: string | null
  readonly now: Date
}

/** Writes what an answer made of an agreement that is locked. Nothing when it changed nothing. */
export async function writeOutcome(
  tx: Tx,
  { agreementId, state: before }: Agreement,
  { state, validUntil, isNew }: Outcome,
  { by, authority, now }: Author,
): Promise<void> {
  if (!isNew) return
  // The creditor's side has no right to the columns of an acceptance, so they are named only then.
  const accepted = { acceptedBy: by, acceptedAt: now, ...(authority !== null && { authority }) }
  await tx
    .update(agreements)
    .set({
      state,
      validUntil,
      suspendedAt: state === 'SUSPENDED' ? sql`coalesce(suspended_at, ${now.toISOString()})` : null,
      ...(state === 'ENDED' && { endedAt: now, endedBy: by }),
      ...(before === 'OFFERED' && state === 'ACCEPTED' && accepted),
      updatedBy: sql`current_setting('hub.transaction', true)`,
    })
    .where(eq(agreements.agreementId, agreementId))
}

/** Which agreements an operator asks for; `null` takes all. */
export interface OperatorFilter {
  readonly creditor: string | null
  readonly municipality: string | null
  readonly state: string | null
}

/** Agreements as an operator asks for them, by municipality, creditor and sector. */
export function selectForOperator(tx: Tx, filter: OperatorFilter): Promise<Agreement[]> {
  const { creditor, municipality, state } = filter
  return tx
    .select(AGREEMENT)
    .from(agreements)
    .where(
      sql`(${creditor}::text IS NULL OR ${agreements.creditor} = ${creditor}::text)
        AND (${municipality}::text IS NULL OR ${agreements.municipality} = ${municipality}::text)
        AND (${state}::text IS NULL OR ${agreements.state} = ${state}::text)`,
    )
    .orderBy(asc(agreements.municipality), asc(agreements.creditor), asc(agreements.sector))
}
