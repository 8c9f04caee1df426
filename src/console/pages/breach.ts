import type { BreachFound } from '../../breaches/index.js'
import { areaField, textField } from '../fields.js'
import { html, type Html } from '../html.js'
import { table } from '../table.js'
import type { Speaker } from '../text.js'

/** What was filled in, as it was. */
export interface TypedBreach {
  readonly party: string
  readonly certificate: string
  readonly from: string
  readonly until: string
  readonly reason: string
}

/** Asks by what a breach is known. */
export function breachPage(
  { say }: Speaker,
  page: { readonly typed: TypedBreach; readonly isWrong: boolean; readonly formToken: string },
): Html {
  const { typed, isWrong, formToken } = page
  const wrong = html`<div class="utrecht-alert utrecht-alert--error" role="alert">
    <h2 class="utrecht-heading-2">${say('breach.wrong')}</h2>
    <p class="utrecht-paragraph">${say('breach.wrong_text')}</p>
  </div>`
  const field = (name: 'party' | 'certificate', longest: number) =>
    textField(
      { name, label: say(`breach.${name}`), value: typed[name], hint: say(`breach.${name}_hint`) },
      { longest },
    )
  const date = (name: 'from' | 'until') =>
    textField({ name, label: say(`breach.${name}`), value: typed[name] }, { type: 'date' })
  const reason = {
    name: 'reason',
    label: say('breach.reason'),
    value: typed.reason,
    hint: say('breach.reason_hint'),
    required: true,
  }
  return html`<h1 class="utrecht-heading-1">${say('breach.title')}</h1>
    ${isWrong && wrong}
    <p class="utrecht-paragraph">${say('breach.intro')}</p>
    <form method="post" action="/console/breach" autocomplete="off">
      <input type="hidden" name="token" value="${formToken}" />
      ${field('party', 40)} ${field('certificate', 64)} ${date('from')} ${date('until')}
      ${areaField(reason, 500)}
      <button
        class="utrecht-button utrecht-button--primary-action"
        type="submit"
        name="as"
        value="page"
      >
        ${say('breach.button')}
      </button>
      <button
        class="utrecht-button utrecht-button--secondary-action"
        type="submit"
        name="as"
        value="json"
      >
        ${say('breach.file')}
      </button>
    </form>`
}

/** How many households it concerns, by municipality. */
export function breachFoundPage({ say, number }: Speaker, found: BreachFound): Html {
  const rows = found.packages.map(({ municipality, households }) => [
    municipality,
    number(households.length),
    number(households.reduce((total, { touches }) => total + touches.length, 0)),
  ])
  const columns = [
    { label: say('registers.municipality') },
    { label: say('breach.households'), isCount: true },
    { label: say('breach.touches'), isCount: true },
  ]
  return html`<h1 class="utrecht-heading-1">${say('breach.title')}</h1>
    <section class="card">
      <h2 class="utrecht-heading-2">${say('breach.found')}</h2>
      ${
        rows.length === 0
          ? html`<p class="utrecht-paragraph">${say('breach.nothing')}</p>`
          : table(say('breach.found'), columns, rows)
      }
      <p class="utrecht-paragraph">${say('breach.package')}</p>
      <p class="utrecht-paragraph">
        <a class="utrecht-link" href="/console/breach">${say('breach.again')}</a>
      </p>
    </section>`
}
