import type { components } from '../../../generated/openapi.js'
import { html, type Child, type Html } from '../../html.js'
import { stackedTable } from '../../table.js'
import type { WorkView } from '../work-page.js'
import { openingCard } from './opening.js'
import { urgentCells, urgentColumns } from './urgent-row.js'

type UrgentItem = components['schemas']['UrgentItem']
type Notice = components['schemas']['RightsNotice']

/** Rows on a page: as many as one form can tick off. */
const MOST = 150

/**
 * The urgent lane: what residents asked for, then items with why, until when, and by whom; names are
 * filled in by the browser.
 */
export function urgentPage(
  view: WorkView,
  all: readonly UrgentItem[],
  notices: readonly Notice[],
): Html {
  const { say } = view.speaker
  return html`<h1 class="utrecht-heading-1">${say('urgent.title')}</h1>
    ${notices.length > 0 && corrections(view, notices.slice(0, MOST))}
    ${all.length > 0 && lane(view, all.slice(0, MOST))}
    ${
      all.length + notices.length === 0 &&
      html`<div class="card"><p class="utrecht-paragraph">${say('urgent.none')}</p></div>`
    }`
}

/** What the hub signed after residents asked for something, oldest first: the last one counts. */
function corrections({ speaker, formToken }: WorkView, notices: readonly Notice[]): Html {
  const { say, word, instant } = speaker
  const columns = [
    { label: say('urgent.seen') },
    { label: say('correction.action') },
    { label: say('correction.because') },
    { label: say('correction.issued') },
    { label: say('correction.cases') },
    { label: say('correction.count'), isCount: true },
  ]
  const rows = notices.map(({ noticeId, statement }, at) => [
    tick(noticeId, at, `${say('urgent.seen')}: ${say('correction.title')} ${at + 1}`),
    word('correction', statement.action),
    word('right', statement.kind),
    instant(new Date(statement.issuedAt)),
    casesOf(statement.notifications),
    statement.notifications.length,
  ])
  return html`<form class="card" method="post" action="/console/work/urgent">
    <h2 class="utrecht-heading-2">${say('correction.title')}</h2>
    <p class="utrecht-paragraph">${say('correction.hint')}</p>
    <input type="hidden" name="token" value="${formToken}" />
    ${stackedTable(say('correction.title'), columns, rows)}
    <div class="actions">
      <button class="utrecht-button utrecht-button--secondary-action" type="submit">
        ${say('correction.acknowledge')}
      </button>
    </div>
  </form>`
}

/** Links to the cases that a correction is about, each once. */
function casesOf(notifications: Notice['statement']['notifications']): Child {
  const months = new Map(
    notifications.flatMap(({ caseId, month }) => (caseId === undefined ? [] : [[caseId, month]])),
  )
  return [...months].map(
    ([caseId, month]) =>
      html`<a class="utrecht-link" href="/console/work/cases/${month}/${caseId}"
        >${caseId.slice(0, 8)}</a
      > `,
  )
}

function tick(id: string, at: number, label: string): Html {
  return html`<input type="checkbox" name="u_${String(at)}" value="${id}" aria-label="${label}" />`
}

function lane(view: WorkView, items: readonly UrgentItem[]): Html {
  const { speaker, formToken } = view
  const { say } = speaker
  const shown = new Set(
    items.flatMap(({ notification: { kind, notificationId } }) =>
      kind === 'WITHDRAWAL' ? [] : [notificationId],
    ),
  )
  const rows = items.map((item, at) => {
    const box = tick(item.urgentId, at, `${say('urgent.seen')} ${at + 1}`)
    return urgentCells(speaker, item, box, shown)
  })
  return html`${openingCard(view, '', 'list')}
    <form class="card" method="post" action="/console/work/urgent" data-work="urgent">
      <input type="hidden" name="token" value="${formToken}" />
      ${stackedTable(say('urgent.title'), urgentColumns(speaker), rows)}
      <p class="utrecht-paragraph small soft">${say('urgent.hint')}</p>
      <div class="actions">
        <button class="utrecht-button utrecht-button--secondary-action" type="submit">
          ${say('urgent.acknowledge')}
        </button>
      </div>
    </form>`
}
