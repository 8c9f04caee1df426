import type { ShowRefusal } from '../http/errors.js'
import { isErrorCode, kindOf } from '../http/problem.js'
import { html, type Html } from './html.js'
import { pageHeaders } from './headers.js'
import { framed } from './layout.js'
import { speakerOf } from './page.js'
import type { Speaker } from './text.js'

/**
 * A refusal as a page, for everything below `/console`. It says what the problem document says and
 * no more; of a failure only that there was one.
 */
export const showRefusal: ShowRefusal = (request, problem, retryAfterSeconds) => {
  if (!/^\/console(?:[/?]|$)/.test(request.url)) return undefined
  const speaker = speakerOf(request)
  const { title, text } = words(speaker, problem.code)
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
    <div class="card">
      <p class="utrecht-paragraph">${text}</p>
      ${retryAfterSeconds !== undefined && retry(speaker, retryAfterSeconds)}
      <dl class="facts">
        <dt>${speaker.say('refusal.code')}</dt>
        <dd><code>${problem.code}</code> (${problem.status})</dd>
        <dt>${speaker.say('refusal.reference')}</dt>
        <dd><code>${problem.instance}</code></dd>
      </dl>
      <p class="utrecht-paragraph">
        <a class="utrecht-link" href="/console">${speaker.say('refusal.back')}</a>
      </p>
    </div>`
  // A change of language leads to the start: what was asked for is not known to be a page.
  return {
    html: framed({ speaker, title, path: '/console' }, body),
    headers: pageHeaders(speaker.language),
  }
}

function words({ say, language }: Speaker, code: string): { title: string; text: string } {
  if (!isErrorCode(code)) {
    return { title: say('refusal.internal'), text: say('refusal.internal_text') }
  }
  const { title, remedy } = kindOf(code)
  return { title: title[language], text: remedy[language] }
}

function retry({ say }: Speaker, seconds: number): Html {
  return html`<p class="utrecht-paragraph">${say('refusal.retry', { seconds })}</p>`
}
