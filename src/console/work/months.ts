import { parseMonth } from '../../kernel/calendar.js'
import { HubError } from '../../kernel/errors.js'
import { acknowledgeMonth, readMonths, releasePart } from '../../workbench/index.js'
import type { Answer, PageRoute } from '../page.js'
import { monthPage, monthsPage } from './pages/months.js'
import { CASES_TYPE, workPage, type WorkView } from './work-page.js'

const PLACE = '/console/work/months'
const COORDINATOR = ['COORDINATOR'] as const

const list = workPage({
  name: 'workMonths',
  method: 'GET',
  path: PLACE,
  duties: COORDINATOR,
  async answer(view) {
    const months = await readMonths(view.context, view.worker)
    return { title: view.speaker.say('months.title'), body: monthsPage(view, months) }
  },
})

const look = workPage({
  name: 'workMonths',
  method: 'GET',
  path: `${PLACE}/:month`,
  duties: COORDINATOR,
  answer: (view) => shown(view, false),
})

/** A part of the month with its envelopes, for the script of the page. */
const sealed = workPage({
  name: 'workSealed',
  method: 'POST',
  path: `${PLACE}/:month/sealed`,
  duties: COORDINATOR,
  async answer({ context, worker, params, form }) {
    const month = parseMonth(params['month'] ?? '')
    const from = wholeIn(form.get('from'))
    if (from === undefined) throw new HubError('request.malformed', 'A part begins at a place.')
    const part = await releasePart(context, worker, month, from)
    return { json: JSON.stringify(part), typ: CASES_TYPE }
  },
})

/** Only whoever opened the whole month knows its count and root. */
const acknowledge = workPage({
  name: 'acknowledgeFeed',
  method: 'POST',
  path: `${PLACE}/:month`,
  duties: COORDINATOR,
  async answer(view) {
    const { context, worker, params, form } = view
    const month = parseMonth(params['month'] ?? '')
    const count = wholeIn(form.get('count'))
    const root = form.get('root') ?? ''
    const isWhole = count !== undefined && /^[0-9a-f]{64}$/.test(root)
    if (!isWhole || form.get('saved') !== 'yes') return shown(view, true)
    await acknowledgeMonth(context, worker, month, { count, root })
    return { redirect: `${PLACE}/${month}` }
  },
})

/** Opening a month whole, keeping it, and telling the hub that it may forget its names. */
export const MONTH_PAGES: readonly PageRoute[] = [list, look, sealed, acknowledge]

async function shown(view: WorkView, isIncomplete: boolean): Promise<Answer> {
  const { context, worker, params, speaker } = view
  const month = parseMonth(params['month'] ?? '')
  const months = await readMonths(context, worker)
  const found = months.find((each) => each.month === month)
  if (found === undefined) {
    throw new HubError('feed.unknown', 'There is no closed feed of that month.')
  }
  return {
    title: speaker.say('months.one', { month }),
    body: monthPage(view, found, isIncomplete),
    status: isIncomplete ? 400 : 200,
    script: 'work',
  }
}

/** A whole number from 0 on, as a form writes it. */
function wholeIn(text: string | undefined): number | undefined {
  return text !== undefined && /^[0-9]{1,9}$/.test(text) ? Number(text) : undefined
}
