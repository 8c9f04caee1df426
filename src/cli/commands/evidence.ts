import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import {
  readEvidence,
  STATEMENT_TYPE,
  verifyEvidence,
  type EvidenceFile,
  type EvidenceStatement,
  type HubIdentity,
  writePrivate,
} from '../../client/index.js'
import { jwkSetOf, loadHubKeys, type HubKeys } from '../../crypto/hub-keys.js'
import { signDetached } from '../../crypto/jws.js'
import { exportEvidence, type EvidenceRecord, type ForgottenReceipt } from '../../evidence/index.js'
import type { Config } from '../../config.js'
import { fileClock, systemClock } from '../../kernel/clock.js'
import { CommandFailure } from '../failure.js'
import { printJson, terminal } from '../output.js'
import { runCommand } from '../run.js'
import { act, asParty as asPartyId, common, type Common } from './admin/act.js'
import { openCommand } from './evidence-open.js'

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
    .option('--receipt <file>', 'creditor: its receipt, byte for byte, once the hub forgot it')
    .option('--envelope <file>', 'municipality: from evidence open')
    .requiredOption('--output <file>', 'where to; it holds people, keep it accordingly')
    .action((file: string, options: AddOptions) => runCommand(() => add(file, options), false))
  evidence.addCommand(openCommand())
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
    const keys = loadHubKeys(config.secretsDir)
    const { forgotten, ...record } = await exportEvidence(context, operator, deliverer, batch)
    const now = context.clock.now()
    const file: EvidenceFile = {
      format: 'vroegsignaal-evidence-1',
      hub: config.hubId,
      sandbox: config.sandbox,
      hubKeys: jwkSetOf(keys).keys,
      ...record,
      ...(forgotten !== null && { statement: stateOf(config, keys, record, forgotten, now) }),
    }
    keep(options.output, file)
    const { receivedAt } = record
    return {
      json: { batchId: batch, deliverer, receivedAt, output: options.output },
      lines: [`Evidence of batch ${batch}, received ${receivedAt}, is in ${options.output}.`],
    }
  })
}

/** The hub stands for what it still knows of a receipt that it forgot. */
function stateOf(
  { hubId: hub, sandbox }: Pick<Config, 'hubId' | 'sandbox'>,
  { signing }: HubKeys,
  { deliverer, batchId, receivedAt }: Omit<EvidenceRecord, 'forgotten'>,
  forgotten: ForgottenReceipt,
  now: Date,
) {
  const at = { deliverer, batchId, receivedAt }
  const statement: EvidenceStatement = { hub, ...at, ...forgotten, statedAt: now.toISOString() }
  const text = JSON.stringify(statement)
  const key = sandbox ? { ...signing, sandbox: true as const } : signing
  const signature = signDetached(Buffer.from(text), key, { typ: STATEMENT_TYPE, iat: now })
  return { text, signature }
}

interface AddOptions {
  readonly receipt?: string
  readonly body?: string
  readonly envelope?: string
  readonly output: string
}

async function add(path: string, options: AddOptions): Promise<void> {
  const { body, receipt, envelope, output } = options
  if (body === undefined && receipt === undefined && envelope === undefined) {
    throw new CommandFailure('option.body', 'Say what to add: --body, --receipt or --envelope.', 2)
  }
  const file = readEvidence(await readFile(path, 'utf8'))
  keep(output, {
    ...file,
    ...(body !== undefined && { body: await readFile(body, 'utf8') }),
    ...(receipt !== undefined && { receipt: await readFile(receipt, 'utf8') }),
    ...(envelope !== undefined && { envelope: (await readFile(envelope, 'utf8')).trimEnd() }),
  })
  terminal.line(`Everything is in ${output}.`)
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
  const stepped = kept?.sandboxClockFile
  const clock = stepped === undefined ? systemClock : fileClock(stepped)
  const findings = await verifyEvidence(file, trust, clock.now())
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

function keep(path: string, file: EvidenceFile): void {
  writePrivate(path, `${JSON.stringify(file, undefined, 2)}\n`)
}
