import { readFile, writeFile } from 'node:fs/promises'
import { Command } from 'commander'
import type { components } from '../../generated/openapi.js'
import { parseMonth } from '../../kernel/calendar.js'
import { CommandFailure } from '../failure.js'
import { OUTCOME_COLUMNS, readOutcomeRows } from '../files/outcome-rows.js'
import { printJson, table, terminal } from '../output.js'
import { asParty, PARTY_OPTION } from '../party.js'
import { runCommand } from '../run.js'

type Schemas = components['schemas']

interface Options {
  readonly party: string
  readonly json?: boolean
}

/** Reports in one request at most; the contract takes no more. */
const MOST = 1000

/** `vroegsignaal municipality report`: what came of cases, back to the hub. */
export function reportCommand(): Command {
  return new Command('report')
    .description('report what came of cases; creditors learn of it what policy and consent allow')
    .argument('<file>', 'JSON: {"outcomes": […]} as CaseOutcome of the contract, or a table (.csv)')
    .addHelpText('after', `\nColumns of a table: ${OUTCOME_COLUMNS.join(', ')}`)
    .requiredOption(...PARTY_OPTION)
    .option('--json', 'one JSON object as the last line')
    .action((file: string, options: Options) =>
      runCommand(() => report(file, options), options.json === true),
    )
}

/** `vroegsignaal municipality statistics`: the numbers of a closed month. */
export function statisticsCommand(): Command {
  return new Command('statistics')
    .description('count a closed month: what came in, and what was reported about it since')
    .argument('<month>', 'as 2026-09')
    .requiredOption(...PARTY_OPTION)
    .option('--json', 'one JSON object as the last line')
    .action((month: string, options: Options) =>
      runCommand(() => statistics(month, options), options.json === true),
    )
}

async function statistics(text: string, { party, json }: Options): Promise<void> {
  const month = parseMonth(text)
  const found = await asParty(party, ({ hub }) => hub.statistics(month))
  if (json === true) return printJson(terminal, found)
  const { byOutcome, contactAttempts, strategies = [], byCreditor = [], ...counts } = found.outcomes
  const rows = [...Object.entries(found.cases), ...Object.entries(counts)]
  table(['', found.month], rows).forEach((line) => terminal.line(line))
  const endings = byOutcome.map(({ outcome, cases }) => [outcome, cases])
  table(['outcome', 'cases'], endings).forEach((line) => terminal.line(line))
  const contacts = contactAttempts.map(({ kind, attempts, reached }) => [kind, attempts, reached])
  table(['contact', 'attempts', 'reached'], contacts).forEach((line) => terminal.line(line))
  const ways = strategies.map((one) => [
    one.strategy,
    one.cases,
    one.reached,
    one.helpAccepted,
    one.planMade,
  ])
  const head = ['approach', 'cases', 'reached', 'help', 'plan']
  table(head, ways).forEach((line) => terminal.line(line))
  const creditors = byCreditor.map((one) => [one.creditorId, one.cases, one.reached, one.planMade])
  table(['creditor', 'cases', 'reached', 'plan'], creditors).forEach((line) => terminal.line(line))
}

async function report(file: string, { party, json }: Options): Promise<void> {
  const outcomes = await readOutcomes(file)
  const receipts = await asParty(party, async ({ hub }) => {
    const answers: Awaited<ReturnType<typeof hub.reportOutcomes>>[] = []
    for (let from = 0; from < outcomes.length; from += MOST) {
      answers.push(await hub.reportOutcomes(outcomes.slice(from, from + MOST)))
    }
    return answers
  })
  const kept = receipts.map(({ text, signature }) => ({ text, signature }))
  await writeFile(`${file}.receipts.json`, `${JSON.stringify(kept)}\n`, { mode: 0o600 })
  const results = receipts.flatMap(({ document }) => document.results)
  const count = (status: string) => results.filter((result) => result.status === status).length
  const counts = {
    accepted: count('ACCEPTED'),
    unchanged: count('UNCHANGED'),
    rejected: count('REJECTED'),
  }
  if (json === true) printJson(terminal, { ...counts, results })
  else printResults(counts, results)
  if (counts.rejected > 0) {
    throw new CommandFailure('outcomes.rejected', 'Not every report was accepted; see above.', 1)
  }
}

function printResults(
  { accepted, unchanged, rejected }: Schemas['OutcomeCounts'],
  results: readonly Schemas['OutcomeResult'][],
): void {
  terminal.line(`${accepted} accepted, ${unchanged} unchanged, ${rejected} rejected`)
  const rows = results.flatMap(({ caseId, errors = [], warnings = [] }) =>
    [...errors, ...warnings].map(({ code, pointer, detail }) => [caseId, code, pointer, detail]),
  )
  if (rows.length === 0) return
  table(['case', 'code', 'place', ''], rows).forEach((line) => terminal.line(line))
}

async function readOutcomes(file: string): Promise<readonly Schemas['CaseOutcome'][]> {
  if (/\.csv$/i.test(file)) return readTable(file)
  let read: unknown
  try {
    read = JSON.parse(await readFile(file, 'utf8'))
  } catch {
    throw new CommandFailure('file.unreadable', `${file} cannot be read as JSON.`, 2)
  }
  const { outcomes } = (read ?? {}) as { outcomes?: unknown }
  if (!Array.isArray(outcomes) || outcomes.length === 0) {
    throw new CommandFailure('file.empty', `${file} holds no list "outcomes".`, 2)
  }
  return outcomes as Schemas['CaseOutcome'][]
}

async function readTable(file: string): Promise<readonly Schemas['CaseOutcome'][]> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch {
    throw new CommandFailure('file.unreadable', `${file} cannot be read.`, 2)
  }
  const outcomes = readOutcomeRows(text)
  if (outcomes.length > 0) return outcomes
  throw new CommandFailure('file.empty', `${file} holds no rows.`, 2)
}
