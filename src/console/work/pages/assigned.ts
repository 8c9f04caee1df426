import type { Day } from '../../../kernel/calendar.js'
import type { HeldCase, HeldCases, WorkTexts } from '../../../workbench/index.js'
import { html, type Html } from '../../html.js'
import { stackedTable } from '../../table.js'
import type { WorkView } from '../work-page.js'
import { attemptFields } from './attempt-fields.js'
import { lettersCard } from './letters.js'
import { openingCard } from './opening.js'

/** The cases in the hands of an executor; who they are about is filled in by its browser. */
export function assignedPage(view: WorkView, { held: rows, gone }: HeldCases): Html {
  const { say, word, day, instant } = view.speaker
  const title = say('assigned.title', { name: view.worker.municipalityName })
  if (rows.length === 0) {
    return html`<h1 class="utrecht-heading-1">${title}</h1>
      ${leftAlone(view, gone)}
      <div class="card"><p class="utrecht-paragraph">${say('assigned.none')}</p></div>`
  }
  const columns = [
    { label: say('cases.case') },
    { label: say('cases.name') },
    { label: say('cases.address') },
    { label: say('cases.urgency') },
    { label: say('cases.deadline') },
    { label: say('assigned.since') },
    { label: say('assigned.mind') },
  ]
  const sealed = html`<span class="soft">${say('cases.sealed')}</span>`
  const cells = rows.map(
    ({ assignmentId, caseId, urgency, deadlineOn, assignedAt, isDisputed }) => [
      html`<a href="/console/work/assigned/${assignmentId}" data-case="${assignmentId}"
        ><code>${caseId.slice(0, 8)}</code></a
      >`,
      html`<span data-of="name" data-for="${assignmentId}">${sealed}</span>`,
      html`<span data-of="address" data-for="${assignmentId}">${sealed}</span>`,
      word('urgency', urgency),
      deadlineOn === null ? '' : day(deadlineOn),
      instant(assignedAt),
      isDisputed ? html`<strong class="bad">${word('withheld', 'DISPUTED')}</strong>` : '',
    ],
  )
  return html`<h1 class="utrecht-heading-1">${title}</h1>
    ${leftAlone(view, gone)} ${openingCard(view, '', 'visits')}
    <section class="card" data-work="assigned">${stackedTable(title, columns, cells)}</section>`
}

/** One case in the hands of an executor: who, where, and what was tried. */
export function assignmentPage(
  view: WorkView,
  { assignmentId, caseId, urgency, deadlineOn, isDisputed }: HeldCase,
  texts: WorkTexts,
  today: Day,
): Html {
  const { speaker, formToken, query } = view
  const { say, word, day } = speaker
  const facts = (['name', 'address', 'phone', 'email'] as const).map(
    (field) =>
      html`<dt>${say(`case.${field}`)}</dt>
        <dd data-of="${field}" data-for="${assignmentId}">
          <span class="soft">${say('cases.sealed')}</span>
        </dd>`,
  )
  return html`<h1 class="utrecht-heading-1">${say('case.title', { id: caseId.slice(0, 8) })}</h1>
    <p class="utrecht-paragraph">
      <a class="utrecht-link" href="/console/work/assigned">${say('case.back')}</a>
    </p>
    ${
      query['saved'] === '1' &&
      html`<div class="utrecht-alert utrecht-alert--ok" role="status">
        <p>${say('assigned.saved')}</p>
      </div>`
    }
    ${
      isDisputed &&
      html`<div class="utrecht-alert utrecht-alert--warning" role="note" data-disputed>
        <p>${say('assigned.disputed')}</p>
      </div>`
    }
    ${openingCard(view, '', 'one')}
    <section class="card" data-work="assigned" data-case="${assignmentId}">
      <h2 class="utrecht-heading-2">${say('case.person')}</h2>
      <dl class="facts">
        ${facts}
        <dt>${say('cases.urgency')}</dt>
        <dd>${word('urgency', urgency)}</dd>
        ${
          deadlineOn !== null &&
          html`<dt>${say('cases.deadline')}</dt>
            <dd>${day(deadlineOn)}</dd>`
        }
      </dl>
    </section>
    <section class="card">
      <h2 class="utrecht-heading-2">${say('assigned.record')}</h2>
      <form method="post" action="/console/work/assigned/${assignmentId}">
        <input type="hidden" name="token" value="${formToken}" />
        ${attemptFields(speaker, today)}
        <div class="actions">
          <button class="utrecht-button utrecht-button--primary-action" type="submit">
            ${say('case.add_contact')}
          </button>
        </div>
      </form>
    </section>
    ${lettersCard(view, { texts, today }, ['CARD'])}`
}

/**
 * Cases that may still stand on somebody's list of visits and are not to be visited any more, by the
 * number that this list bears; no name, no reason.
 */
function leftAlone({ speaker: { say } }: WorkView, gone: HeldCases['gone']): Html | false {
  if (gone.length === 0) return false
  return html`<div class="utrecht-alert utrecht-alert--warning" role="note" data-gone>
    <p>${say('assigned.gone')}</p>
    <ul>
      ${gone.map(({ caseId }) => html`<li>${say('case.title', { id: caseId.slice(0, 8) })}</li>`)}
    </ul>
  </div>`
}
