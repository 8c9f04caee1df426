import { areaField, choiceField, textField, type FieldOptions } from '../fields.js'
import { html, type Html } from '../html.js'
import { mistakeOf, mistakeSummary } from '../mistakes.js'
import { partyName } from '../party-name.js'
import { LABELS, LONGEST_REASON, WORDS } from '../searches/question.js'
import type { FieldName, Mistake, Question } from '../searches/question.js'
import type { Search } from '../searches/service.js'
import type { Speaker, TextKey } from '../text.js'

/** What the form of a search shows. */
export interface SearchPage {
  readonly question: Question
  readonly mistakes: readonly Mistake[]
  readonly saved: readonly Search[]
  /** Logs that the person reviews. */
  readonly controllers: readonly string[]
  readonly names: ReadonlyMap<string, string>
  readonly formToken: string
}

const HINTS: Readonly<Partial<Record<FieldName, TextKey>>> = {
  municipality: 'search.municipality_hint',
  caseId: 'search.case_hint',
  traceId: 'search.trace_hint',
}

/** Where an officer asks the log something. */
export function searchPage(speaker: Speaker, page: SearchPage): Html {
  const { say } = speaker
  return html`<h1 class="utrecht-heading-1">${say('search.title')}</h1>
    <p class="utrecht-paragraph">${say('search.intro')}</p>
    ${mistakeSummary(speaker, page.mistakes, (name) => LABELS[name])}
    <form class="card" method="post" action="/console/search">
      <input type="hidden" name="token" value="${page.formToken}" />
      ${fields(speaker, page)}
      <div class="actions">
        <button class="utrecht-button utrecht-button--primary-action" type="submit">
          ${say('search.button')}
        </button>
      </div>
    </form>
    ${saved(speaker, page)}`
}

function fields(speaker: Speaker, page: SearchPage): Html {
  const { say, word } = speaker
  const { question, controllers, names } = page
  const of = (name: FieldName): FieldOptions => ({
    ...about(speaker, page, name),
    value: question.asked[name] ?? '',
    hint: HINTS[name] === undefined ? undefined : say(HINTS[name]),
  })
  const words = (kind: keyof typeof WORDS) => [
    ['', say('search.any')] as const,
    ...WORDS[kind].map((code) => [code, word(kind, code)] as const),
  ]
  const logs = controllers.map((id) => [id, partyName(speaker, names, id)] as const)
  const parties = [...names].map(([id, name]) => html`<option value="${id}">${name}</option>`)
  return html`<div class="fields">
      <div class="whole">
        ${areaField(
          {
            ...about(speaker, page, 'reason'),
            value: question.reason,
            hint: say('search.reason_hint'),
            required: true,
          },
          LONGEST_REASON,
        )}
      </div>
      ${choiceField({ ...about(speaker, page, 'controller'), value: question.controller }, logs)}
      ${textField(of('from'), { type: 'date' })} ${textField(of('until'), { type: 'date' })}
      ${textField(of('actor'), { list: 'parties' })} ${choiceField(of('role'), words('role'))}
      ${choiceField(of('action'), words('action'))} ${choiceField(of('purpose'), words('purpose'))}
      ${choiceField(of('result'), words('result'))} ${textField(of('municipality'), { longest: 4 })}
      ${textField(of('caseId'))} ${textField(of('traceId'), { longest: 36 })}
    </div>
    <datalist id="parties">${parties}</datalist>`
}

function about(
  speaker: Speaker,
  { mistakes }: SearchPage,
  name: Mistake['field'],
): Omit<FieldOptions, 'value'> {
  const label = speaker.say(LABELS[name])
  return { name, label, mistake: mistakeOf(speaker, mistakes, name, label) }
}

function saved({ say }: Speaker, { saved: searches, formToken }: SearchPage): Html {
  const items = searches.map(
    ({ searchId, name }) =>
      html`<li class="actions">
        <a class="utrecht-link" href="/console/search/${searchId}">${name}</a>
        <form method="post" action="/console/search/${searchId}/remove">
          <input type="hidden" name="token" value="${formToken}" />
          <button
            class="utrecht-button utrecht-button--secondary-action"
            type="submit"
            aria-label="${say('search.remove_named', { name: name ?? '' })}"
          >
            ${say('search.remove')}
          </button>
        </form>
      </li>`,
  )
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('search.saved')}</h2>
    ${
      items.length === 0
        ? html`<p class="utrecht-paragraph">${say('search.none_saved')}</p>`
        : html`<ul class="plain">
            ${items}
          </ul>`
    }
  </section>`
}
