import { dayOf } from '../../kernel/calendar.js'
import type { OpenClocks } from '../../rights/index.js'
import { html, type Html } from '../html.js'
import { stackedTable } from '../table.js'
import type { Speaker } from '../text.js'
import { dueText } from './rights-clock.js'

/** Residents who wait for an answer, the one that is due first on top. */
export function clocksCard(
  speaker: Speaker,
  { clocks, now }: { clocks: OpenClocks; now: Date },
): Html {
  const { say, word, number } = speaker
  const { first, open, soon, late } = clocks
  const today = dayOf(now)
  const rows = first.map((clock) => [
    html`<a class="utrecht-link" href="/console/rights/${clock.request}"
      >${word('right', clock.kind)}</a
    >`,
    clock.reference,
    dueText(speaker, clock, today),
  ])
  const title = say('clock.open')
  const columns = [
    { label: say('rights.kind') },
    { label: say('rights.reason') },
    { label: say('clock.due') },
  ]
  return html`<section class="card across">
    <h2 class="utrecht-heading-2">${title}</h2>
    ${
      rows.length === 0
        ? html`<p class="utrecht-paragraph">${say('clock.none')}</p>`
        : html`<p class="utrecht-paragraph ${late > 0 && 'bad'}">
              ${say('clock.counts', { open: number(open), late: number(late), soon: number(soon) })}
            </p>
            ${stackedTable(title, columns, rows)}
            ${open > first.length && html`<p class="utrecht-paragraph">${say('clock.more', { count: number(first.length) })}</p>`}`
    }
    <p class="utrecht-paragraph">
      <a class="utrecht-link" href="/console/rights">${say('nav.rights')}</a>
    </p>
  </section>`
}
