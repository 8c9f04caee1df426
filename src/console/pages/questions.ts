import { LONGEST_TEXT, type Question } from '../../reviews/index.js'
import { areaField } from '../fields.js'
import { html, type Html } from '../html.js'
import type { Speaker } from '../text.js'

/** Questions of officers to a party, those without an answer first. */
export function questionsPage(
  speaker: Speaker,
  { questions, formToken }: { questions: readonly Question[]; formToken: string },
): Html {
  const { say } = speaker
  return html`<h1 class="utrecht-heading-1">${say('questions.title')}</h1>
    <p class="utrecht-paragraph">${say('questions.intro')}</p>
    ${
      questions.length === 0
        ? html`<p class="utrecht-paragraph">${say('questions.none')}</p>`
        : questions.map((question) => card(speaker, question, formToken))
    }`
}

function card(speaker: Speaker, question: Question, formToken: string): Html {
  const { say, word, instant } = speaker
  const { at = '', action = '', traceId = '' } = question.about
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('questions.asked')}: ${instant(question.askedAt)}</h2>
    <p class="utrecht-paragraph">${question.text}</p>
    <dl class="facts">
      <dt>${say('questions.about')}</dt>
      <dd>${word('action', action)}, ${at === '' ? '' : instant(new Date(at))}</dd>
      <dt>${say('search.trace')}</dt>
      <dd><code>${traceId}</code></dd>
    </dl>
    ${answered(speaker, question) ?? form(speaker, question, formToken)}
  </section>`
}

function answered({ say, instant }: Speaker, { answeredAt, answer }: Question): Html | undefined {
  if (answeredAt === null) return undefined
  return html`<h3 class="utrecht-heading-3">
      ${say('questions.answered', { at: instant(answeredAt) })}
    </h3>
    <p class="utrecht-paragraph">${answer ?? ''}</p>`
}

function form({ say }: Speaker, { question }: Question, formToken: string): Html {
  const field = {
    name: `answer_${question.slice(0, 8)}`,
    label: say('questions.answer'),
    value: '',
    hint: say('review.text_hint'),
    required: true,
  }
  return html`<form method="post" action="/console/questions/${question}">
    <input type="hidden" name="token" value="${formToken}" />
    ${areaField(field, LONGEST_TEXT)}
    <div class="actions">
      <button class="utrecht-button utrecht-button--primary-action" type="submit">
        ${say('questions.button')}
      </button>
    </div>
  </form>`
}
