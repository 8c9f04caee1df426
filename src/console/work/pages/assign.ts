import { html, type Html } from '../../html.js'
import type { WorkView } from '../work-page.js'
import type { CasePage } from './shown-case.js'

/** Who rings the bell: an executor gets what the browser seals for it, and nothing else. */
export function assignCard(
  { speaker: { say }, formToken, worker }: WorkView,
  { known: { month, item }, executors, holder }: CasePage,
): Html | false {
  if (worker.duty !== 'COORDINATOR' || executors.length === 0) return false
  const { caseId } = item
  const name = executors.find(({ executor }) => executor === holder)?.name ?? holder
  const options = executors.map(
    ({ executor, name: shown, keyId, jwk }) =>
      html`<option value="${executor}" data-key="${keyId}" data-jwk="${JSON.stringify(jwk)}">
        ${shown}
      </option>`,
  )
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('assign.title')}</h2>
    ${
      holder !== undefined &&
      html`<p class="utrecht-paragraph">${say('assign.holder', { name: name ?? '' })}</p>
        <form method="post" action="/console/work/cases/${month}/${caseId}/assignment/end">
          <input type="hidden" name="token" value="${formToken}" />
          <button class="utrecht-button utrecht-button--secondary-action" type="submit">
            ${say('assign.back')}
          </button>
        </form>`
    }
    <p class="utrecht-paragraph">${say('assign.hint')}</p>
    <form
      method="post"
      action="/console/work/cases/${month}/${caseId}/assignment"
      data-assign="${caseId}"
    >
      <input type="hidden" name="token" value="${formToken}" />
      <input type="hidden" name="keyId" value="" />
      <input type="hidden" name="jwe" value="" />
      <div class="field">
        <label class="utrecht-form-label" for="executor">${say('assign.to')}</label>
        <select class="utrecht-select" id="executor" name="executor">
          ${options}
        </select>
      </div>
      <div class="actions">
        <button
          class="utrecht-button utrecht-button--primary-action"
          type="submit"
          data-after-opening
          ${{ flag: 'disabled', on: true } as const}
        >
          ${say('assign.button')}
        </button>
      </div>
    </form>
  </section>`
}
