import { RIGHT_KINDS, type MunicipalRights, type RightsRequest } from '../../rights/index.js'
import { areaField, choiceField, textField } from '../fields.js'
import { html, type Html } from '../html.js'
import { mistakeOf, mistakeSummary, type FieldMistake } from '../mistakes.js'
import { RESIDENT_FIELDS, type ResidentField, type Typed } from '../resident/question.js'
import { table } from '../table.js'
import type { Speaker } from '../text.js'

/** What the page of requests shows. */
export interface RightsPage {
  readonly found: readonly MunicipalRights[]
  readonly typed: Typed | undefined
  readonly kind: string
  readonly mistakes: readonly FieldMistake<ResidentField>[]
  readonly today: string
  readonly formToken: string
}

/** Requests of residents at the municipalities that the officer reviews, and where one is registered. */
export function rightsPage(speaker: Speaker, page: RightsPage): Html {
  const { say } = speaker
  return html`<h1 class="utrecht-heading-1">${say('rights.title')}</h1>
    <p class="utrecht-paragraph">${say('rights.intro')}</p>
    ${
      page.found.length === 0
        ? html`<p class="utrecht-paragraph">${say('rights.none')}</p>`
        : [page.found.map((one) => requests(speaker, one, page.today)), form(speaker, page)]
    }`
}

function requests(
  speaker: Speaker,
  { municipality, requests: all }: MunicipalRights,
  today: string,
): Html {
  const { say, word, instant, number } = speaker
  const rows = all.map((request) => [
    html`<a class="utrecht-link" href="/console/rights/${request.request}"
      >${word('right', request.kind)}</a
    >`,
    instant(request.registeredAt),
    request.reason,
    number(request.held),
    stateOf(speaker, request, today),
  ])
  const columns = [
    { label: say('rights.kind') },
    { label: say('rights.registered') },
    { label: say('rights.reason') },
    { label: say('rights.reached'), isCount: true },
    { label: say('rights.state') },
  ]
  const title = say('rights.requests', { municipality })
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${title}</h2>
    ${
      rows.length === 0
        ? html`<p class="utrecht-paragraph">${say('rights.no_requests')}</p>`
        : table(title, columns, rows)
    }
  </section>`
}

/** Whether a request holds, and until when. */
export function stateOf(
  { say, instant, day }: Speaker,
  { liftedAt, endsOn }: RightsRequest,
  today: string,
): string {
  if (liftedAt !== null) return say('rights.lifted', { at: instant(liftedAt) })
  return say(endsOn < today ? 'rights.over' : 'rights.active', { on: day(endsOn) })
}

function form(speaker: Speaker, page: RightsPage): Html {
  const { say, word } = speaker
  const { found, typed, kind, mistakes, formToken } = page
  const about = (name: ResidentField, isRequired: boolean) => {
    const label = name === 'reason' ? say('rights.reason') : say(RESIDENT_FIELDS[name].label)
    const mistake = mistakeOf(speaker, mistakes, name, label)
    return { name, label, value: typed?.[name] ?? '', mistake, required: isRequired }
  }
  const line = (name: ResidentField, isRequired: boolean) =>
    textField(about(name, isRequired), {
      longest: RESIDENT_FIELDS[name].longest,
      type: name === 'birthDate' ? 'date' : 'text',
    })
  const municipalities = found.map(({ municipality }) => [municipality, municipality] as const)
  const kinds = RIGHT_KINDS.map((code) => [code, word('right', code)] as const)
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('rights.register')}</h2>
    ${mistakeSummary(speaker, mistakes, (name) => RESIDENT_FIELDS[name].label)}
    <form method="post" action="/console/rights" autocomplete="off">
      <input type="hidden" name="token" value="${formToken}" />
      <div class="fields">
        ${choiceField({ name: 'kind', label: say('rights.kind'), value: kind }, kinds)}
        ${choiceField(about('municipality', true), municipalities)} ${line('initials', true)}
        ${line('prefix', false)} ${line('surname', true)} ${line('birthDate', false)}
        ${line('postcode', true)} ${line('houseNumber', true)} ${line('addition', false)}
        <div class="whole">
          ${areaField({ ...about('reason', true), hint: say('review.text_hint') }, 500)}
        </div>
      </div>
      <div class="actions">
        <button class="utrecht-button utrecht-button--primary-action" type="submit">
          ${say('rights.button')}
        </button>
      </div>
    </form>
  </section>`
}
