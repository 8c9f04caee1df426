import { findBreachAsOfficer, type BreachQuestion } from '../breaches/index.js'
import { instantOf, isDay } from '../kernel/calendar.js'
import { HubError } from '../kernel/errors.js'
import { partyNames } from '../log-review/index.js'
import { registersFor } from '../registers/index.js'
import type { Form } from './form.js'
import type { Answer, PageRoute, View } from './page.js'
import { breachFoundPage, breachPage, type TypedBreach } from './pages/breach.js'
import { registersPage } from './pages/registers.js'

const OFFICER = ['officer'] as const

const registers: PageRoute = {
  name: 'consoleRegisters',
  method: 'GET',
  path: '/console/registers',
  roles: OFFICER,
  async answer({ context, person, speaker, query, formToken }) {
    const found = await registersFor(context, person, query['log'] ?? person.controllers[0])
    const names = await partyNames(context, person)
    const page = { found, controllers: person.controllers, names, formToken }
    return { title: speaker.say('registers.title'), body: registersPage(speaker, page) }
  },
}

const asJson: PageRoute = {
  name: 'consoleRegisters',
  method: 'POST',
  path: '/console/registers/json',
  roles: OFFICER,
  async answer({ context, person, form }) {
    const found = await registersFor(context, person, form.get('log') ?? person.controllers[0])
    return download('registers.json', found)
  },
}

const EMPTY: TypedBreach = { party: '', certificate: '', from: '', until: '', reason: '' }

const ask: PageRoute = {
  name: 'consoleBreachForm',
  method: 'GET',
  path: '/console/breach',
  roles: OFFICER,
  answer: (view) => Promise.resolve(asking(view, EMPTY, false)),
}

/** The answer to the form itself, so that nothing of the question stands in an address. */
const answer: PageRoute = {
  name: 'consoleBreach',
  method: 'POST',
  path: '/console/breach',
  roles: OFFICER,
  async answer(view) {
    const { context, person, speaker, form } = view
    const typed = typedIn(form)
    const question = questionOf(typed)
    if (question === undefined) return asking(view, typed, true)
    try {
      const found = await findBreachAsOfficer(context, person, undefined, question, typed.reason)
      return form.get('as') === 'json'
        ? download('breach.json', found)
        : { title: speaker.say('breach.title'), body: breachFoundPage(speaker, found) }
    } catch (error) {
      const isWrong =
        error instanceof HubError && /^(request[.]invalid|trace[.]reason_missing)$/.test(error.code)
      if (!isWrong) throw error
      return asking(view, typed, true)
    }
  },
}

/** Registers, and whom a breach concerns, for privacy officers. */
export const REGISTER_PAGES: readonly PageRoute[] = [registers, asJson, ask, answer]

function asking({ speaker, formToken }: View, typed: TypedBreach, isWrong: boolean): Answer {
  const title = speaker.say('breach.title')
  const body = breachPage(speaker, { typed, isWrong, formToken })
  return { title, body, status: isWrong ? 400 : 200 }
}

function typedIn(form: Form): TypedBreach {
  const text = (name: keyof TypedBreach) => (form.get(name) ?? '').trim()
  return {
    party: text('party'),
    certificate: text('certificate').toLowerCase(),
    from: text('from'),
    until: text('until'),
    reason: text('reason'),
  }
}

/** `undefined` when something has another form. */
function questionOf({ party, certificate, from, until }: TypedBreach): BreachQuestion | undefined {
  if ([from, until].some((text) => text !== '' && !isDay(text))) return undefined
  if (party !== '' && !/^[0-9A-Za-z-]{1,40}$/.test(party)) return undefined
  return {
    ...(party !== '' && { party }),
    ...(certificate !== '' && { certificate }),
    ...(isDay(from) && { from: instantOf(from, 0) }),
    ...(isDay(until) && { until: instantOf(until, 0) }),
  }
}

function download(name: string, value: unknown): Answer {
  return { download: name, type: 'application/json', text: `${JSON.stringify(value, null, 2)}\n` }
}
