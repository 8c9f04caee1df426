import { areaField, textField } from '../fields.js'
import { html, type Html } from '../html.js'
import { mistakeOf, mistakeSummary } from '../mistakes.js'
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
  addition: 'resident.addition_hint',
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
    ${mistakeSummary(speaker, page.mistakes, (name) => RESIDENT_FIELDS[name].label)}
    <form class="card" method="post" action="/console/resident" autocomplete="off">
      <input type="hidden" name="token" value="${page.formToken}" />
      <div class="fields">
        ${Object.keys(RESIDENT_FIELDS).map((name) => field(speaker, page, name))}
      </div>
      <label class="utrecht-form-label whole">
        <input type="checkbox" name="sure" value="yes" /> ${say('resident.sure')}
      </label>
      <div class="actions">
        <button class="utrecht-button utrecht-button--primary-action" type="submit">
          ${say('resident.button')}
        </button>
        <button
          class="utrecht-button utrecht-button--secondary-action"
          type="submit"
          name="answer"
          value="package"
        >
          ${say('resident.package')}
        </button>
        <button
          class="utrecht-button utrecht-button--secondary-action"
          type="submit"
          name="answer"
          value="pdf"
        >
          ${say('resident.package_pdf')}
        </button>
      </div>
    </form>`
}

function field(speaker: Speaker, { typed, mistakes }: ResidentForm, name: string): Html {
  const { say } = speaker
  const known = name as ResidentField
  const { label, longest, isRequired } = RESIDENT_FIELDS[known]
  const text = say(label)
  const hint = HINTS[known]
  const options = {
    name,
    label: text,
    value: typed?.[known] ?? '',
    required: isRequired,
    hint: hint && say(hint),
    mistake: mistakeOf(speaker, mistakes, known, text),
  }
  if (known === 'reason') return html`<div class="whole">${areaField(options, longest)}</div>`
  return textField(options, { longest, type: known === 'birthDate' ? 'date' : 'text' })
}
