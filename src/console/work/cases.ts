import { parseMonth } from '../../kernel/calendar.js'
import { isUuid } from '../../kernel/identifiers.js'
import { HubError } from '../../kernel/errors.js'
import {
  askRedelivery,
  readFilter,
  readInbox,
  releaseCases,
  releaseRunning,
} from '../../workbench/index.js'
import { announcedTransfers } from '../../transfers/index.js'
import { html } from '../html.js'
import type { PageRoute } from '../page.js'
import { announcedAlert } from './pages/announced.js'
import { casesPage } from './pages/cases.js'
import { CASE_DUTIES, CASES_TYPE, RUNNING_TYPE, workPage } from './work-page.js'

const list = workPage({
  name: 'workCases',
  method: 'GET',
  path: '/console/work/cases',
  duties: CASE_DUTIES,
  async answer(view) {
    const { context, worker, query, speaker } = view
    const filter = readFilter(query)
    const asked = query['month']
    const month = asked === undefined || asked === '' ? undefined : parseMonth(asked)
    const inbox = await readInbox(context, worker, month, filter)
    const announced = announcedAlert(speaker, await announcedTransfers(context, worker))
    if (inbox === undefined) {
      const title = speaker.say('nav.cases')
      const body = html`<h1 class="utrecht-heading-1">${title}</h1>
        ${announced}
        <div class="card"><p class="utrecht-paragraph">${speaker.say('cases.none')}</p></div>`
      return { title, body }
    }
    return {
      title: speaker.say('cases.title', { month: inbox.month }),
      body: html`${announced} ${casesPage(view, inbox, filter)}`,
      script: 'work',
    }
  },
})

/** Envelopes of named cases, for the script of the page; its form carries the token of the session. */
const sealed = workPage({
  name: 'workSealed',
  method: 'POST',
  path: '/console/work/sealed',
  duties: CASE_DUTIES,
  async answer({ context, worker, form }) {
    const { month, caseIds } = namedIn(form)
    const released = await releaseCases(context, worker, month, caseIds)
    return { json: JSON.stringify(released), typ: CASES_TYPE }
  },
})

/** The same of a month that is open. */
const running = workPage({
  name: 'workSealed',
  method: 'POST',
  path: '/console/work/running/sealed',
  duties: CASE_DUTIES,
  async answer({ context, worker, form }) {
    const { month, caseIds } = namedIn(form)
    const released = await releaseRunning(context, worker, month, caseIds)
    return { json: JSON.stringify(released), typ: RUNNING_TYPE }
  },
})

/** A lost key is survivable: the creditors have what they sent, and send it once more. */
const redelivery = workPage({
  name: 'workRedelivery',
  method: 'POST',
  path: '/console/work/redelivery',
  duties: CASE_DUTIES,
  async answer({ context, worker, form, speaker }) {
    const month = parseMonth(form.get('month') ?? '')
    const caseIds = (form.get('cases') ?? '').split(' ').filter(isUuid)
    const count = await askRedelivery(context, worker, month, caseIds)
    const title = speaker.say('open.lost_button')
    const body = html`<h1 class="utrecht-heading-1">${title}</h1>
      <div class="card">
        <p class="utrecht-paragraph" role="status">${speaker.say('open.lost_done', { count })}</p>
        <p class="utrecht-paragraph">
          <a class="utrecht-link" href="/console/work/cases?month=${month}"
            >${speaker.say('case.back')}</a
          >
        </p>
      </div>`
    return { title, body }
  },
})

/** The list of cases, and what the browser opens of them. */
export const CASES_PAGES: readonly PageRoute[] = [list, sealed, running, redelivery]

/** @throws {HubError} `month.malformed`, `request.malformed`. */
function namedIn(form: ReadonlyMap<string, string>) {
  const month = parseMonth(form.get('month') ?? '')
  const caseIds = (form.get('cases') ?? '').split(' ').filter(Boolean)
  if (!caseIds.every(isUuid)) {
    throw new HubError('request.malformed', 'Cases are named by their identifiers.')
  }
  return { month, caseIds }
}
