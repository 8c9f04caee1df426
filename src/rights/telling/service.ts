import { entryForCreditor, type AccessEntry } from '../../access-log/index.js'
import type { Tx } from '../../db/client.js'
import type { Day } from '../../kernel/calendar.js'
import { randomId } from '../../kernel/identifiers.js'
import type { StepRow } from '../life/store.js'
import type { NewRequest, Reached } from '../requests/store.js'
import { insertTellings, selectShownAs, type Telling } from './store.js'

/** Notifications of one creditor, as far as it reads of them under one code. */
export interface OfCreditor {
  readonly creditor: string
  /** Municipality that it reads of instead, where it may not know of a transfer. */
  readonly shownAs: string | null
  readonly ids: readonly string[]
}

/** Notifications by creditor and by the municipality that it reads of, in a fixed order. */
export async function byCreditor(
  tx: Tx,
  municipality: string,
  reached: readonly Pick<Reached, 'creditor' | 'notificationId'>[],
): Promise<OfCreditor[]> {
  const codes = await selectShownAs(tx, municipality, reached)
  const found = new Map<string, OfCreditor & { readonly ids: string[] }>()
  for (const [at, { creditor, notificationId }] of reached.entries()) {
    const shownAs = codes[at] ?? null
    const key = `${creditor} ${shownAs ?? ''}`
    const one = found.get(key) ?? { creditor, shownAs, ids: [] }
    found.set(key, one)
    one.ids.push(notificationId)
  }
  return [...found].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, one]) => one)
}

/**
 * The entry in a creditor's own partition: that it is told, and of which notifications. It names no
 * municipality that the creditor may not know of.
 *
 * @param entry What the officer's entries of this operation have in common.
 */
export function tellingEntry(
  entry: Omit<AccessEntry, 'objects' | 'count' | 'at'>,
  municipality: string,
  policy: string,
  { creditor, shownAs, ids }: OfCreditor,
  at: Date,
): AccessEntry {
  return {
    ...entryForCreditor(entry, { creditor, shownAs }),
    action: 'FEEDBACK',
    objects: { municipality: shownAs ?? municipality, policy, notifications: [...ids] },
    count: ids.length,
    at,
  }
}

/** Puts down what creditors are told, each under the number of its own entry. */
export async function tell(
  tx: Tx,
  request: Pick<NewRequest, 'municipality' | 'policy'>,
  today: Day,
  creditors: readonly OfCreditor[],
  numbers: readonly number[],
  code: Telling['code'],
): Promise<void> {
  const rows = creditors.flatMap(({ creditor, shownAs, ids }, at) =>
    ids.map((notificationId, position) => ({
      creditor,
      number: numbers[at]!,
      position,
      feedbackId: randomId(),
      notificationId,
      shownAs,
      code,
    })),
  )
  await insertTellings(tx, request, today, rows)
}

/** That a creditor was told of so many notifications. */
export function toldStep(creditor: string, count: number): Omit<StepRow, 'at'> {
  return { step: 'TOLD', party: creditor, count }
}
