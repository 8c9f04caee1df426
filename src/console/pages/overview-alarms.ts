import type { Overview } from '../../log-review/index.js'
import { html, type Html } from '../html.js'
import { partyLabel } from '../party-name.js'
import { table } from '../table.js'
import type { Speaker } from '../text.js'

/** Lookups that looked like enumeration, the newest first: for somebody else than who looked. */
export function alarmsCard(speaker: Speaker, { alarms, names }: Overview): Html {
  const { say, number, instant, word } = speaker
  const rows = alarms.map(({ number: at, at: raisedAt, actor, operation, rules, subjects }) => [
    number(at),
    html`<span class="nowrap">${instant(raisedAt)}</span>`,
    partyLabel(speaker, names, actor),
    html`<code>${operation}</code>`,
    rules.map((rule) => word('enumeration', rule)).join('; '),
    number(subjects),
  ])
  const columns = [
    { label: say('results.number') },
    { label: say('results.when') },
    { label: say('overview.party') },
    { label: say('overview.tried') },
    { label: say('overview.why_alarm') },
    { label: say('overview.subjects'), isCount: true },
  ]
  const title = say('overview.alarms')
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${title}</h2>
    ${
      rows.length === 0
        ? html`<p class="utrecht-paragraph">${say('overview.nothing')}</p>`
        : table(title, columns, rows)
    }
    <p class="utrecht-paragraph small soft">${say('overview.alarms_text')}</p>
  </section>`
}
