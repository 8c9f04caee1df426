import { byHub, recordAccess, type AccessEntry } from '../../access-log/index.js'
import type { Context } from '../../context.js'
import type { Tx } from '../../db/client.js'
import type { Trace } from '../../parties/index.js'
import { removedByTable } from '../removed.js'
import { forgetEnded as removeEnded, selectPartiesOf, type ForgottenRows } from './store.js'

/** Rows of one kind, of one municipality, partition or the hub, that ended and went. */
export interface ForgottenKind {
  readonly kind: string
  readonly municipality: string
  readonly controller: string
  readonly removed: readonly ForgottenRows[]
  readonly rows: number
}

/**
 * Forgets what ended and whose term is over: requests of residents, reviews, applications, registrations,
 * holds, and counts of deliveries. An entry for each kind stands in the log of whom it was about. To be
 * called in a transaction of the job that forgets, as its last work.
 */
export async function forgetEnded(
  tx: Tx,
  context: Pick<Context, 'clock'>,
  trace: Trace,
): Promise<ForgottenKind[]> {
  const at = context.clock.now()
  const kinds = byKind(await removeEnded(tx, at))
  const codes = kinds.flatMap(({ municipality }) => (municipality === '' ? [] : [municipality]))
  const parties = await selectPartiesOf(tx, codes)
  const entries = kinds.map(({ kind, municipality, controller, removed, rows }): AccessEntry => {
    const concerned = controller || parties.get(municipality)
    return {
      ...byHub(concerned ?? 'hub', 'job'),
      action: 'FORGET',
      operation: 'job.forget',
      ...trace,
      objects: {
        kind,
        ...(municipality !== '' && { municipality }),
        removed: removedByTable(removed.map((row) => ({ ...row, held: 0 }))),
      },
      count: rows,
      at,
    }
  })
  await recordAccess(tx, context, entries)
  return kinds
}

function byKind(rows: readonly ForgottenRows[]): ForgottenKind[] {
  const kinds = new Map<string, ForgottenRows[]>()
  for (const row of rows.filter(({ removed }) => removed > 0)) {
    const key = `${row.kind} ${row.municipality} ${row.controller}`
    kinds.set(key, [...(kinds.get(key) ?? []), row])
  }
  return [...kinds.values()].map((removed) => {
    const { kind, municipality, controller } = removed[0]!
    const count = removed.reduce((total, one) => total + one.removed, 0)
    return { kind, municipality, controller, removed, rows: count }
  })
}
