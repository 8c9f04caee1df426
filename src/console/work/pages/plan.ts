import type { WorkCase } from '../../../workbench/index.js'
import { html, type Html } from '../../html.js'
import { stackedTable } from '../../table.js'
import type { Speaker } from '../../text.js'

/**
 * What is to be done about a case and by when: the contact plan of the municipality's own rules, and
 * the terms that run, each with whether law or practice sets it. A case that was withdrawn has nothing
 * left to do.
 */
export function planCard(speaker: Speaker, { item, progress }: WorkCase): Html | false {
  if (progress === undefined || item.statusAtPull === 'WITHDRAWN') return false
  const { say } = speaker
  const isOpen = progress.state !== 'CLOSED'
  return html`<section class="card" data-plan>
    <h2 class="utrecht-heading-2">${say('plan.title')}</h2>
    <p class="utrecht-paragraph small soft">${say('plan.hint')}</p>
    ${isOpen && steps(speaker, progress.contacts)} ${terms(speaker, progress.clocks)}
  </section>`
}

type Progress = NonNullable<WorkCase['progress']>

function steps({ say, word, day }: Speaker, contacts: Progress['contacts']): Html {
  const columns = [
    { label: say('plan.step') },
    { label: say('plan.from') },
    { label: say('plan.state') },
  ]
  const rows = contacts.map(({ channel, on, state }) => [
    word('channel', channel),
    html`<span class="nowrap">${day(on)}</span>`,
    state === 'DUE' ? html`<strong>${word('planned', state)}</strong>` : word('planned', state),
  ])
  return html`<h3 class="utrecht-heading-3">${say('plan.steps')}</h3>
    ${
      rows.length === 0
        ? html`<p class="utrecht-paragraph">${say('plan.not_begun')}</p>`
        : stackedTable(say('plan.steps'), columns, rows)
    }`
}

function terms({ say, word, day }: Speaker, clocks: Progress['clocks']): Html {
  const columns = [
    { label: say('plan.term') },
    { label: say('plan.due') },
    { label: say('plan.state') },
    { label: say('plan.basis') },
  ]
  const rows = clocks.map(({ clock, dueOn, state, basis }) => [
    word('term', clock),
    html`<span class="nowrap">${day(dueOn)}</span>`,
    state === 'OVERDUE'
      ? html`<strong class="bad">${word('term_state', state)}</strong>`
      : word('term_state', state),
    word('basis', basis),
  ])
  return html`<h3 class="utrecht-heading-3">${say('plan.terms')}</h3>
    ${stackedTable(say('plan.terms'), columns, rows)}`
}
