import { logSubjectsOf, rightsSubjectOf } from '../identity/index.js'
import { dayOf, isDay, type Day } from '../kernel/calendar.js'
import { partyNames } from '../log-review/index.js'
import {
  ANSWERS,
  answerRequest,
  CLOCK_KINDS,
  extendableUntil,
  extendRequest,
  isReceivable,
  liftRequest,
  listRequests,
  readClock,
  readRequest,
  registerAccess,
  registerRequest,
  type Clock,
} from '../rights/index.js'
import { HubError } from '../kernel/errors.js'
import type { FieldMistake } from './mistakes.js'
import type { Answer, PageRoute, View } from './page.js'
import { accessPage, type ClockPage } from './pages/rights-clock.js'
import { requestPage } from './pages/rights-request.js'
import { rightsPage, type RightsField, type RightsPage } from './pages/rights.js'
import { readResident, residentOf } from './resident/question.js'

const OFFICER = ['officer'] as const

const LONGEST_REASON = 500

async function requests(
  view: View,
  filled: Pick<RightsPage, 'typed' | 'kind' | 'receivedOn' | 'mistakes'>,
): Promise<Answer> {
  const { context, person, speaker, query, formToken } = view
  const found = await listRequests(context, person, query['after'])
  const today = dayOf(context.clock.now())
  return {
    title: speaker.say('rights.title'),
    body: rightsPage(speaker, { ...filled, found, today, formToken }),
    status: filled.mistakes.length > 0 ? 400 : 200,
  }
}

const list: PageRoute = {
  name: 'consoleRights',
  method: 'GET',
  path: '/console/rights',
  roles: OFFICER,
  answer: (view) => {
    const receivedOn = dayOf(view.context.clock.now())
    return requests(view, { typed: undefined, kind: 'ACCESS', receivedOn, mistakes: [] })
  },
}

const register: PageRoute = {
  name: 'consoleRightsRegister',
  method: 'POST',
  path: '/console/rights',
  roles: OFFICER,
  async answer(view) {
    const { context, person, form } = view
    const today = dayOf(context.clock.now())
    const { typed, mistakes } = readResident(form)
    const all: FieldMistake<RightsField>[] = [...mistakes]
    const kind = CLOCK_KINDS.find((each) => each === form.get('kind'))
    const receivedOn = form.get('receivedOn') ?? today
    // What has effects reaches one person of a household, whom only initials tell from the others.
    if (kind !== 'ACCESS' && typed.initials === '') {
      all.push({ field: 'initials', message: 'form.required' })
    }
    if (!isDay(receivedOn) || !isReceivable(receivedOn, today)) {
      all.push({ field: 'receivedOn', message: 'clock.received_wrong' })
    }
    const again = (mistaken: readonly FieldMistake<RightsField>[]) =>
      requests(view, { typed, kind: kind ?? 'ACCESS', receivedOn, mistakes: mistaken })
    if (all.length > 0 || kind === undefined) return again(all)
    const { municipality, reason } = typed
    const asked = { municipality, reason, receivedOn: receivedOn as Day }
    if (kind === 'ACCESS') {
      const persons = logSubjectsOf(context.epochs, municipality, residentOf(typed), today)
      return { redirect: pathOf(await registerAccess(context, person, asked, persons)) }
    }
    const subject = rightsSubjectOf(context.epochs, municipality, residentOf(typed), today)
    if (subject === undefined) return again([{ field: 'surname', message: 'rights.unnamed' }])
    return { redirect: pathOf(await registerRequest(context, person, { ...asked, kind }, subject)) }
  },
}

const show: PageRoute = {
  name: 'consoleRights',
  method: 'GET',
  path: '/console/rights/:request',
  roles: OFFICER,
  answer: (view) => request(view, false),
}

async function request(view: View, isWrong: boolean): Promise<Answer> {
  const { context, person, speaker, params, formToken } = view
  const id = params['request'] ?? ''
  const found = await readClock(context, person, id)
  if (found === undefined) throw new HubError('route.unknown', 'There is no such request.')
  const clock = clockPage(view, found, isWrong)
  const shown = { title: speaker.say('rights.request'), status: isWrong ? 400 : 200 } as const
  if (found.kind === 'ACCESS') return { ...shown, body: accessPage(speaker, clock) }
  const opened = await readRequest(context, person, id)
  const names = await partyNames(context, person)
  const { today } = clock
  const page = { ...opened, names, today, formToken, clock }
  return { ...shown, body: requestPage(speaker, page) }
}

function clockPage({ context, formToken }: View, clock: Clock, isWrong: boolean): ClockPage {
  const today = dayOf(context.clock.now())
  const canExtend = clock.extendedAt === null && today <= extendableUntil(clock.receivedOn)
  return { clock, today, canExtend, isWrong, formToken }
}

const extend: PageRoute = {
  name: 'consoleRightsExtend',
  method: 'POST',
  path: '/console/rights/:request/extend',
  roles: OFFICER,
  async answer(view) {
    const { context, person, params, form } = view
    const id = params['request'] ?? ''
    const dueOn = form.get('dueOn') ?? ''
    const reason = form.get('why') ?? ''
    if (!isDay(dueOn) || reason === '' || reason.length > LONGEST_REASON) return request(view, true)
    await extendRequest(context, person, id, { dueOn, reason })
    return { redirect: pathOf(id) }
  },
}

const close: PageRoute = {
  name: 'consoleRightsAnswer',
  method: 'POST',
  path: '/console/rights/:request/answer',
  roles: OFFICER,
  async answer({ context, person, params, form }) {
    const id = params['request'] ?? ''
    const answer = ANSWERS.find((each) => each === form.get('answer'))
    if (answer === undefined) throw new HubError('request.malformed', 'This is not an answer.')
    await answerRequest(context, person, id, answer)
    return { redirect: pathOf(id) }
  },
}

const lift: PageRoute = {
  name: 'consoleRightsLift',
  method: 'POST',
  path: '/console/rights/:request/lift',
  roles: OFFICER,
  async answer({ context, person, params }) {
    const id = params['request'] ?? ''
    await liftRequest(context, person, id)
    return { redirect: pathOf(id) }
  },
}

/** Requests of residents: registered, followed until they are answered, and lifted. */
export const RIGHTS_PAGES: readonly PageRoute[] = [list, register, show, extend, close, lift]

function pathOf(request: string): `/console${string}` {
  return `/console/rights/${request}`
}
