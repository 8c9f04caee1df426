import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Command } from 'commander'
import { openFeed, type OpenedFeed, transfersOf, writePrivate } from '../../client/index.js'
import { parseMonth } from '../../kernel/calendar.js'
import { CommandFailure } from '../failure.js'
import { writeCases, type CaseFormat } from '../files/write-cases.js'
import { compareWithKept, type Compared } from '../kept-checkpoints.js'
import { printJson, table, terminal } from '../output.js'
import { asParty, PARTY_OPTION } from '../party.js'
import { runCommand } from '../run.js'
import { redeliverCommand } from './municipality-redeliver.js'
import { laneTable, pullLane } from '../urgent-lane.js'
import { brpCommand } from './municipality-brp.js'
import { municipalityBreach } from './municipality-breach.js'
import { syncCasesCommand } from './municipality-cases.js'
import { ddasCommand } from './municipality-ddas.js'
import { evaluateCommand } from './municipality-evaluate.js'
import { outcomesCommand } from './municipality-outcomes.js'
import { municipalityAgreements } from './agreements.js'
import { expiryCommand } from './expiry.js'
import { reportCommand, statisticsCommand } from './municipality-report.js'
import { pauseCommand } from './municipality-pause.js'
import { assignCommand } from './municipality-assign.js'
import { transferCommand, waitingTransfers } from './municipality-transfer.js'
import { triageCommand } from './municipality-triage.js'
import { sealingKeyCommands } from './sealing-keys.js'

interface Options {
  readonly party: string
  readonly out: string
  readonly format: CaseFormat
  readonly month?: string
  readonly json?: boolean
}

const FORMATS: readonly string[] = ['json', 'csv', 'xlsx', 'visits'] satisfies CaseFormat[]

/** `vroegsignaal municipality …`: pull, check, open and acknowledge what is meant for it. */
export function municipalityCommand(): Command {
  const municipality = new Command('municipality').description('pull and open the monthly feed')
  municipality
    .command('pull')
    .description('pull a closed month, check all of it, open the envelopes and write the cases')
    .argument('<month>', 'as 2026-09')
    .requiredOption(...PARTY_OPTION)
    .option('--out <folder>', 'where the cases are written', '.')
    .option('--format <form>', 'json, csv, xlsx, or visits: a list to print, for the door', 'json')
    .option('--json', 'one JSON object as the last line')
    .action((month: string, options: Options) =>
      runCommand(() => pull(month, options), options.json === true),
    )
  municipality
    .command('urgent')
    .description('pull and open what cannot wait for the month to close')
    .requiredOption(...PARTY_OPTION)
    .option('--out <folder>', 'where the items are written', '.')
    .option('--json', 'one JSON object as the last line')
    .action((options: Options) => runCommand(() => urgent(options), options.json === true))
  municipality
    .command('ack')
    .description('acknowledge a month, or urgent items, that were pulled and opened')
    .argument('<file>', 'a file that pull or urgent wrote as JSON')
    .requiredOption(...PARTY_OPTION)
    .option('--json', 'one JSON object as the last line')
    .action((file: string, options: Options) =>
      runCommand(() => acknowledge(file, options), options.json === true),
    )
  municipality
    .command('feeds')
    .description('the months there are')
    .requiredOption(...PARTY_OPTION)
    .option('--json', 'one JSON object as the last line')
    .action((options: Options) => runCommand(() => feeds(options), options.json === true))
  municipality.addCommand(municipalityAgreements())
  municipality.addCommand(expiryCommand())
  municipality.addCommand(reportCommand())
  municipality.addCommand(outcomesCommand())
  municipality.addCommand(statisticsCommand())
  municipality.addCommand(syncCasesCommand())
  municipality.addCommand(brpCommand())
  municipality.addCommand(redeliverCommand())
  municipality.addCommand(ddasCommand())
  municipality.addCommand(evaluateCommand())
  municipality.addCommand(pauseCommand())
  municipality.addCommand(transferCommand())
  municipality.addCommand(assignCommand())
  municipality.addCommand(triageCommand())
  municipality.addCommand(municipalityBreach())
  for (const command of sealingKeyCommands()) municipality.addCommand(command)
  return municipality
}

