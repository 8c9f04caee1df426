import type { Tx } from '../../db/client.js'
import type { components } from '../../generated/openapi.js'
import type { Day, Month } from '../../kernel/calendar.js'
import type { MunicipalityCode } from '../../parties/index.js'
import { progressOf, rulesOn } from './progress.js'
import * as store from './store.js'

type Progress = components['schemas']['CaseProgress']

/**
 * How one case stands, for whoever shows it and logs that.
 *
 * @returns `undefined` when the month is open or holds no such case.
 */
export async function followCase(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  caseId: string,
  today: Day,
): Promise<Progress | undefined> {
  const followed = await store.selectFollowedMonth(tx, municipality, month, today)
  const row = await store.selectFollowedCase(tx, municipality, month, caseId)
  if (followed === undefined || row === undefined) return undefined
  return progressOf(row, rulesOn(followed, today))
}

/**
 * Cases of a closed month of which a term is over, by the same terms as the list of outcomes: the
 * reminders of a team. What was closed has none.
 */
export async function overdueCases(
  tx: Tx,
  municipality: MunicipalityCode,
  month: Month,
  today: Day,
): Promise<readonly string[]> {
  const followed = await store.selectFollowedMonth(tx, municipality, month, today)
  if (followed === undefined) return []
  const rows = await store.selectUnclosedCases(tx, municipality, month)
  const rules = rulesOn(followed, today)
  return rows
    .map((row) => progressOf(row, rules))
    .filter(({ state, clocks }) => state !== 'CLOSED' && clocks.some(isOver))
    .map(({ caseId }) => caseId)
}

function isOver({ state }: Progress['clocks'][number]): boolean {
  return state === 'OVERDUE'
}
