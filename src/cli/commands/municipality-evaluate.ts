import { Command } from 'commander'
import { writePrivate } from '../../client/index.js'
import { evaluate } from '../../client/evaluation.js'
import { parseMonth } from '../../kernel/calendar.js'
import { CommandFailure } from '../failure.js'
import { printJson, table, terminal } from '../output.js'
import { asParty, PARTY_OPTION } from '../party.js'
import { runCommand } from '../run.js'

interface Options {
  readonly party: string
  readonly from: string
  readonly to: string
  readonly out: string
  readonly json?: boolean
}

/** `vroegsignaal municipality evaluate`: the numbers of a programme, to keep when its data go. */
export function evaluateCommand(): Command {
  return new Command('evaluate')
    .description('evaluate a programme over its months: numbers only, to keep when its data go')
    .requiredOption('--from <month>', 'first month, as 2026-01')
    .requiredOption('--to <month>', 'last month, as 2026-12')
    .requiredOption(...PARTY_OPTION)
    .option('--out <file>', 'where it is written', 'evaluation.json')
    .option('--json', 'one JSON object as the last line')
    .action((options: Options) => runCommand(() => run(options), options.json === true))
}

async function run({ party, from: first, to: last, out, json }: Options): Promise<void> {
  const [from, to] = [parseMonth(first), parseMonth(last)]
  const found = await asParty(party, ({ hub }) => evaluate(hub, from, to))
  if (found === undefined) {
    throw new CommandFailure('evaluation.empty', 'None of these months was closed.', 1)
  }
  writePrivate(out, `${JSON.stringify(found, undefined, 2)}\n`)
  const { strategies, byCreditor, byExecutor, ...totals } = found.totals
  if (json === true) return printJson(terminal, { file: out, ...found.totals })
  table(['', `${from} to ${to}`], Object.entries(totals)).forEach((line) => terminal.line(line))
  const rows = strategies.map((one) => [one.strategy, one.cases, one.reached, one.helpAccepted])
  table(['approach', 'cases', 'reached', 'help'], rows).forEach((line) => terminal.line(line))
  const reporters = byCreditor.map((one) => [one.creditorId, one.cases, one.reached, one.planMade])
  table(['creditor', 'cases', 'reached', 'plan'], reporters).forEach((line) => terminal.line(line))
  if (byExecutor.length > 0) {
    const visitors = byExecutor.map((one) => [one.executorId, one.cases, one.visits, one.reached])
    table(['executor', 'cases', 'visits', 'reached'], visitors).forEach((line) =>
      terminal.line(line),
    )
  }
  terminal.line(`Written to ${out}`)
}
