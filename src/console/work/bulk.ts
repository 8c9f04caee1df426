import { dayOf, parseMonth } from '../../kernel/calendar.js'
import type { NotificationStatus } from '../../outcomes/index.js'
import {
  MOST_IN_BULK,
  readBulk,
  readFilter,
  readTexts,
  reportCases,
  withAttempt,
  withEnding,
  type InboxFilter,
} from '../../workbench/index.js'
import type { Form } from '../form.js'
import { html } from '../html.js'
import type { Answer, PageRoute } from '../page.js'
import { readAttempt, STATUSES, type Remark } from './case-form.js'
import { readBulkEnding, readChosen, type BulkEnding } from './bulk-form.js'
import { bulkPage } from './pages/bulk.js'
import { bulkResults } from './pages/bulk-results.js'
import { CASE_DUTIES, workPage, type WorkView } from './work-page.js'

const PLACE = '/console/work/bulk'

const choose = workPage({
  name: 'workBulk',
  method: 'GET',
  path: PLACE,
  duties: CASE_DUTIES,
  answer: (view) => shown(view, view.query),
})

const report = workPage({
  name: 'workBulk',
  method: 'POST',
  path: PLACE,
  duties: CASE_DUTIES,
  async answer(view) {
    const { context, worker, form, speaker } = view
    const month = parseMonth(form.get('month') ?? '')
    const chosen = readChosen(form)
    const asked = Object.fromEntries(new URLSearchParams(form.get('filter') ?? ''))
    const refused = (mistakes: readonly Remark[]) =>
      shown(view, { ...asked, month }, { typed: form, mistakes })
    if (chosen.length === 0) return refused([{ code: 'NONE_CHOSEN' }])
    const make = form.get('act') === 'ending' ? endingOf(form) : attemptOf(form)
    if (typeof make !== 'function') return refused(make)
    const results = await reportCases(context, worker, month, chosen, make)
    const title = speaker.say('bulk.results')
    return { title, body: bulkResults(view, month, form.get('filter') ?? '', results) }
  },
})

/** The same about several cases, and their letters in one go. */
export const BULK_PAGES: readonly PageRoute[] = [choose, report]

type Make = Parameters<typeof reportCases>[4]

function attemptOf(form: Form): Make | readonly Remark[] {
  const attempt = readAttempt(form)
  if (attempt === undefined) return [{ code: 'FORM' }]
  return (found, before) => withAttempt(found, before, attempt)
}

function endingOf(form: Form): Make | readonly Remark[] {
  const read = readBulkEnding(form)
  if ('mistakes' in read) return read.mistakes
  const { ending } = read
  return (found, before) => {
    // How a case ended is corrected on its own page, by somebody who looks at it.
    if (before?.outcome !== undefined) return 'ENDED_BEFORE'
    const { outcome, closedOn, takenUpOn } = ending
    const statuses = found.notifications.map((one) =>
      statusAfter(ending, before?.notifications.find(isSame(one))?.status),
    )
    const isFirst = before?.takenUpOn === undefined && takenUpOn !== undefined
    return withEnding(found, before, {
      ...{ outcome, closedOn, statuses },
      ...(isFirst && { takenUpOn }),
    })
  }
}

/** An ending that says that nothing was taken up is how its notifications stand, too. */
function statusAfter(
  { outcome }: BulkEnding,
  stood: NotificationStatus | undefined,
): NotificationStatus {
  const same = STATUSES.find((status) => status === outcome)
  if (same !== undefined) return same
  return stood === undefined || stood === 'NOT_TAKEN_UP_YET' ? 'TAKEN_UP' : stood
}

function isSame(one: { readonly creditorId: string; readonly notificationId: string }) {
  return (other: typeof one) =>
    one.creditorId === other.creditorId && one.notificationId === other.notificationId
}

async function shown(
  view: WorkView,
  query: Readonly<Record<string, string>>,
  refused?: { readonly typed: Form; readonly mistakes: readonly Remark[] },
): Promise<Answer> {
  const { context, worker, speaker } = view
  const asked = query['month']
  const month = asked === undefined || asked === '' ? undefined : parseMonth(asked)
  const read = readFilter(query)
  const filter: InboxFilter = { ...read, size: read.size > MOST_IN_BULK ? 200 : read.size }
  const choice = await readBulk(context, worker, month, filter)
  const title = speaker.say('bulk.title')
  if (choice === undefined) {
    const body = html`<h1 class="utrecht-heading-1">${title}</h1>
      <div class="card"><p class="utrecht-paragraph">${speaker.say('cases.none')}</p></div>`
    return { title, body }
  }
  const texts = await readTexts(context, worker)
  const today = dayOf(context.clock.now())
  return {
    title,
    body: bulkPage(view, { choice, filter, texts, today, ...refused }),
    status: refused === undefined ? 200 : 400,
    script: 'work',
  }
}
