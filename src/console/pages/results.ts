import type { EntryPage, LoggedEntry } from '../../log-review/index.js'
import { textField } from '../fields.js'
import { html, type Html } from '../html.js'
import { partyLabel, partyName } from '../party-name.js'
import { readRecord } from '../record.js'
import { LABELS, FIELD_NAMES, type FieldName } from '../searches/question.js'
import { LONGEST_NAME, type Search } from '../searches/service.js'
import { table } from '../table.js'
import type { Speaker } from '../text.js'

/** What a page of found entries shows. */
export interface ResultsPage {
  readonly search: Search
  readonly found: EntryPage
  /** Whether it is the page with the newest entries. */
  readonly isFirst: boolean
  readonly names: ReadonlyMap<string, string>
  readonly formToken: string
}

/** Entries that were found, newest first, with what was asked. */
export function resultsPage(speaker: Speaker, page: ResultsPage): Html {
  const { say } = speaker
  const { name, searchId } = page.search
  return html`<h1 class="utrecht-heading-1">
      ${name === null ? say('results.title') : say('results.named', { name })}
    </h1>
    <section class="card">
      <h2 class="utrecht-heading-2">${say('results.asked')}</h2>
      ${asked(speaker, page)}
      <p class="utrecht-paragraph">
        <a class="utrecht-link" href="/console/search/${searchId}/change"
          >${say('results.change')}</a
        >
      </p>
    </section>
    <section class="card">
      ${entries(speaker, page)}
      <nav class="pager" aria-label="${say('results.pager')}">${pager(speaker, page)}</nav>
    </section>
    <div class="cards">${exporting(speaker, page)} ${saving(speaker, page)}</div>`
}

/** A question as people read it. */
function asked(speaker: Speaker, { search, names }: ResultsPage): Html {
  const { say } = speaker
  const shown = FIELD_NAMES.flatMap((field) => {
    const value = search.asked[field]
    return value === undefined
      ? []
      : [
          html`<dt>${say(LABELS[field])}</dt>
            <dd>${plainValue(speaker, names, field, value)}</dd>`,
        ]
  })
  return html`<dl class="facts">
    <dt>${say('search.controller')}</dt>
    <dd>${partyName(speaker, names, search.controller)}</dd>
    <dt>${say('search.reason')}</dt>
    <dd>${search.reason}</dd>
    ${shown}
  </dl>`
}

function plainValue(
  speaker: Speaker,
  names: ReadonlyMap<string, string>,
  field: FieldName,
  value: string,
): string {
  switch (field) {
    case 'from':
    case 'until':
      return speaker.day(value)
    case 'actor':
      return partyName(speaker, names, value)
    case 'action':
    case 'purpose':
    case 'result':
    case 'role':
      return speaker.word(field, value)
    default:
      return value
  }
}

function entries(speaker: Speaker, page: ResultsPage): Html {
  const { say, number } = speaker
  const { entries: found } = page.found
  if (found.length === 0) return html`<p class="utrecht-paragraph">${say('results.none')}</p>`
  const columns = [
    { label: say('results.number') },
    { label: say('results.when') },
    { label: say('results.who') },
    { label: say('results.what') },
    { label: say('search.purpose') },
    { label: say('search.result') },
    { label: say('results.count'), isCount: true },
  ]
  const rows = found.map((entry) => row(speaker, page, entry))
  return table(say('results.table', { count: number(found.length) }), columns, rows, true)
}

function row(speaker: Speaker, { search, names }: ResultsPage, entry: LoggedEntry) {
  const { number, word } = speaker
  const record = readRecord(entry.record)
  const badge = record.result === 'ALLOW' ? 'safe' : 'danger'
  return [
    html`<a class="utrecht-link" href="/console/search/${search.searchId}/entries/${entry.entryId}"
      >${number(entry.number)}</a
    >`,
    html`<span class="nowrap">${speaker.instant(record.at)}</span>`,
    html`${partyLabel(speaker, names, record.actor)}<br /><span class="small soft"
        >${word('role', record.role)}</span
      >`,
    html`${word('action', record.action)}<br /><code class="soft">${record.operation}</code>`,
    word('purpose', record.purpose),
    html`<span class="utrecht-status-badge utrecht-status-badge--${badge}"
      >${word('result', record.result)}</span
    >`,
    number(record.count),
  ]
}

function pager(
  { say }: Speaker,
  { search, found, isFirst }: ResultsPage,
): readonly (Html | false)[] {
  const { searchId } = search
  return [
    !isFirst &&
      html`<a class="utrecht-link" href="/console/search/${searchId}">${say('results.newest')}</a>`,
    found.nextCursor !== null &&
      html`<a class="utrecht-link" href="/console/search/${searchId}?after=${found.nextCursor}"
        >${say('results.older')}</a
      >`,
  ]
}

function exporting({ say }: Speaker, { search, formToken }: ResultsPage): Html {
  const kind = 'utrecht-button utrecht-button--secondary-action'
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('results.export')}</h2>
    <p class="utrecht-paragraph">${say('results.export_text')}</p>
    <form class="actions" method="post" action="/console/search/${search.searchId}/export">
      <input type="hidden" name="token" value="${formToken}" />
      <button class="${kind}" type="submit" name="format" value="csv">${say('results.csv')}</button>
      <button class="${kind}" type="submit" name="format" value="ndjson">
        ${say('results.ndjson')}
      </button>
    </form>
  </section>`
}

function saving({ say }: Speaker, { search, formToken }: ResultsPage): Html {
  const { searchId, name } = search
  const field = { name: 'name', label: say('search.name'), value: name ?? '', required: true }
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('search.save')}</h2>
    <form method="post" action="/console/search/${searchId}/save">
      <input type="hidden" name="token" value="${formToken}" />
      ${textField(field, { longest: LONGEST_NAME })}
      <div class="actions">
        <button class="utrecht-button utrecht-button--secondary-action" type="submit">
          ${say('search.save')}
        </button>
      </div>
    </form>
  </section>`
}
