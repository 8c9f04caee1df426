import { html, type Html } from './html.js'

/** One bar of a chart. */
export interface Bar {
  /** Below the bar; only some are written, where there is room. */
  readonly label: string
  /** `null` for a number that is not shown: drawn hatched, at a height that says nothing. */
  readonly value: number | null
  /** What is usual; drawn as a line across the bar. Left out where nobody knows. */
  readonly usual?: number | undefined
  readonly isUnusual: boolean
}

const WIDTH = 720
const HEIGHT = 220
const LEFT = 48
const TOP = 12
const BOTTOM = 24
const LABEL_EVERY = 7
/** Height of a line of a label, and about the width of a letter. */
const LINE = 14
const LETTER = 6.5

/**
 * Bars with what is usual across each, as inline SVG. For eyes only: its title says what it shows,
 * and the page has the same numbers in a table beside it.
 *
 * @param format Writes a number on the axis.
 * @param labelEvery How many bars share a label.
 * @param hidden What is written in a bar whose number is not shown.
 */
export function barChart(
  bars: readonly Bar[],
  title: string,
  format: (value: number) => string,
  labelEvery = LABEL_EVERY,
  hidden = '–',
): Html {
  const top = niceTop(Math.max(1, ...bars.flatMap(({ value, usual }) => [value ?? 0, usual ?? 0])))
  const bottom = HEIGHT - BOTTOM
  const yOf = (value: number) => rounded(bottom - (value / top) * (bottom - TOP))
  const step = (WIDTH - LEFT) / Math.max(1, bars.length)
  const lines = [0, top / 2, top].map(
    (value) =>
      html`<line class="axis" x1="${LEFT}" x2="${WIDTH}" y1="${yOf(value)}" y2="${yOf(value)}" />
        <text x="${LEFT - 8}" y="${yOf(value) + 4}" text-anchor="end">${format(value)}</text>`,
  )
  const labels = bars.map(({ label }) => linesOf(label, (step * labelEvery) / LETTER))
  const height = HEIGHT + (Math.max(1, ...labels.map(({ length }) => length)) - 1) * LINE
  const drawn = bars.map(({ value, usual, isUnusual }, at) => {
    const x = rounded(LEFT + at * step + step * 0.15)
    const width = rounded(step * 0.7)
    const kind = isUnusual ? 'bar odd' : 'bar'
    const isLabelled = (bars.length - 1 - at) % labelEvery === 0
    const shape =
      value === null
        ? hatched({ x, y: yOf(top / 2), width, height: rounded(bottom - yOf(top / 2)) }, hidden)
        : html`<rect
            class="${kind}"
            x="${x}"
            y="${yOf(value)}"
            width="${width}"
            height="${rounded(bottom - yOf(value))}"
          />`
    return html`${shape} ${usual !== undefined && usualLine(x, width, yOf(usual))}
    ${isLabelled && labelBelow(rounded(x + width / 2), labels[at] ?? [])}`
  })
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${title}">
    ${lines}${drawn}
  </svg>`
}

/** Words of a label on as many lines as they need. */
function linesOf(label: string, letters: number): readonly string[] {
  const lines: string[] = []
  for (const word of label.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trim()
    if (lines.length > 0 && longer.length <= letters) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}

function labelBelow(x: number, lines: readonly string[]): Html {
  const drawn = lines.map(
    (line, at) => html`<tspan x="${x}" y="${HEIGHT - 6 + at * LINE}">${line}</tspan>`,
  )
  return html`<text text-anchor="middle">${drawn}</text>`
}

/** Where something is drawn, in the units of the chart. */
interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const HATCH = 9

/** A number that is not shown: an outline with slanting lines, and words above it. */
function hatched({ x, y, width, height }: Box, words: string): Html {
  let lines = ''
  for (let at = HATCH; at < width + height; at += HATCH) {
    const from = [x + Math.max(0, at - height), y + Math.min(at, height)].map(rounded)
    const to = [x + Math.min(at, width), y + Math.max(0, at - width)].map(rounded)
    lines += `M${from.join(' ')}L${to.join(' ')}`
  }
  return html`<rect class="hidden-number" x="${x}" y="${y}" width="${width}" height="${height}" />
    <path class="hidden-number" d="${lines}" />
    <text x="${rounded(x + width / 2)}" y="${rounded(y - 6)}" text-anchor="middle">${words}</text>`
}

function usualLine(x: number, width: number, y: number): Html {
  const [from, to] = [rounded(x - 2), rounded(x + width + 2)]
  return html`<line class="usual" x1="${from}" x2="${to}" y1="${y}" y2="${y}" />`
}

/** The key of `barChart`: what a bar and what the line is. */
export function chartKey(bar: string, unusual: string, usual: string): Html {
  const box = (kind: string) =>
    html`<svg viewBox="0 0 24 12" class="chart-key" aria-hidden="true">
      <rect class="${kind}" width="24" height="12" />
    </svg>`
  return html`<p class="key">
    <span class="chart-box">${box('bar')} ${bar}</span>
    <span class="chart-box">${box('bar odd')} ${unusual}</span>
    <span class="chart-box"
      ><svg viewBox="0 0 24 12" aria-hidden="true">
        <line class="usual" x1="0" x2="24" y1="6" y2="6" />
      </svg>
      ${usual}</span
    >
  </p>`
}

/** The next of 2, 4, 10, 20, 40, 100, …, which halve to whole numbers. */
function niceTop(most: number): number {
  for (let unit = 1; ; unit *= 10) {
    for (const factor of [2, 4, 10]) if (factor * unit >= most) return factor * unit
  }
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10
}
