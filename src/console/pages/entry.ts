import { EVENTS, type LogEvent } from '../../access-log/index.js'
import { isErrorCode, kindOf } from '../../http/problem.js'
import type { LoggedEntry } from '../../log-review/index.js'
import { html, type Html } from '../html.js'
import { partyName } from '../party-name.js'
import { readRecord, type ShownRecord } from '../record.js'
import type { Speaker } from '../text.js'
import { proofCard, type ShownProof } from './proof.js'

/** What the page of an entry shows. */
export interface EntryView {
  readonly searchId: string
  readonly entry: LoggedEntry
  /** `undefined` until the entry has its place in the tree. */
  readonly proof: ShownProof | undefined
  readonly names: ReadonlyMap<string, string>
  readonly formToken: string
}

/** One entry: in plain language, with its ground, what it touched, what belongs to it, and its proof. */
export function entryPage(speaker: Speaker, view: EntryView): Html {
  const { say, number } = speaker
  const { entry, searchId } = view
  const record = readRecord(entry.record)
  return html`<p class="utrecht-paragraph">
      <a class="utrecht-link" href="/console/search/${searchId}">${say('entry.back')}</a>
    </p>
    <h1 class="utrecht-heading-1">${say('entry.title', { number: number(entry.number) })}</h1>
    ${plain(speaker, view, record)}
    <div class="cards">${ground(speaker, record)} ${objects(speaker, record)}</div>
    ${related(speaker, view, record)} ${proofCard(speaker, entry, view.proof)}`
}

function plain(speaker: Speaker, { names }: EntryView, record: ShownRecord): Html {
  const { say, word, instant, number } = speaker
  const sentence = say('entry.sentence', {
    at: instant(record.at),
    actor: partyName(speaker, names, record.actor),
    role: word('role', record.role),
    what: eventText(speaker, record),
  })
  const outcome = { ALLOW: 'entry.allowed', DENY: 'entry.denied', ERROR: 'entry.failed' } as const
  const residents =
    record.subjects === undefined
      ? say('entry.no_residents')
      : say('entry.residents', { count: number(record.subjects.count) })
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('entry.plain')}</h2>
    <p class="utrecht-paragraph">${sentence}</p>
    <p class="utrecht-paragraph">
      ${say(outcome[record.result])} ${refusalText(speaker, record)}
      ${say('entry.counted', { count: number(record.count) })} ${residents}
    </p>
  </section>`
}

/** What the catalogue of events says of it. */
function eventText({ language, word }: Speaker, { operation, action }: ShownRecord): string {
  const events: readonly LogEvent[] = EVENTS
  const event =
    events.find((each) => each.operation === operation && each.action === action) ??
    events.find((each) => each.action === action)
  return event === undefined ? word('action', action) : event[language]
}

function refusalText({ language }: Speaker, { objects: { code } }: ShownRecord): string {
  return typeof code === 'string' && isErrorCode(code) ? `${kindOf(code).title[language]}.` : ''
}

function ground({ say, word }: Speaker, record: ShownRecord): Html {
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('entry.ground')}</h2>
    <dl class="facts">
      <dt>${say('search.purpose')}</dt>
      <dd>${word('purpose', record.purpose)}</dd>
      <dt>${say('entry.basis')}</dt>
      <dd><code>${record.legalBasis}</code></dd>
      <dt>${say('entry.activity')}</dt>
      <dd>
        <code>${record.processingActivity}</code>
        <a
          class="utrecht-link"
          href="/console/registers?log=${record.controller}#${record.processingActivity.replace('@', '-')}"
          >${say('entry.register')}</a
        >
      </dd>
      <dt>${say('entry.key')}</dt>
      <dd><code>${record.actorKey ?? say('entry.no_key')}</code></dd>
    </dl>
  </section>`
}

function objects({ say }: Speaker, { objects: touched, operation }: ShownRecord): Html {
  const items = Object.entries(touched).map(
    ([name, value]) =>
      html`<dt><code>${name}</code></dt>
        <dd>${typeof value === 'string' ? value : JSON.stringify(value)}</dd>`,
  )
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('entry.objects')}</h2>
    <dl class="facts">
      <dt>${say('results.what')}</dt>
      <dd><code>${operation}</code></dd>
      ${items}
    </dl>
  </section>`
}

function related({ say }: Speaker, view: EntryView, { traceId }: ShownRecord): Html {
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('entry.related')}</h2>
    <p class="utrecht-paragraph">${say('entry.related_text')} <code>${traceId}</code></p>
    <form method="post" action="/console/search/${view.searchId}/trace">
      <input type="hidden" name="token" value="${view.formToken}" />
      <input type="hidden" name="traceId" value="${traceId}" />
      <button class="utrecht-button utrecht-button--secondary-action" type="submit">
        ${say('entry.related_button')}
      </button>
    </form>
  </section>`
}
