import { html, type Html } from '../../html.js'
import { stackedTable } from '../../table.js'
import type { WorkView } from '../work-page.js'
import { attemptFields } from './attempt-fields.js'
import type { CasePage } from './shown-case.js'

/** What was tried, and the form for one more attempt. */
export function contactCard({ speaker, formToken }: WorkView, page: CasePage): Html {
  const { say, word, day } = speaker
  const { known, today, typedAttempt } = page
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
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('case.contacts')}</h2>
    ${
      rows.length === 0
        ? html`<p class="utrecht-paragraph">${say('case.no_contacts')}</p>`
        : stackedTable(say('case.contacts'), columns, rows)
    }
    <form method="post" action="/console/work/cases/${month}/${item.caseId}/attempts">
      <input type="hidden" name="token" value="${formToken}" />
      <input
        type="hidden"
        name="version"
        value="${typedAttempt?.get('version') ?? String(versions[0]?.version ?? 0)}"
      />
      ${attemptFields(speaker, today, typedAttempt)}
      <div class="actions">
        <button class="utrecht-button utrecht-button--primary-action" type="submit">
          ${say('case.add_contact')}
        </button>
      </div>
    </form>
  </section>`
}
