import { dayOf } from '../../kernel/calendar.js'
import type { Clock } from '../../rights/index.js'
import { html, type Html } from '../html.js'
import { table } from '../table.js'
import type { Speaker } from '../text.js'
import { dueText } from './rights-clock.js'

/** Residents who wait for an answer, the one that is due first on top. */
export function clocksCard(
  speaker: Speaker,
  { clocks, now }: { clocks: readonly Clock[]; now: Date },
): Html {
  const { say, word } = speaker
  const today = dayOf(now)
  const rows = clocks.map((clock) => [
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
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${title}</h2>
    ${
      rows.length === 0
        ? html`<p class="utrecht-paragraph">${say('clock.none')}</p>`
        : table(title, columns, rows)
    }
    <p class="utrecht-paragraph">
      <a class="utrecht-link" href="/console/rights">${say('nav.rights')}</a>
    </p>
  </section>`
}
