import { choiceField, textField } from '../../fields.js'
import { html, type Html } from '../../html.js'
import { table } from '../../table.js'
import { CONTACT_KINDS, PARTS_OF_DAY } from '../case-form.js'
import type { WorkView } from '../work-page.js'
import type { CasePage } from './shown-case.js'

/** What was tried, and the form for one more attempt. */
export function contactCard({ speaker, formToken }: WorkView, { known, today }: CasePage): Html {
  const { say, word, day } = speaker
  const { month, item, versions } = known
  const attempts = versions[0]?.report.contactAttempts ?? []
  const columns = [
    { label: say('case.contact_on') },
    { label: say('case.contact_kind') },
    { label: say('case.contact_part') },
    { label: say('case.contact_reached') },
  ]
  const rows = attempts.map(({ kind, on, partOfDay, reached }) => [
    day(on),
    word('contact', kind),
    partOfDay === undefined ? '' : word('part', partOfDay),
    say(reached ? 'case.yes' : 'case.no'),
  ])
  const field = (name: string, label: string, value: string) => ({ name, label, value })
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('case.contacts')}</h2>
    ${
      rows.length === 0
        ? html`<p class="utrecht-paragraph">${say('case.no_contacts')}</p>`
        : table(say('case.contacts'), columns, rows)
    }
    <form method="post" action="/console/work/cases/${month}/${item.caseId}/attempts">
      <input type="hidden" name="token" value="${formToken}" />
      <input type="hidden" name="version" value="${String(versions[0]?.version ?? 0)}" />
      <div class="fields">
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
      </div>
      <div class="actions">
        <button class="utrecht-button utrecht-button--primary-action" type="submit">
          ${say('case.add_contact')}
        </button>
      </div>
    </form>
  </section>`
}
