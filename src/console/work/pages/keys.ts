import type { listSealingKeys } from '../../../sealing-keys/index.js'
import { html, type Html } from '../../html.js'
import { table } from '../../table.js'
import type { Speaker } from '../../text.js'
import type { WorkView } from '../work-page.js'
import { hereCard, hubCard, loadCard, makeCard } from './key-cards.js'

type Keys = Awaited<ReturnType<typeof listSealingKeys>>

/** Keys in this browser, a new one, and those that the hub knows. */
export function keysPage(
  view: WorkView,
  keys: Keys,
  identity: string | undefined,
  offered: { readonly keyId: string; readonly challenge: string } | undefined,
): Html {
  const { speaker } = view
  const { say } = speaker
  return html`<h1 class="utrecht-heading-1">${say('keys.title')}</h1>
    ${offered !== undefined && answerCard(speaker, offered)}
    <div data-work="keys">
      <p class="utrecht-paragraph" data-said="no_script">${say('open.no_script')}</p>
      <div class="cards">
        ${identity !== undefined && hubCard(speaker, identity)} ${hereCard(speaker)}
        ${loadCard(speaker)}
        ${view.worker.duty === 'COORDINATOR' && makeCard(speaker, offerForm(view))} ${confirm(view)}
      </div>
    </div>
    <section class="card">
      <h2 class="utrecht-heading-2">${say('keys.at_hub')}</h2>
      ${table(
        say('keys.at_hub'),
        [
          { label: say('keys.key_id') },
          { label: say('keys.version') },
          { label: say('keys.state') },
        ],
        keys.map(({ keyId, version, status }) => [
          html`<code>${keyId}</code>`,
          version,
          say(`keys.${status}`),
        ]),
      )}
    </section>`
}

/** The browser that made the key opens the challenge; a second person takes the answer further. */
function answerCard(
  { say }: Speaker,
  { keyId, challenge }: { readonly keyId: string; readonly challenge: string },
): Html {
  return html`<section class="utrecht-alert utrecht-alert--info" role="status">
    <p>${say('keys.offered', { key: keyId })}</p>
    <p>${say('keys.answer')}</p>
    <p>
      <code>${keyId}</code><br /><code data-challenge="${challenge}" data-key="${keyId}"></code>
    </p>
  </section>`
}

function offerForm({ speaker: { say }, formToken }: WorkView): Html {
  return html`<form hidden data-offer method="post" action="/console/work/keys">
    <input type="hidden" name="token" value="${formToken}" />
    <input type="hidden" name="x" value="" />
    <input type="hidden" name="y" value="" />
    <button class="utrecht-button utrecht-button--primary-action" type="submit">
      ${say('keys.offer')}
    </button>
  </form>`
}

function confirm({ speaker: { say }, formToken }: WorkView): Html {
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
      />
    </div>`
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('keys.confirm')}</h2>
    <form method="post" action="/console/work/keys/confirm">
      <input type="hidden" name="token" value="${formToken}" />
      ${line('keyId', say('keys.key_id'))} ${line('challenge', say('keys.words'))}
      <div class="actions">
        <button class="utrecht-button utrecht-button--secondary-action" type="submit">
          ${say('keys.confirm_button')}
        </button>
      </div>
    </form>
  </section>`
}
