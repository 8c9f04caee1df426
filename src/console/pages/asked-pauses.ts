import { PAUSE_REFUSALS } from '../../collection-pauses/index.js'
import type { components } from '../../generated/openapi.js'
import { choiceField, textField } from '../fields.js'
import { html, type Html } from '../html.js'
import type { Speaker } from '../text.js'

type Schemas = components['schemas']

/** What the page of pauses is made from. */
export interface AskedPausesView {
  readonly page: Schemas['AskedPausePage']
  /** Creditors that one may ask for, the own organisation first. */
  readonly creditors: readonly string[]
  readonly formToken: string
}

/** Where municipalities ask a creditor to wait with collection, and the forms to answer. */
export function askedPausesPage(
  speaker: Speaker,
  { page, creditors, formToken }: AskedPausesView,
): Html {
  const { say } = speaker
  const { creditorId, pauses } = page
  return html`<h1 class="utrecht-heading-1">${say('pauses.title')}</h1>
    <p class="utrecht-paragraph">${say('pauses.lead')}</p>
    ${creditors.length > 1 && choice(speaker, creditorId, creditors)}
    ${
      pauses.length === 0
        ? html`<p class="utrecht-paragraph">${say('pauses.nothing')}</p>`
        : pauses.map((pause, at) => card(speaker, pause, { at, creditor: creditorId, formToken }))
    }
    ${page.nextCursor !== null && html`<p class="utrecht-paragraph">${say('pauses.more')}</p>`}`
}

function choice({ say }: Speaker, value: string, creditors: readonly string[]): Html {
  return html`<form method="get" action="/console/pauses" class="card">
    <div class="fields">
      ${choiceField(
        { name: 'creditor', label: say('pauses.creditor'), value },
        creditors.map((each) => [each, each] as const),
      )}
    </div>
    <div class="actions">
      <button class="utrecht-button utrecht-button--primary-action" type="submit">
        ${say('pauses.show')}
      </button>
    </div>
  </form>`
}

/** Where on the page a pause stands, and for whom. */
interface Place {
  readonly at: number
  readonly creditor: string
  readonly formToken: string
}

function card(speaker: Speaker, pause: Schemas['AskedPause'], place: Place): Html {
  const { say, day } = speaker
  const { notificationId, municipalityCode: code, months, status, untilOn, withdrawnOn } = pause
  const text =
    status === 'CONFIRMED'
      ? say('pauses.waiting', { until: day(untilOn ?? pause.answerBy) })
      : status === 'WITHDRAWN'
        ? say('pauses.withdrawn', { on: day(withdrawnOn ?? pause.askedOn) })
        : say('pauses.asked', { on: day(pause.askedOn), by: day(pause.answerBy) })
  return html`<section class="card" data-asked="${status}">
    <h2 class="utrecht-heading-2">${say('pauses.of', { id: notificationId.slice(0, 8) })}</h2>
    <dl class="facts">
      <dt>${say('pauses.notification')}</dt>
      <dd>${notificationId}</dd>
      <dt>${say('pauses.municipality')}</dt>
      <dd>${code}</dd>
      <dt>${say('pause.months')}</dt>
      <dd>${say(`pause.months_${months as 1 | 2 | 3}`)}</dd>
    </dl>
    <p class="utrecht-paragraph">${text}</p>
    ${status === 'ASKED' && answers(speaker, pause, place)}
  </section>`
}

function answers(
  { say }: Speaker,
  { pauseId }: Schemas['AskedPause'],
  { at, creditor, formToken }: Place,
): Html {
  const hidden = html`<input type="hidden" name="token" value="${formToken}" />
    <input type="hidden" name="pause" value="${pauseId}" />
    <input type="hidden" name="at" value="${String(at)}" />
    <input type="hidden" name="creditor" value="${creditor}" />`
  return html`<form method="post" action="/console/pauses">
      ${hidden}<input type="hidden" name="answer" value="CONFIRM" />
      ${textField(
        {
          name: `until_${at}`,
          label: say('pauses.until'),
          hint: say('pauses.until_hint'),
          value: '',
        },
        { type: 'date' },
      )}
      <div class="actions">
        <button class="utrecht-button utrecht-button--primary-action" type="submit">
          ${say('pauses.confirm')}
        </button>
      </div>
    </form>
    <form method="post" action="/console/pauses">
      ${hidden}<input type="hidden" name="answer" value="DECLINE" />
      ${choiceField(
        { name: `refusal_${at}`, label: say('pauses.why'), value: 'OTHER' },
        PAUSE_REFUSALS.map((each) => [each, say(`pause.why_${each}`)] as const),
      )}
      <div class="actions">
        <button class="utrecht-button utrecht-button--secondary-action" type="submit">
          ${say('pauses.decline')}
        </button>
      </div>
    </form>`
}
