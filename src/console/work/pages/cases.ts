import {
  ASKED_STAGES,
  CLASSES,
  filterQuery,
  SIZES,
  URGENCIES,
  type InboxFilter,
  type ReadInbox,
} from '../../../workbench/index.js'
import { SECTORS } from '../../../kernel/sector.js'
import { choiceField, textField } from '../../fields.js'
import { html, type Html } from '../../html.js'
import { stackedTable } from '../../table.js'
import type { Speaker } from '../../text.js'
import type { WorkView } from '../work-page.js'
import { binName } from './bin.js'
import { caseCells, caseColumns } from './case-rows.js'
import { openingCard } from './opening.js'

/** The list of a month's cases by work bin; names are filled in by the browser, if at all. */
export function casesPage(view: WorkView, inbox: ReadInbox, filter: InboxFilter): Html {
  const { say } = view.speaker
  const { month, rows } = inbox
  return html`<h1 class="utrecht-heading-1">${say('cases.title', { month })}</h1>
    ${reminder(view.speaker, inbox, filter)} ${bins(view.speaker, inbox, filter)}
    ${choices(view.speaker, inbox, filter)}
    ${
      rows.length === 0
        ? html`<p class="utrecht-paragraph">${say('cases.nothing')}</p>`
        : html`${openingCard(view, month, 'list')}
            <section class="card" data-work="cases" data-month="${month}">
              ${found(view.speaker, inbox, filter)}
              <p class="utrecht-paragraph">
                <a class="utrecht-link" href="/console/work/bulk?${filterQuery(filter, { month })}"
                  >${say('bulk.link')}</a
                >
              </p>
              ${stackedTable(
                say('cases.list'),
                caseColumns(view.speaker),
                rows.map((row) => caseCells(view.speaker, inbox, row)),
              )}
              ${pager(view.speaker, inbox, filter)}
            </section>`
    }`
}

/** How many terms are over, and where these cases are; nothing when none is. */
function reminder(
  { say }: Speaker,
  { overdue, month }: ReadInbox,
  filter: InboxFilter,
): Html | false {
  if (overdue === 0) return false
  const query = filterQuery(filter, { month, stage: 'OVERDUE', bin: '', page: '' })
  return html`<div class="utrecht-alert utrecht-alert--warning" role="note" data-overdue>
    <p>
      <a class="utrecht-link" href="/console/work/cases?${query}"
        >${say('cases.overdue', { count: overdue })}</a
      >
      ${say('cases.overdue_hint')}
    </p>
  </div>`
}

/** Work bins as links: each with how many cases it holds under the rest of the choice. */
function bins(
  speaker: Speaker,
  { bins: counts, month, names }: ReadInbox,
  filter: InboxFilter,
): Html {
  const { say } = speaker
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
      ${counts.map(({ workBin, cases }) => link(workBin, say('cases.bin', { bin: binName(speaker, workBin, names), count: cases })))}
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
        ${choiceField(field('stage', say('cases.stage'), filter.stage), words('stage', ASKED_STAGES))}
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
        ${choiceField(field('creditor', say('cases.creditor'), filter.creditor), [
          any,
          ...inbox.creditors.map(({ creditor, name }) => [creditor, name ?? creditor] as const),
        ])}
        ${textField(field('least', say('cases.least'), eurosOf(filter.leastCents)), { longest: 7 })}
        ${textField(field('most', say('cases.most'), eurosOf(filter.mostCents)), { longest: 7 })}
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

/** Whole cents as the whole euros of a field. */
function eurosOf(cents: number | null): string | null {
  return cents === null ? null : String(cents / 100)
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
