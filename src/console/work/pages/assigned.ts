import type { Day } from '../../../kernel/calendar.js'
import type { AssignmentRow } from '../../../workbench/index.js'
import { html, type Html } from '../../html.js'
import { stackedTable } from '../../table.js'
import type { WorkView } from '../work-page.js'
import { attemptFields } from './attempt-fields.js'
import { openingCard } from './opening.js'

/** The cases in the hands of an executor; who they are about is filled in by its browser. */
export function assignedPage(view: WorkView, rows: readonly AssignmentRow[]): Html {
  const { say, word, day, instant } = view.speaker
  const title = say('assigned.title', { name: view.worker.municipalityName })
  if (rows.length === 0) {
    return html`<h1 class="utrecht-heading-1">${title}</h1>
      <div class="card"><p class="utrecht-paragraph">${say('assigned.none')}</p></div>`
  }
  const columns = [
    { label: say('cases.case') },
    { label: say('cases.name') },
    { label: say('cases.address') },
    { label: say('cases.urgency') },
    { label: say('cases.deadline') },
    { label: say('assigned.since') },
  ]
  const sealed = html`<span class="soft">${say('cases.sealed')}</span>`
  const cells = rows.map(({ assignmentId, caseId, urgency, deadlineOn, assignedAt }) => [
    html`<a href="/console/work/assigned/${assignmentId}" data-case="${assignmentId}"
      ><code>${caseId.slice(0, 8)}</code></a
    >`,
    html`<span data-of="name" data-for="${assignmentId}">${sealed}</span>`,
    html`<span data-of="address" data-for="${assignmentId}">${sealed}</span>`,
    word('urgency', urgency),
    deadlineOn === null ? '' : day(deadlineOn),
    instant(assignedAt),
  ])
  return html`<h1 class="utrecht-heading-1">${title}</h1>
    ${openingCard(view, '', 'visits')}
    <section class="card" data-work="assigned">${stackedTable(title, columns, cells)}</section>`
}

/** One case in the hands of an executor: who, where, and what was tried. */
export function assignmentPage(
  view: WorkView,
  { assignmentId, caseId, urgency, deadlineOn }: AssignmentRow,
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
    </section>`
}
