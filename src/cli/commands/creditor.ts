import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Command } from 'commander'
import {
  checkLogEntry,
  RefusedError,
  type HubConnection,
  type HubIdentity,
} from '../../client/index.js'
import type { components } from '../../generated/openapi.js'
import { randomId } from '../../kernel/identifiers.js'
import { CommandFailure } from '../failure.js'
import { readNotifications } from '../files/read-notifications.js'
import { printJson, table, terminal } from '../output.js'
import { asParty, PARTY_OPTION } from '../party.js'
import { startProgress } from '../progress.js'
import { runCommand } from '../run.js'

type Item = components['schemas']['Notification']
type ItemResult = components['schemas']['ItemResult']

interface Options {
  readonly party: string
  readonly json?: boolean
  readonly batchSize: string
  readonly receipts?: string
}

const MOST_IN_BATCH = 10_000

/** `vroegsignaal creditor …`: deliver notifications and see what became of them. */
export function creditorCommand(): Command {
  const creditor = new Command('creditor').description('deliver arrears notifications to a hub')
  creditor
    .command('submit')
    .description('deliver a file of notifications (.csv, .json or .ndjson)')
    .argument('<file>')
    .requiredOption(...PARTY_OPTION)
    .option('--batch-size <number>', 'notifications per signed batch, at most 10000', '1000')
    .option('--receipts <folder>', 'where signed receipts are kept; <file>.receipts unless told')
    .option('--json', 'one JSON object as the last line')
    .action((file: string, options: Options) =>
      runCommand(() => submit(file, options), options.json === true),
    )
  creditor
    .command('validate')
    .description('have a file judged exactly as delivery would, without delivering it')
    .argument('<file>')
    .requiredOption(...PARTY_OPTION)
    .option('--batch-size <number>', 'notifications per request, at most 10000', '1000')
    .option('--json', 'one JSON object as the last line')
    .action((file: string, options: Options) =>
      runCommand(() => validate(file, options), options.json === true),
    )
  creditor
    .command('status')
    .description('how far the notifications of a batch have come')
    .argument('<batch>', 'its batchId, as on the receipt')
    .requiredOption(...PARTY_OPTION)
    .option('--json', 'one JSON object as the last line')
    .action((batch: string, options: Options) =>
      runCommand(() => status(batch, options), options.json === true),
    )
  creditor
    .command('mandates')
    .description('for whom, where and what this party may deliver')
    .requiredOption(...PARTY_OPTION)
    .option('--json', 'one JSON object as the last line')
    .action((options: Options) => runCommand(() => mandates(options), options.json === true))
  return creditor
}

async function submit(file: string, options: Options): Promise<void> {
  const items = await readNotifications(file)
  const receipts = options.receipts ?? `${file}.receipts`
  await mkdir(receipts, { recursive: true, mode: 0o700 })
  const results: ItemResult[] = []
  const batches: string[] = []
  await asParty(options.party, async ({ hub }) => {
    const bar = startProgress('delivering', items.length)
    for (const batch of batched(items, options.batchSize)) {
      const batchId = randomId()
      const { document, text, signature } = await hub.submit(hub.signBatch(batchId, batch))
      await writeFile(join(receipts, `${batchId}.json`), text, { mode: 0o600 })
      await writeFile(join(receipts, `${batchId}.sig`), `${signature}\n`, { mode: 0o600 })
      await appendFile(join(receipts, 'batches.txt'), `${document.receivedAt} ${batchId}\n`)
      results.push(...document.items)
      batches.push(batchId)
      bar.to(results.length)
    }
    bar.end()
  })
  report(results, options, { batches, receipts })
}

async function validate(file: string, options: Options): Promise<void> {
  const items = await readNotifications(file)
  const results: ItemResult[] = []
  await asParty(options.party, async ({ hub }) => {
    const bar = startProgress('validating', items.length)
    for (const batch of batched(items, options.batchSize)) {
      results.push(...(await hub.validate(batch)).document.items)
      bar.to(results.length)
    }
    bar.end()
  })
  report(results, options, {})
}

async function status(batchId: string, options: Options): Promise<void> {
  const found = await asParty(options.party, async ({ hub, identity }) => {
    const status = await hub.batchStatus(batchId)
    return { ...status, isInLog: await arePromisesKept(hub, identity, status) }
  })
  const { receipt: _, ...shown } = found
  if (options.json === true) return printJson(terminal, shown)
  const counts = new Map<string, number>()
  for (const item of found.items) counts.set(item.status, (counts.get(item.status) ?? 0) + 1)
  terminal.line(`Batch ${batchId}, received ${found.receivedAt}, counts in ${found.month}`)
  terminal.line(
    found.isInLog
      ? 'Its entries are in the access log, as the receipt promised.'
      : 'Its entries will be in the access log within a minute; ask again then.',
  )
  table(['status', 'notifications'], [...counts]).forEach((line) => terminal.line(line))
}

/** Whether the entries of this party that the receipt promised are in the log. */
async function arePromisesKept(
  hub: HubConnection,
  identity: HubIdentity,
  { receipt }: components['schemas']['BatchStatus'],
): Promise<boolean> {
  const { deliverer, logEntries } = JSON.parse(receipt.text) as components['schemas']['Receipt']
  try {
    for (const promised of logEntries.filter(({ controller }) => controller === deliverer)) {
      checkLogEntry(identity, promised, await hub.logProof(promised.entryId))
    }
    return true
  } catch (error) {
    if (error instanceof RefusedError && error.code === 'log.not_integrated') return false
    throw error
  }
}

async function mandates(options: Options): Promise<void> {
  const found = await asParty(options.party, ({ hub }) => hub.mandates())
  if (options.json === true) return printJson(terminal, { mandates: found })
  const rows = found.map((mandate) => [
    mandate.municipalityName,
    mandate.sector,
    mandate.creditorName ?? mandate.creditorId,
    mandate.startsOn,
    mandate.endsOn ?? '',
  ])
  const head = ['municipality', 'sector', 'creditor', 'from', 'until']
  table(head, rows).forEach((line) => terminal.line(line))
}

function batched(items: readonly Item[], size: string): Item[][] {
  const most = Number(size)
  if (!Number.isInteger(most) || most < 1 || most > MOST_IN_BATCH) {
    throw new CommandFailure('option.batch_size', 'A batch holds 1 to 10000 notifications.', 2)
  }
  const batches: Item[][] = []
  for (let from = 0; from < items.length; from += most) batches.push(items.slice(from, from + most))
  return batches
}

/** Says what became of each row; ends with 1 when any was refused. */
function report(results: readonly ItemResult[], options: Options, more: object): void {
  const refused = results.flatMap((result, index) =>
    result.status === 'REJECTED' ? [{ row: index + 1, errors: result.errors ?? [] }] : [],
  )
  const warned = results.filter(({ status }) => status === 'ACCEPTED_WITH_WARNINGS').length
  const accepted = results.length - refused.length
  if (refused.length > 0) process.exitCode = 1
  if (options.json === true) {
    const summary = { accepted, acceptedWithWarnings: warned, rejected: refused.length, ...more }
    return printJson(terminal, { ...summary, refused })
  }
  terminal.line(`${accepted} accepted, ${warned} of them with warnings; ${refused.length} rejected`)
  for (const { row, errors } of refused) {
    for (const { code, pointer, detail } of errors) {
      terminal.line(`  row ${row} ${pointer}: ${detail} [${code}]`)
    }
  }
  if ('receipts' in more) terminal.line(`Signed receipts are in ${String(more.receipts)}`)
}
