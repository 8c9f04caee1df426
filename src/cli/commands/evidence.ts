import { readFile, writeFile } from 'node:fs/promises'
import { Command } from 'commander'
import {
  EnvelopeOpener,
  readEvidence,
  verifyEvidence,
  type EvidenceFile,
  type HubIdentity,
} from '../../client/index.js'
import { jwkSetOf, loadHubKeys } from '../../crypto/hub-keys.js'
import { exportEvidence } from '../../evidence/index.js'
import { parseMonth } from '../../kernel/calendar.js'
import { systemClock } from '../../kernel/clock.js'
import { CommandFailure } from '../failure.js'
import { printJson, terminal } from '../output.js'
import { asParty, PARTY_OPTION } from '../party.js'
import { runCommand } from '../run.js'
import { act, asParty as asPartyId, common, type Common } from './admin/act.js'

const JSON_OPTION = ['--json', 'one JSON object as the last line'] as const

/** `vroegsignaal evidence …`: who delivered what, shown years later and to anybody. */
export function evidenceCommand(): Command {
  const evidence = new Command('evidence').description(
    'what proves a delivery in a dispute; without a party’s own copy nobody stands in it',
  )
  common(evidence.command('export'))
    .description('operator: write what the hub keeps of a batch')
    .argument('<batch>', 'its batchId')
    .requiredOption('--deliverer <id>', 'the party that delivered it')
    .requiredOption('--output <file>', 'where to')
    .action((batch: string, options: ExportOptions) => exportFile(batch, options))
  evidence
    .command('add')
    .description('party: add one’s own copy, so that one file shows everything')
    .argument('<file>', 'from evidence export')
    .option('--body <file>', 'creditor: the body of the batch, byte for byte')
    .option('--envelope <file>', 'municipality: from evidence open')
    .requiredOption('--output <file>', 'where to; it holds people, keep it accordingly')
    .action((file: string, options: AddOptions) => runCommand(() => add(file, options), false))
  evidence
    .command('open')
    .description('municipality: open the envelope of one notification, with what proves it')
    .argument('<month>', 'as 2026-09')
    .argument('<creditor>', 'id of the creditor')
    .argument('<notification>', 'its notificationId')
    .requiredOption(...PARTY_OPTION)
    .requiredOption('--output <file>', 'where to; it holds a person, keep it accordingly')
    .action((month: string, creditor: string, notification: string, options: OpenOptions) =>
      runCommand(() => open(month, creditor, notification, options), false),
    )
  evidence
    .command('verify')
    .description('anybody: check a file, without hub and network')
    .argument('<file>')
    .option('--ca <file>', 'authorities that signing certificates must come from (PEM)')
    .option('--hub <file>', 'hub.json that one kept oneself, for the keys of the hub')
    .option(...JSON_OPTION)
    .action((file: string, options: VerifyOptions) =>
      runCommand(() => verify(file, options), options.json === true),
    )
  return evidence
}

interface ExportOptions extends Common {
  readonly deliverer: string
  readonly output: string
}

function exportFile(batch: string, options: ExportOptions): Promise<void> {
  return act(options, async (context, operator) => {
    const { config } = context
    const deliverer = asPartyId(options.deliverer, '--deliverer')
    const record = await exportEvidence(context, operator, deliverer, batch)
    const file: EvidenceFile = {
      format: 'vroegsignaal-evidence-1',
      hub: config.hubId,
      sandbox: config.sandbox,
      hubKeys: jwkSetOf(loadHubKeys(config.secretsDir)).keys,
      ...record,
    }
    await keep(options.output, file)
    const { receivedAt } = record
    return {
      json: { batchId: batch, deliverer, receivedAt, output: options.output },
      lines: [`Evidence of batch ${batch}, received ${receivedAt}, is in ${options.output}.`],
    }
  })
}

interface AddOptions {
  readonly body?: string
  readonly envelope?: string
  readonly output: string
}

async function add(path: string, { body, envelope, output }: AddOptions): Promise<void> {
  if (body === undefined && envelope === undefined) {
    throw new CommandFailure('option.body', 'Say what to add: --body or --envelope.', 2)
  }
  const file = readEvidence(await readFile(path, 'utf8'))
  await keep(output, {
    ...file,
    ...(body !== undefined && { body: await readFile(body, 'utf8') }),
    ...(envelope !== undefined && { envelope: (await readFile(envelope, 'utf8')).trimEnd() }),
  })
  terminal.line(`Everything is in ${output}.`)
}

interface OpenOptions {
  readonly party: string
  readonly output: string
}

async function open(
  month: string,
  creditor: string,
  notification: string,
  { party, output }: OpenOptions,
): Promise<void> {
  const content = await asParty(party, async ({ hub, sealingKeys }) => {
    for (const { document } of await hub.feedPages(parseMonth(month))) {
      for (const one of document.items.flatMap(({ notifications }) => notifications)) {
        if (one.creditorId !== creditor || one.notificationId !== notification) continue
        if (one.sealedIdentity === undefined) continue
        const opener = new EnvelopeOpener(document.deliveryKeys, sealingKeys)
        return opener.open(creditor, notification, one.sealedIdentity)?.content
      }
    }
    return undefined
  })
  if (content === undefined) {
    const message = 'There is no envelope of that notification in the month any more.'
    throw new CommandFailure('evidence.withheld', message)
  }
  await writeFile(output, `${content}\n`, { mode: 0o600 })
  terminal.line(`What the envelope held is in ${output}.`)
}

interface VerifyOptions {
  readonly ca?: string
  readonly hub?: string
  readonly json?: boolean
}

async function verify(path: string, { ca, hub, json }: VerifyOptions): Promise<void> {
  const file = readEvidence(await readFile(path, 'utf8'))
  const authorities = ca === undefined ? undefined : await readFile(ca, 'utf8')
  const kept =
    hub === undefined ? undefined : (JSON.parse(await readFile(hub, 'utf8')) as HubIdentity)
  const trust = { authorities, hubKeys: kept?.keys }
  const findings = await verifyEvidence(file, trust, systemClock.now())
  const holds = findings.every((finding) => finding.holds !== false)
  if (!holds) process.exitCode = 1
  const { hub: name, deliverer, batchId, receivedAt } = file
  if (json === true) {
    return printJson(terminal, { holds, hub: name, deliverer, batchId, receivedAt, findings })
  }
  terminal.line(`Batch ${batchId} of ${deliverer}, received by ${name} at ${receivedAt}`)
  for (const finding of findings) terminal.line(`  ${MARKS[String(finding.holds)]} ${finding.what}`)
}

const MARKS: Readonly<Record<string, string>> = {
  true: '✓',
  false: '✗',
  undefined: '– cannot be said:',
}

function keep(path: string, file: EvidenceFile): Promise<void> {
  return writeFile(path, `${JSON.stringify(file, undefined, 2)}\n`, { mode: 0o600 })
}
