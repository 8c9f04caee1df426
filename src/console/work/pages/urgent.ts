import type { components } from '../../../generated/openapi.js'
import { html, type Html } from '../../html.js'
import { stackedTable } from '../../table.js'
import type { WorkView } from '../work-page.js'
import { openingCard } from './opening.js'

type UrgentItem = components['schemas']['UrgentItem']

/** Rows on a page: as many as one form can tick off. */
const MOST = 150

/** The urgent lane: why, until when, and by whom; names are filled in by the browser. */
export function urgentPage(view: WorkView, all: readonly UrgentItem[]): Html {
  const { speaker, formToken } = view
  const { say } = speaker
  const items = all.slice(0, MOST)
  if (items.length === 0) {
    return html`<h1 class="utrecht-heading-1">${say('urgent.title')}</h1>
      <div class="card"><p class="utrecht-paragraph">${say('urgent.none')}</p></div>`
  }
  const columns = [
    { label: say('urgent.seen') },
    { label: say('urgent.reason') },
    { label: say('cases.name') },
    { label: say('cases.address') },
    { label: say('urgent.deadline') },
    { label: say('case.creditor') },
    { label: say('case.sector') },
    { label: say('case.state') },
  ]
  const rows = items.map((item, at) => cells(view, item, at))
  return html`<h1 class="utrecht-heading-1">${say('urgent.title')}</h1>
    ${openingCard(view, '', 'list')}
    <form class="card" method="post" action="/console/work/urgent" data-work="urgent">
      <input type="hidden" name="token" value="${formToken}" />
      ${stackedTable(say('urgent.title'), columns, rows)}
      <p class="utrecht-paragraph small soft">${say('urgent.hint')}</p>
      <div class="actions">
        <button class="utrecht-button utrecht-button--secondary-action" type="submit">
          ${say('urgent.acknowledge')}
        </button>
      </div>
    </form>`
}

function cells({ speaker: { say, word, day } }: WorkView, item: UrgentItem, at: number) {
  const { urgentId, reason, deadlineOn, deadlineWorkingDays = 0, notification } = item
  const sealed = html`<span class="soft">${say('cases.sealed')}</span>`
  const label = `${say('urgent.seen')} ${at + 1}`
  return [
    html`<input
      type="checkbox"
      name="u_${String(at)}"
      value="${urgentId}"
      aria-label="${label}"
    />`,
    say(`urgent.${reason}`),
    html`<span data-of="name" data-for="${urgentId}" data-case="${urgentId}">${sealed}</span>`,
    html`<span data-of="address" data-for="${urgentId}">${sealed}</span>`,
    deadlineOn === undefined
      ? ''
      : say('urgent.days', { day: day(deadlineOn), count: deadlineWorkingDays }),
    notification.creditorName ?? notification.creditorId,
    notification.sector === undefined ? '' : word('sector', notification.sector),
    word('at_pull', item.statusAtPull),
  ]
}
