import { rightsSubjectOf } from '../identity/index.js'
import { dayOf } from '../kernel/calendar.js'
import { partyNames } from '../log-review/index.js'
import {
  liftRequest,
  listRequests,
  readRequest,
  registerRequest,
  RIGHT_KINDS,
} from '../rights/index.js'
import type { FieldMistake } from './mistakes.js'
import type { Answer, PageRoute, View } from './page.js'
import { requestPage } from './pages/rights-request.js'
import { rightsPage, type RightsPage } from './pages/rights.js'
import { readResident, residentOf, type ResidentField } from './resident/question.js'

const OFFICER = ['officer'] as const

async function requests(
  view: View,
  { typed, kind, mistakes }: Pick<RightsPage, 'typed' | 'kind' | 'mistakes'>,
): Promise<Answer> {
  const { context, person, speaker, formToken } = view
  const found = await listRequests(context, person)
  const today = dayOf(context.clock.now())
  const page = { found, typed, kind, mistakes, today, formToken }
  return {
    title: speaker.say('rights.title'),
    body: rightsPage(speaker, page),
    status: mistakes.length > 0 ? 400 : 200,
  }
}

const list: PageRoute = {
  name: 'consoleRights',
  method: 'GET',
  path: '/console/rights',
  roles: OFFICER,
  answer: (view) => requests(view, { typed: undefined, kind: 'OBJECTION', mistakes: [] }),
}

const register: PageRoute = {
  name: 'consoleRightsRegister',
  method: 'POST',
  path: '/console/rights',
  roles: OFFICER,
  async answer(view) {
    const { context, person, form } = view
    const { typed, mistakes } = readResident(form)
    const kind = RIGHT_KINDS.find((each) => each === form.get('kind'))
    const isNamed = typed.initials !== ''
    const all: FieldMistake<ResidentField>[] = isNamed
      ? [...mistakes]
      : [...mistakes, { field: 'initials', message: 'form.required' }]
    if (all.length > 0 || kind === undefined) {
      return requests(view, { typed, kind: kind ?? 'OBJECTION', mistakes: all })
    }
    const { municipality, reason } = typed
    const today = dayOf(context.clock.now())
    const subject = rightsSubjectOf(context.epochs, municipality, residentOf(typed), today)
    if (subject === undefined) {
      const unnamed = [{ field: 'surname', message: 'rights.unnamed' }] as const
      return requests(view, { typed, kind, mistakes: unnamed })
    }
    const asked = { municipality, kind, reason }
    const id = await registerRequest(context, person, asked, subject)
    return { redirect: `/console/rights/${id}` }
  },
}

const show: PageRoute = {
  name: 'consoleRights',
  method: 'GET',
  path: '/console/rights/:request',
  roles: OFFICER,
  async answer({ context, person, speaker, params, formToken }) {
    const opened = await readRequest(context, person, params['request'] ?? '')
    const names = await partyNames(context, person)
    const today = dayOf(context.clock.now())
    const body = requestPage(speaker, { ...opened, names, today, formToken })
    return { title: speaker.say('rights.request'), body }
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
    return { redirect: `/console/rights/${id}` }
  },
}

/** Objections and other requests of residents: registered, followed, and lifted. */
export const RIGHTS_PAGES: readonly PageRoute[] = [list, register, show, lift]
