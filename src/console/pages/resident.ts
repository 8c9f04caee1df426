import { areaField, textField } from '../fields.js'
import { html, type Html } from '../html.js'
import { RESIDENT_FIELDS, type ResidentField, type ResidentMistake } from '../resident/question.js'
import type { Typed } from '../resident/question.js'
import type { Speaker, TextKey } from '../text.js'

/** What the form of a trace shows. */
export interface ResidentForm {
  /** What was typed before, when something was wrong with it. */
  readonly typed: Typed | undefined
  readonly mistakes: readonly ResidentMistake[]
  readonly tracesPerDay: number
  readonly formToken: string
}

const HINTS: Readonly<Partial<Record<ResidentField, TextKey>>> = {
  birthDate: 'resident.birth_date_hint',
  municipality: 'search.municipality_hint',
  reason: 'search.reason_hint',
}

/** Where an officer types whom a resident's question is about. */
export function residentPage(speaker: Speaker, page: ResidentForm): Html {
  const { say } = speaker
  return html`<h1 class="utrecht-heading-1">${say('resident.title')}</h1>
    <p class="utrecht-paragraph">${say('resident.intro')}</p>
    <p class="utrecht-paragraph soft">
      ${say('resident.limit', { count: speaker.number(page.tracesPerDay) })}
    </p>
    ${page.mistakes.length > 0 && summary(speaker, page.mistakes)}
    <form class="card" method="post" action="/console/resident" autocomplete="off">
      <input type="hidden" name="token" value="${page.formToken}" />
      <div class="fields">
        ${Object.keys(RESIDENT_FIELDS).map((name) => field(speaker, page, name))}
      </div>
      <div class="actions">
        <button class="utrecht-button utrecht-button--primary-action" type="submit">
          ${say('resident.button')}
        </button>
      </div>
    </form>`
}

function field({ say }: Speaker, { typed, mistakes }: ResidentForm, name: string): Html {
  const known = name as ResidentField
  const { label, longest, isRequired } = RESIDENT_FIELDS[known]
  const text = say(label)
  const mistake = mistakes.find((each) => each.field === known)
  const hint = HINTS[known]
  const options = {
    name,
    label: text,
    value: typed?.[known] ?? '',
    required: isRequired,
    hint: hint && say(hint),
    mistake: mistake && say(mistake.message, { field: text }),
  }
  if (known === 'reason') return html`<div class="whole">${areaField(options, longest)}</div>`
  return textField(options, { longest, type: known === 'birthDate' ? 'date' : 'text' })
}

function summary({ say }: Speaker, mistakes: readonly ResidentMistake[]): Html {
  const items = mistakes.map(
    ({ field: name, message }) =>
      html`<li>
        <a class="utrecht-link" href="#${name}"
          >${say(message, { field: say(RESIDENT_FIELDS[name].label) })}</a
        >
      </li>`,
  )
  return html`<div class="utrecht-alert utrecht-alert--error" role="alert">
    <h2 class="utrecht-heading-3">${say('form.problem')}</h2>
    <ul class="steps">
      ${items}
    </ul>
  </div>`
}
