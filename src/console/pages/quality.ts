import type { components } from '../../generated/openapi.js'
import { explain } from '../../spreadsheet/index.js'
import { barChart, chartKey } from '../charts.js'
import { choiceField } from '../fields.js'
import { html, type Html } from '../html.js'
import { table } from '../table.js'
import type { Speaker, TextKey } from '../text.js'

type Schemas = components['schemas']
type Sector = Schemas['SectorQuality']

/** Shares as the page shows them, in order; the last figure is in days and stands in the table only. */
const SHARES = [
  ['rejectedPerMille', 'quality.rejected'],
  ['warnedPerMille', 'quality.warned'],
  ['phoneMissingPerMille', 'quality.phone'],
  ['emailMissingPerMille', 'quality.email'],
  ['contactMissingPerMille', 'quality.contact'],
  ['mismatchedPerMille', 'quality.mismatched'],
  ['notGrownPerMille', 'quality.not_grown'],
] as const satisfies readonly (readonly [keyof Schemas['QualityFigures'], TextKey])[]

/** How good the deliveries of a month were, creditor by creditor and sector by sector. */
export function qualityPage(
  speaker: Speaker,
  { month, creditors }: Schemas['DeliveryQuality'],
  months: readonly string[],
): Html {
  const { say } = speaker
  const cards = creditors.flatMap(({ creditorId, sectors }) =>
    sectors.map((sector) => sectorCard(speaker, creditorId, sector)),
  )
  const chosen = { name: 'month', label: say('quality.month'), value: month }
  return html`<h1 class="utrecht-heading-1">${say('quality.title')}</h1>
    <p class="utrecht-paragraph">${say('quality.lead')}</p>
    <form method="get" action="/console/quality" class="card">
      <div class="fields">
        ${choiceField(
          chosen,
          months.map((each) => [each, each]),
        )}
      </div>
      <div class="actions">
        <button class="utrecht-button utrecht-button--primary-action" type="submit">
          ${say('quality.show')}
        </button>
      </div>
    </form>
    ${cards.length === 0 ? html`<p class="utrecht-paragraph">${say('quality.nothing')}</p>` : cards}`
}

function sectorCard(speaker: Speaker, creditor: string, quality: Sector): Html {
  const { say, number } = speaker
  const sector = quality.sector ?? say('quality.no_sector')
  const title = say('quality.of', { creditor, sector })
  const counts = say('quality.counts', {
    items: number(quality.items),
    accepted: number(quality.accepted),
    warned: number(quality.warned),
    rejected: number(quality.rejected),
  })
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${title}</h2>
    <p class="utrecht-paragraph">${counts}</p>
    ${figuresOf(speaker, title, quality)}
    <p class="utrecht-paragraph">${comparison(speaker, quality)}</p>
    ${codesOf(speaker, title, quality)}
  </section>`
}

function comparison({ say, number }: Speaker, { sectorMedian, noMedian }: Sector): string {
  if (sectorMedian !== undefined) {
    return say('quality.medians', { creditors: number(sectorMedian.creditors) })
  }
  return say(noMedian === 'NO_SECTOR' ? 'quality.none' : 'quality.too_few')
}

function figuresOf(speaker: Speaker, title: string, { figures, sectorMedian }: Sector): Html {
  const { say, number } = speaker
  const percent = (value: number | undefined) => (value === undefined ? '' : number(value / 10))
  const bars = SHARES.flatMap(([name, key]) => {
    const value = figures[name]
    const usual = sectorMedian?.figures[name]
    if (value === undefined) return []
    const isUnusual = usual !== undefined && value > usual
    return [
      {
        label: say(key),
        value: value / 10,
        isUnusual,
        ...(usual !== undefined && { usual: usual / 10 }),
      },
    ]
  })
  const rows = SHARES.map(([name, key]) => [
    say(key),
    percent(figures[name]),
    percent(sectorMedian?.figures[name]),
  ])
  const days = [figures, sectorMedian?.figures].map((each) => each?.daysToDelivery)
  const written = days.map((value) => (value === undefined ? '' : number(value)))
  const columns = [
    { label: say('quality.figure') },
    { label: say('quality.own'), isCount: true },
    { label: say('quality.median'), isCount: true },
  ]
  const caption = `${say('quality.figures')}: ${title}`
  const chart =
    bars.length > 0 &&
    html`<figure class="scroll" tabindex="0" role="group" aria-label="${caption}">
      ${barChart(bars, caption, number, 1)}
      ${chartKey(say('quality.own'), say('quality.above'), say('quality.median'))}
    </figure>`
  return html`${chart} ${table(caption, columns, [...rows, [say('quality.days'), ...written]])}`
}

function codesOf({ say, number, language }: Speaker, title: string, quality: Sector): Html | false {
  const lines = [
    ...quality.errors.map((each) => ({ ...each, kind: say('quality.error') })),
    ...quality.warnings.map((each) => ({ ...each, kind: say('quality.warning') })),
  ]
  if (lines.length === 0) return false
  const rows = lines.map(({ code, kind, items }) => [
    html`<code>${code}</code>`,
    kind,
    explain(code as Parameters<typeof explain>[0], language).says,
    number(items),
  ])
  const columns = [
    { label: say('quality.code') },
    { label: say('quality.kind') },
    { label: say('quality.says') },
    { label: say('quality.items'), isCount: true },
  ]
  return table(`${say('quality.codes')}: ${title}`, columns, rows)
}