async function pull(text: string, { party, out, format, json }: Options): Promise<void> {
  if (!FORMATS.includes(format)) {
    throw new CommandFailure('option.format', 'The form is json, csv, xlsx or visits.', 2)
  }
  const month = parseMonth(text)
  const { feed, identity, ca } = await asParty(party, async (session) => {
    const pages = await session.hub.feedPages(month)
    const documents = pages.map(({ document }) => document)
    const now = session.hub.clock.now()
    const opened = await openFeed(session.identity, documents, session.sealingKeys, now)
    return { feed: opened, identity: session.identity, ca: session.credentials.ca }
  })
  await mkdir(out, { recursive: true, mode: 0o700 })
  const file = join(out, `${month}.${format === 'visits' ? 'visits.html' : format}`)
  await writeCases(file, format, feed)
  // The checkpoint stays with the municipality: next month the log must still contain it.
  const log = await compareWithKept(join(party, 'checkpoints'), `${month}.txt`, feed.checkpoint, {
    identity,
    ca,
  })
  const summary = { file, month, cases: feed.cases.length, opened: feed.opened, log: log.outcome }
  if (json === true) printJson(terminal, { ...summary, root: feed.statement.root })
  else {
    terminal.line(
      `${month}: ${feed.cases.length} cases, ${feed.opened} envelopes opened, all checked`,
    )
    terminal.line(`Written to ${file}; acknowledge with: vroegsignaal municipality ack`)
  }
  tellOfLog(log)
}

/** The cases are sound either way: people are helped first, and the alarm is the exit code. */
function tellOfLog(log: Compared): void {
  if (log.outcome === 'unchecked') {
    terminal.note('vroegsignaal: the public log of the hub did not answer; compare again later.')
  }
  if (log.outcome !== 'another_history') return
  process.exitCode = 1
  terminal.note(
    `ALARM: the log of the hub does not contain what it held when you kept its checkpoint (${log.kept} entries).`,
  )
  terminal.note(`Tell your privacy officer; the two checkpoints are the evidence: ${log.evidence}`)
}

async function urgent({ party, out, json }: Options): Promise<void> {
  const { items, corrections, transfers } = await asParty(party, async (session) => ({
    ...(await pullLane(session)),
    transfers: await transfersOf(session.hub),
  }))
  await mkdir(out, { recursive: true, mode: 0o700 })
  const file = join(out, 'urgent.json')
  writePrivate(file, `${JSON.stringify({ items, corrections }, undefined, 2)}\n`)
  const { offers, lapsed, notes } = waitingTransfers(transfers)
  const counts = { items: items.length, corrections: corrections.length, offers, lapsed }
  if (json === true) return printJson(terminal, { file, ...counts })
  terminal.line(`${items.length} urgent items, written to ${file}`)
  for (const note of notes) terminal.line(note)
  for (const { action, kind, notifications } of corrections) {
    const named = notifications.map(({ notificationId }) => notificationId).join(', ')
    terminal.line(`${action} (${kind.toLowerCase()} of a resident): ${named}`)
  }
  if (items.length > 0) laneTable(items).forEach((line) => terminal.line(line))
}

async function acknowledge(file: string, { party, json }: Options): Promise<void> {
  const kept = await readKept(file)
  const answer = await asParty(party, ({ hub }) =>
    kept.statement === undefined
      ? hub.acknowledgeUrgent([
          ...(kept.items ?? []).map(({ urgentId }) => urgentId),
          ...(kept.corrections ?? []).map(({ noticeId }) => noticeId),
        ])
      : hub.acknowledge(kept.statement),
  )
  writePrivate(`${file}.ack.json`, answer.text)
  if (json === true) return printJson(terminal, answer.document)
  terminal.line(`Acknowledged at ${answer.document.acknowledgedAt}`)
  terminal.line(`The sealed identities stay at the hub until ${answer.document.envelopesUntilOn}`)
}

interface Kept {
  readonly statement?: OpenedFeed['statement']
  readonly items?: readonly { urgentId: string }[]
  readonly corrections?: readonly { noticeId: string }[]
}

async function readKept(file: string): Promise<Kept> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Kept
  } catch {
    throw new CommandFailure('file.json', 'The file is not one that pull or urgent wrote.', 2)
  }
}

async function feeds({ party, json }: Options): Promise<void> {
  const months = await asParty(party, ({ hub }) => hub.feeds())
  if (json === true) return printJson(terminal, { feeds: months })
  const rows = months.map((feed) => [
    feed.month,
    feed.status,
    feed.count ?? '',
    feed.acknowledgedAt ?? '',
  ])
  const head = ['month', 'status', 'cases', 'acknowledged']
  table(head, rows).forEach((line) => terminal.line(line))
}
