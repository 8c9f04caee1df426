import { hash, randomBytes } from 'node:crypto'
import { canonicalText, type Json } from '../kernel/canonical.js'
import { randomId } from '../kernel/identifiers.js'
import { eventOf, type LoggedAction, type LoggedOperation } from './catalogue.js'

/** Bytes of the random salt that hides a record in its leaf. */
export const SALT_BYTES = 32

/** Bytes of a pseudonym of the log's own domain. */
export const PSEUDONYM_BYTES = 16

/** Bytes of the random salt of one subject's commitment. */
export const SUBJECT_SALT_BYTES = 16

/** Bytes of a packed subject; see `PreparedSubjects`. */
const SUBJECT_ROW_BYTES = 81
const COMMITMENT_AT = 49

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

/**
 * One decision that read, released or changed data, or refused to. No resident's data in it.
 *
 * Purpose, legal basis and processing activity are not its own: they follow from operation and
 * action, by the catalogue of events. What is not in the catalogue gets a place there first.
 */
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
  readonly action: LoggedAction
  /** The operation of the contract, the job or the command. */
  readonly operation: LoggedOperation
  /**
   * Identifiers, counts and roots of what was touched; `municipality` and `caseId` are searchable.
   */
  readonly objects: Readonly<Record<string, Json | undefined>>
  readonly ruleVersion?: string | undefined
  readonly result: 'ALLOW' | 'DENY' | 'ERROR'
  /** How many items were touched, or how many equal refusals this stands for. */
  readonly count: number
  /** W3C trace id, 32 lower-case hex digits. */
  readonly traceId: string
  /** W3C span id, 16 lower-case hex digits. */
  readonly spanId: string
  /** Span of the calling system, when it told one. */
  readonly parentSpanId?: string | undefined
  /** The caller's own name for the exchange, when it gave one (FSC). */
  readonly transactionId?: string | undefined
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
  readonly subjects: PreparedSubjects
}

/** Subjects with their salted commitments, packed: there are thousands of them in a batch. */
export interface PreparedSubjects {
  readonly references: readonly string[]
  /**
   * A row of 81 bytes each: household 16, 0 or 1, person 16 (zero without one), salt 16,
   * commitment 32.
   */
  readonly rows: Buffer
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
  return Buffer.from(commitmentText(salt, subject), 'latin1')
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

function prepareSubjects(subjects: readonly LogSubject[]): PreparedSubjects {
  const rows = Buffer.alloc(subjects.length * SUBJECT_ROW_BYTES)
  const salts = randomBytes(subjects.length * SUBJECT_SALT_BYTES)
  subjects.forEach((subject, at) => {
    const { household, person } = subject
    const row = at * SUBJECT_ROW_BYTES
    const salt = salts.subarray(at * SUBJECT_SALT_BYTES, (at + 1) * SUBJECT_SALT_BYTES)
    household.copy(rows, row)
    rows[row + PSEUDONYM_BYTES] = person === null ? 0 : 1
    person?.copy(rows, row + PSEUDONYM_BYTES + 1)
    salt.copy(rows, row + 2 * PSEUDONYM_BYTES + 1)
    rows.write(commitmentText(salt, subject), row + COMMITMENT_AT, 'latin1')
  })
  return { references: subjects.map(({ reference }) => reference), rows }
}

/** Working memory of `commitmentText`, which runs to its end before the next call starts. */
const scratch = Buffer.alloc(1024)

/** As a text of one character per byte: cheaper to make and to copy than a Buffer of its own. */
function commitmentText(salt: Buffer, { household, person, reference }: LogSubject): string {
  const size = PSEUDONYM_BYTES
  if (household.length !== size || (person !== null && person.length !== size)) {
    throw new RangeError('a pseudonym of the log has 16 bytes')
  }
  if (reference.length > 200) throw new RangeError('a reference has at most 200 characters')
  let end = salt.copy(scratch, 0)
  end += household.copy(scratch, end)
  scratch[end] = person === null ? 0 : 1
  end += 1
  if (person !== null) end += person.copy(scratch, end)
  end += scratch.write(reference, end, 'utf8')
  return hash('sha256', scratch.subarray(0, end), 'binary')
}

/** SHA-256 over all commitments in order: what the record says of its subjects. */
function digestOf({ rows }: PreparedSubjects): string {
  const count = rows.length / SUBJECT_ROW_BYTES
  const commitments = Buffer.alloc(count * (SUBJECT_ROW_BYTES - COMMITMENT_AT))
  for (let at = 0; at < count; at += 1) {
    const row = at * SUBJECT_ROW_BYTES
    const size = SUBJECT_ROW_BYTES - COMMITMENT_AT
    rows.copy(commitments, at * size, row + COMMITMENT_AT, row + SUBJECT_ROW_BYTES)
  }
  return hash('sha256', commitments, 'base64')
}

function recordText(
  entry: AccessEntry,
  entryId: string,
  at: Date,
  subjects: PreparedSubjects,
): string {
  const count = subjects.references.length
  const { ground, activity } = eventOf(entry.operation, entry.action)
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
    purpose: ground.purpose,
    legalBasis: ground.legalBasis,
    processingActivity: activity,
    ruleVersion: entry.ruleVersion,
    result: entry.result,
    count: entry.count,
    traceId: entry.traceId,
    spanId: entry.spanId,
    parentSpanId: entry.parentSpanId,
    transactionId: entry.transactionId,
    subjects: count === 0 ? undefined : { count, digest: digestOf(subjects) },
  })
}
