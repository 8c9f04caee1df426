import { monthsBefore, type Month } from '../../../kernel/calendar.js'
import type { WorkCase } from '../../../workbench/index.js'
import { html, type Html } from '../../html.js'
import type { Speaker } from '../../text.js'

/**
 * What went before: earlier months as far as the feed's item tells of them, and what was reported about
 * the case since. Earlier cases of a household are not looked up: the hub keeps nothing that joins them
 * beyond what the match said.
 */
export function historyCard(speaker: Speaker, known: WorkCase): Html {
  const { say } = speaker
  return html`<section class="card" data-history>
    <h2 class="utrecht-heading-2">${say('case.history')}</h2>
    <h3 class="utrecht-heading-3">${say('earlier.title')}</h3>
    <ul>
      ${earlier(speaker, known).map((line) => html`<li>${line}</li>`)}
    </ul>
    <p class="utrecht-paragraph small soft">${say('earlier.limit')}</p>
    ${known.versions.length > 0 && reported(speaker, known)}
  </section>`
}

function earlier({ say }: Speaker, { item, month }: WorkCase): readonly string[] {
  const { consecutiveMonths: count, matchClass, notifications } = item
  const updates = notifications
    .filter(({ kind }) => kind === 'UPDATE')
    .map(({ creditorName, creditorId }) => creditorName ?? creditorId)
  const isConsecutive = matchClass === 'CONSECUTIVE' || matchClass === 'MULTIPLE_CONSECUTIVE'
  const months =
    count > 1
      ? say('earlier.months', { count, months: rowOf(month, count).join(', ') })
      : say(isConsecutive ? 'earlier.some' : 'earlier.first', { month })
  return [
    months,
    ...[...new Set(updates)].map((creditor) => say('earlier.same_debt', { creditor })),
  ]
}

/** Months in a row up to and including one, the first one first. */
function rowOf(month: Month, count: number): readonly Month[] {
  return Array.from({ length: count }, (_, at) => monthsBefore(month, count - 1 - at))
}

function reported({ say, word, instant }: Speaker, { versions }: WorkCase): Html {
  const lines = versions.map(({ version, reportedAt, report }) => {
    const outcome =
      report.outcome === undefined ? say('case.not_ended') : word('outcome', report.outcome)
    return html`<li>
      ${say('case.version', { version, at: instant(reportedAt) })}:
      ${say('case.version_text', { attempts: report.contactAttempts.length, outcome })}
    </li>`
  })
  return html`<h3 class="utrecht-heading-3">${say('earlier.reports')}</h3>
    <ul>
      ${lines}
    </ul>`
}
