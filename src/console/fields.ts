import { attribute, flag, html, type Child, type Html } from './html.js'

/** What a field shows beside its label. */
export interface FieldOptions {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly hint?: string | undefined
  /** What is wrong with it. */
  readonly mistake?: string | undefined
  readonly required?: boolean
}

/** A line to fill in. */
export function textField(
  field: FieldOptions,
  input: {
    readonly type?: 'text' | 'date'
    readonly longest?: number
    readonly list?: string
  } = {},
): Html {
  const { name, value, mistake, required = false } = field
  const { type = 'text', longest = 120, list } = input
  const kind = mistake === undefined ? '' : 'utrecht-textbox--invalid'
  return around(
    field,
    html`<input
      class="utrecht-textbox ${kind}"
      id="${name}"
      name="${name}"
      type="${type}"
      value="${value}"
      maxlength="${longest}"
      autocomplete="off"
      spellcheck="false"
      aria-invalid="${String(mistake !== undefined)}"
      aria-describedby="${name}-notes"
      ${attribute('list', list)}
      ${flag('required', required)}
    />`,
  )
}

/** A text of several lines. */
export function areaField(field: FieldOptions, longest: number, lines = 2): Html {
  const { name, value, mistake, required = false } = field
  const kind = mistake === undefined ? '' : 'utrecht-textarea--invalid'
  // prettier-ignore
  return around(field, html`<textarea class="utrecht-textarea ${kind}" id="${name}" name="${name}" rows="${String(lines)}" maxlength="${longest}" aria-invalid="${String(mistake !== undefined)}" aria-describedby="${name}-notes" ${flag('required', required)}>${value}</textarea>`)
}

/**
 * A list to choose one of.
 *
 * @param options Value and what is shown, in order.
 */
export function choiceField(
  field: FieldOptions,
  options: readonly (readonly [value: string, shown: string])[],
): Html {
  const { name, value, mistake } = field
  const shown = options.map(
    ([each, text]) =>
      html`<option value="${each}" ${flag('selected', each === value)}>${text}</option>`,
  )
  return around(
    field,
    html`<select
      class="utrecht-select"
      id="${name}"
      name="${name}"
      aria-invalid="${String(mistake !== undefined)}"
      aria-describedby="${name}-notes"
    >
      ${shown}
    </select>`,
  )
}

function around({ name, label, hint, mistake }: FieldOptions, control: Child): Html {
  return html`<div class="field">
    <label class="utrecht-form-label" for="${name}">${label}</label>
    <div id="${name}-notes">
      ${hint !== undefined && html`<span class="hint">${hint}</span>`}
      ${mistake !== undefined && html`<span class="wrong">${mistake}</span>`}
    </div>
    ${control}
  </div>`
}
