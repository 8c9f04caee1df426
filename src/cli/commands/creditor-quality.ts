import { Command } from 'commander'
import { stringify } from 'csv-stringify/sync'
import type { components } from '../../generated/openapi.js'
import { parseMonth } from '../../kernel/calendar.js'
import { safeCell } from '../files/safe-cells.js'
import { printJson, table, terminal } from '../output.js'
import { asParty, PARTY_OPTION } from '../party.js'
import { runCommand } from '../run.js'

type Schemas = components['schemas']
type Figure = keyof Schemas['QualityFigures']

interface Options {
  readonly party: string
  readonly month: string
  readonly csv?: boolean
  readonly json?: boolean
}

/** One line: what is measured, for whom, and the median of the sector where there is one. */
type Line = readonly [
  creditor: string,
  sector: string,
  measure: string,
  code: string,
  value: string,
  unit: string,
  median: string,
]

const HEAD = ['creditor', 'sector', 'measure', 'code', 'value', 'unit', 'median'] as const

/** `vroegsignaal creditor quality`: how good the deliveries of a month were. */
export function qualityCommand(): Command {
  return new Command('quality')
    .description('how good the deliveries of a month were, beside the median of the sector')
    .requiredOption('--month <month>', 'as 2026-09')
    .requiredOption(...PARTY_OPTION)
    .option('--csv', 'as CSV')
    .option('--json', 'one JSON object as the last line')
    .action((options: Options) => runCommand(() => quality(options), options.json === true))
}

async function quality({ party, month: text, csv, json }: Options): Promise<void> {
  const month = parseMonth(text)
  const found = await asParty(party, ({ hub }) => hub.deliveryQuality(month))
  if (json === true) return printJson(terminal, found)
  const lines = found.creditors.flatMap(({ creditorId, sectors }) =>
    sectors.flatMap((sector) => linesOf(creditorId, sector)),
  )
  if (csv === true) {
    const rows = [HEAD, ...lines.map((line) => line.map(safeCell))]
    terminal.line(stringify(rows.map((row) => [...row])).trimEnd())
    return
  }
  if (lines.length === 0) return terminal.line(`Nothing was delivered in ${month}.`)
  table(HEAD, lines).forEach((line) => terminal.line(line))
  const few = found.creditors.some(({ sectors }) =>
    sectors.some(({ noMedian }) => noMedian === 'TOO_FEW_CREDITORS'),
  )
  if (few) terminal.line('Where no median stands, fewer than five creditors make it up.')
}

function linesOf(creditorId: string, quality: Schemas['SectorQuality']): Line[] {
  const { sector = '', errors, warnings, figures, sectorMedian } = quality
  const line = (measure: string, value: number, unit: string, code = '', median?: number): Line => [
    ...([creditorId, sector, measure, code, String(value), unit] as const),
    median === undefined ? '' : String(median),
  ]
  const counts = (['items', 'accepted', 'warned', 'rejected', 'repeats'] as const).map((name) =>
    line(name, quality[name], 'items'),
  )
  const shares = (Object.entries(figures) as [Figure, number][]).map(([name, value]) => {
    const unit = name === 'daysToDelivery' ? 'days' : 'per mille'
    return line(name.replace('PerMille', 'Share'), value, unit, '', sectorMedian?.figures[name])
  })
  const coded = (measure: string, codes: Schemas['SectorQuality']['errors']) =>
    codes.map(({ code, items }) => line(measure, items, 'items', code))
  return [...counts, ...shares, ...coded('error', errors), ...coded('warning', warnings)]
}
