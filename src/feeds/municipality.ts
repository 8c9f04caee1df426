import type { AccessEntry, RecordedEntry } from '../access-log/index.js'
import type { MunicipalityCode, PartyId } from '../parties/party.js'
import type { Caller } from '../parties/caller.js'

/** A calling municipality: whose feeds are meant follows from this and from nothing else. */
export interface Municipality extends Caller {
  readonly municipality: MunicipalityCode
  /** Organisation of the person who acts, where it is another than the municipality itself. */
  readonly actor?: PartyId
}

/** Role and place of a transaction on behalf of a calling municipality. */
export function municipalScope({ id, municipality }: Municipality) {
  return { role: 'vroegsignaal_municipality', party: id, municipality, controller: id } as const
}

/** What every log entry about a calling municipality says; objects and count follow. */
export function municipalEntry(
  caller: Municipality,
  action: AccessEntry['action'],
  operation: AccessEntry['operation'],
) {
  return {
    controller: caller.id,
    actor: caller.actor ?? caller.id,
    actorKey: caller.fingerprint,
    role: caller.role,
    action,
    operation,
    result: 'ALLOW',
    ...caller.trace,
  } as const satisfies Partial<AccessEntry>
}

/** An entry as answers name it: a promise that its leaf will stand in the tree. */
export function logReference(entry: RecordedEntry) {
  const { entryId, controller, number, leaf } = entry
  return { entryId, controller, number, leaf: leaf.toString('hex') }
}
