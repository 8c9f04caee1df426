import { Command } from 'commander'
import {
  checkLogEntry,
  RefusedError,
  type HubConnection,
  type HubIdentity,
} from '../../client/index.js'
import type { components } from '../../generated/openapi.js'
import { printJson, table, terminal } from '../output.js'
import { asParty, PARTY_OPTION } from '../party.js'
import { runCommand } from '../run.js'
import { creditorAgreements } from './agreements.js'
import { expiryCommand } from './expiry.js'
import { deliveryCommands } from './creditor-deliver.js'
import { enrolCommands } from './creditor-enrol.js'
import { feedbackCommand } from './creditor-feedback.js'
import { pausesCommand } from './creditor-pauses.js'
import { qualityCommand } from './creditor-quality.js'
import { receiptCommand } from './creditor-receipt.js'

interface Options {
  readonly party: string
  readonly json?: boolean
}

/** `vroegsignaal creditor …`: deliver notifications and see what became of them. */
export function creditorCommand(): Command {
  const creditor = new Command('creditor').description('deliver arrears notifications to a hub')
  for (const command of deliveryCommands()) creditor.addCommand(command)
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
  for (const command of enrolCommands()) creditor.addCommand(command)
  creditor.addCommand(creditorAgreements())
  creditor.addCommand(expiryCommand())
  creditor.addCommand(feedbackCommand())
  creditor.addCommand(pausesCommand())
  creditor.addCommand(receiptCommand())
  creditor.addCommand(qualityCommand())
  return creditor
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
