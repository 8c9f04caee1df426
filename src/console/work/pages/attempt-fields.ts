import type { Day } from '../../../kernel/calendar.js'
import { choiceField, textField } from '../../fields.js'
import type { Form } from '../../form.js'
import { html, type Html } from '../../html.js'
import type { Speaker } from '../../text.js'
import { CONTACT_KINDS, PARTS_OF_DAY } from '../case-form.js'

/**
 * An attempt to reach somebody: what kind, when, and whether it did.
 *
 * @param typed What was filled in and refused; left out, the fields of a fresh form.
 */
export function attemptFields({ say, word }: Speaker, today: Day, typed?: Form): Html {
  const field = (name: string, label: string, otherwise: string) => ({
    ...{ name, label },
    value: typed?.get(name) ?? otherwise,
  })
  return html`<div class="fields">
    ${choiceField(
      field('kind', say('case.contact_kind'), 'HOME_VISIT'),
      CONTACT_KINDS.map((kind) => [kind, word('contact', kind)] as const),
    )}
    ${textField({ ...field('on', say('case.contact_on'), today), required: true }, { type: 'date' })}
    ${choiceField(field('part', say('case.contact_part'), ''), [
      ['', say('case.unknown')],
      ...PARTS_OF_DAY.map((part) => [part, word('part', part)] as const),
    ])}
    ${choiceField(field('reached', say('case.contact_reached'), 'no'), [
      ['no', say('case.no')],
      ['yes', say('case.yes')],
    ])}
  </div>`
}
