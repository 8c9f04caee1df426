import { html, type Html } from '../../html.js'
import type { View } from '../../page.js'
import { hereCard, loadCard, makeCard } from './key-cards.js'

/** The keys of an executor, in this browser and as municipalities may use them. */
export function executorKeyPage(view: View, keys: readonly string[]): Html {
  const { speaker, formToken, person } = view
  const { say } = speaker
  return html`<h1 class="utrecht-heading-1">${say('own_key.title')}</h1>
    <div class="card">
      <p class="utrecht-paragraph">${say('own_key.intro', { party: person.id })}</p>
      <ul>
        ${keys.map((key) => html`<li><code>${key}</code></li>`)}
      </ul>
    </div>
    <div data-work="keys">
      <p class="utrecht-paragraph" data-said="no_script">${say('open.no_script')}</p>
      <div class="cards">
        ${hereCard(speaker)} ${loadCard(speaker)}
        ${makeCard(
          speaker,
          html`<form hidden data-offer method="post" action="/console/work/executor-key">
            <input type="hidden" name="token" value="${formToken}" />
            <input type="hidden" name="x" value="" />
            <input type="hidden" name="y" value="" />
            <button class="utrecht-button utrecht-button--primary-action" type="submit">
              ${say('keys.offer')}
            </button>
          </form>`,
        )}
      </div>
    </div>`
}
