import { html, type Html } from '../../console/html.js'
import { table } from '../../console/table.js'
import { CATALOGUE, CAUSES, kindOf } from '../../http/problem.js'
import type { ErrorCode } from '../../kernel/errors.js'
import { LANGUAGES } from '../reading.js'
import { say } from '../texts.js'

/**
 * The page that the `type` of a problem names: what happened, why, and what to do, in both languages,
 * because its address says nothing about who reads it.
 */
export function problemPage(code: ErrorCode): Html {
  const { status, title, remedy, retryAfterSeconds: seconds } = kindOf(code)
  const sections = LANGUAGES.map(
    (language) =>
      html`<section class="card" lang="${language}">
        <h2 class="utrecht-heading-2">${title[language]}</h2>
        <dl class="facts">
          <dt>${say(language, 'cause')}</dt>
          <dd>${CAUSES[code][language]}</dd>
          <dt>${say(language, 'remedy')}</dt>
          <dd>${remedy[language]}</dd>
          ${
            seconds !== undefined &&
            html`<dt>Retry-After</dt>
              <dd>${say(language, 'retry', { seconds })}</dd>`
          }
        </dl>
      </section>`,
  )
  return html`<h1 class="utrecht-heading-1"><code>${code}</code> (${status})</h1>
    ${sections}
    <p><a href="/problems">${say('nl', 'allRefusals')}</a></p>`
}

/** The list of all kinds of refusal. */
export function problemIndex(): Html {
  const columns = ['Code', 'Status', 'Nederlands', 'English'].map((label) => ({ label }))
  const rows = Object.entries(CATALOGUE).map(([code, { status, title }]) => [
    html`<a href="/problems/${code}"><code>${code}</code></a>`,
    String(status),
    title.nl,
    html`<span lang="en">${title.en}</span>`,
  ])
  return html`<h1 class="utrecht-heading-1">
      ${say('nl', 'refusals')} <span lang="en">/ ${say('en', 'refusals')}</span>
    </h1>
    <div class="card">${table(say('nl', 'allRefusals'), columns, rows)}</div>`
}
