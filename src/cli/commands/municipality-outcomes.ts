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
    .description(
      'how the cases of a closed month stand, which terms run or are late, and what is next',
    )
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
  termLines(shown, overdue === true).forEach((line) => terminal.line(line))
  const plan = planLines(shown)
  if (plan.length > 0) terminal.line()
  plan.forEach((line) => terminal.line(line))
}

function termLines(shown: readonly Progress[], isOnlyOverdue: boolean): readonly string[] {
  const rows = shown.flatMap(({ caseId, clocks }) =>
    clocks
      .filter(({ state }) => state === 'OVERDUE' || (!isOnlyOverdue && state === 'RUNNING'))
      .map(({ clock, dueOn, state, basis }) => [caseId, clock, dueOn, state, basisText(basis)]),
  )
  if (rows.length === 0) return ['No term runs.']
  return table(['case', 'term', 'due', 'state', 'set by'], rows)
}

/** The steps of the contact plan that are not done; a proposal, which a person follows or not. */
function planLines(shown: readonly Progress[]): readonly string[] {
  const rows = shown.flatMap(({ caseId, contacts }) =>
    contacts
      .filter(({ state }) => state !== 'DONE')
      .map(({ channel, on, state }) => [caseId, channel, on, STEP[state]]),
  )
  return rows.length === 0 ? [] : table(['case', 'next step', 'from', 'state'], rows)
}

const STEP: Readonly<Record<Progress['contacts'][number]['state'], string>> = {
  PLANNED: 'planned',
  DUE: 'due now',
  DONE: 'done',
  OFF: 'switched off: skip',
  NO_NUMBER: 'no number known',
}

function isOverdue({ clocks }: Progress): boolean {
  return clocks.some(({ state }) => state === 'OVERDUE')
}

/** What is practice is never shown as law. */
function basisText(basis: Progress['clocks'][number]['basis']): string {
  return basis === 'LAW' ? 'law (Wgs art. 4)' : 'practice'
}
