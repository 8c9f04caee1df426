import { parseMonth } from '../../kernel/calendar.js'
import { isUuid } from '../../kernel/identifiers.js'
import { HubError } from '../../kernel/errors.js'
import {
  admitExecutor,
  assignCase,
  dismissExecutor,
  endAssignment,
  readExecutors,
} from '../../workbench/index.js'
import type { PageRoute } from '../page.js'
import { executorsPage } from './pages/executors.js'
import { workPage, type WorkView } from './work-page.js'

const COORDINATOR = ['COORDINATOR'] as const

const look = workPage({
  name: 'workExecutors',
  method: 'GET',
  path: '/console/work/executors',
  duties: COORDINATOR,
  async answer(view) {
    const { executors } = await readExecutors(view.context, view.worker)
    return { title: view.speaker.say('executors.title'), body: executorsPage(view, executors) }
  },
})

const admit = workPage({
  name: 'admitExecutor',
  method: 'POST',
  path: '/console/work/executors',
  duties: COORDINATOR,
  async answer({ context, worker, form }) {
    await admitExecutor(context, worker, form.get('executor') ?? '', form.get('keyId') ?? '')
    return { redirect: '/console/work/executors' }
  },
})

const dismiss = workPage({
  name: 'dismissExecutor',
  method: 'POST',
  path: '/console/work/executors/end',
  duties: COORDINATOR,
  async answer({ context, worker, form }) {
    await dismissExecutor(context, worker, form.get('executor') ?? '')
    return { redirect: '/console/work/executors' }
  },
})

const assign = workPage({
  name: 'assignCase',
  method: 'POST',
  path: '/console/work/cases/:month/:caseId/assignment',
  duties: COORDINATOR,
  async answer({ context, worker, form, params }) {
    const { month, caseId } = caseIn({ params })
    const of = (name: string) => form.get(name) ?? ''
    const wanted = { executor: of('executor'), keyId: of('keyId'), jwe: of('jwe') }
    await assignCase(context, worker, { month, caseId, ...wanted })
    return { redirect: `/console/work/cases/${month}/${caseId}` }
  },
})

const takeBack = workPage({
  name: 'endAssignment',
  method: 'POST',
  path: '/console/work/cases/:month/:caseId/assignment/end',
  duties: COORDINATOR,
  async answer({ context, worker, params }) {
    const { month, caseId } = caseIn({ params })
    await endAssignment(context, worker, month, caseId)
    return { redirect: `/console/work/cases/${month}/${caseId}` }
  },
})

/** Which executors work for the municipality, and which case is whose. */
export const EXECUTOR_PAGES: readonly PageRoute[] = [look, admit, dismiss, assign, takeBack]

function caseIn({ params }: Pick<WorkView, 'params'>) {
  const caseId = params['caseId'] ?? ''
  if (!isUuid(caseId)) throw new HubError('work.case_unknown', 'There is no such case.')
  return { month: parseMonth(params['month'] ?? ''), caseId }
}
