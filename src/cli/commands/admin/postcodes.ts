import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { Command } from 'commander'
import { parse } from 'csv-parse'
import {
  AreaCollector,
  importPostcodes,
  SOURCES,
  type PostcodeArea,
  type Source,
} from '../../../postcodes/index.js'
import { CommandFailure } from '../../failure.js'
import { act, asDay, common, usage, type Common } from './act.js'

interface ImportOptions extends Common {
  readonly source: string
  readonly version: string
  readonly licence: string
  readonly from: string
}

const DELIMITERS = { geonames: '\t', cbs: [';', ','], pc4: ',' } as const

/** `admin postcodes …`: which postcode lies in which municipality. */
export function postcodesCommand(): Command {
  const postcodes = new Command('postcodes').description(
    'which postcode lies in which municipality',
  )
  common(postcodes.command('import'))
    .description('take a table over from a day on; earlier days keep theirs')
    .argument('<file>')
    .requiredOption('--source <source>', SOURCES.join(', '))
    .requiredOption('--version <text>', 'edition of the table')
    .requiredOption('--licence <text>', 'licence it comes under')
    .requiredOption('--from <day>', 'first day on which it holds')
    .action((file: string, options: ImportOptions) =>
      act(options, async (context, operator) => {
        const { version, licence } = options
        const source = SOURCES.find((known) => known === options.source)
        if (source === undefined) throw usage(`--source is ${SOURCES.join(', ')}.`)
        const from = asDay(options.from, '--from')
        const { areas, skipped } = await readAreas(file, source)
        await importPostcodes(context, operator, areas, { source, version, licence, from })
        const municipalities = new Set(areas.map(({ municipality }) => municipality)).size
        const json = { postcodes: areas.length, municipalities, skipped, from }
        const what = `${areas.length} postcodes of ${municipalities} municipalities`
        return { json, lines: [`${what} hold from ${from} on (${skipped} rows skipped).`] }
      }),
    )
  return postcodes
}

/** Row by row: the national table has millions. */
async function readAreas(
  file: string,
  source: Source,
): Promise<{ areas: readonly PostcodeArea[]; skipped: number }> {
  const collector = new AreaCollector(source)
  const rows = parse({
    delimiter: DELIMITERS[source] as string | string[],
    bom: true,
    relax_column_count: true,
    // Place names in the GeoNames file hold quotes as they are.
    ...(source === 'geonames' && { quote: null }),
    skip_empty_lines: true,
  })
  // An error of either ends the loop below.
  pipeline(createReadStream(file), rows, () => undefined)
  try {
    for await (const row of rows) collector.add(row as string[])
  } catch {
    throw new CommandFailure('file.unreadable', `The file ${file} cannot be read as a table.`, 2)
  }
  return { areas: collector.areas(), skipped: collector.skipped }
}
