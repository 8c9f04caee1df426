import { Command } from 'commander'
import { confirmPartition, decidePartition, listPartitions } from '../../../retention/index.js'
import { table } from '../../output.js'
import { act, asParty, common, usage, type Common } from './act.js'

interface DecideOptions extends Common {
  readonly confidential?: boolean
  readonly lift?: boolean
  readonly reader?: readonly string[]
  readonly months?: string
  readonly reason: string
}

/** `admin partition …`: who may read a part of the log, and how long it is kept, by two people. */
export function partitionCommand(): Command {
  const partition = new Command('partition').description(
    'who may read a part of the log and how long it is kept; takes two people',
  )
  common(partition.command('decide'))
    .description('write a decision down; it holds when somebody else confirms it within 7 days')
    .argument('<controller>', 'whose part of the log: a party id, or hub')
    .option('--confidential', 'from then on only the readers see its entries')
    .option('--lift', 'it is confidential no longer')
    .option('--reader <party/pseudonym...>', 'officers who read it while it is confidential')
    .option('--months <number>', 'how long its entries are kept')
    .requiredOption('--reason <text>', 'why, and where the decision is kept; stands in the log')
    .action((controller: string, options: DecideOptions) =>
      act(options, async (context, operator) => {
        if (options.confidential === true && options.lift === true) {
          throw usage('Say either --confidential or --lift.')
        }
        const version = await decidePartition(context, operator, {
          controller: asController(controller),
          confidentiality: options.confidential
            ? 'CONFIDENTIAL'
            : options.lift
              ? 'LIFTED'
              : undefined,
          readers: options.reader,
          term: options.months === undefined ? undefined : asMonths(options.months),
          reason: options.reason,
        })
        const lines = [`Decision ${version}. Somebody else confirms it within seven days.`]
        return { json: { controller, version }, lines }
      }),
    )
  common(partition.command('confirm'))
    .description('agree with a decision that somebody else wrote down')
    .argument('<controller>', 'a party id, or hub')
    .argument('<version>', 'number of the decision')
    .action((controller: string, version: string, options: Common) =>
      act(options, async (context, operator) => {
        if (!/^[1-9]\d{0,6}$/.test(version)) throw usage('<version> is a number.')
        await confirmPartition(context, operator, asController(controller), Number(version))
        const json = { controller, version: Number(version), confirmed: true }
        return { json, lines: [`Decision ${version} holds.`] }
      }),
    )
  common(partition.command('list'))
    .description('all decisions about parts of the log')
    .action((options: Common) =>
      act(options, async (context, operator) => {
        const decisions = await listPartitions(context, operator)
        const rows = decisions.map((row) => [
          row.controller,
          row.version,
          row.confidentiality,
          row.readers.join(' '),
          row.term ?? '',
          row.confirmedAt === null ? '' : row.confirmedAt.slice(0, 10),
          row.reason,
        ])
        const head = [
          'controller',
          'version',
          'confidentiality',
          'readers',
          'months',
          'confirmed',
          'reason',
        ]
        return { json: { decisions }, lines: table(head, rows) }
      }),
    )
  return partition
}

function asController(text: string): string {
  return text === 'hub' ? text : asParty(text, '<controller>')
}

function asMonths(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw usage('--months is a number of months.')
  return Number(text)
}
