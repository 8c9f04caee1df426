import type { Numbers } from '../../../statistics/index.js'
import { barChart } from '../../charts.js'
import { html, type Child, type Html } from '../../html.js'
import { partyLabel } from '../../party-name.js'
import { stackedTable } from '../../table.js'
import type { Speaker } from '../../text.js'

/** A row of counts: what it counts, and the counts. */
type CountRow = readonly [what: Child, ...counts: readonly number[]]

/** The numbers of a month: a chart with its table beside it, and every other table. */
export function numbersPage(speaker: Speaker, { statistics, names }: Numbers): Html {
  const { say, word, number } = speaker
  const { month, cases, outcomes, transfers } = statistics
  const { byOutcome, contactAttempts, strategies = [], byCreditor = [], byExecutor = [] } = outcomes
  const countsOf = (counts: object) =>
    Object.entries(counts)
      .filter((pair): pair is [string, number] => typeof pair[1] === 'number')
      .map(([name, count]): CountRow => [word('count', name), count])
  const card = (title: string, columns: readonly string[], rows: readonly CountRow[]) =>
    rows.length > 0 &&
    html`<section class="card ${columns.length > 1 && 'across'}">
      <h2 class="utrecht-heading-2">${title}</h2>
      ${stackedTable(
        title,
        [{ label: say('numbers.what') }, ...columns.map((label) => ({ label, isCount: true }))],
        rows.map(([what, ...counts]) => [what, ...counts.map(number)]),
      )}
    </section>`
  const measures = (...measured: readonly string[]) => measured.map((name) => word('count', name))
  const party = (id: string) => partyLabel(speaker, names, id)
  const { reached, helpAccepted, planMade } = outcomes
  const course = Object.entries({ total: cases.total, reached, helpAccepted, planMade })
  return html`<h1 class="utrecht-heading-1">${say('numbers.title', { month })}</h1>
    <p>
      ${say('numbers.files')}:
      <a href="/console/work/numbers/file?month=${month}&format=csv">CSV</a>,
      <a href="/console/work/numbers/file?month=${month}&format=json">JSON</a>
    </p>
    <div class="cards">
      ${chartCard(
        speaker,
        say('numbers.course'),
        course.map(([name, count]) => [word('count', name), count]),
      )}
      ${chartCard(
        speaker,
        say('numbers.strategies'),
        strategies.map(({ strategy, cases: all }) => [word('strategy', strategy), all]),
      )}
      ${card(
        say('numbers.strategies'),
        measures('total', 'reached', 'helpAccepted', 'planMade'),
        strategies.map((one) => [
          word('strategy', one.strategy),
          one.cases,
          one.reached,
          one.helpAccepted,
          one.planMade,
        ]),
      )}
      ${card(
        say('numbers.byCreditor'),
        measures('total', 'reached', 'planMade'),
        byCreditor.map((one) => [party(one.creditorId), one.cases, one.reached, one.planMade]),
      )}
      ${card(
        say('numbers.byExecutor'),
        measures('total', 'visits', 'reached'),
        byExecutor.map((one) => [party(one.executorId), one.cases, one.visits, one.reached]),
      )}
      ${card(
        say('numbers.cases'),
        [say('numbers.count')],
        [...countsOf(cases), ...countsOf(outcomes), ...countsOf(transfers ?? {})],
      )}
      ${card(
        say('numbers.outcomes'),
        [say('numbers.count')],
        byOutcome.map(({ outcome, cases: all }) => [word('outcome', outcome), all]),
      )}
      ${card(
        say('numbers.contacts'),
        [say('numbers.count'), say('numbers.reached')],
        contactAttempts.map((one) => [word('contact', one.kind), one.attempts, one.reached]),
      )}
    </div>`
}

/** Bars for the eye; the same numbers stand in a table of the page, which is all there is on a phone. */
function chartCard(
  { say, number }: Speaker,
  title: string,
  counts: readonly (readonly [label: string, count: number])[],
): Child {
  if (counts.length === 0) return ''
  const bars = counts.map(([label, value]) => ({ label, value, isUnusual: false }))
  return html`<section class="card across drawn">
    <h2 class="utrecht-heading-2">${title}</h2>
    <div class="scroll" role="region" aria-label="${say('numbers.chart', { title })}" tabindex="0">
      ${barChart(bars, title, number, 1)}
    </div>
  </section>`
}
