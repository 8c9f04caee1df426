import type { KeptMonth } from '../../../workbench/index.js'
import { html, type Html } from '../../html.js'
import { stackedTable } from '../../table.js'
import type { WorkView } from '../work-page.js'
import { spokenTexts } from './opening.js'

/** Closed months: which were acknowledged, and until when the sealed names of each stay. */
export function monthsPage({ speaker }: WorkView, months: readonly KeptMonth[]): Html {
  const { say, day, number } = speaker
  const columns = [
    { label: say('cases.month') },
    { label: say('nav.cases'), isCount: true },
    { label: say('months.acknowledged') },
    { label: say('months.until') },
  ]
  const rows = months.map(({ month, cases, acknowledgedAt, untilOn }) => [
    html`<a href="/console/work/months/${month}">${month}</a>`,
    number(cases),
    acknowledgedAt === null ? say('months.not_yet') : speaker.instant(acknowledgedAt),
    day(untilOn),
  ])
  return html`<h1 class="utrecht-heading-1">${say('months.title')}</h1>
    <p class="utrecht-paragraph">${say('months.intro')}</p>
    ${
      months.length === 0
        ? html`<div class="card"><p class="utrecht-paragraph">${say('cases.none')}</p></div>`
        : html`<section class="card">${stackedTable(say('months.title'), columns, rows)}</section>`
    }`
}

/** One month: opened whole, saved as a file, then acknowledged, in that order. */
export function monthPage(view: WorkView, found: KeptMonth, isIncomplete: boolean): Html {
  const { speaker } = view
  const { say, day } = speaker
  const { month, acknowledgedAt, untilOn } = found
  return html`<h1 class="utrecht-heading-1">${say('months.one', { month })}</h1>
    <p class="utrecht-paragraph">
      <a class="utrecht-link" href="/console/work/months">${say('months.back')}</a>
    </p>
    ${
      isIncomplete &&
      html`<div class="utrecht-alert utrecht-alert--error" role="alert">
        <p>${say('months.incomplete')}</p>
      </div>`
    }
    ${
      acknowledgedAt !== null &&
      html`<div class="utrecht-alert utrecht-alert--ok" role="status">
        <p>${say('months.done', { at: speaker.instant(acknowledgedAt), day: day(untilOn) })}</p>
      </div>`
    }
    ${keepCard(view, found)} ${acknowledgedAt === null && acknowledgeCard(view, found)}`
}

function keepCard({ speaker, formToken }: WorkView, { month, cases }: KeptMonth): Html {
  const { say, number } = speaker
  return html`<section
    class="card"
    data-month-whole="${month}"
    data-token="${formToken}"
    data-count="${String(cases)}"
  >
    <h2 class="utrecht-heading-2">${say('months.keep')}</h2>
    <p class="utrecht-paragraph">${say('months.keep_intro', { count: number(cases) })}</p>
    <p class="utrecht-paragraph" data-said="no_script">${say('open.no_script')}</p>
    <div class="actions">
      <button
        class="utrecht-button utrecht-button--primary-action"
        type="button"
        data-open-month
        ${{ flag: 'disabled', on: true } as const}
      >
        ${say('months.open')}
      </button>
    </div>
    <p class="utrecht-paragraph" role="status" data-say></p>
    <div data-opened hidden class="actions" role="group" aria-label="${say('open.take_along')}">
      ${(['json', 'csv', 'xlsx'] as const).map(
        (form) =>
          html`<button
            class="utrecht-button utrecht-button--secondary-action"
            type="button"
            data-keep="${form}"
          >
            ${say('open.take_along')}: ${form.toUpperCase()}
          </button>`,
      )}
    </div>
    <p data-opened hidden class="utrecht-paragraph small soft">${say('open.warning')}</p>
    ${spokenTexts(speaker)}
  </section>`
}

function acknowledgeCard({ speaker, formToken }: WorkView, found: KeptMonth): Html {
  const { say, day } = speaker
  const { month, untilOn, untilWhenAcknowledgedOn: until, graceDays } = found
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('months.acknowledge')}</h2>
    <div class="utrecht-alert utrecht-alert--warning">
      <p>${say('months.warning', { days: graceDays, until: day(until), now: day(untilOn) })}</p>
      <p>${say('months.warning_after')}</p>
    </div>
    <form method="post" action="/console/work/months/${month}" data-acknowledge>
      <input type="hidden" name="token" value="${formToken}" />
      <input type="hidden" name="count" value="" />
      <input type="hidden" name="root" value="" />
      <div class="choice">
        <input
          type="checkbox"
          id="saved"
          name="saved"
          value="yes"
          ${{ flag: 'required', on: true } as const}
          ${{ flag: 'disabled', on: true } as const}
        />
        <label for="saved">${say('months.saved')}</label>
      </div>
      <div class="actions">
        <button
          class="utrecht-button utrecht-button--primary-action"
          type="submit"
          data-acknowledge-button
          ${{ flag: 'disabled', on: true } as const}
        >
          ${say('months.button')}
        </button>
      </div>
      <p class="utrecht-paragraph small soft" data-acknowledge-hint>${say('months.first')}</p>
    </form>
  </section>`
}
