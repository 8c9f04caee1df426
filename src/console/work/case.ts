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
import { readAttempt, versionIn } from './case-form.js'
import { besideField, readEnding } from './ending-form.js'
import { casePage } from './pages/case.js'
import type { CasePage } from './pages/shown-case.js'
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
    const typed = { typedAttempt: view.form }
    if (read === undefined) return shown(view, known, { ...typed, mistakes: [{ code: 'FORM' }] })
    const report = withAttempt({ ...item, month }, before, read)
    const result = await reportCase(view.context, view.worker, report, versionIn(view.form))
    return said(view, result, typed)
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
    const typed = { typedEnding: view.form }
    const { ending, mistakes } = readEnding(view.form, item)
    if (mistakes.length > 0) return shown(view, known, { ...typed, mistakes })
    const report = withEnding({ ...item, month }, before, ending)
    const result = await reportCase(view.context, view.worker, report, versionIn(view.form))
    return said(view, result, typed)
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

/** A form that was refused, for the page that shows it again. */
type Refused = Pick<CasePage, 'typedAttempt' | 'typedEnding'> & Partial<Pick<CasePage, 'mistakes'>>

/**
 * Back to the page with what was kept and what of it deserves a second look, or the page with what was
 * wrong, with all that was typed and nothing kept.
 */
async function said(
  view: WorkView,
  result: Awaited<ReturnType<typeof reportCase>>,
  typed: Refused,
): Promise<Answer> {
  const { status, version, errors = [], warnings = [] } = result
  if (status === 'REJECTED') {
    return shown(view, await found(view), { ...typed, mistakes: errors.map(besideField) })
  }
  const { month, caseId } = view.params
  const mind = [...new Set(warnings.map(({ code }) => code))].join('+')
  const more = mind === '' ? '' : `&mind=${mind}`
  return { redirect: `/console/work/cases/${month}/${caseId}?saved=${version}${more}` }
}

async function shown(view: WorkView, known: WorkCase, refused: Refused = {}): Promise<Answer> {
  const { context, worker, speaker } = view
  const texts = await readTexts(context, worker)
  const { month, item } = known
  const hands = await readExecutors(context, worker, { month, caseId: item.caseId })
  const where = {
    moved: await transferOfCase(context, worker, month, item.caseId),
    targets: worker.duty === 'COORDINATOR' ? await transferTargets(context, worker) : [],
  }
  const { mistakes = [] } = refused
  const page = {
    known,
    ...refused,
    mistakes,
    texts,
    today: dayOf(context.clock.now()),
    ...hands,
    ...where,
  }
  return {
    title: speaker.say('case.title', { id: known.item.caseId.slice(0, 8) }),
    body: casePage(view, page),
    status: mistakes.length > 0 ? 400 : 200,
    script: 'work',
  }
}
