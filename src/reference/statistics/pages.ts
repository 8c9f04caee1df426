import { barChart, type Bar } from '../../console/charts.js'
import { html, type Child, type Html } from '../../console/html.js'
import {
  NATION,
  SMALLEST_SHOWN,
  VARIABLES,
  type Publication,
  type Row,
  type Variable,
} from '../../publication/index.js'
import { link } from '../frame.js'
import type { Language } from '../reading.js'
import { tell } from './texts.js'

/** Where the statistics stand on the public listener. */
export const STATISTICS_PATH = '/statistics'

/** The address of a page of the statistics in a language. */
export function statisticsAddress(language: Language, path = ''): string {
  return `${STATISTICS_PATH}/${language}${path}`
}

/** Every period that was published, and how many cases there were in each. */
export function periodsPage(language: Language, periods: readonly Publication[]): Html {
  const shown = periods.filter(({ withdrawnAt }) => withdrawnAt === null)
  const bars = shown.flatMap((publication): Bar[] => {
    const value = valueOf(publication, NATION, 'cases') ?? null
    const isMonth = publication.period.length > 4
    return isMonth ? [{ label: publication.period, value, isUnusual: false }] : []
  })
  return html`<h1 class="utrecht-heading-1">${tell(language, 'title')}</h1>
    ${lead(language)}
    ${
      bars.length > 1 &&
      html`<h2 class="utrecht-heading-2">${tell(language, 'overYears')}</h2>
        <div class="scroll" tabindex="0" role="region" aria-label="${tell(language, 'overYears')}">
          ${barChart(bars, tell(language, 'overYears'), number(language), 3, tell(language, 'hidden'))}
        </div>`
    }
    <h2 class="utrecht-heading-2">${tell(language, 'periods')}</h2>
    ${periods.length === 0 && html`<p>${tell(language, 'none')}</p>`}
    <ul class="entries">
      ${periods.map((publication) => periodEntry(language, publication))}
    </ul>`
}

/** The tables of one period. */
export function periodPage(language: Language, publication: Publication): Html {
  const { period, attack, content } = publication
  const groups = VARIABLES.flatMap((variable) =>
    variable.groups.map((parts) => ({
      variable,
      parts: parts.map((name) => VARIABLES.find((each) => each.name === name)!),
    })),
  )
  const heads = VARIABLES.map(
    (variable) =>
      html`<th scope="col" class="utrecht-table__header-cell count">${variable[language]}</th>`,
  )
  return html`<p><a href="/${link(statisticsAddress(language))}">${tell(language, 'back')}</a></p>
    <h1 class="utrecht-heading-1">${tell(language, 'title')}, ${period}</h1>
    ${lead(language)} ${files(language, period)}
    <h2 class="utrecht-heading-2">${tell(language, 'nation')}</h2>
    ${groups.map(({ variable, parts }) => nationTable(language, publication, variable, parts))}
    <h2 class="utrecht-heading-2">${tell(language, 'byMunicipality')}</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="${tell(language, 'byMunicipality')}">
      <table class="utrecht-table">
        <thead>
          <tr>
            <th scope="col">${tell(language, 'municipality')}</th>
            ${heads}
          </tr>
        </thead>
        <tbody>
          ${content.municipalities.map(
            ([code, name]) =>
              html`<tr>
                <th scope="row" class="utrecht-table__cell">${name}</th>
                ${VARIABLES.map((variable) => cell(language, publication, code, variable.name))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <section class="card">
      <h2 class="utrecht-heading-2">${tell(language, 'how')}</h2>
      <p>
        ${tell(language, 'attack', { targets: attack.targets, most: SMALLEST_SHOWN })}
        ${tell(language, 'published')} ${publication.releasedAt?.slice(0, 10)}.
      </p>
    </section>`
}

/** What is said of a period that was taken back. */
export function withdrawnPage(language: Language, publication: Publication): Html {
  return html`<p><a href="/${link(statisticsAddress(language))}">${tell(language, 'back')}</a></p>
    <h1 class="utrecht-heading-1">${tell(language, 'title')}, ${publication.period}</h1>
    <p>${withdrawal(language, publication)}</p>`
}

/** What a cell holds: a number, `null` when it is not shown, `undefined` when it is not there. */
export function valueOf(
  { content }: Publication,
  row: Row,
  variable: string,
): number | null | undefined {
  return content.cells.find(([where, name]) => where === row && name === variable)?.[2]
}

function nationTable(
  language: Language,
  publication: Publication,
  variable: Variable,
  parts: readonly Variable[],
): Html {
  const total = valueOf(publication, NATION, variable.name) ?? null
  const bars = parts.map((part): Bar => {
    const value = valueOf(publication, NATION, part.name) ?? null
    return { label: part[language], value, isUnusual: false }
  })
  const title = tell(language, 'chartOf', { name: variable[language] })
  // Two charts may be of the same sum; by its groups each is told apart.
  const named = `${title}: ${parts.map((part) => part[language]).join(', ')}`
  const share = (value: number | null | undefined) =>
    value === null || value === undefined || total === null || total === 0
      ? ''
      : `${Math.round((value / total) * 100)} %`
  const rows = [...parts, variable].map((part) => {
    const value = valueOf(publication, NATION, part.name)
    return html`<tr>
      <th scope="row" class="utrecht-table__cell">${part[language]}</th>
      ${cell(language, publication, NATION, part.name)}
      <td class="utrecht-table__cell count">${share(value)}</td>
    </tr>`
  })
  return html`<div class="beside">
    <div class="scroll" tabindex="0" role="region" aria-label="${named}">
      ${barChart(bars, title, number(language), 1, tell(language, 'hidden'))}
    </div>
    <table class="utrecht-table">
      <caption>
        ${title}
      </caption>
      <thead>
        <tr>
          <th scope="col">${tell(language, 'group')}</th>
          <th scope="col" class="utrecht-table__header-cell count">${tell(language, 'number')}</th>
          <th scope="col" class="utrecht-table__header-cell count">${tell(language, 'share')}</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`
}

function cell(language: Language, publication: Publication, row: Row, variable: string): Html {
  const value = valueOf(publication, row, variable)
  if (typeof value === 'number')
    return html`<td class="utrecht-table__cell count">${number(language)(value)}</td>`
  return html`<td class="utrecht-table__cell count">
    <abbr title="${tell(language, 'hidden')}">–</abbr>
  </td>`
}

function periodEntry(language: Language, publication: Publication): Html {
  const { period, withdrawnAt, releasedAt } = publication
  if (withdrawnAt !== null) return html`<li>${period}: ${withdrawal(language, publication)}</li>`
  return html`<li>
    <a href="/${link(statisticsAddress(language, `/${period}`))}">${period}</a>
    ${tell(language, 'published')} ${releasedAt?.slice(0, 10)}
  </li>`
}

function withdrawal(language: Language, { withdrawnAt, withdrawalReason }: Publication): string {
  return tell(language, 'withdrawn', {
    day: withdrawnAt?.slice(0, 10) ?? '',
    reason: withdrawalReason ?? '',
  })
}

function lead(language: Language): Html {
  return html`<p>${tell(language, 'lead', { most: SMALLEST_SHOWN - 1 })}</p>`
}

function files(language: Language, period: string): Child {
  return html`<p>
    ${tell(language, 'files')}: <a href="/statistics/data/${period}.csv">CSV</a>,
    <a href="/statistics/data/${period}.json">JSON</a>
  </p>`
}

function number(language: Language): (value: number) => string {
  const format = new Intl.NumberFormat(language === 'nl' ? 'nl-NL' : 'en-GB')
  return (value) => format.format(value)
}
