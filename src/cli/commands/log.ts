import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Command } from 'commander'
import {
  catalogueJson,
  cataloguePage,
  exportLog,
  exportStandard,
  LogStopped,
  recordExport,
  recoverLog,
  sequencePending,
} from '../../access-log/index.js'
import { isStandardExport, verifyExport } from '../../access-log/verify-export.js'
import { verifyLog } from '../../access-log/verify.js'
import { besideHub } from '../beside-hub.js'
import { CommandFailure } from '../failure.js'
import { printJson, table, terminal, type Output } from '../output.js'
import { runCommand } from '../run.js'
import { checkCommand } from './log-check.js'

interface VerifyOptions {
  readonly key?: string
  readonly since?: string
  readonly partial?: boolean
  readonly json?: boolean
}

interface ExportOptions {
  readonly controller?: string
  readonly format: string
  readonly operator: string
  readonly json?: boolean
}

/** `vroegsignaal log …`: the access log as evidence. */
export function logCommand(): Command {
  const log = new Command('log').description('verify, export or recover the access log')
  log
    .command('verify')
    .description('check an exported log, without the hub and with no code of the hub')
    .argument('<folder>', 'the export: checkpoint, vkey, and tile/ with records/, or ldv/, or adl/')
    .option('--key <text or file>', 'verifier key that you trust; otherwise the one in the folder')
    .option('--since <file>', 'checkpoint (or folder of an export) that you kept from earlier')
    .option('--partial', 'the folder holds the records of some controllers only')
    .option('--json', 'one JSON object as the last line')
    .action((folder: string, options: VerifyOptions) =>
      runCommand(() => verifyFolder(folder, options), options.json === true),
    )
  log
    .command('export')
    .description('write the log with its records, for whoever wants to check or to search it')
    .argument('<folder>', 'made when missing; must be empty')
    .option('--format <name>', 'tiles (C2SP), or records with their proofs: ldv, adl', 'tiles')
    .option('--controller <id>', 'the records of this controller only')
    .option('--operator <pseudonym>', 'who works at the hub: a role, never a name', 'operator')
    .option('--json', 'one JSON object as the last line')
    .action((folder: string, options: ExportOptions) =>
      runCommand(() => writeExport(folder, options), options.json === true),
    )
  log.addCommand(checkCommand())
  log
    .command('events')
    .description('everything that the log records: who, what, on which ground')
    .option('--markdown', 'the page that stands in the repository')
    .option('--json', 'one JSON object')
    .action((options: { json?: boolean; markdown?: boolean }) =>
      runCommand(() => showEvents(options), options.json === true),
    )
  log
    .command('recover')
    .description('after a restore: go on under a new origin, and tell what is missing')
    .option('--json', 'one JSON object as the last line')
    .action((options: { json?: boolean }) =>
      runCommand(() => recover(options.json === true), options.json === true),
    )
  return log
}

/** Verifies an export and says what is wrong with it; the exit code is 1 when anything is. */
export async function verifyFolder(
  folder: string,
  options: VerifyOptions,
  output: Output = terminal,
): Promise<void> {
  if (!existsSync(join(folder, 'checkpoint'))) {
    throw new CommandFailure('log.no_export', 'There is no checkpoint in that folder.', 2)
  }
  const { key, since, partial } = options
  const verify = isStandardExport(folder) ? verifyExport : verifyLog
  const verified = verify(folder, {
    key: key === undefined ? undefined : await textOrFile(key),
    since: since === undefined ? undefined : await checkpointIn(since),
    partial,
  })
  const isSound = verified.findings.length === 0
  if (options.json === true) {
    printJson(output, { verified: isSound, ...verified })
  } else {
    const { origin, size, root, records, erasures, findings } = verified
    output.line(`${origin}: ${size} leaves, ${records} records, root ${root}`)
    for (const { controller, number, at, before, until, entries } of erasures) {
      const what = `${entries} entries up to number ${until} of ${controller}`
      output.line(`  erased at ${at}: ${what}, all from before ${before} (number ${number})`)
    }
    for (const { kind, index, detail } of findings) {
      output.line(`  ${kind}${index === null ? '' : ` at index ${index}`}: ${detail}`)
    }
    output.line(isSound ? 'Everything holds.' : `${findings.length} things are wrong.`)
  }
  if (!isSound) process.exitCode = 1
}

