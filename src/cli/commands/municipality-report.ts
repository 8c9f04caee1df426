import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import type { components } from '../../generated/openapi.js'
import { parseMonth } from '../../kernel/calendar.js'
import { CommandFailure } from '../failure.js'
import { RefusedError, writePrivate } from '../../client/index.js'
import { changedReport } from '../../client/outcome-changes.js'
import { latestReports, type LatestReport } from '../../client/outcomes.js'
import { tablePlace } from '../files/outcome-place.js'
import { NO_LONGER, OUTCOME_COLUMNS } from '../files/outcome-cells.js'
import { readOutcomeRows, type ReadOutcome } from '../files/outcome-rows.js'
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

const TABLE_HELP = `A report in JSON takes the place of the one before, whole. A table changes what it says:
an empty cell leaves what was reported, and ${NO_LONGER} says that it is no longer true.
Contacts are added to those that are known, unless the cell begins with =, which says that there are no others.
Columns of a table: ${OUTCOME_COLUMNS.join(', ')}`

/** `vroegsignaal municipality report`: what came of cases, back to the hub. */
export function reportCommand(): Command {
  return new Command('report')
    .description('report what came of cases; creditors learn of it what policy and consent allow')
    .argument('<file>', 'JSON: {"outcomes": […]} as CaseOutcome of the contract, or a table (.csv)')
    .addHelpText('after', `\n${TABLE_HELP}`)
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
  const {
    byOutcome,
    contactAttempts,
    strategies = [],
    byCreditor = [],
    byExecutor = [],
    ...counts
  } = found.outcomes
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
  const executors = byExecutor.map((one) => [one.executorId, one.cases, one.visits, one.reached])
  if (executors.length === 0) return
  const what = ['executor', 'cases', 'visits', 'reached']
  table(what, executors).forEach((line) => terminal.line(line))
}

/** What a file says: whole reports, or rows of a table. */
type Reports =
  | { readonly outcomes: readonly Schemas['CaseOutcome'][]; readonly table?: undefined }
  | { readonly table: readonly ReadOutcome[] }

/** What is to be reported; of a table also where each report stands in it. */
interface Whole {
  readonly outcomes: readonly Schemas['CaseOutcome'][]
  readonly table?: readonly ReadOutcome[]
}

/** What a table says, put into the latest reports: whatever it leaves open stays as it was. */
function whole(read: Reports, latest: ReadonlyMap<string, LatestReport>): Whole {
  if (read.table === undefined) return { outcomes: read.outcomes }
  const outcomes: Schemas['CaseOutcome'][] = []
  const table: ReadOutcome[] = []
  for (const one of read.table) {
    const { version = 0, report } = latest.get(one.change.caseId.toLowerCase()) ?? {}
    const merged = changedReport(report, one.change)
    outcomes.push({ ...merged, expectedVersion: version })
    const rowOf = new Map(
      one.change.notifications.map(({ notificationId }, at) => [
        notificationId.toLowerCase(),
        one.rows[at],
      ]),
    )
    const rows = merged.notifications.map(({ notificationId }) =>
      rowOf.get(notificationId.toLowerCase()),
    )
    table.push({ ...one, rows })
  }
  return { outcomes, table }
}

async function report(file: string, { party, json }: Options): Promise<void> {
  const read = await readOutcomes(file)
  const { receipts, table: rows } = await asParty(party, async ({ hub }) => {
    const answers: Awaited<ReturnType<typeof hub.reportOutcomes>>[] = []
    const months = read.table?.map(({ change }) => change.month) ?? []
    const { outcomes, table: rows } = whole(read, await latestReports(hub, months))
    for (let from = 0; from < outcomes.length; from += MOST) {
      const sent = hub.reportOutcomes(outcomes.slice(from, from + MOST))
      answers.push(
        await sent.catch((error: unknown) => {
          throw inTable(error, rows?.slice(from, from + MOST))
        }),
      )
    }
    return { receipts: answers, table: rows }
  })
  const kept = receipts.map(({ text, signature }) => ({ text, signature }))
  writePrivate(`${file}.receipts.json`, `${JSON.stringify(kept)}\n`)
  const results = receipts.flatMap(({ document }, at) =>
    document.results.map((result) => placed(result, rows?.slice(at * MOST, (at + 1) * MOST))),
  )
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

/** A remark of the hub; of a table also with the cell that it is about. */
type Remark = Schemas['OutcomeRemark'] & { readonly row?: number; readonly column?: string }
type Result = Omit<Schemas['OutcomeResult'], 'errors' | 'warnings'> & {
  readonly errors?: readonly Remark[]
  readonly warnings?: readonly Remark[]
}

function placed(result: Schemas['OutcomeResult'], rows: readonly ReadOutcome[] = []): Result {
  const { errors, warnings, ...rest } = result
  const at = (remark: Schemas['OutcomeRemark']) => ({
    ...remark,
    ...tablePlace(rows, remark.pointer),
  })
  return {
    ...rest,
    ...(errors !== undefined && { errors: errors.map(at) }),
    ...(warnings !== undefined && { warnings: warnings.map(at) }),
  }
}

/** The contract refuses a request as a whole; whoever wrote a table wants to know which cell. */
function inTable(error: unknown, rows: readonly ReadOutcome[] = []): unknown {
  if (!(error instanceof RefusedError)) return error
  const cells = error.places.flatMap(({ pointer, detail }) => {
    const place = tablePlace(rows, pointer)
    return place === undefined ? [] : [`Row ${place.row}: ${place.column}: ${detail}`]
  })
  if (cells.length === 0) return error
  return new CommandFailure('file.row', ['Nothing was reported.', ...cells].join('\n'), 1)
}

function printResults(
  { accepted, unchanged, rejected }: Schemas['OutcomeCounts'],
  results: readonly Result[],
): void {
  terminal.line(`${accepted} accepted, ${unchanged} unchanged, ${rejected} rejected`)
  const rows = results.flatMap(({ caseId, errors = [], warnings = [] }) =>
    [...errors, ...warnings].map(({ code, pointer, detail, row, column }) => [
      caseId,
      code,
      row === undefined ? pointer : `row ${row}, ${column ?? ''}`,
      detail,
    ]),
  )
  if (rows.length === 0) return
  table(['case', 'code', 'place', ''], rows).forEach((line) => terminal.line(line))
}

async function readOutcomes(file: string): Promise<Reports> {
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
  return { outcomes: outcomes as Schemas['CaseOutcome'][] }
}

async function readTable(file: string): Promise<Reports> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch {
    throw new CommandFailure('file.unreadable', `${file} cannot be read.`, 2)
  }
  const read = readOutcomeRows(text)
  if (read.length > 0) return { table: read }
  throw new CommandFailure('file.empty', `${file} holds no rows.`, 2)
}
