import { parseMonth } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import { isUuid } from '../../kernel/identifiers.js'
import { askAtWork, readCase, withdrawAtWork } from '../../workbench/index.js'
import type { PageRoute } from '../page.js'
import { CASE_DUTIES, workPage, type WorkView } from './work-page.js'

const PLACE = '/console/work/cases/:month/:caseId/pauses'

const ask = workPage({
  name: 'askCollectionPause',
  method: 'POST',
  path: PLACE,
  duties: CASE_DUTIES,
  async answer(view) {
    const { context, worker, form } = view
    const { month, caseId } = caseIn(view)
    const { item } = await readCase(context, worker, month, caseId)
    const at = form.get('at') ?? ''
    const listed = /^[0-9]{1,4}$/.test(at) ? item.notifications[Number(at)] : undefined
    const months = form.get(`months_${at}`) ?? ''
    if (listed === undefined || !/^[1-3]$/.test(months)) {
      throw new HubError('request.malformed', 'A pause is asked for 1, 2 or 3 months.')
    }
    const { creditorId, notificationId } = listed
    const about = { month, caseId, creditorId, notificationId, months: Number(months) }
    await askAtWork(context, worker, about)
    return { redirect: `/console/work/cases/${month}/${caseId}` }
  },
})

const end = workPage({
  name: 'withdrawCollectionPause',
  method: 'POST',
  path: `${PLACE}/end`,
  duties: CASE_DUTIES,
  async answer(view) {
    const { context, worker, form } = view
    const { month, caseId } = caseIn(view)
    const pauseId = form.get('pause') ?? ''
    if (!isUuid(pauseId)) throw new HubError('pause.unknown', 'There is no such pause of yours.')
    await withdrawAtWork(context, worker, pauseId.toLowerCase())
    return { redirect: `/console/work/cases/${month}/${caseId}` }
  },
})

/** A creditor is asked to wait, from the page of a case. */
export const PAUSE_PAGES: readonly PageRoute[] = [ask, end]

function caseIn({ params }: Pick<WorkView, 'params'>) {
  const caseId = params['caseId'] ?? ''
  if (!isUuid(caseId)) throw new HubError('work.case_unknown', 'There is no such case.')
  return { month: parseMonth(params['month'] ?? ''), caseId: caseId.toLowerCase() }
}
