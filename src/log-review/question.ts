import type { Trace } from '../parties/caller.js'

/** Which entries an officer asks for; each given member must hold. */
export interface EntryFilter {
  readonly from?: Date | undefined
  /** Not included. */
  readonly until?: Date | undefined
  readonly actor?: string | undefined
  /** In which role it was done. */
  readonly role?: string | undefined
  readonly action?: string | undefined
  readonly operation?: string | undefined
  readonly purpose?: string | undefined
  readonly result?: 'ALLOW' | 'DENY' | 'ERROR' | undefined
  readonly municipality?: string | undefined
  /** Also entries that name the case among their subjects. */
  readonly caseId?: string | undefined
  readonly entryId?: string | undefined
  readonly traceId?: string | undefined
  /** Version of an activity in the register, `feeds@1`. */
  readonly processingActivity?: string | undefined
  /** Pseudonym of an address that the entry touched, 16 bytes; never asked for by a person's name. */
  readonly household?: Buffer | undefined
  /** Pseudonym of a person that the entry touched, 16 bytes; only within a period. */
  readonly person?: Buffer | undefined
}

/** Who asks: an officer, by certificate. */
export interface Officer {
  readonly id: string
  readonly fingerprint: string
  /** Partitions that the officer is registered for. */
  readonly controllers: readonly string[]
  /** Those of them that are confidential now, and not for this person to read. */
  readonly sealed?: readonly string[]
  readonly trace: Trace
}

/** An entry with everything that its leaf is made from. */
export interface LoggedEntry {
  readonly entryId: string
  readonly controller: string
  readonly number: number
  /** RFC 8785 text. */
  readonly record: string
  readonly salt: Buffer
  /** Computed from what is stored now; compare with the tree to see that nothing was edited. */
  readonly leaf: Buffer
  /** Place in the open tree; null until integrated. */
  readonly index: number | null
}

/** One page of a partition, in the order of numbers. */
export interface EntryPage {
  readonly controller: string
  readonly entries: readonly LoggedEntry[]
  /** Opaque; null on the last page. */
  readonly nextCursor: string | null
}

/** A household and a person in it, under the key of one year; as `identity` computes them. */
export interface TracedSubject {
  readonly household: Buffer
  readonly person: Buffer | null
}

/** One entry that touched a household. */
export interface TrailStep {
  /** Whether name and address agree, or only the address. */
  readonly matched: 'PERSON' | 'HOUSEHOLD'
  /** Notifications and cases of the household in this entry, each once. */
  readonly references: readonly string[]
  /** Those of them that agree in name too: others in the entry are about others at the address. */
  readonly own: readonly string[]
  readonly entry: LoggedEntry
}

/** Partitions that an officer may read now. */
export function readableBy({ controllers, sealed = [] }: Officer): readonly string[] {
  return controllers.filter((controller) => !sealed.includes(controller))
}

/** The partition that an officer begins with: the first to read, or else the first of all. */
export function firstOf(officer: Officer): string | undefined {
  return readableBy(officer)[0] ?? officer.controllers[0]
}

const CURSOR = /^[A-Za-z0-9_-]{1,24}$/

/** Where the next page begins. Nothing is secret in it: a partition is its officer's anyway. */
export function writeCursor(afterNumber: number): string {
  return Buffer.from(`n${afterNumber}`, 'ascii').toString('base64url')
}

/** The number that a cursor holds; `undefined` when no page gave it. */
export function readCursor(cursor: string): number | undefined {
  const text = CURSOR.test(cursor) ? Buffer.from(cursor, 'base64url').toString('ascii') : ''
  const digits = /^n(0|[1-9]\d{0,14})$/.exec(text)?.[1]
  return digits !== undefined && writeCursor(Number(digits)) === cursor ? Number(digits) : undefined
}

/** Gathers touches of one household, in order, into one step per entry. */
export function trailSteps(
  touches: readonly { entry: LoggedEntry; reference: string | null; isPerson: boolean }[],
): TrailStep[] {
  const steps = new Map<
    string,
    { entry: LoggedEntry; names: Set<string>; own: Set<string>; isPerson: boolean }
  >()
  for (const { entry, reference, isPerson } of touches) {
    const step = steps.get(entry.entryId) ?? {
      entry,
      names: new Set<string>(),
      own: new Set<string>(),
      isPerson: false,
    }
    if (reference !== null) step.names.add(reference)
    if (reference !== null && isPerson) step.own.add(reference)
    step.isPerson ||= isPerson
    steps.set(entry.entryId, step)
  }
  return [...steps.values()].map(({ entry, names, own, isPerson }) => ({
    matched: isPerson ? ('PERSON' as const) : ('HOUSEHOLD' as const),
    references: [...names],
    own: [...own],
    entry,
  }))
}

/** A filter as the log keeps it. */
export function filterObject(
  filter: Omit<EntryFilter, 'household' | 'person'>,
): Record<string, string> {
  const given: Record<string, string> = {}
  for (const [name, value] of Object.entries(filter) as [string, string | Date | undefined][]) {
    if (value !== undefined) given[name] = value instanceof Date ? value.toISOString() : value
  }
  return given
}
