import type { Month } from '../../../kernel/calendar.js'
import type { BulkResult } from '../../../workbench/index.js'
import { html, type Html } from '../../html.js'
import { stackedTable } from '../../table.js'
import type { WorkView } from '../work-page.js'

/** What was kept of the chosen cases and why not, case by case; those that were not kept come first. */
export function bulkResults(
  { speaker: { say, word } }: WorkView,
  month: Month,
  filter: string,
  results: readonly BulkResult[],
): Html {
  const isLost = ({ status }: BulkResult) => status === 'REJECTED'
  const lost = results.filter(isLost).length
  const ordered = [...results.filter(isLost), ...results.filter((one) => !isLost(one))]
  const rows = ordered.map((one) => [
    html`<a href="/console/work/cases/${month}/${one.caseId}"
      ><code>${one.caseId.slice(0, 8)}</code></a
    >`,
    isLost(one)
      ? html`<strong class="bad">${say('bulk.lost')}</strong>`
      : say('bulk.kept', { version: one.version ?? 0 }),
    one.codes.map((code) => word('remark', code)).join(' '),
  ])
  const query = `month=${month}${filter === '' ? '' : `&${filter}`}`
  const kind = lost > 0 ? 'warning' : 'ok'
  return html`<h1 class="utrecht-heading-1">${say('bulk.results')}</h1>
    <div class="utrecht-alert utrecht-alert--${kind}" role="status">
      <p>${say('bulk.counted', { kept: results.length - lost, lost })}</p>
    </div>
    <section class="card">
      ${stackedTable(
        say('bulk.results'),
        [
          { label: say('cases.case') },
          { label: say('bulk.result') },
          { label: say('bulk.remarks') },
        ],
        rows,
      )}
    </section>
    <p class="utrecht-paragraph">
      <a class="utrecht-link" href="/console/work/bulk?${query}">${say('bulk.again')}</a>
    </p>
    <p class="utrecht-paragraph">
      <a class="utrecht-link" href="/console/work/cases?${query}">${say('case.back')}</a>
    </p>`
}
