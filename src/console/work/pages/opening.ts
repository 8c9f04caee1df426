import { html, type Html } from '../../html.js'
import type { Speaker } from '../../text.js'
import type { WorkView } from '../work-page.js'

const SPOKEN = [
  ...(['busy', 'done', 'partly', 'failed', 'no_key', 'no_hub', 'refused'] as const),
  ...(['refused_signature', 'refused_environment', 'refused_statement'] as const),
  ...(['refused_cases', 'refused_log', 'refused_envelope', 'refused_batch'] as const),
  ...(['refused_browser', 'log_alarm', 'log_unchecked', 'month_busy', 'month_partly'] as const),
]
const HOLES = ['count', 'failed', 'what', 'case', 'all', 'opened'] as const

/** Everything that the script says while it opens, in the language of the page. */
export function spokenTexts({ say }: Speaker): Html {
  const values = Object.fromEntries(HOLES.map((name) => [name, `{${name}}`]))
  return html`<div hidden data-texts>
    ${SPOKEN.map((name) => html`<span data-text="${name}">${say(`open.${name}`, values)}</span>`)}
  </div>`
}

/**
 * Where the browser opens envelopes. Everything that the script says stands here already, in the
 * language of the page; without script only the hint is shown.
 *
 * @param what Whether a list of cases is opened, or one case.
 * @param isRunning Whether the month is open, so that no root stands over its cases yet.
 */
export function openingCard(
  { speaker, formToken }: WorkView,
  month: string,
  what: 'list' | 'case' | 'visits' | 'one',
  isRunning = false,
): Html {
  const { say } = speaker
  // An executor takes a list of visits along and nothing else.
  const forms = what === 'list' || what === 'case' ? (['json', 'csv', 'xlsx'] as const) : []
  const taking = say('open.take_along')
  const take = html`<div data-opened hidden class="actions" role="group" aria-label="${taking}">
      ${forms.length > 0 && html`<span class="small">${taking}:</span>`}
      ${forms.map(
        (form) =>
          html`<button
            class="utrecht-button utrecht-button--secondary-action"
            type="button"
            data-take="${form}"
            aria-label="${taking}: ${form.toUpperCase()}"
          >
            ${form.toUpperCase()}
          </button>`,
      )}
      ${
        (what === 'list' || what === 'visits') &&
        html`<button
          class="utrecht-button utrecht-button--secondary-action"
          type="button"
          data-visits="${say('open.visits_title', { month })}"
        >
          ${say('open.visits')}
        </button>`
      }
    </div>
    <p data-opened hidden class="utrecht-paragraph small soft whole">${say('open.warning')}</p>`
  return html`<section
    class="card opening"
    data-opening
    data-token="${formToken}"
    data-month="${month}"
    data-running="${isRunning ? 'yes' : 'no'}"
  >
    <h2 class="utrecht-heading-2">${say('open.title')}</h2>
    <p class="utrecht-paragraph small soft whole">${say('open.intro')}</p>
    <p class="utrecht-paragraph whole" data-said="no_script">${say('open.no_script')}</p>
    <button
      class="utrecht-button utrecht-button--primary-action"
      type="button"
      data-open
      ${{ flag: 'disabled', on: true } as const}
    >
      ${say('open.button')}
    </button>
    <p class="utrecht-paragraph" role="status" data-say></p>
    ${spokenTexts(speaker)} ${take}
    <form data-lost hidden class="whole" method="post" action="/console/work/redelivery">
      <input type="hidden" name="token" value="${formToken}" />
      <input type="hidden" name="month" value="${month}" />
      <input type="hidden" name="cases" value="" data-lost-cases />
      <p class="utrecht-paragraph">${say('open.lost')}</p>
      <button class="utrecht-button utrecht-button--secondary-action" type="submit">
        ${say('open.lost_button')}
      </button>
    </form>
  </section>`
}
