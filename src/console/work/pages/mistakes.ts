import { html, type Html } from '../../html.js'
import type { Speaker } from '../../text.js'

/** What was wrong with a form of which nothing was kept. */
export function mistakesAlert(
  { say, word }: Speaker,
  found: readonly { readonly code: string }[],
): Html {
  const said = found.map(({ code }) =>
    code === 'FORM' ? say('case.unknown') : word('remark', code),
  )
  return html`<div class="utrecht-alert utrecht-alert--error" role="alert">
    <p>${say('case.mistake')}</p>
    <ul>
      ${said.map((text) => html`<li>${text}</li>`)}
    </ul>
  </div>`
}
