import { html, type Html } from '../html.js'
import type { Speaker } from '../text.js'

/** Where a person signs in: shows whose certificate the connection was made with. */
export function signInPage(
  { say }: Speaker,
  person: { readonly holder: string; readonly party: string },
  hadSession: boolean,
): Html {
  return html`<h1 class="utrecht-heading-1">${say('sign_in.title')}</h1>
    ${hadSession && notice(say('sign_in.ended'))}
    <div class="card">
      <p class="utrecht-paragraph">${say('sign_in.who', person)}</p>
      <p class="utrecht-paragraph">${say('sign_in.how')}</p>
      <form method="post" action="/console/sign-in">
        <button class="utrecht-button utrecht-button--primary-action" type="submit">
          ${say('sign_in.button')}
        </button>
      </form>
    </div>`
}

/** What a person sees who signed out. */
export function signedOutPage({ say }: Speaker): Html {
  return html`<h1 class="utrecht-heading-1">${say('signed_out.title')}</h1>
    <div class="card">
      <p class="utrecht-paragraph">${say('signed_out.text')}</p>
      <p class="utrecht-paragraph">
        <a class="utrecht-link" href="/console">${say('sign_in.title')}</a>
      </p>
    </div>`
}

function notice(text: string): Html {
  return html`<div class="utrecht-alert utrecht-alert--info" role="status"><p>${text}</p></div>`
}
