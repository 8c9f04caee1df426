import type { Json } from '../../kernel/canonical.js'

/** A resident whom an entry touched, as it is stored; erased members are null. */
export interface StoredSubject {
  /** Place among the subjects of the entry, from 0. */
  readonly position: number
  readonly household: Buffer | null
  readonly person: Buffer | null
  readonly reference: string | null
  readonly salt: Buffer | null
  /** 32 bytes; stays when the others are erased. */
  readonly commitment: Buffer
}

/** An entry with all that proves it to somebody who holds nothing but a checkpoint. */
export interface ProvenEntry {
  readonly controller: string
  readonly number: number
  /** Place in the tree. */
  readonly index: number
  /** RFC 8785 text. */
  readonly record: string
  readonly salt: Buffer
  /** From the leaf to the root of the checkpoint. */
  readonly proof: readonly Buffer[]
  readonly subjects: readonly StoredSubject[]
}

/** Where exported records come from. */
export interface ExportSource {
  readonly hubId: string
  /** Address of the public listener, without a slash at its end. */
  readonly publicUrl: string
  /** Name of the log. */
  readonly origin: string
  /** The signed checkpoint that the proofs lead to, where no file beside the records holds it. */
  readonly checkpoint?: string | undefined
}

/** What a record says of itself, as far as exports need it. */
export interface EntryRecord {
  readonly entry: string
  readonly at: string
  readonly controller: string
  readonly actor: string
  readonly actorKey: string | null
  readonly role: string
  readonly executor?: string
  readonly action: string
  readonly operation: string
  readonly objects: Readonly<Record<string, Json>>
  readonly purpose: string
  readonly legalBasis: string
  readonly processingActivity: string
  readonly ruleVersion?: string
  readonly result: 'ALLOW' | 'DENY' | 'ERROR'
  readonly count: number
  readonly traceId: string
  readonly spanId: string
  readonly transactionId?: string
}

/** A flat object, as OpenTelemetry has them. */
export type Attributes = Readonly<Record<string, Json>>

/** The record of an entry, parsed. */
export function recordOf({ record }: Pick<ProvenEntry, 'record'>): EntryRecord {
  return JSON.parse(record) as EntryRecord
}

/**
 * What travels along so that a receiver can check it: place, number, the exact record with its salt,
 * and the proof. Standard fields are a reading of the record; the record alone is evidence.
 */
export function entryEvidence(source: ExportSource, entry: ProvenEntry): Attributes {
  return {
    'service.name': 'vroegsignaal',
    'vroegsignaal.hub': source.hubId,
    'vroegsignaal.log.origin': source.origin,
    'vroegsignaal.log.controller': entry.controller,
    'vroegsignaal.log.number': entry.number,
    'vroegsignaal.log.index': entry.index,
    'vroegsignaal.log.record': entry.record,
    'vroegsignaal.log.salt': entry.salt.toString('hex'),
    'vroegsignaal.log.proof': entry.proof.map((hash) => hash.toString('base64')),
    ...(source.checkpoint !== undefined && { 'vroegsignaal.log.checkpoint': source.checkpoint }),
  }
}

/** What ties a resident to the entry that touched them; of an erased one the commitment remains. */
export function subjectEvidence(
  source: ExportSource,
  entry: ProvenEntry,
  subject: StoredSubject,
): Attributes {
  const { position, household, person, reference, salt, commitment } = subject
  const known = household === null || reference === null || salt === null
  return {
    'service.name': 'vroegsignaal',
    'vroegsignaal.hub': source.hubId,
    'vroegsignaal.log.origin': source.origin,
    'vroegsignaal.log.controller': entry.controller,
    'vroegsignaal.log.number': entry.number,
    'vroegsignaal.log.position': position,
    'vroegsignaal.log.commitment': commitment.toString('hex'),
    ...(!known && {
      'vroegsignaal.log.reference': reference,
      'vroegsignaal.log.salt': salt.toString('hex'),
      'vroegsignaal.log.household': household.toString('hex'),
      ...(person !== null && { 'vroegsignaal.log.person': person.toString('hex') }),
    }),
  }
}

/** The span of the request or job behind an entry; what neither caused has zeros in its place. */
export function parentOf({ spanId }: EntryRecord): { readonly parent_span_id?: string } {
  return /^0+$/.test(spanId) ? {} : { parent_span_id: spanId }
}

/** The span of an entry, below the request or job that caused it: 16 hex digits of its random id. */
export function spanOf(entryId: string): string {
  return entryId.replaceAll('-', '').slice(0, 16)
}
