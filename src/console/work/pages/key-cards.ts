import { flag, html, type Html } from '../../html.js'
import type { Speaker } from '../../text.js'

/** What lies in this browser. */
export function hereCard({ say }: Speaker): Html {
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('keys.here')}</h2>
    <p class="utrecht-paragraph">${say('keys.here_intro')}</p>
    <ul data-keys data-none="${say('keys.none_here')}" data-remove="${say('keys.remove')}"></ul>
  </section>`
}

/** Loading a key from its backup. */
export function loadCard({ say }: Speaker): Html {
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('keys.load')}</h2>
    <form data-load>
      <div class="field">
        <label class="utrecht-form-label" for="key-file">${say('keys.file')}</label>
        <input type="file" id="key-file" accept=".backup,.jwk,.json" />
      </div>
      <div class="field">
        <label class="utrecht-form-label" for="passphrase">${say('keys.passphrase')}</label>
        <input class="utrecht-textbox" type="password" id="passphrase" autocomplete="off" />
      </div>
      <div class="actions">
        <button class="utrecht-button utrecht-button--primary-action" type="submit">
          ${say('keys.load')}
        </button>
      </div>
    </form>
    <p role="status" data-load-said></p>
    <div hidden>
      <span data-text="loaded">${say('keys.loaded')}</span>
      <span data-text="unreadable">${say('keys.unreadable')}</span>
      <span data-text="short">${say('keys.short')}</span>
      <span data-text="made">${say('keys.made')}</span>
    </div>
  </section>`
}

/** A new key, and the form that offers its public half. */
export function makeCard({ say }: Speaker, offer: Html): Html {
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('keys.make')}</h2>
    <p class="utrecht-paragraph">${say('keys.make_intro')}</p>
    <form data-make>
      <div class="field">
        <label class="utrecht-form-label" for="new-passphrase">${say('keys.new_passphrase')}</label>
        <input
          class="utrecht-textbox"
          type="password"
          id="new-passphrase"
          autocomplete="new-password"
        />
      </div>
      <div class="actions">
        <button class="utrecht-button utrecht-button--secondary-action" type="submit">
          ${say('keys.make')}
        </button>
      </div>
    </form>
    <p role="status" data-make-said></p>
    ${offer}
  </section>`
}

/** What the hub says of itself: the names are computed by the script from the keys themselves. */
export function hubCard({ say }: Speaker, identity: string): Html {
  const parts = (which: 'now' | 'kept') =>
    html`<h3 class="utrecht-heading-3">${say(`hub.${which}`)}</h3>
      <dl class="facts">
        <dt>${say('hub.name')}</dt>
        <dd data-hub-part="hub"></dd>
        <dt>${say('hub.keys')}</dt>
        <dd><code data-hub-part="keys"></code></dd>
        <dt>${say('hub.log')}</dt>
        <dd><code data-hub-part="log"></code></dd>
      </dl>`
  return html`<section class="card" data-hub="${identity}">
    <h2 class="utrecht-heading-2">${say('hub.title')}</h2>
    <p class="utrecht-paragraph">${say('hub.intro')}</p>
    <p class="utrecht-paragraph" role="status" data-hub-said></p>
    <div data-hub-kept hidden>${parts('kept')}</div>
    <div class="actions">
      <button
        class="utrecht-button utrecht-button--secondary-action"
        type="button"
        data-hub-file
        hidden
      >
        ${say('hub.save')}
      </button>
    </div>
    <div data-hub-now hidden>${parts('now')}</div>
    <form data-hub-trust>
      <div class="choice">
        <input type="checkbox" id="compared" ${flag('required', true)} />
        <label for="compared">${say('hub.compared')}</label>
      </div>
      <div class="actions">
        <button class="utrecht-button utrecht-button--primary-action" type="submit">
          ${say('hub.trust')}
        </button>
      </div>
    </form>
    <form data-hub-load>
      <div class="field">
        <label class="utrecht-form-label" for="hub-file">${say('hub.file')}</label>
        <input type="file" id="hub-file" accept=".json" />
      </div>
      <div class="actions">
        <button class="utrecht-button utrecht-button--secondary-action" type="submit">
          ${say('hub.load')}
        </button>
      </div>
    </form>
    <div hidden>
      ${(['none', 'same', 'other', 'unreadable'] as const).map(
        (name) => html`<span data-text="hub_${name}">${say(`hub.${name}`)}</span>`,
      )}
    </div>
  </section>`
}
