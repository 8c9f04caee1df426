import type { Context } from '../../context.js'
import { inTransaction } from '../../db/transaction.js'
import type { Month } from '../../kernel/calendar.js'
import type { MunicipalityCode } from '../../parties/index.js'
import { MONTHLY_KINDS, type KindName } from '../kinds.js'
import { selectDueMonths } from '../store.js'

const DAY_MS = 86_400_000

/** A month whose term was over for more than a day, and that is still there. */
export interface OverdueMonth {
  readonly kind: KindName
  readonly month: Month
}

/**
 * What of a municipality should have been forgotten by now, by kind and month; nothing means that
 * retention is on schedule. What waits for a later month to close is not overdue. For the overview of
 * officers, which logs itself; no data is read but which months there are.
 *
 * @param controller Party id of the municipality.
 */
export async function overdueMonths(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  municipality: MunicipalityCode,
  controller: string,
): Promise<readonly OverdueMonth[]> {
  const yesterday = new Date(clock.now().getTime() - DAY_MS)
  const scope = { role: 'vroegsignaal_job', municipality, controller } as const
  return inTransaction(db, 'retention.standing', scope, async (tx) => {
    const overdue: OverdueMonth[] = []
    for (const kind of MONTHLY_KINDS) {
      const due = await selectDueMonths(tx, kind, municipality, yesterday)
      for (const { month, waits } of due) if (!waits) overdue.push({ kind, month })
    }
    return overdue
  })
}
