import { CLOCK_KINDS, type MunicipalRights, type RightsRequest } from '../../rights/index.js'
import type { Day } from '../../kernel/calendar.js'
import { areaField, choiceField, textField } from '../fields.js'
import { html, type Html } from '../html.js'
import { mistakeOf, mistakeSummary, type FieldMistake } from '../mistakes.js'
import { RESIDENT_FIELDS, type ResidentField, type Typed } from '../resident/question.js'
import { stackedTable } from '../table.js'
import type { Speaker } from '../text.js'
import { dueText } from './rights-clock.js'

/** Fields of the form: whom it is about, and when the request was received. */
export type RightsField = ResidentField | 'receivedOn'

/** What the page of requests shows. */
export interface RightsPage {
  readonly found: readonly MunicipalRights[]
  readonly typed: Typed | undefined
  readonly kind: string
  /** When the request was received, as it was typed. */
  readonly receivedOn: string
  readonly mistakes: readonly FieldMistake<RightsField>[]
  readonly today: Day
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
  { municipality, requests: all, clocks, next }: MunicipalRights,
  today: Day,
): Html {
  const { say, word, day, number } = speaker
  const known = new Map(all.map((request) => [request.request, request]))
  const rows = clocks.map((clock) => {
    const effect = known.get(clock.request)
    return [
      html`<a class="utrecht-link" href="/console/rights/${clock.request}"
        >${word('right', clock.kind)}</a
      >`,
      day(clock.receivedOn),
      clock.reference,
      dueText(speaker, clock, today),
      effect === undefined ? '' : stateOf(speaker, effect, today),
      effect === undefined ? '' : number(effect.held),
    ]
  })
  const columns = [
    { label: say('rights.kind') },
    { label: say('clock.received') },
    { label: say('rights.reason') },
    { label: say('clock.due') },
    { label: say('rights.state') },
    { label: say('rights.reached'), isCount: true },
  ]
  const title = say('rights.requests', { municipality })
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${title}</h2>
    ${
      rows.length === 0
        ? html`<p class="utrecht-paragraph">${say('rights.no_requests')}</p>`
        : stackedTable(title, columns, rows)
    }
    ${
      next !== undefined &&
      html`<a class="utrecht-link" href="/console/rights?after=${next}">${say('rights.more')}</a>`
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
  const labelOf = (name: RightsField) =>
    name === 'receivedOn' ? 'clock.received' : RESIDENT_FIELDS[name].label
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
  const received = {
    name: 'receivedOn',
    label: say('clock.received'),
    value: page.receivedOn,
    hint: say('clock.received_hint'),
    mistake: mistakeOf(speaker, mistakes, 'receivedOn', say('clock.received')),
    required: true,
  }
  const kinds = CLOCK_KINDS.map((code) => [code, word('right', code)] as const)
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('rights.register')}</h2>
    ${mistakeSummary(speaker, mistakes, labelOf)}
    <form method="post" action="/console/rights" autocomplete="off">
      <input type="hidden" name="token" value="${formToken}" />
      <div class="fields">
        ${choiceField({ name: 'kind', label: say('rights.kind'), value: kind }, kinds)}
        ${textField(received, { type: 'date', longest: 10 })}
        ${choiceField(about('municipality', true), municipalities)} ${line('initials', false)}
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
