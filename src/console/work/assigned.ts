import { dayOf } from '../../kernel/calendar.js'
import {
  readAssigned,
  readAssignment,
  readHeld,
  readTexts,
  reportVisit,
} from '../../workbench/index.js'
import { html } from '../html.js'
import type { Answer, PageRoute } from '../page.js'
import { readAttempt } from './case-form.js'
import { assignedPage, assignmentPage } from './pages/assigned.js'
import { mistakesAlert } from './pages/mistakes.js'
import { workPage, type WorkView } from './work-page.js'

const EXECUTOR = ['EXECUTOR'] as const
const PLACE = '/console/work/assigned'

const list = workPage({
  name: 'workAssigned',
  method: 'GET',
  path: PLACE,
  duties: EXECUTOR,
  async answer(view) {
    const cases = await readHeld(view.context, view.worker)
    const title = view.speaker.say('assigned.title', { name: view.worker.municipalityName })
    return { title, body: assignedPage(view, cases), script: 'work' }
  },
})

/** What is sealed for the executor, for the script of its pages. */
const sealed = workPage({
  name: 'workAssigned',
  method: 'POST',
  path: `${PLACE}/sealed`,
  duties: EXECUTOR,
  async answer({ context, worker }) {
    const rows = await readAssigned(context, worker, true)
    const assigned = rows.map(({ assignmentId, caseId, keyId, jwe, deadlineOn }) => ({
      assignmentId,
      caseId,
      keyId,
      jwe,
      deadlineOn,
    }))
    return { json: JSON.stringify({ assigned }) }
  },
})

const look = workPage({
  name: 'workAssigned',
  method: 'GET',
  path: `${PLACE}/:assignment`,
  duties: EXECUTOR,
  answer: (view) => shown(view),
})

const attempt = workPage({
  name: 'workAttempt',
  method: 'POST',
  path: `${PLACE}/:assignment`,
  duties: EXECUTOR,
  async answer(view) {
    const { context, worker, form, params } = view
    const assignment = await readAssignment(context, worker, params['assignment'] ?? '')
    const read = readAttempt(form)
    if (read === undefined) return shown(view, [{ code: 'FORM' }])
    const result = await reportVisit(context, worker, assignment, read)
    if (result.status === 'REJECTED') return shown(view, result.errors)
    return { redirect: `${PLACE}/${assignment.assignmentId}?saved=1` }
  },
})

/** What people of an executor see: the cases that were given to it, and nothing else. */
export const ASSIGNED_PAGES: readonly PageRoute[] = [list, sealed, look, attempt]

async function shown(
  view: WorkView,
  mistakes: readonly { readonly code: string }[] = [],
): Promise<Answer> {
  const { context, worker, params, speaker } = view
  const assignment = await readAssignment(context, worker, params['assignment'] ?? '')
  const texts = await readTexts(context, worker)
  const page = assignmentPage(view, assignment, texts, dayOf(context.clock.now()))
  return {
    title: speaker.say('case.title', { id: assignment.caseId.slice(0, 8) }),
    body: html`${mistakes.length > 0 && mistakesAlert(speaker, mistakes)} ${page}`,
    status: mistakes.length > 0 ? 400 : 200,
    script: 'work',
  }
}
