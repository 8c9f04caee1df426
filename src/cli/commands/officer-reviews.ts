import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import {
  reviewItemOf,
  reviewOf,
  reviewReportOf,
  reviewsOf,
  takeReviewStep,
  type ReviewAct,
} from '../../client/index.js'
import type { components } from '../../generated/openapi.js'
import { CommandFailure } from '../failure.js'
import { printJson, table, terminal } from '../output.js'
import { asParty, PARTY_OPTION } from '../party.js'
import { runCommand } from '../run.js'

type Schemas = components['schemas']

interface Options {
  readonly party: string
  readonly json?: boolean
}
interface Listing extends Options {
  readonly controller?: string
}
interface Taking extends Options {
  readonly decision?: Schemas['ReviewDecision']
  readonly text?: string
}
interface Reporting extends Options {
  readonly out: string
}

const JSON_OPTION = ['--json', 'one JSON object as the last line'] as const

/** Adds `officer review …`: the monthly review of a log, with the certificate of a person. */
export function addReviews(officer: Command): void {
  const review = officer.command('review').description('the monthly review of a log')
  review
    .command('list')
    .description('plans of a log, newest first')
    .requiredOption(...PARTY_OPTION)
    .option('--controller <party>', 'whose log: a party id, or hub')
    .option(...JSON_OPTION)
    .action((options: Listing) => runCommand(() => list(options), options.json === true))
  review
    .command('show')
    .description('a plan with its items')
    .argument('<plan>', 'id of the plan')
    .requiredOption(...PARTY_OPTION)
    .option(...JSON_OPTION)
    .action((plan: string, options: Options) =>
      runCommand(() => show(plan, options), options.json === true),
    )
  review
    .command('item')
    .description('an item with its steps, questions and answers')
    .argument('<plan>', 'id of the plan')
    .argument('<item>', 'id of the item')
    .requiredOption(...PARTY_OPTION)
    .option(...JSON_OPTION)
    .action((plan: string, item: string, options: Options) =>
      runCommand(
        () => doItem(options, (hub) => reviewItemOf(hub, plan, item)),
        options.json === true,
      ),
    )
  review
    .command('step')
    .description('take an item on, ask, decide, return or close it; whoever decided does not close')
    .argument('<plan>', 'id of the plan')
    .argument('<item>', 'id of the item')
    .argument('<step>', 'ASSIGN, ASK, DECIDE, RETURN or CLOSE')
    .requiredOption(...PARTY_OPTION)
    .option('--decision <word>', 'with DECIDE: JUSTIFIED, UNCLEAR, UNJUSTIFIED or BREACH')
    .option('--text <text>', 'question, reasons, or why it is sent back; without names')
    .option(...JSON_OPTION)
    .action((plan: string, item: string, step: ReviewAct['step'], options: Taking) => {
      const { decision, text } = options
      const act = { step, ...(decision && { decision }), ...(text && { text }) }
      return runCommand(
        () => doItem(options, (hub) => takeReviewStep(hub, plan, item, act)),
        options.json === true,
      )
    })
  review
    .command('report')
    .description('write the signed report of a plan to a file; verify-report checks it')
    .argument('<plan>', 'id of the plan')
    .requiredOption(...PARTY_OPTION)
    .requiredOption('--out <file>', 'where to write it; never over a file that is there')
    .option(...JSON_OPTION)
    .action((plan: string, options: Reporting) =>
      runCommand(() => report(plan, options), options.json === true),
    )
}

type Hub = Parameters<typeof reviewOf>[0]

async function list({ party, controller, json }: Listing): Promise<void> {
  const found = await asParty(party, ({ hub }) => reviewsOf(hub, controller))
  if (json === true) return printJson(terminal, found)
  const rows = found.plans.map(({ month, planId, population, items, closed }) => {
    return [month, planId, population, items, closed]
  })
  const head = ['month', 'plan', 'entries', 'items', 'closed']
  table(head, rows).forEach((line) => terminal.line(line))
}

async function show(planId: string, { party, json }: Options): Promise<void> {
  const found = await asParty(party, ({ hub }) => reviewOf(hub, planId))
  if (json === true) return printJson(terminal, found)
  const rows = found.items.map(({ itemId, kind, number, actor, status, decision = '' }) => {
    return [itemId, kind, number, actor, status, decision]
  })
  const head = ['item', 'kind', 'number', 'actor', 'status', 'decision']
  table(head, rows).forEach((line) => terminal.line(line))
}

async function doItem(
  { party, json }: Options,
  ask: (hub: Hub) => Promise<Schemas['ReviewItemRead']>,
): Promise<void> {
  const found = await asParty(party, ({ hub }) => ask(hub))
  if (json === true) return printJson(terminal, found)
  const { itemId, kind, number, actor, status, decision } = found.item
  terminal.line(`${itemId} ${kind}: entry ${number} of ${actor}, ${decision ?? status}`)
  const rows = found.steps.map(({ at, step, holder, decision: decided = '', text = '' }) => {
    return [at, step, holder, decided, text]
  })
  if (rows.length > 0) {
    table(['at', 'step', 'by', 'decision', 'text'], rows).forEach((line) => terminal.line(line))
  }
}

async function report(planId: string, { party, out, json }: Reporting): Promise<void> {
  const signed = await asParty(party, ({ hub }) => reviewReportOf(hub, planId))
  try {
    await writeFile(out, `${JSON.stringify(signed, null, 2)}\n`, { flag: 'wx', mode: 0o600 })
  } catch {
    throw new CommandFailure(
      'file.unwritable',
      'The file cannot be written, or is there already.',
      2,
    )
  }
  if (json === true) return printJson(terminal, { written: true })
  terminal.line('written; check it with officer verify-report')
}
