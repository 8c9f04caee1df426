import { logSubjectsOf } from '../identity/index.js'
import { dayOf } from '../kernel/calendar.js'
import { HubError } from '../kernel/errors.js'
import { firstOf, partyNames } from '../log-review/index.js'
import {
  DECISIONS,
  keepOwnAddress,
  listPlans,
  makeReport,
  OFFICER_STEPS,
  readItem,
  readPlan,
  takeStep,
} from '../reviews/index.js'
import type { Answer, PageRoute, View } from './page.js'
import { itemPage } from './pages/review-item.js'
import { reportFile } from './pages/review-report.js'
import { planPage, reviewPage, type ReviewPage } from './pages/review.js'
import { readAddress } from './review/own-address.js'
import { keepQuestion } from './searches/service.js'

const OFFICER = ['officer'] as const

async function plans(
  view: View,
  { typed, mistakes }: Pick<ReviewPage, 'typed' | 'mistakes'>,
): Promise<Answer> {
  const { context, person, speaker, query, formToken } = view
  const found = await listPlans(context, person, query['log'] ?? firstOf(person))
  const names = await partyNames(context, person)
  const { controllers } = person
  const page = { found, controllers, names, typed, mistakes, formToken }
  return {
    title: speaker.say('review.title'),
    body: reviewPage(speaker, page),
    status: mistakes.length > 0 ? 400 : 200,
  }
}

const list: PageRoute = {
  name: 'consoleReview',
  method: 'GET',
  path: '/console/review',
  roles: OFFICER,
  answer: (view) => plans(view, { typed: undefined, mistakes: [] }),
}

const plan: PageRoute = {
  name: 'consoleReview',
  method: 'GET',
  path: '/console/review/:plan',
  roles: OFFICER,
  async answer({ context, person, speaker, params, formToken }) {
    const opened = await readPlan(context, person, params['plan'] ?? '')
    const names = await partyNames(context, person)
    const title = speaker.say('review.plan_title', { month: opened.plan.month })
    return { title, body: planPage(speaker, { ...opened, names, formToken }) }
  },
}

const report: PageRoute = {
  name: 'consoleReviewReport',
  method: 'POST',
  path: '/console/review/:plan/report',
  roles: OFFICER,
  async answer({ context, person, speaker, params, form }) {
    const format = form.get('format') === 'html' ? 'html' : 'json'
    const signed = await makeReport(context, person, params['plan'] ?? '', format)
    const file = `review-${signed.report.month}`
    if (format === 'json') {
      const text = `${JSON.stringify(signed, null, 2)}\n`
      return { download: `${file}.json`, type: 'application/json; charset=utf-8', text }
    }
    const text = reportFile(speaker, signed, await partyNames(context, person))
    return { download: `${file}.html`, type: 'text/html; charset=utf-8', text }
  },
}

const item: PageRoute = {
  name: 'consoleReview',
  method: 'GET',
  path: '/console/review/items/:item',
  roles: OFFICER,
  async answer({ context, person, speaker, params, formToken }) {
    const opened = await readItem(context, person, params['item'] ?? '')
    const names = await partyNames(context, person)
    const { position, month } = opened.item
    const title = speaker.say('review.item_title', { position: position + 1, month })
    return { title, body: itemPage(speaker, { ...opened, names, formToken }) }
  },
}

const step: PageRoute = {
  name: 'consoleReviewStep',
  method: 'POST',
  path: '/console/review/items/:item',
  roles: OFFICER,
  async answer({ context, person, params, form }) {
    const id = params['item'] ?? ''
    const asked = OFFICER_STEPS.find((each) => each === form.get('step'))
    if (asked === undefined) throw new HubError('request.malformed', 'There is no such step.')
    const decision =
      asked === 'DECIDE' ? DECISIONS.find((each) => each === form.get('decision')) : undefined
    await takeStep(context, person, id, { step: asked, text: form.get('text') ?? '', decision })
    return { redirect: `/console/review/items/${id}` }
  },
}

/** The entry of an item, through a search of its log: the look has its reason and its own entry. */
const entry: PageRoute = {
  name: 'consoleReview',
  method: 'POST',
  path: '/console/review/items/:item/entry',
  roles: OFFICER,
  async answer({ context, person, speaker, params }) {
    const opened = await readItem(context, person, params['item'] ?? '')
    const { position, month, entry: entryId } = opened.item
    const reason = speaker.say('review.entry_reason', { position: position + 1, month })
    const owner = { party: person.id, holder: person.holder }
    const question = { controller: opened.controller, reason, asked: {} }
    const search = await keepQuestion(context, owner, question)
    return { redirect: `/console/search/${search}/entries/${entryId}` }
  },
}

const ownAddress: PageRoute = {
  name: 'consoleOwnAddress',
  method: 'POST',
  path: '/console/review/own-address',
  roles: OFFICER,
  async answer(view) {
    const { context, person, form } = view
    const { typed, mistakes } = readAddress(form)
    if (mistakes.length > 0) return plans(view, { typed, mistakes })
    const { municipality, postcode, houseNumber } = typed
    const resident = {
      person: { initials: '', surname: '' },
      address: { postcode, houseNumber: Number(houseNumber) },
    }
    const today = dayOf(context.clock.now())
    const subjects = logSubjectsOf(context.epochs, municipality, resident, today)
    const households = subjects.map(({ household }) => household)
    await keepOwnAddress(context, person, households)
    return { redirect: '/console/review' }
  },
}

const removeAddress: PageRoute = {
  name: 'consoleOwnAddress',
  method: 'POST',
  path: '/console/review/own-address/remove',
  roles: OFFICER,
  async answer({ context, person }) {
    await keepOwnAddress(context, person, [])
    return { redirect: '/console/review' }
  },
}

/** The monthly review: plans, items, what is done with them, and the report. */
export const REVIEW_PAGES: readonly PageRoute[] = [
  list,
  plan,
  report,
  item,
  step,
  entry,
  ownAddress,
  removeAddress,
]
