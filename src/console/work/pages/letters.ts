import { DEFAULT_TEXTS, TEXT_LANGUAGES } from '../../../workbench/index.js'
import { html, type Html } from '../../html.js'
import type { WorkView } from '../work-page.js'
import type { CasePage } from './shown-case.js'

/**
 * Letter and card as templates; the browser fills them in and prints them, the hub never sees them.
 *
 * @param kinds An executor leaves the card; letters are the municipality's own.
 */
export function lettersCard(
  { speaker: { say }, worker: { municipalityName } }: WorkView,
  { texts, today }: Pick<CasePage, 'texts' | 'today'>,
  kinds: readonly ('LETTER' | 'CARD')[] = ['LETTER', 'CARD'],
): Html {
  const textOf = (kind: 'SENDER' | 'LETTER' | 'CARD', language: 'nl' | 'en') =>
    (texts.get(`${kind} ${language}`) ?? DEFAULT_TEXTS[kind][language]).replaceAll(
      '{municipality}',
      municipalityName,
    )
  const letters = kinds.flatMap((kind) =>
    TEXT_LANGUAGES.map((language) => {
      const what = `${say(`texts.${kind}`)}, ${say(`texts.${language}`)}`
      const filled = textOf(kind, language).replaceAll('{sender}', textOf('SENDER', language))
      // prettier-ignore
      return html`<div>
        <pre hidden lang="${language}" data-letter="${kind}-${language}" data-today="${today}">${filled}</pre>
        <button
          class="utrecht-button utrecht-button--secondary-action"
          type="button"
          data-print="${kind}-${language}"
          ${{ flag: 'disabled', on: true } as const}
        >
          ${say('case.print', { what })}
        </button>
      </div>`
    }),
  )
  return html`<section class="card">
    <h2 class="utrecht-heading-2">
      ${say(kinds.includes('LETTER') ? 'case.letters' : 'texts.CARD')}
    </h2>
    <p class="utrecht-paragraph">${say('case.letters_hint')}</p>
    <div class="actions">${letters}</div>
  </section>`
}
