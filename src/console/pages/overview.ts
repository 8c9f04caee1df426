import type { LogHealth } from '../../access-log/index.js'
import type { JobState } from '../../jobs/index.js'
import type { Overview, WeekPattern } from '../../log-review/index.js'
import { barChart, chartKey } from '../charts.js'
import { html, type Child, type Html } from '../html.js'
import { partyLabel, partyName } from '../party-name.js'
import { table } from '../table.js'
import type { Speaker } from '../text.js'
import type { OpenClocks } from '../../rights/index.js'
import { alarmsCard } from './overview-alarms.js'
import { retentionCard, type Forgetting } from './overview-retention.js'
import { clocksCard } from './overview-requests.js'
import { controllerChoice } from './controller-choice.js'
import { endingCards, healthCard, jobsCard, reviewCard } from './overview-cards.js'

/** What the overview shows. */
export interface OverviewPage {
  readonly overview: Overview
  /** Partitions that the officer may choose. */
  readonly controllers: readonly string[]
  readonly health: LogHealth
  readonly jobs: readonly JobState[]
  readonly forgetting: Forgetting
  /** Items of reviews that are not closed yet. */
  readonly openItems: number
  /** Requests of residents that wait for an answer. */
  readonly clocks: OpenClocks
  readonly now: Date
}

/** The log at a glance: how much, by whom, what was refused, what ends soon, and whether it is whole. */
export function overviewPage(speaker: Speaker, page: OverviewPage): Html {
  const { say } = speaker
  const { overview } = page
  const whose = partyName(speaker, overview.names, overview.controller)
  return html`<h1 class="utrecht-heading-1">${say('overview.title')}</h1>
    ${controllerChoice(speaker, '/console/overview', page.controllers, overview.controller, overview.names)}
    <p class="utrecht-paragraph soft">${say('overview.whose', { party: whose })}</p>
    ${days(speaker, overview)}
    <div class="cards">
      ${weeks(speaker, say('overview.parties'), say('overview.party'), overview.parties, (id) => partyLabel(speaker, overview.names, id))}
      ${weeks(speaker, say('overview.purposes'), say('overview.purpose'), overview.purposes, (word) => speaker.word('purpose', word))}
    </div>
    ${alarmsCard(speaker, overview)} ${denials(speaker, overview)}
    <div class="cards">
      ${healthCard(speaker, page)} ${endingCards(speaker, page)} ${jobsCard(speaker, page.jobs)}
      ${reviewCard(speaker, page.openItems)} ${clocksCard(speaker, page)}
      ${retentionCard(speaker, page.forgetting, page.now)}
    </div>`
}

function days(speaker: Speaker, overview: Overview): Html {
  const { say, number, day } = speaker
  const title = say('overview.days', { from: day(overview.from), until: day(overview.today) })
  const bars = overview.days.map(({ day: each, entries, usual, isUnusual }) => ({
    label: `${Number(each.slice(8))}-${Number(each.slice(5, 7))}`,
    value: entries,
    usual,
    isUnusual,
  }))
  const rows = overview.days.map((each) => [
    day(each.day),
    number(each.entries),
    number(each.usual),
    verdict(speaker, each.isUnusual),
  ])
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${title}</h2>
    <p class="utrecht-paragraph soft">${say('overview.days_text')}</p>
    <figure>
      <div class="scroll" role="region" aria-label="${say('overview.drawn')}" tabindex="0">
        ${barChart(bars, say('overview.chart'), number)}
      </div>
      ${chartKey(say('overview.entries'), say('overview.unusual'), say('overview.usual'))}
    </figure>
    <details>
      <summary>${say('overview.table')}</summary>
      ${table(title, patternColumns(speaker, say('overview.day')), rows)}
    </details>
  </section>`
}

function weeks(
  speaker: Speaker,
  title: string,
  label: string,
  patterns: readonly WeekPattern[],
  nameOf: (key: string) => Child,
): Html {
  const { say, number } = speaker
  const rows = patterns.map(({ key, entries, usual, isUnusual }) => [
    nameOf(key),
    number(entries),
    number(usual),
    verdict(speaker, isUnusual),
  ])
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${title}</h2>
    ${rows.length === 0 ? nothing(speaker) : table(title, patternColumns(speaker, label), rows)}
    <p class="utrecht-paragraph small soft">
      ${say('overview.usual')}: ${say('overview.median_week')}
    </p>
  </section>`
}

function denials(speaker: Speaker, { denials: found, names }: Overview): Html {
  const { say, number, instant } = speaker
  const columns = [
    { label: say('overview.party') },
    { label: say('overview.tried') },
    { label: say('overview.why') },
    { label: say('overview.attempts'), isCount: true },
    { label: say('overview.last') },
  ]
  const rows = found.map(({ actor, operation, code, attempts, lastAt }) => [
    partyLabel(speaker, names, actor),
    html`<code>${operation}</code>`,
    html`<code>${code}</code>`,
    number(attempts),
    instant(lastAt),
  ])
  const title = say('overview.denials')
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${title}</h2>
    ${rows.length === 0 ? nothing(speaker) : table(title, columns, rows)}
  </section>`
}

function patternColumns({ say }: Speaker, label: string) {
  return [
    { label },
    { label: say('overview.entries'), isCount: true },
    { label: say('overview.usual'), isCount: true },
    { label: say('overview.pattern') },
  ]
}

function verdict({ say }: Speaker, isUnusual: boolean): Html {
  return isUnusual
    ? html`<span class="utrecht-status-badge utrecht-status-badge--danger"
        >${say('overview.unusual')}</span
      >`
    : html`<span class="soft">${say('overview.normal')}</span>`
}

function nothing({ say }: Speaker): Html {
  return html`<p class="utrecht-paragraph">${say('overview.nothing')}</p>`
}
