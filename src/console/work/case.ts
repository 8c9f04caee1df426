import { dayOf, parseMonth, type Month } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import { isUuid } from '../../kernel/identifiers.js'
import { transferOfCase, transferTargets } from '../../transfers/index.js'
import {
  readCase,
  readExecutors,
  readTexts,
  reportCase,
  withAttempt,
  withEnding,
  type WorkCase,
} from '../../workbench/index.js'
import type { Answer, PageRoute } from '../page.js'
import { readAttempt, readEnding, versionIn, type Remark } from './case-form.js'
import { casePage } from './pages/case.js'
import { CASE_DUTIES, workPage, type WorkView } from './work-page.js'

const PLACE = '/console/work/cases/:month/:caseId'

const look = workPage({
  name: 'workCase',
  method: 'GET',
  path: PLACE,
  duties: CASE_DUTIES,
  answer: async (view) => shown(view, await found(view)),
})

const attempt = workPage({
  name: 'workAttempt',
  method: 'POST',
  path: `${PLACE}/attempts`,
  duties: CASE_DUTIES,
  async answer(view) {
    const known = await found(view)
    const before = known.versions[0]?.report
    const { month, item } = known
    const read = readAttempt(view.form)
    if (read === undefined) return shown(view, known, [{ code: 'FORM' }])
    const report = withAttempt({ ...item, month }, before, read)
    return said(view, await reportCase(view.context, view.worker, report, versionIn(view.form)))
  },
})

const ending = workPage({
  name: 'workEnding',
  method: 'POST',
  path: `${PLACE}/ending`,
  duties: CASE_DUTIES,
  async answer(view) {
    const known = await found(view)
    const before = known.versions[0]?.report
    const { month, item } = known
    const report = withEnding({ ...item, month }, before, readEnding(view.form, item))
    return said(view, await reportCase(view.context, view.worker, report, versionIn(view.form)))
  },
})

/** One case: what is known, what was tried, how it ended. */
export const CASE_PAGES: readonly PageRoute[] = [look, attempt, ending]

function found({ context, worker, params }: WorkView): Promise<WorkCase> {
  const caseId = params['caseId'] ?? ''
  if (!isUuid(caseId)) throw new HubError('work.case_unknown', 'There is no such case.')
  return readCase(context, worker, monthIn(params), caseId)
}

function monthIn(params: Readonly<Record<string, string>>): Month {
  return parseMonth(params['month'] ?? '')
}

/** Back to the page with what was kept, or the page with what was wrong and nothing kept. */
async function said(
  view: WorkView,
  result: Awaited<ReturnType<typeof reportCase>>,
): Promise<Answer> {
  if (result.status === 'REJECTED') return shown(view, await found(view), result.errors)
  const { month, caseId } = view.params
  return { redirect: `/console/work/cases/${month}/${caseId}?saved=${result.version}` }
}

async function shown(
  view: WorkView,
  known: WorkCase,
  mistakes: readonly Remark[] = [],
): Promise<Answer> {
  const { context, worker, speaker } = view
  const texts = await readTexts(context, worker)
  const { month, item } = known
  const hands = await readExecutors(context, worker, { month, caseId: item.caseId })
  const where = {
    moved: await transferOfCase(context, worker, month, item.caseId),
    targets: worker.duty === 'COORDINATOR' ? await transferTargets(context, worker) : [],
  }
  const page = { known, mistakes, texts, today: dayOf(context.clock.now()), ...hands, ...where }
  return {
    title: speaker.say('case.title', { id: known.item.caseId.slice(0, 8) }),
    body: casePage(view, page),
    status: mistakes.length > 0 ? 400 : 200,
    script: 'work',
  }
}
