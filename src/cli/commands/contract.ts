import { Command, Option } from 'commander'
import { stringify } from 'yaml'
import { readContract } from '../../http/contract-document.js'
import { toOpenApi30 } from '../../http/openapi-30.js'
import { terminal } from '../output.js'
import { runCommand } from '../run.js'

interface Options {
  readonly openapi: '3.1' | '3.0'
  readonly format: 'json' | 'yaml'
}

/** `vroegsignaal contract`: the contract of this version, for generators. */
export function contractCommand(): Command {
  return new Command('contract')
    .description('print the contract, as a hub of this version serves it')
    .addOption(
      new Option('--openapi <version>', '3.0 is for generators that do not read 3.1')
        .choices(['3.1', '3.0'])
        .default('3.1'),
    )
    .addOption(new Option('--format <form>').choices(['json', 'yaml']).default('json'))
    .action((options: Options) => runCommand(async () => print(options), false))
}

function print({ openapi, format }: Options): void {
  const contract = readContract()
  const document = openapi === '3.0' ? toOpenApi30(contract) : contract
  const isYaml = format === 'yaml'
  terminal.line(isYaml ? stringify(document).trimEnd() : JSON.stringify(document, undefined, 2))
}
