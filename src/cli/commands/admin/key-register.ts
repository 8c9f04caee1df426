import { Command } from 'commander'
import { attestHubKey, listKeyRegister } from '../../../registers/index.js'
import { table } from '../../output.js'
import { act, common, type Common } from './act.js'

/** `admin key …`: every key there is or was, and what became of it. */
export function keyCommand(): Command {
  const key = new Command('key').description('the register of keys; never the keys themselves')
  common(key.command('list'))
    .description('secrets of pseudonyms, keys of the hub, sealing keys of municipalities')
    .action((options: Common) =>
      act(options, async (context, operator) => {
        const keys = await listKeyRegister(context, operator)
        const rows = keys.map((row) => [
          row.family,
          row.municipality ?? '',
          row.number ?? '',
          row.fingerprint,
          row.startsOn ?? '',
          row.endsOn ?? '',
          row.state,
        ])
        const head = ['family', 'municipality', 'number', 'fingerprint', 'from', 'until', 'state']
        return { json: { keys }, lines: table(head, rows) }
      }),
    )
  common(key.command('attest'))
    .description('record that every copy of a former key of the hub is destroyed')
    .argument('<fingerprint>', 'as `admin key list` shows it')
    .requiredOption('--attested-by <pseudonyms...>', 'two people who saw every copy destroyed')
    .action((fingerprint: string, options: Common & { attestedBy: readonly string[] }) =>
      act(options, async (context, operator) => {
        await attestHubKey(context, operator, fingerprint, options.attestedBy)
        return { json: { attested: fingerprint }, lines: [`Of ${fingerprint} nothing is left.`] }
      }),
    )
  return key
}
