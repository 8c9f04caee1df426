import type { LogSubject } from '../../access-log/index.js'
import { plainArray } from '../../db/arrays.js'
import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import { keyOf, type Named } from '../../cases/index.js'
import type { MunicipalityCode } from '../../parties/index.js'

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

/** Those of a creditor's notifications that one municipality took in, with whom they are about. */
export interface TakenIn {
  /** Party id of the municipality: in its partition a reading by the creditor is written too. */
  readonly controller: string
  readonly municipality: MunicipalityCode
  readonly notifications: readonly string[]
  readonly subjects: readonly LogSubject[]
}

/**
 * Whom notifications of a creditor were about, by the municipality that took them in. In a transaction
 * that names the creditor as controller; others find nothing. Pseudonyms stay in the parts of the log
 * that residents are answered from: a creditor's own part has none.
 */
export async function selectTakenIn(
  tx: Tx,
  creditor: string,
  notificationIds: readonly string[],
): Promise<TakenIn[]> {
  if (notificationIds.length === 0) return []
  const rows = await bulk<{
    controller: string
    municipality: MunicipalityCode
    notification_id: string
    household: Buffer
    person: Buffer | null
  }>(
    tx,
    `SELECT controller, municipality, notification_id, household, person
       FROM log_creditor_subjects($1, $2::uuid[])
      ORDER BY controller, notification_id, household, person`,
    [creditor, plainArray([...new Set(notificationIds)])],
  )
  const found = new Map<string, { code: MunicipalityCode; ids: Set<string>; of: LogSubject[] }>()
  for (const { controller, municipality: code, notification_id: id, ...subject } of rows) {
    const share = found.get(controller) ?? { code, ids: new Set<string>(), of: [] }
    found.set(controller, share)
    share.ids.add(id)
    share.of.push({ ...subject, reference: referenceOf({ creditor, notificationId: id }) })
  }
  return [...found].map(([controller, { code, ids, of }]) => {
    return { controller, municipality: code, notifications: [...ids], subjects: of }
  })
}
