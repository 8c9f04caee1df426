import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import { keyOf, type Named } from '../../cases/index.js'

/** A resident as the log knows one: the pseudonyms that intake wrote, 16 bytes each. */
export interface KnownSubject {
  readonly household: Buffer
  readonly person: Buffer | null
}

/**
 * Whom notifications were about, by key. In a transaction that names the controller; what came in
 * for others is not found, and neither is somebody whose trail was erased.
 */
export async function selectSubjects(
  tx: Tx,
  named: readonly Named[],
): Promise<ReadonlyMap<string, KnownSubject>> {
  if (named.length === 0) return new Map()
  const references = new Map(named.map((one) => [referenceOf(one), keyOf(one)]))
  const rows = await bulk<KnownSubject & { reference: string }>(
    tx,
    `SELECT reference, household, person
       FROM log_intake_subjects(string_to_array($1, ' '))`,
    [[...references.keys()].join(' ')],
  )
  return new Map(
    rows.map(({ reference, household, person }) => [
      references.get(reference)!,
      { household, person },
    ]),
  )
}

/** A notification as the log refers to it. */
export function referenceOf({ creditor, notificationId }: Named): string {
  return `${creditor}/${notificationId}`
}
