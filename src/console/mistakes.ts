import { html, type Html } from './html.js'
import type { Speaker, TextKey } from './text.js'

/** A field of a form that cannot be used, and why; `message` takes the label of the field as `field`. */
export interface FieldMistake<Field extends string = string> {
  readonly field: Field
  readonly message: TextKey
}

/** What is wrong with a form, above it: each mistake leads to its field. Nothing without mistakes. */
export function mistakeSummary<Field extends string>(
  { say }: Speaker,
  mistakes: readonly FieldMistake<Field>[],
  labelOf: (field: Field) => TextKey,
): Html | false {
  if (mistakes.length === 0) return false
  const items = mistakes.map(
    ({ field, message }) =>
      html`<li>
        <a class="utrecht-link" href="#${field}">${say(message, { field: say(labelOf(field)) })}</a>
      </li>`,
  )
  return html`<div class="utrecht-alert utrecht-alert--error" role="alert">
    <h2 class="utrecht-heading-3">${say('form.problem')}</h2>
    <ul class="steps">
      ${items}
    </ul>
  </div>`
}

/** What is wrong with one field, as it is shown beside it. */
export function mistakeOf<Field extends string>(
  { say }: Speaker,
  mistakes: readonly FieldMistake<Field>[],
  field: Field,
  label: string,
): string | undefined {
  const mistake = mistakes.find((each) => each.field === field)
  return mistake && say(mistake.message, { field: label })
}
