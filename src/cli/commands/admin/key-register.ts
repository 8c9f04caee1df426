import { Command } from 'commander'
import { NOTICE_DAYS } from '../../../crypto/signing-succession.js'
import {
  attestHubKey,
  listKeyRegister,
  prepareHubKey,
  replaceHubKey,
} from '../../../registers/index.js'
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
  common(key.command('prepare'))
    .description('make the key that the hub signs with next, and publish it beside the present one')
    .action((options: Common) =>
      act(options, async (context, operator) => {
        const prepared = await prepareHubKey(context, operator)
        const lines = [
          `Prepared ${prepared}. It is published once the hub starts again.`,
          `Let parties fetch it (vroegsignaal connect); after ${NOTICE_DAYS} days: admin key replace.`,
        ]
        return { json: { prepared }, lines }
      }),
    )
  common(key.command('replace'))
    .description('sign with the prepared key from the next start of the hub on')
    .option('--leaked', 'at once, and without publishing the key before any longer')
    .action((options: Common & { leaked?: true }) =>
      act(options, async (context, operator) => {
        const { kid, former } = await replaceHubKey(context, operator, options.leaked === true)
        const lines = [
          `From its next start on the hub signs with ${kid}.`,
          options.leaked === true
            ? `Tell every party that nothing signed with ${former} may be believed from now on.`
            : `What ${former} signed stays verifiable: it is still published.`,
        ]
        return { json: { signing: kid, former }, lines }
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
