import type { Day } from '../../../kernel/calendar.js'
import {
  filterQuery,
  type BulkChoice,
  type InboxFilter,
  type InboxRow,
  type WorkTexts,
} from '../../../workbench/index.js'
import { choiceField, textField } from '../../fields.js'
import type { Form } from '../../form.js'
import { flag, html, type Html } from '../../html.js'
import { stackedTable } from '../../table.js'
import { BULK_OUTCOMES, readChosen } from '../bulk-form.js'
import type { Remark } from '../case-form.js'
import type { WorkView } from '../work-page.js'
import { attemptFields } from './attempt-fields.js'
import { fieldIn, type FilledForm } from './field-notes.js'
import { letterButtons } from './letters.js'
import { mistakesAlert } from './mistakes.js'
import { openingCard } from './opening.js'

/** What the page to choose cases shows. */
export interface BulkView {
  readonly choice: BulkChoice
  readonly filter: InboxFilter
  readonly texts: WorkTexts
  readonly today: Day
  /** The form as it came, when it was refused. */
  readonly typed?: Form
  readonly mistakes?: readonly Remark[]
}

/**
 * Cases to choose from, and what can be done about all that were chosen: one attempt, one ending, and
 * their letters, which the browser fills in. Works without script but for the letters.
 */
export function bulkPage(view: WorkView, page: BulkView): Html {
  const { speaker, formToken } = view
  const { say } = speaker
  const { choice, filter, typed, mistakes = [] } = page
  const { month, rows } = choice
  const query = filterQuery(filter, { month })
  return html`<h1 class="utrecht-heading-1">${say('bulk.title')}</h1>
    <p class="utrecht-paragraph">
      <a class="utrecht-link" href="/console/work/cases?${query}">${say('case.back')}</a>
    </p>
    ${mistakes.length > 0 && mistakesAlert(speaker, mistakes)}
    ${
      rows.length === 0
        ? html`<p class="utrecht-paragraph">${say('cases.nothing')}</p>`
        : html`${openingCard(view, month, 'case')}
            <form method="post" action="/console/work/bulk" data-bulk>
              <input type="hidden" name="token" value="${formToken}" />
              <input type="hidden" name="month" value="${month}" />
              <input type="hidden" name="filter" value="${filterQuery(filter)}" />
              ${choices(view, page)} ${letters(view, page)} ${attempt(view, page)}
              ${ending({ speaker, values: typed ?? new Map(), mistakes })}
            </form>`
    }`
}

function choices({ speaker }: WorkView, { choice, filter, typed }: BulkView): Html {
  const { say, word, euros } = speaker
  const { month, rows, versions, total } = choice
  // What was chosen stays so, with the version that was seen: it may have changed since.
  const chosen = new Map(typed && readChosen(typed).map(({ caseId, version }) => [caseId, version]))
  const columns = [
    { label: say('cases.case') },
    { label: say('cases.name') },
    { label: say('cases.address') },
    { label: say('cases.urgency') },
    { label: say('cases.stage') },
    { label: say('cases.amount'), isCount: true },
    { label: say('cases.attempts'), isCount: true },
  ]
  const sealed = html`<span class="soft">${say('cases.sealed')}</span>`
  const cells = (row: InboxRow, at: number) => {
    const { caseId } = row
    const version = chosen.get(caseId) ?? versions.get(caseId) ?? 0
    return [
      html`<div class="choice">
        <input
          type="checkbox"
          id="case_${at}"
          name="case_${at}"
          value="${caseId}.${version}"
          data-chosen="${caseId}"
          ${flag('checked', chosen.has(caseId))}
        />
        <label for="case_${at}"><code data-case="${caseId}">${caseId.slice(0, 8)}</code></label>
        <a class="hint" href="/console/work/cases/${month}/${caseId}">${say('bulk.look')}</a>
      </div>`,
      html`<span data-of="name" data-for="${caseId}">${sealed}</span>`,
      html`<span data-of="address" data-for="${caseId}">${sealed}</span>`,
      row.status === 'WITHDRAWN' ? word('at_pull', 'WITHDRAWN') : word('urgency', row.urgency),
      word('stage', row.stage),
      euros(row.totalArrearsCents),
      row.attempts,
    ]
  }
  const pages = Math.max(1, Math.ceil(total / filter.size))
  const link = (page: number, text: string) => {
    const query = filterQuery(filter, { month, page: String(page) })
    return html`<a class="utrecht-link" href="/console/work/bulk?${query}">${text}</a>`
  }
  return html`<section class="card" data-work="cases" data-month="${month}">
    <p class="utrecht-paragraph">${say('bulk.hint')}</p>
    <p class="utrecht-paragraph" role="status">
      ${say('cases.found', { count: speaker.number(total), page: filter.page, pages })}
    </p>
    <p hidden class="choice" data-all>
      <input type="checkbox" id="all" />
      <label for="all">${say('bulk.all')}</label>
    </p>
    ${stackedTable(say('cases.list'), columns, rows.map(cells))}
    <div class="pager">
      ${filter.page > 1 && link(filter.page - 1, say('cases.earlier'))}
      ${filter.page < pages && link(filter.page + 1, say('cases.later'))}
    </div>
  </section>`
}

function letters(view: WorkView, { texts, today }: BulkView): Html {
  const { say } = view.speaker
  // The script puts the numbers in.
  const printed = say('bulk.printed', { count: '{count}', left: '{left}' })
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('bulk.letters')}</h2>
    <p class="utrecht-paragraph">${say('bulk.letters_hint')}</p>
    ${letterButtons(view, texts, today, 'chosen')}
    <p class="utrecht-paragraph" role="status" data-printed="${printed}"></p>
  </section>`
}

function attempt({ speaker }: WorkView, { today, typed }: BulkView): Html {
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${speaker.say('bulk.attempt')}</h2>
    ${attemptFields(speaker, today, typed ?? new Map([['kind', 'LETTER']]))}
    ${send('attempt', speaker.say('bulk.save_attempt'))}
  </section>`
}

function ending(form: FilledForm): Html {
  const { say, word } = form.speaker
  const options = BULK_OUTCOMES.map((code) => [code, word('outcome', code)] as const)
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('bulk.ending')}</h2>
    <p class="utrecht-paragraph">${say('bulk.ending_hint')}</p>
    <div class="fields">
      ${choiceField(fieldIn(form, 'outcome', say('case.ending')), [['', '–'], ...options])}
      ${textField(fieldIn(form, 'closedOn', say('case.closedOn')), { type: 'date' })}
      ${textField(fieldIn(form, 'takenUpOn', say('case.takenUpOn'), say('bulk.taken_up_hint')), {
        type: 'date',
      })}
    </div>
    ${send('ending', say('bulk.save_ending'))}
  </section>`
}

function send(act: 'attempt' | 'ending', text: string): Html {
  return html`<div class="actions">
    <button
      class="utrecht-button utrecht-button--primary-action"
      type="submit"
      name="act"
      value="${act}"
    >
      ${text}
    </button>
  </div>`
}
