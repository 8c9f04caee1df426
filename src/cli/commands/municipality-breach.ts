import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { openBreach, resolveBreach, writePrivate } from '../../client/index.js'
import { CommandFailure } from '../failure.js'
import { readKeptCases } from '../files/kept-cases.js'
import { printJson, terminal } from '../output.js'
import { asParty, PARTY_OPTION } from '../party.js'
import { runCommand } from '../run.js'

interface Options {
  readonly party: string
  readonly cases: string
  readonly out: string
  readonly json?: boolean
}

/** `vroegsignaal municipality breach`: whom a breach concerned, from the municipality's own files. */
export function municipalityBreach(): Command {
  return new Command('breach')
    .description('open what the hub sealed about a breach, and find the people in your own files')
    .argument('<package>', 'a .jwe file of the operator of the hub')
    .requiredOption(...PARTY_OPTION)
    .option('--cases <folder>', 'where pull and urgent wrote their JSON', '.')
    .option('--out <file>', 'where the list is written, for its owner only', 'breach.json')
    .option('--json', 'one JSON object as the last line')
    .action((file: string, options: Options) =>
      runCommand(() => open(file, options), options.json === true),
    )
}

async function open(file: string, { party, cases, out, json }: Options): Promise<void> {
  const jwe = await readFile(file, 'utf8').catch(() => {
    throw new CommandFailure('file.unreadable', `The file ${file} cannot be read.`, 2)
  })
  const content = await asParty(party, ({ sealingKeys }) =>
    Promise.resolve(openBreach(jwe, sealingKeys)),
  )
  const kept = await readKeptCases(cases)
  const households = resolveBreach(content, [...kept.months.values()].flat(), kept.urgent)
  const { breach, municipality, asked } = content
  const list = { breach, municipality, asked, households }
  writePrivate(out, `${JSON.stringify(list, null, 2)}\n`)
  const found = households.filter(({ identities }) => identities.length > 0).length
  const summary = { breach, municipality, households: households.length, found, file: out }
  if (json === true) printJson(terminal, summary)
  else terminal.line(`${households.length} households, ${found} of them in your files; see ${out}`)
}
