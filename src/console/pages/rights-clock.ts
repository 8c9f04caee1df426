import { ANSWERS, longestExtension, urgencyOf, type Clock } from '../../rights/index.js'
import type { Day } from '../../kernel/calendar.js'
import { daysBetween } from '../../kernel/calendar.js'
import { areaField, choiceField, textField } from '../fields.js'
import { html, type Html } from '../html.js'
import type { Speaker, TextKey } from '../text.js'

/** What the page of a request shows of its clock. */
export interface ClockPage {
  readonly clock: Clock
  readonly today: Day
  /** Whether the resident can still be told of an extension. */
  readonly canExtend: boolean
  /** What was filled in and cannot be used. */
  readonly isWrong: boolean
  readonly formToken: string
}

/** Until when an answer is in time, as people say it. */
export function dueText(
  { say, day, instant, word }: Speaker,
  { dueOn, answeredAt, answer }: Pick<Clock, 'dueOn' | 'answeredAt' | 'answer'>,
  today: Day,
): Html {
  if (answeredAt !== null) {
    const how = word('answer', answer ?? '')
    return html`<span class="good"
      >${say('clock.answered', { how, at: instant(answeredAt) })}</span
    >`
  }
  const days = String(Math.abs(daysBetween(today, dueOn)))
  const on = day(dueOn)
  const urgency = urgencyOf(dueOn, today)
  if (urgency === 'LATE') return html`<span class="bad">${say('clock.late', { on, days })}</span>`
  const left = say(days === '0' ? 'clock.today' : days === '1' ? 'clock.day' : 'clock.days', {
    on,
    days,
  })
  return urgency === 'SOON' ? html`<strong>${left}</strong>` : html`${left}`
}

/** The page of a request for access: its clock, and where the answer is made. */
export function accessPage(speaker: Speaker, page: ClockPage): Html {
  const { say, word } = speaker
  return html`<p class="utrecht-paragraph">
      <a class="utrecht-link" href="/console/rights">${say('rights.back')}</a>
    </p>
    <h1 class="utrecht-heading-1">${say('rights.request')}: ${word('right', page.clock.kind)}</h1>
    <p class="utrecht-paragraph">
      ${say('clock.make')}
      <a class="utrecht-link" href="/console/resident">${say('nav.resident')}</a>
    </p>
    ${clockCard(speaker, page)}`
}

/** How long the resident waits, and the forms that extend or stop the clock. */
export function clockCard(speaker: Speaker, page: ClockPage): Html {
  const { say, day, instant } = speaker
  const { clock, today, canExtend, isWrong } = page
  const facts: readonly (readonly [TextKey, string | Html])[] = [
    ['rights.reason', clock.reference],
    ['clock.received', day(clock.receivedOn)],
    ['rights.registered', `${instant(clock.registeredAt)}, ${clock.holder}`],
    ['clock.due', dueText(speaker, clock, today)],
  ]
  const extended = clock.extendedAt !== null && [
    html`<dt>${say('clock.extended')}</dt>
      <dd>
        ${instant(clock.extendedAt)}, ${clock.extendedBy ?? ''}: ${clock.extensionReason ?? ''}
      </dd>`,
  ]
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('clock.title')}</h2>
    ${
      isWrong &&
      html`<div class="utrecht-alert utrecht-alert--error" role="alert">
        <p>${say('clock.wrong')}</p>
      </div>`
    }
    <dl class="facts">
      ${facts.map(
        ([key, value]) =>
          html`<dt>${say(key)}</dt>
            <dd>${value}</dd>`,
      )}
      ${extended}
    </dl>
    ${clock.answeredAt === null && [answerForm(speaker, page), canExtend && extendForm(speaker, page)]}
  </section>`
}

function answerForm({ say, word }: Speaker, { clock, formToken }: ClockPage): Html {
  const answers = ANSWERS.map((code) => [code, word('answer', code)] as const)
  return html`<form method="post" action="/console/rights/${clock.request}/answer">
    <h3 class="utrecht-heading-3">${say('clock.close')}</h3>
    <input type="hidden" name="token" value="${formToken}" />
    ${choiceField({ name: 'answer', label: say('clock.how'), value: 'GIVEN' }, answers)}
    <div class="actions">
      <button class="utrecht-button utrecht-button--primary-action" type="submit">
        ${say('clock.close_button')}
      </button>
    </div>
  </form>`
}

function extendForm({ say, day }: Speaker, { clock, formToken }: ClockPage): Html {
  const most = longestExtension(clock.receivedOn)
  const until = {
    name: 'dueOn',
    label: say('clock.until'),
    value: '',
    hint: say('clock.until_hint', { on: day(most) }),
    required: true,
  }
  const reason = {
    name: 'why',
    label: say('clock.why'),
    value: '',
    hint: say('review.text_hint'),
    required: true,
  }
  return html`<form method="post" action="/console/rights/${clock.request}/extend">
    <h3 class="utrecht-heading-3">${say('clock.extend')}</h3>
    <p class="utrecht-paragraph">${say('clock.extend_text')}</p>
    <input type="hidden" name="token" value="${formToken}" />
    ${textField(until, { type: 'date', longest: 10 })} ${areaField(reason, 500)}
    <div class="actions">
      <button class="utrecht-button utrecht-button--secondary-action" type="submit">
        ${say('clock.extend_button')}
      </button>
    </div>
  </form>`
}
