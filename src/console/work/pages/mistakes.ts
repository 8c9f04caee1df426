import { html, type Html } from '../../html.js'
import type { Speaker } from '../../text.js'
import type { Remark } from '../case-form.js'

/** What was wrong with a form of which nothing was kept, each with the way to its field. */
export function mistakesAlert({ say, word }: Speaker, found: readonly Remark[]): Html {
  const said = found.map(({ code, field }) => {
    const text = word('remark', code)
    return field === undefined ? text : html`<a class="utrecht-link" href="#${field}">${text}</a>`
  })
  return html`<div class="utrecht-alert utrecht-alert--error" role="alert">
    <p>${say('case.mistake')}</p>
    <ul>
      ${said.map((text) => html`<li>${text}</li>`)}
    </ul>
  </div>`
}

/** What deserves a second look in what was kept. */
export function warningsAlert({ say, word }: Speaker, codes: readonly string[]): Html {
  return html`<div class="utrecht-alert utrecht-alert--warning" role="status" data-warnings>
    <p>${say('case.mind')}</p>
    <ul>
      ${codes.map((code) => html`<li>${word('remark', code)}</li>`)}
    </ul>
  </div>`
}
