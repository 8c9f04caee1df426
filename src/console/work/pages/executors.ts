import type { AdmittedExecutor } from '../../../workbench/index.js'
import { html, type Html } from '../../html.js'
import type { WorkView } from '../work-page.js'

/** Executors of the municipality, and the form that admits one by what it told about itself. */
export function executorsPage(
  { speaker: { say }, formToken }: WorkView,
  executors: readonly AdmittedExecutor[],
): Html {
  const lines = executors.map(
    ({ executor, name, keyId }) =>
      html`<li>
        <strong>${name}</strong> <code>${executor}</code>, ${say('executors.key')}
        <code>${keyId}</code>
        <form method="post" action="/console/work/executors/end">
          <input type="hidden" name="token" value="${formToken}" />
          <input type="hidden" name="executor" value="${executor}" />
          <button
            class="utrecht-button utrecht-button--secondary-action"
            type="submit"
            aria-label="${say('executors.end')}: ${name}"
          >
            ${say('executors.end')}
          </button>
        </form>
      </li>`,
  )
  const line = (name: string, label: string) =>
    html`<div class="field">
      <label class="utrecht-form-label" for="${name}">${label}</label>
      <input
        class="utrecht-textbox"
        id="${name}"
        name="${name}"
        maxlength="43"
        autocomplete="off"
        spellcheck="false"
        required
      />
    </div>`
  return html`<h1 class="utrecht-heading-1">${say('executors.title')}</h1>
    <section class="card">
      <p class="utrecht-paragraph">${say('executors.intro')}</p>
      ${
        lines.length === 0
          ? html`<p class="utrecht-paragraph">${say('executors.none')}</p>`
          : html`<ul>
              ${lines}
            </ul>`
      }
    </section>
    <section class="card">
      <h2 class="utrecht-heading-2">${say('executors.admit')}</h2>
      <p class="utrecht-paragraph">${say('executors.compare')}</p>
      <form method="post" action="/console/work/executors">
        <input type="hidden" name="token" value="${formToken}" />
        <div class="fields">
          ${line('executor', say('executors.id'))} ${line('keyId', say('executors.key'))}
        </div>
        <div class="actions">
          <button class="utrecht-button utrecht-button--primary-action" type="submit">
            ${say('executors.admit_button')}
          </button>
        </div>
      </form>
    </section>`
}
