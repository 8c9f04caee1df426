import { beginWork, dutiesOf, type DutyRow } from '../../workbench/index.js'
import { html, type Html } from '../html.js'
import type { PageRoute, View } from '../page.js'
import { chooseMunicipality } from '../service.js'
import { navOfDuty, WORK_ROLES } from './work-page.js'

const PLACE = { path: '/console/work/choose', roles: WORK_ROLES } as const

/** Where a person chooses for which municipality to act in this session. */
const ask: PageRoute = {
  ...PLACE,
  name: 'workChoice',
  method: 'GET',
  async answer(view) {
    const duties = await dutiesOf(view.context, view.person)
    const now = duties.find(({ municipality }) => municipality === view.session.municipality)
    return {
      title: view.speaker.say('work.title'),
      body: choicePage(view, duties, now),
      ...(now !== undefined && { nav: navOfDuty(now.duty) }),
    }
  },
}

const choose: PageRoute = {
  ...PLACE,
  name: 'workBegin',
  method: 'POST',
  async answer({ context, person, session, form }) {
    const worker = await beginWork(context, person, form.get('municipality') ?? '')
    await chooseMunicipality(context, person, session, worker.municipality)
    const [first] = navOfDuty(worker.duty)
    return { redirect: first!.path }
  },
}

/** Choosing for which municipality to act. */
export const CHOICE_PAGES: readonly PageRoute[] = [ask, choose]

function choicePage(
  { speaker: { say, word }, formToken, person }: View,
  duties: readonly DutyRow[],
  now: DutyRow | undefined,
): Html {
  const isExecutor = person.roles.includes('executor')
  const buttons = duties.map(
    ({ municipality, name, duty }) =>
      html`<form method="post" action="/console/work/choose">
        <input type="hidden" name="token" value="${formToken}" />
        <input type="hidden" name="municipality" value="${municipality}" />
        <button class="utrecht-button utrecht-button--primary-action" type="submit">
          ${say('work.choose', { name })}
        </button>
        <span class="soft">${word('duty', duty)}</span>
      </form>`,
  )
  return html`<h1 class="utrecht-heading-1">${say('work.title')}</h1>
    <div class="card">
      ${
        now !== undefined &&
        html`<p class="utrecht-paragraph">
          ${say('work.now', { name: now.name, duty: word('duty', now.duty) })}
        </p>`
      }
      <p class="utrecht-paragraph">${say(duties.length > 0 ? 'work.intro' : 'work.none')}</p>
      ${
        isExecutor &&
        html`<p class="utrecht-paragraph">
          <a class="utrecht-link" href="/console/work/executor-key">${say('own_key.title')}</a>
        </p>`
      }
      <div class="actions">${buttons}</div>
    </div>`
}
