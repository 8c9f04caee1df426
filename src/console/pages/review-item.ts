import { DECISIONS, LONGEST_TEXT, stepsFrom, type OpenItem } from '../../reviews/index.js'
import { areaField, choiceField } from '../fields.js'
import { html, type Html } from '../html.js'
import { partyLabel, partyName } from '../party-name.js'
import { table } from '../table.js'
import type { Speaker } from '../text.js'

/** What the page of an item shows. */
export interface ItemPage extends OpenItem {
  readonly names: ReadonlyMap<string, string>
  readonly formToken: string
}

/** One item: why it is here, what was done with it, and what can be done next. */
export function itemPage(speaker: Speaker, page: ItemPage): Html {
  const { say, number } = speaker
  const { item, plan } = page
  const values = { position: number(item.position + 1), month: item.month }
  return html`<p class="utrecht-paragraph">
      <a class="utrecht-link" href="/console/review/${plan}">${say('review.to_plan')}</a>
    </p>
    <h1 class="utrecht-heading-1">${say('review.item_title', values)}</h1>
    ${about(speaker, page)} ${steps(speaker, page)} ${next(speaker, page)}`
}

function about(speaker: Speaker, { item, names, formToken }: ItemPage): Html {
  const { say, word, number, day } = speaker
  const facts = Object.entries(item.facts).map(([name, value]) => {
    const shown =
      typeof value === 'number' ? number(value) : name === 'on' ? day(value) : String(value)
    return html`<dt>${word('fact', name)}</dt>
      <dd>${shown}</dd>`
  })
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${word('kind', item.kind)}</h2>
    <dl class="facts">
      <dt>${say('review.entry')}</dt>
      <dd>${number(item.number)}</dd>
      <dt>${say('review.actor')}</dt>
      <dd>${partyName(speaker, names, item.actor)}</dd>
      ${facts}
      <dt>${say('review.status')}</dt>
      <dd>${word('status', item.status)}</dd>
      <dt>${say('review.assignee')}</dt>
      <dd>${item.assignee ?? say('review.nobody')}</dd>
      <dt>${say('review.decision')}</dt>
      <dd>${item.decision === null ? say('review.undecided') : word('decision', item.decision)}</dd>
    </dl>
    <form method="post" action="/console/review/items/${item.item}/entry">
      <input type="hidden" name="token" value="${formToken}" />
      <button class="utrecht-button utrecht-button--secondary-action" type="submit">
        ${say('review.show_entry')}
      </button>
    </form>
  </section>`
}

function steps(speaker: Speaker, page: ItemPage): Html {
  const { say, word, instant } = speaker
  const rows = page.steps.map(({ at, step, party, holder, decision, text }) => [
    instant(at),
    decision === null
      ? word('step', step)
      : html`${word('step', step)}: ${word('decision', decision)}`,
    html`${holder}<br />${partyLabel(speaker, page.names, party)}`,
    text ?? '',
  ])
  const columns = [
    { label: say('review.when') },
    { label: say('review.step') },
    { label: say('review.by') },
    { label: say('review.said') },
  ]
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('review.steps')}</h2>
    ${
      rows.length === 0
        ? html`<p class="utrecht-paragraph">${say('review.no_steps')}</p>`
        : table(say('review.steps'), columns, rows)
    }
  </section>`
}

function next(speaker: Speaker, { item, names, formToken }: ItemPage): Html {
  const { say, word } = speaker
  const possible = stepsFrom(item.status).filter((step) => step !== 'ANSWER')
  if (possible.length === 0) {
    return html`<p class="utrecht-paragraph">${say('review.done')}</p>`
  }
  const decisions = [
    ['', say('review.undecided')] as const,
    ...DECISIONS.map((code) => [code, word('decision', code)] as const),
  ]
  const text = {
    name: 'text',
    label: say('review.text'),
    value: '',
    hint: say('review.text_hint'),
  }
  const decision = { name: 'decision', label: say('review.decision'), value: '' }
  const buttons = possible.map(
    (step) =>
      html`<button
        class="utrecht-button utrecht-button--secondary-action"
        type="submit"
        name="step"
        value="${step}"
      >
        ${word('step', step)}
      </button>`,
  )
  const party = partyName(speaker, names, item.actor)
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('review.act')}</h2>
    ${possible.includes('CLOSE') && html`<p class="utrecht-paragraph">${say('review.eyes')}</p>`}
    ${possible.includes('ASK') && html`<p class="utrecht-paragraph">${say('review.ask_hint', { party })}</p>`}
    <form method="post" action="/console/review/items/${item.item}">
      <input type="hidden" name="token" value="${formToken}" />
      <div class="fields">
        <div class="whole">${areaField(text, LONGEST_TEXT)}</div>
        ${possible.includes('DECIDE') && choiceField(decision, decisions)}
      </div>
      <div class="actions">${buttons}</div>
    </form>
  </section>`
}
