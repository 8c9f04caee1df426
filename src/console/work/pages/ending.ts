import { BIN_ACTIONS } from '../../../parties/index.js'
import { choiceField, textField } from '../../fields.js'
import { flag, html, type Html } from '../../html.js'
import { OUTCOMES, STATUSES } from '../case-form.js'
import { endingFields, MILESTONES } from '../ending-form.js'
import type { WorkView } from '../work-page.js'
import { consentFields, referralFields } from './ending-consent.js'
import { fieldIn, mistakeOf, type FilledForm } from './field-notes.js'
import type { CasePage } from './shown-case.js'

const NOTHING = ['', '–'] as const

/**
 * How the case goes: what a person decided, its days, the outcome with its written definition beside it,
 * the referral with consent, and what may be told. After a refusal it holds what was typed.
 */
export function endingCard({ speaker, formToken }: WorkView, page: CasePage): Html {
  const { known, typedEnding, mistakes } = page
  const { say } = speaker
  const { month, item } = known
  const isRefused = typedEnding !== undefined
  const values = typedEnding ?? endingFields(known)
  const form: FilledForm = { speaker, values, mistakes: isRefused ? mistakes : [] }
  return html`<section class="card" data-ending>
    <h2 class="utrecht-heading-2">${say('case.ending')}</h2>
    <form method="post" action="/console/work/cases/${month}/${item.caseId}/ending">
      <input type="hidden" name="token" value="${formToken}" />
      <input type="hidden" name="version" value="${values.get('version') ?? ''}" />
      ${decision(form)} ${outcomes(form)} ${onTheWay(form)} ${statuses(form, known)}
      ${referralFields(form)} ${consentFields(form, known)}
      <div class="actions">
        <button class="utrecht-button utrecht-button--primary-action" type="submit">
          ${say('case.save_ending')}
        </button>
      </div>
    </form>
  </section>`
}

/** A bin proposes; what a person decided about that comes before the first approach. */
function decision(form: FilledForm): Html {
  const { say, word } = form.speaker
  return html`<fieldset class="fields">
    <legend class="utrecht-form-label">${say('case.decision')}</legend>
    ${choiceField(fieldIn(form, 'decision', say('case.decided'), say('case.decision_hint')), [
      NOTHING,
      ...BIN_ACTIONS.map((each) => [each, word('approach', each)] as const),
    ])}
    ${textField(fieldIn(form, 'decidedOn', say('case.decided_on')), { type: 'date' })}
  </fieldset>`
}

function outcomes(form: FilledForm): Html {
  const { say, word } = form.speaker
  const wrong = mistakeOf(form, 'outcome')
  const chosen = form.values.get('outcome') ?? ''
  const radio = (value: string, label: string, definition: string) =>
    html`<div class="choice">
      <input
        type="radio"
        name="outcome"
        id="outcome-${value}"
        value="${value}"
        aria-describedby="definition-${value}"
        ${flag('checked', chosen === value)}
      />
      <label for="outcome-${value}">${label}</label>
      <span class="hint" id="definition-${value}">${definition}</span>
    </div>`
  return html`<fieldset class="choices" id="outcome">
    <legend class="utrecht-form-label">${say('case.ending_hint')}</legend>
    ${wrong !== undefined && html`<p class="field"><span class="wrong">${wrong}</span></p>`}
    ${radio('', say('case.not_ended'), '')}
    ${OUTCOMES.map((code) => radio(code, word('outcome', code), word('definition', code)))}
  </fieldset>`
}

/** The days of a case on its way, each with what it means. */
function onTheWay(form: FilledForm): Html {
  const { say } = form.speaker
  const days = MILESTONES.map((name) =>
    textField(fieldIn(form, name, say(`case.${name}`), say(`case.${name}_hint`)), {
      type: 'date',
    }),
  )
  const plan = choiceField(fieldIn(form, 'planMade', say('case.plan')), [
    NOTHING,
    ['yes', say('case.yes')],
    ['no', say('case.no')],
  ])
  return html`<fieldset class="fields">
    <legend class="utrecht-form-label">${say('case.on_the_way')}</legend>
    ${days.slice(0, 4)} ${plan} ${days.slice(4)}
  </fieldset>`
}

function statuses(form: FilledForm, { item }: CasePage['known']): Html {
  const { say, word } = form.speaker
  return html`<div class="fields">
    ${item.notifications.map(({ creditorId, creditorName }, at) =>
      choiceField(
        fieldIn(
          form,
          `status_${at}`,
          say('case.status_of', { number: at + 1, creditor: creditorName ?? creditorId }),
        ),
        STATUSES.map((status) => [status, word('standing', status)] as const),
      ),
    )}
  </div>`
}