async function writeExport(folder: string, options: ExportOptions): Promise<void> {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new CommandFailure('log.folder_not_empty', 'The folder must be empty.', 2)
  }
  const { controller, format, operator, json } = options
  if (format !== 'tiles' && format !== 'ldv' && format !== 'adl') {
    throw new CommandFailure('command.usage', '--format is tiles, ldv or adl.', 2)
  }
  const controllers = controller === undefined ? undefined : [controller]
  const { confidential, ...exported } = await besideHub(async (context) => {
    // Before anything is read; so the export holds the entry about itself.
    const left = await recordExport(context, operator, format, controllers)
    // What has not been published yet belongs into an export as well; a log that stands still is
    // exported as far as it was published.
    try {
      await sequencePending(context)
    } catch (error) {
      if (!(error instanceof LogStopped)) throw error
      terminal.note(`vroegsignaal: ${error.message}`)
    }
    // All of them when nothing stays here, also those that the entry above was the first of.
    const whose = left.confidential.length === 0 ? controllers : left.leaving
    const written =
      format === 'tiles'
        ? await exportLog(context, folder, whose)
        : await exportStandard(context, folder, format, whose)
    return { ...written, confidential: left.confidential }
  })
  if (json === true) {
    return printJson(terminal, { ...exported, ...(confidential.length > 0 && { confidential }) })
  }
  for (const controller of confidential) {
    terminal.note(`vroegsignaal: the log of ${controller} is confidential and was left out.`)
  }
  terminal.line(`${exported.origin}: ${exported.size} leaves, ${exported.records} records`)
  const how = confidential.length > 0 ? ' --partial' : ''
  terminal.line(`Check it with: vroegsignaal log verify ${folder}${how}`)
}

/** Shows the catalogue of events. */
export async function showEvents(
  options: { readonly json?: boolean; readonly markdown?: boolean },
  output: Output = terminal,
): Promise<void> {
  const { events, unlogged } = catalogueJson()
  if (options.json === true) return printJson(output, { events, unlogged })
  if (options.markdown === true) return output.line(cataloguePage().trimEnd())
  const rows = events.map((event) => [
    event.operation,
    event.action,
    event.processingActivity,
    event.purpose,
    event.legalBasis,
  ])
  const head = ['operation', 'action', 'activity', 'purpose', 'legal basis']
  for (const line of table(head, rows)) output.line(line)
}

async function recover(json: boolean): Promise<void> {
  const recovered = await besideHub(recoverLog)
  if (json) return printJson(terminal, recovered)
  const { opened, origin, previous } = recovered
  if (!opened) return terminal.line('The log is in order; nothing was done.')
  terminal.line(`The log goes on as ${origin}.`)
  terminal.line(`It was stopped: ${previous.reason}.`)
  const { missing, published, size } = previous
  if (missing === null) return terminal.line('No published leaf is known to be missing.')
  terminal.line(
    `${published?.size} leaves of ${previous.origin} were published, ${size} are still here.`,
  )
  terminal.line(`Missing: index ${missing.first} to ${missing.last}. Tell the parties concerned.`)
}

async function textOrFile(value: string): Promise<string> {
  return existsSync(value) ? (await readFile(value, 'utf8')).trim() : value
}

async function checkpointIn(path: string): Promise<string> {
  const file = existsSync(join(path, 'checkpoint')) ? join(path, 'checkpoint') : path
  if (!existsSync(file)) throw new CommandFailure('log.no_checkpoint', 'No such checkpoint.', 2)
  return readFile(file, 'utf8')
}
