import {
  CLASSES,
  filterQuery,
  SIZES,
  STAGES,
  URGENCIES,
  type InboxFilter,
  type InboxRow,
  type ReadInbox,
} from '../../../workbench/index.js'
import { SECTORS } from '../../../kernel/sector.js'
import { choiceField, textField } from '../../fields.js'
import { html, type Html } from '../../html.js'
import { stackedTable } from '../../table.js'
import type { Speaker } from '../../text.js'
import type { WorkView } from '../work-page.js'
import { openingCard } from './opening.js'

/** The list of a month's cases by work bin; names are filled in by the browser, if at all. */
export function casesPage(view: WorkView, inbox: ReadInbox, filter: InboxFilter): Html {
  const { say } = view.speaker
  const { month, rows } = inbox
  return html`<h1 class="utrecht-heading-1">${say('cases.title', { month })}</h1>
    ${bins(view.speaker, inbox, filter)} ${choices(view.speaker, inbox, filter)}
    ${
      rows.length === 0
        ? html`<p class="utrecht-paragraph">${say('cases.nothing')}</p>`
        : html`${openingCard(view, month, 'list')}
            <section class="card" data-work="cases" data-month="${month}">
              ${found(view.speaker, inbox, filter)}
              ${stackedTable(
                say('cases.list'),
                columns(view.speaker),
                rows.map((row) => cells(view.speaker, month, row)),
              )}
              ${pager(view.speaker, inbox, filter)}
            </section>`
    }`
}

/** Work bins as links: each with how many cases it holds under the rest of the choice. */
function bins({ say }: Speaker, { bins: counts, month }: ReadInbox, filter: InboxFilter): Html {
  const all = counts.reduce((total, { cases }) => total + cases, 0)
  const link = (bin: string, text: string) => {
    const query = filterQuery(filter, { month, bin, page: '' })
    return (filter.workBin ?? '') === bin
      ? html`<li><a href="/console/work/cases?${query}" aria-current="true">${text}</a></li>`
      : html`<li><a href="/console/work/cases?${query}">${text}</a></li>`
  }
  return html`<nav class="bins" aria-label="${say('cases.bins')}">
    <ul>
      ${link('', say('cases.all', { count: all }))}
      ${counts.map(({ workBin, cases }) => link(workBin, say('cases.bin', { bin: workBin, count: cases })))}
    </ul>
  </nav>`
}

function choices(speaker: Speaker, inbox: ReadInbox, filter: InboxFilter): Html {
  const { say, word } = speaker
  const any = ['', say('cases.any')] as const
  const words = (kind: 'stage' | 'urgency' | 'class' | 'sector', codes: readonly string[]) => [
    any,
    ...codes.map((code) => [code, word(kind, code)] as const),
  ]
  const field = (name: string, label: string, value: string | null) => ({
    name,
    label,
    value: value ?? '',
  })
  const phone = filter.hasPhone === null ? '' : filter.hasPhone ? 'yes' : 'no'
  const isNarrowed = filterQuery({ ...filter, workBin: null }) !== ''
  return html`<details class="card" ${{ flag: 'open', on: isNarrowed } as const}>
    <summary>${say('cases.filter')}</summary>
    <form method="get" action="/console/work/cases">
      ${filter.workBin !== null && html`<input type="hidden" name="bin" value="${filter.workBin}" />`}
      <div class="fields">
        ${choiceField(
          field('month', say('cases.month'), inbox.month),
          inbox.months.map(({ month, cases }) => [month, `${month} (${cases})`] as const),
        )}
        ${choiceField(field('stage', say('cases.stage'), filter.stage), words('stage', STAGES))}
        ${choiceField(field('urgency', say('cases.urgency'), filter.urgency), words('urgency', URGENCIES))}
        ${choiceField(field('class', say('cases.class'), filter.matchClass), words('class', CLASSES))}
        ${choiceField(field('sector', say('cases.sector'), filter.sector), words('sector', SECTORS))}
        ${choiceField(field('district', say('cases.district'), filter.district), [
          any,
          ...inbox.districts.map((each) => [each, each] as const),
        ])}
        ${choiceField(field('phone', say('cases.phone'), phone), [
          any,
          ['yes', say('cases.phone_yes')],
          ['no', say('cases.phone_no')],
        ])}
        ${textField(
          field(
            'least',
            say('cases.least'),
            filter.leastCents === null ? '' : String(filter.leastCents / 100),
          ),
          { longest: 7 },
        )}
        ${choiceField(
          field('size', say('cases.size'), String(filter.size)),
          SIZES.map((size) => [String(size), String(size)] as const),
        )}
      </div>
      <div class="actions">
        <button class="utrecht-button utrecht-button--secondary-action" type="submit">
          ${say('cases.show')}
        </button>
      </div>
    </form>
  </details>`
}

function columns({ say }: Speaker) {
  return [
    { label: say('cases.case') },
    { label: say('cases.name') },
    { label: say('cases.address') },
    { label: say('cases.urgency') },
    { label: say('cases.deadline') },
    { label: say('cases.bin_label') },
    { label: say('cases.stage') },
    { label: say('cases.amount'), isCount: true },
    { label: say('cases.notifications'), isCount: true },
    { label: say('cases.district') },
    { label: say('cases.attempts'), isCount: true },
  ]
}

function cells({ say, word, euros, day }: Speaker, month: string, row: InboxRow) {
  const { caseId } = row
  const sealed = html`<span class="soft">${say('cases.sealed')}</span>`
  return [
    html`<a href="/console/work/cases/${month}/${caseId}" data-case="${caseId}"
      ><code>${caseId.slice(0, 8)}</code></a
    >`,
    html`<span data-of="name" data-for="${caseId}">${sealed}</span>`,
    html`<span data-of="address" data-for="${caseId}">${sealed}</span>`,
    row.status === 'WITHDRAWN'
      ? html`<strong class="bad">${word('at_pull', 'WITHDRAWN')}</strong>`
      : row.urgency === 'NORMAL'
        ? word('urgency', row.urgency)
        : html`<strong class="bad">${word('urgency', row.urgency)}</strong>`,
    row.deadlineOn === null ? '' : html`<span class="nowrap">${day(row.deadlineOn)}</span>`,
    row.workBin,
    word('stage', row.stage),
    html`<span class="nowrap">${euros(row.totalArrearsCents)}</span>`,
    row.notificationCount,
    row.district ?? '',
    row.attempts,
  ]
}

function found({ say, number }: Speaker, { total }: ReadInbox, { page, size }: InboxFilter): Html {
  const pages = Math.max(1, Math.ceil(total / size))
  return html`<p class="utrecht-paragraph" role="status">
    ${say('cases.found', { count: number(total), page, pages })}
  </p>`
}

function pager({ say }: Speaker, { total, month }: ReadInbox, filter: InboxFilter): Html | false {
  const { page, size } = filter
  const pages = Math.max(1, Math.ceil(total / size))
  if (pages === 1) return false
  const link = (to: number, text: string) =>
    html`<a
      class="utrecht-link"
      href="/console/work/cases?${filterQuery(filter, { month, page: String(to) })}"
      >${text}</a
    >`
  return html`<div class="pager">
    ${page > 1 && link(page - 1, say('cases.earlier'))}
    ${page < pages && link(page + 1, say('cases.later'))}
  </div>`
}
