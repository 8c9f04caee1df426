import type { Context } from '../../context.js'
import { inTransaction } from '../../db/transaction.js'
import { municipalScope, type Municipality } from '../../feeds/index.js'
import type { Month } from '../../kernel/calendar.js'
import { selectOfCase, type TransferRow } from '../kept/store.js'
import { statusAt } from '../view.js'
import * as store from './store.js'

/** Municipalities to which a case can be handed over, by name. */
export function transferTargets(
  context: Context,
  caller: Municipality,
): Promise<readonly store.Target[]> {
  return inTransaction(context.db, 'transfers.targets', municipalScope(caller), (tx) =>
    store.selectTargets(tx),
  )
}

/** What of transfers waits for a decision at the municipality, as counts: it reaches nobody's data. */
export function announcedTransfers(
  context: Context,
  caller: Municipality,
): Promise<store.Announced> {
  const now = context.clock.now()
  return inTransaction(context.db, 'transfers.announced', municipalScope(caller), (tx) =>
    store.selectAnnounced(tx, caller.municipality, now),
  )
}

/** The transfer of one of the municipality's own cases that is open or done; `undefined` for none. */
export function transferOfCase(
  context: Context,
  caller: Municipality,
  month: Month,
  caseId: string,
): Promise<Pick<TransferRow, 'transfer_id' | 'status' | 'receiver' | 'to_name'> | undefined> {
  const { municipality } = caller
  const now = context.clock.now()
  return inTransaction(context.db, 'transfers.of_case', municipalScope(caller), async (tx) => {
    const found = await selectOfCase(tx, municipality, month, caseId)
    return found === undefined || statusAt(found, now) === 'LAPSED' ? undefined : found
  })
}
