import { flag, html, type Html } from '../html.js'
import type { Speaker, TextKey } from '../text.js'

/** What the script of the page is told. */
export interface DeliverPage {
  readonly hub: string
  readonly publicUrl: string
  /** Public JWK set of the hub, as JSON. */
  readonly keys: string
  readonly party: string
  readonly partyName: string
  readonly now: Date
  /** Script that goes into receipts. */
  readonly checker: string
}

/**
 * Where a landlord delivers a spreadsheet. The server gives the frame and the words; the file, the
 * key and everything that is said about rows exist in the browser alone.
 */
export function deliverPage({ say }: Speaker, page: DeliverPage): Html {
  return html`<h1 class="utrecht-heading-1">${say('deliver.title')}</h1>
    <p class="utrecht-paragraph">${say('deliver.lead')}</p>
    <div class="utrecht-alert utrecht-alert--warning" id="no-script">
      <p>${say('deliver.no_script')}</p>
    </div>
    <div
      id="deliver"
      hidden
      data-hub="${page.hub}"
      data-public-url="${page.publicUrl}"
      data-keys="${page.keys}"
      data-party="${page.party}"
      data-party-name="${page.partyName}"
      data-now="${page.now.getTime()}"
      data-checker="${page.checker}"
    >
      <div id="problem" role="alert"></div>
      <div id="unfinished"></div>
      ${keyCard(say)} ${fileCard(say)} ${checkCard(say)}
      <section class="card" id="history" hidden>
        <h2 class="utrecht-heading-2">${say('deliver.history')}</h2>
        <div id="history-table"></div>
      </section>
    </div>`
}

type Say = (key: TextKey) => string

function keyCard(say: Say): Html {
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('deliver.key')}</h2>
    <div id="key-ready" hidden>
      <p class="utrecht-paragraph" id="key-until"></p>
      <dl class="facts">
        <dt>${say('deliver.key_print')}</dt>
        <dd><code id="key-print"></code></dd>
      </dl>
      <div class="actions">${button('key-forget', say('deliver.key_forget'), 'secondary')}</div>
    </div>
    <div id="key-waiting" hidden>
      <p class="utrecht-paragraph">${say('deliver.key_waiting')}</p>
      <div class="actions">${button('key-request', say('deliver.key_request'), 'secondary')}</div>
      <form id="key-certificate-form">
        <div class="fields">
          ${fileField('key-certificate', say('deliver.key_certificate'), '.pem,.crt,.cer', false)}
        </div>
        <div class="actions">${submit(say('deliver.key_certificate_load'))}</div>
      </form>
    </div>
    <div id="key-none" hidden>
      <form id="key-form">
        <div class="fields">
          ${fileField(
            'key-files',
            say('deliver.key_files'),
            '.p12,.pfx,.pem,.key,.crt',
            true,
            say('deliver.key_files_hint'),
          )}
          <div class="field">
            <label class="utrecht-form-label" for="key-password"
              >${say('deliver.key_password')}</label
            >
            <input
              class="utrecht-textbox"
              type="password"
              id="key-password"
              autocomplete="off"
              maxlength="200"
            />
          </div>
        </div>
        <div class="actions">${submit(say('deliver.key_load'))}</div>
      </form>
      <p class="utrecht-paragraph">${say('deliver.key_make_text')}</p>
      <div class="actions">${button('key-make', say('deliver.key_make'), 'secondary')}</div>
    </div>
  </section>`
}

function fileCard(say: Say): Html {
  return html`<section class="card drop" id="drop">
    <h2 class="utrecht-heading-2">${say('deliver.file')}</h2>
    <div class="fields">
      ${fileField(
        'file',
        say('deliver.file_label'),
        '.xlsx,.csv,.txt',
        false,
        say('deliver.file_hint'),
      )}
    </div>
    <p class="utrecht-paragraph" id="file-status" role="status"></p>
    <div id="study" hidden>
      <div id="columns"></div>
      <form id="choices">
        <div class="fields">
          <div class="field" id="sheet-field" hidden>
            <label class="utrecht-form-label" for="sheet">${say('deliver.sheet')}</label>
            <select class="utrecht-select" id="sheet"></select>
          </div>
          ${choice('decimals', say('deliver.decimals'), [
            ['', say('deliver.as_shown')],
            ['comma', say('deliver.comma')],
            ['dot', say('deliver.dot')],
          ])}
          ${choice('dates', say('deliver.dates'), [
            ['', say('deliver.as_shown')],
            ['day-first', say('deliver.day_first')],
            ['month-first', say('deliver.month_first')],
          ])}
        </div>
        <div id="given"></div>
        <div id="missing"></div>
        <div class="actions">${submit(say('deliver.check'), 'check')}</div>
      </form>
    </div>
  </section>`
}

function checkCard(say: Say): Html {
  return html`<section class="card" id="result" hidden tabindex="-1">
    <h2 class="utrecht-heading-2">${say('deliver.checked')}</h2>
    <p class="utrecht-paragraph" id="work-status" role="status"></p>
    <progress id="work" class="work" aria-label="${say('deliver.title')}" hidden></progress>
    <div id="findings"></div>
    <form id="send-form" hidden>
      <p class="utrecht-paragraph" id="partial-field" hidden>
        <label><input type="checkbox" id="partial" /> <span id="partial-label"></span></label>
      </p>
      <div class="actions">
        <button
          class="utrecht-button utrecht-button--primary-action"
          type="submit"
          id="send"
        ></button>
        ${button('report', say('deliver.report'), 'secondary')}
      </div>
    </form>
    <div id="done" class="actions"></div>
  </section>`
}

function button(id: string, label: string, kind: 'primary' | 'secondary'): Html {
  return html`<button
    class="utrecht-button utrecht-button--${kind}-action"
    type="button"
    id="${id}"
  >
    ${label}
  </button>`
}

function submit(label: string, id = ''): Html {
  return html`<button
    class="utrecht-button utrecht-button--primary-action"
    type="submit"
    data-name="${id}"
  >
    ${label}
  </button>`
}

function fileField(
  id: string,
  label: string,
  accept: string,
  isMany: boolean,
  hint?: string,
): Html {
  return html`<div class="field">
    <label class="utrecht-form-label" for="${id}">${label}</label>
    <span class="hint" id="${id}-hint">${hint}</span>
    <input
      class="utrecht-textbox"
      type="file"
      id="${id}"
      accept="${accept}"
      aria-describedby="${id}-hint"
      ${flag('multiple', isMany)}
    />
  </div>`
}

function choice(
  id: string,
  label: string,
  options: readonly (readonly [value: string, shown: string])[],
): Html {
  return html`<div class="field">
    <label class="utrecht-form-label" for="${id}">${label}</label>
    <select class="utrecht-select" id="${id}">
      ${options.map(([value, shown]) => html`<option value="${value}">${shown}</option>`)}
    </select>
  </div>`
}
