import { hash, randomBytes } from 'node:crypto'
import { canonicalText, type Json } from '../kernel/canonical.js'
import { randomId } from '../kernel/identifiers.js'

/** Bytes of the random salt that hides a record in its leaf. */
export const SALT_BYTES = 32

/** Bytes of a pseudonym of the log's own domain. */
export const PSEUDONYM_BYTES = 16

/** Bytes of the random salt of one subject's commitment. */
export const SUBJECT_SALT_BYTES = 16

/** Version of the leaf format; the first byte of every entry of the tree. */
export const LEAF_VERSION = 0x01

/** A resident whom an entry touched, as pseudonyms that only the log uses. */
export interface LogSubject {
  /** 16 bytes: the household address under the key of the year. */
  readonly household: Buffer
  /** 16 bytes: the person within it; null when the whole household was concerned. */
  readonly person: Buffer | null
  /** Which object about them: a notification id or a case id. */
  readonly reference: string
}

/** One decision that read, released or changed data, or refused to. No resident's data in it. */
export interface AccessEntry {
  /** Whose partition of the log it belongs to: a party id, or `hub`. */
  readonly controller: string
  /** Party id of who acted; `hub` for a job, `unknown` for a caller without registration. */
  readonly actor: string
  /** SHA-256 fingerprint of the certificate used, lower-case hex; null for a job. */
  readonly actorKey: string | null
  readonly role: string
  /** Party id of the organisation that acts for the actor. */
  readonly executor?: string | undefined
  /** Kind of event, `INTAKE`, `PULL`, `LOG_READ`, … */
  readonly action: string
  /** The operation of the contract, the job or the command. */
  readonly operation: string
  /**
   * Identifiers, counts and roots of what was touched; `municipality` and `caseId` are searchable.
   */
  readonly objects: Readonly<Record<string, Json | undefined>>
  readonly purpose: string
  readonly legalBasis: string
  /** The version of the processing activity in the register. */
  readonly processingActivity: string
  readonly ruleVersion?: string | undefined
  readonly result: 'ALLOW' | 'DENY' | 'ERROR'
  /** How many items were touched, or how many equal refusals this stands for. */
  readonly count: number
  /** W3C trace id, 32 lower-case hex digits. */
  readonly traceId: string
  /** W3C span id, 16 lower-case hex digits. */
  readonly spanId: string
  /** When; the clock of the hub when left out. */
  readonly at?: Date | undefined
  readonly subjects?: readonly LogSubject[] | undefined
}

/** An entry ready to be written: everything but its number, which the database gives out. */
export interface PreparedEntry {
  readonly entryId: string
  /** The record: RFC 8785 text, whose UTF-8 bytes are committed to. */
  readonly record: string
  /** 32 random bytes. */
  readonly salt: Buffer
  readonly subjects: readonly PreparedSubject[]
}

/** A subject with the salted commitment that the record's digest covers. */
export interface PreparedSubject extends LogSubject {
  /** 16 random bytes. */
  readonly salt: Buffer
  /** 32 bytes. */
  readonly commitment: Buffer
}

/**
 * Turns entries into records with fresh ids and salts.
 *
 * A record names its subjects only by a digest over their salted commitments, so one subject can be
 * erased (pseudonyms and salt) while the record, its leaf and everybody else stay provable.
 */
export function prepareEntries(entries: readonly AccessEntry[], now: Date): PreparedEntry[] {
  // One draw for all: a draw per salt would cost more than the hashing.
  const salts = randomBytes(entries.length * SALT_BYTES)
  return entries.map((entry, at) => {
    const entryId = randomId()
    const subjects = prepareSubjects(entry.subjects ?? [])
    return {
      entryId,
      record: recordText(entry, entryId, entry.at ?? now, subjects),
      salt: salts.subarray(at * SALT_BYTES, (at + 1) * SALT_BYTES),
      subjects,
    }
  })
}

/** The salted commitment to one subject: SHA-256(salt, household, 0 or 1 and person, reference). */
export function subjectCommitment(salt: Buffer, subject: LogSubject): Buffer {
  const { household, person, reference } = subject
  const size = PSEUDONYM_BYTES
  if (household.length !== size || (person !== null && person.length !== size)) {
    throw new RangeError('a pseudonym of the log has 16 bytes')
  }
  const parts = [salt, household, PERSON_FOLLOWS[person === null ? 0 : 1]!]
  if (person !== null) parts.push(person)
  return hash('sha256', Buffer.concat([...parts, Buffer.from(reference, 'utf8')]), 'buffer')
}

/**
 * The bytes of an entry of the tree: version, then SHA-256(salt, record, number).
 *
 * @param number The entry's place among those of its controller, from 1, as 8 bytes big-endian.
 */
export function leafData(salt: Buffer, record: Buffer, number: number): Buffer {
  const suffix = Buffer.alloc(8)
  suffix.writeBigUInt64BE(BigInt(number))
  const commitment = hash('sha256', Buffer.concat([salt, record, suffix]), 'buffer')
  return Buffer.concat([Buffer.of(LEAF_VERSION), commitment])
}

const PERSON_FOLLOWS = [Buffer.of(0), Buffer.of(1)]

function prepareSubjects(subjects: readonly LogSubject[]): PreparedSubject[] {
  const salts = randomBytes(subjects.length * SUBJECT_SALT_BYTES)
  return subjects.map((subject, at) => {
    const salt = salts.subarray(at * SUBJECT_SALT_BYTES, (at + 1) * SUBJECT_SALT_BYTES)
    const { household, person, reference } = subject
    return { household, person, reference, salt, commitment: subjectCommitment(salt, subject) }
  })
}

function recordText(
  entry: AccessEntry,
  entryId: string,
  at: Date,
  subjects: readonly PreparedSubject[],
): string {
  const commitments = Buffer.concat(subjects.map(({ commitment }) => commitment))
  // Named one by one, so that nothing a caller's object happens to carry slips into the log.
  return canonicalText({
    v: 1,
    entry: entryId,
    at: at.toISOString(),
    controller: entry.controller,
    actor: entry.actor,
    actorKey: entry.actorKey,
    role: entry.role,
    executor: entry.executor,
    action: entry.action,
    operation: entry.operation,
    objects: entry.objects,
    purpose: entry.purpose,
    legalBasis: entry.legalBasis,
    processingActivity: entry.processingActivity,
    ruleVersion: entry.ruleVersion,
    result: entry.result,
    count: entry.count,
    traceId: entry.traceId,
    spanId: entry.spanId,
    ...(subjects.length > 0 && {
      subjects: {
        count: subjects.length,
        digest: hash('sha256', commitments, 'buffer').toString('base64'),
      },
    }),
  })
}
