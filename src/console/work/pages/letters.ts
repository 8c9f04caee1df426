import type { Day } from '../../../kernel/calendar.js'
import { DEFAULT_TEXTS, TEXT_LANGUAGES, type WorkTexts } from '../../../workbench/index.js'
import { flag, html, type Html } from '../../html.js'
import type { WorkView } from '../work-page.js'
import type { CasePage } from './shown-case.js'

/**
 * Letter and card as templates; the browser fills them in and prints them, the hub never sees them.
 *
 * @param kinds An executor leaves the card; letters are the municipality's own.
 */
export function lettersCard(
  view: WorkView,
  { texts, today }: Pick<CasePage, 'texts' | 'today'>,
  kinds: readonly ('LETTER' | 'CARD')[] = ['LETTER', 'CARD'],
): Html {
  const { say } = view.speaker
  return html`<section class="card">
    <h2 class="utrecht-heading-2">
      ${say(kinds.includes('LETTER') ? 'case.letters' : 'texts.CARD')}
    </h2>
    <p class="utrecht-paragraph">${say('case.letters_hint')}</p>
    ${letterButtons(view, texts, today, 'one', kinds)}
  </section>`
}

/**
 * The templates with a button for each, which works when the cases were opened.
 *
 * @param whose Of the one case of the page, or of those that were chosen on it.
 */
export function letterButtons(
  { speaker: { say }, worker: { municipalityName } }: WorkView,
  texts: WorkTexts,
  today: Day,
  whose: 'one' | 'chosen',
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
      const which = `${kind}-${language}`
      // prettier-ignore
      return html`<div>
        <pre hidden lang="${language}" data-letter="${which}" data-today="${today}">${filled}</pre>
        <button
          class="utrecht-button utrecht-button--secondary-action"
          type="button"
          data-print="${which}"
          data-whose="${whose}"
          ${flag('disabled', true)}
        >
          ${say('case.print', { what })}
        </button>
      </div>`
    }),
  )
  return html`<div class="actions">${letters}</div>`
}
