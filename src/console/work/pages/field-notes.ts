import type { Form } from '../../form.js'
import type { FieldOptions } from '../../fields.js'
import { flag, html, type Html } from '../../html.js'
import type { Speaker } from '../../text.js'
import type { Remark } from '../case-form.js'

/** A form as it is shown: what its fields hold, and what was wrong with them. */
export interface FilledForm {
  readonly speaker: Speaker
  readonly values: Form
  readonly mistakes: readonly Remark[]
}

/** What is wrong with a field, in words; `undefined` when nothing is. */
export function mistakeOf({ speaker, mistakes }: FilledForm, field: string): string | undefined {
  const found = mistakes.filter((one) => one.field === field)
  if (found.length === 0) return undefined
  return found.map(({ code }) => speaker.word('remark', code)).join(' ')
}

/** A field with what it holds and what is wrong with it. */
export function fieldIn(
  form: FilledForm,
  name: string,
  label: string,
  hint?: string,
): FieldOptions {
  return {
    ...{ name, label, hint },
    value: form.values.get(name) ?? '',
    mistake: mistakeOf(form, name),
  }
}

/** A box to tick. */
export function tickIn({ values }: FilledForm, name: string, label: string): Html {
  return html`<div class="choice">
    <input
      type="checkbox"
      id="${name}"
      name="${name}"
      value="yes"
      ${flag('checked', values.get(name) === 'yes')}
    />
    <label for="${name}">${label}</label>
  </div>`
}
