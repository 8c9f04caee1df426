import { Command } from 'commander'
import { followMonth } from '../../client/outcomes.js'
import type { components } from '../../generated/openapi.js'
import { parseMonth } from '../../kernel/calendar.js'
import { printJson, table, terminal } from '../output.js'
import { asParty, PARTY_OPTION } from '../party.js'
import { runCommand } from '../run.js'

type Progress = components['schemas']['CaseProgress']

interface Options {
  readonly party: string
  readonly overdue?: boolean
  readonly json?: boolean
}

/** `vroegsignaal municipality outcomes`: how the cases of a month stand, and what is late. */
export function outcomesCommand(): Command {
  return new Command('outcomes')
    .description('how the cases of a closed month stand, and which terms run or are late')
    .argument('<month>', 'as 2026-09')
    .requiredOption(...PARTY_OPTION)
    .option('--overdue', 'only the reminders: cases of which a term is over')
    .option('--json', 'one JSON object as the last line')
    .action((month: string, options: Options) =>
      runCommand(() => outcomes(month, options), options.json === true),
    )
}

async function outcomes(text: string, { party, overdue, json }: Options): Promise<void> {
  const month = parseMonth(text)
  const { items } = await asParty(party, ({ hub }) => followMonth(hub, month))
  const shown = overdue === true ? items.filter(isOverdue) : items
  if (json === true) return printJson(terminal, { month, items: shown })
  const count = (state: Progress['state']) => items.filter((one) => one.state === state).length
  const counts = [
    ['not reported', count('NOT_REPORTED')],
    ['not taken up', count('NOT_TAKEN_UP')],
    ['taken up', count('TAKEN_UP')],
    ['closed', count('CLOSED')],
    ['a term is over', items.filter(isOverdue).length],
  ]
  table(['cases', month], counts as [string, number][]).forEach((line) => terminal.line(line))
  terminal.line()
  const rows = shown.flatMap(({ caseId, clocks }) =>
    clocks
      .filter(({ state }) => state === 'OVERDUE' || (overdue !== true && state === 'RUNNING'))
      .map(({ clock, dueOn, state, basis }) => [caseId, clock, dueOn, state, basisText(basis)]),
  )
  if (rows.length === 0) return terminal.line('No term runs.')
  const head = ['case', 'term', 'due', 'state', 'set by']
  table(head, rows).forEach((line) => terminal.line(line))
}

function isOverdue({ clocks }: Progress): boolean {
  return clocks.some(({ state }) => state === 'OVERDUE')
}

/** What is practice is never shown as law. */
function basisText(basis: Progress['clocks'][number]['basis']): string {
  return basis === 'LAW' ? 'law (Wgs art. 4)' : 'practice'
}
