import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Command } from 'commander'
import { ConfigError, readConfig, type Config } from '../../config.js'
import { openDatabase } from '../../db/client.js'
import { startEmbedded } from '../../db/embedded.js'
import { isRunning, type ProcessIdentity } from '../../db/process-identity.js'
import { enrolNewcomer, type Newcome } from '../../demo/sandbox-enrolment.js'
import {
  makeSandboxFolder,
  openSandbox,
  SANDBOX_FILES,
  SANDBOX_MUNICIPALITY,
  sandboxSettings,
} from '../../demo/sandbox.js'
import { systemClock } from '../../kernel/clock.js'
import { startInBackground, stopInBackground, tellReady } from '../background.js'
import { CommandFailure } from '../failure.js'
import { printJson, terminal } from '../output.js'
import { runCommand } from '../run.js'
import { closeBroken, endOf } from '../serving-end.js'
import { asParty } from './admin/act.js'

interface Addresses {
  readonly hub: string
  readonly dataUrl: string
  readonly publicUrl: string
}

/** `vroegsignaal sandbox …`: a hub on this machine to try software against. */
export function sandboxCommand(): Command {
  const sandbox = new Command('sandbox').description(
    'a hub on this machine to try software against: test numbers and invented people only',
  )
  sandbox
    .command('start')
    .description('start it in the background; at first it makes everything it needs')
    .argument('<folder>', 'where it keeps everything; new or of an earlier start')
    .option('--foreground', 'stay, as a container or a supervisor wants it')
    .option(...JSON_OPTION)
    .action((folder: string, options: StartOptions) =>
      runCommand(() => start(resolve(folder), options), options.json === true),
    )
  sandbox
    .command('enrol')
    .description('certify the keys of your requests and register you as a creditor, unasked')
    .argument('<folder>', 'of the sandbox')
    .argument('<party>', 'your folder, with transport.csr and signing.csr')
    .option('--id <number>', 'your test number (OIN)', '00000099000000001000')
    .option('--name <text>', 'your name', 'Software on trial')
    .option(...JSON_OPTION)
    .action((folder: string, party: string, options: EnrolOptions) =>
      runCommand(() => enrol(resolve(folder), resolve(party), options), options.json === true),
    )
  sandbox
    .command('stop')
    .description('stop it; what it holds stays in the folder')
    .argument('<folder>', 'of the sandbox')
    .action((folder: string) => runCommand(() => stop(resolve(folder)), false))
  return sandbox
}

const JSON_OPTION = ['--json', 'one JSON object as the last line'] as const

interface StartOptions {
  readonly foreground?: boolean
  readonly json?: boolean
}

interface EnrolOptions {
  readonly id: string
  readonly name: string
  readonly json?: boolean
}

async function start(folder: string, { foreground, json }: StartOptions): Promise<void> {
  const running = processOf(folder)
  if (running !== undefined && isRunning(running)) {
    throw new CommandFailure('sandbox.running', `The sandbox in ${folder} runs already.`, 2)
  }
  if (!isOurs(folder)) {
    throw new CommandFailure('sandbox.folder', `${folder} is not empty and no sandbox.`, 2)
  }
  makeSandboxFolder(folder)
  if (foreground === true) return stay(folder)
  const log = join(folder, 'hub.log')
  const told = await startInBackground(['sandbox', 'start', folder, '--foreground'], log)
  const { hub, dataUrl, publicUrl } = told as Addresses
  if (json === true) return printJson(terminal, told)
  terminal.line(`Hub ${hub} runs (sandbox: test numbers and invented people only).`)
  terminal.line(`  data listener    ${dataUrl}`)
  terminal.line(`  public listener  ${publicUrl}`)
  terminal.line(`  what it says     ${log}`)
  terminal.line(`  your folder      ${join(folder, SANDBOX_FILES.creditor)}`)
  terminal.line(`  a municipality   ${join(folder, SANDBOX_MUNICIPALITY.key)}`)
}

/** Runs the hub in this process until it is told to stop. */
async function stay(folder: string): Promise<void> {
  const write = (line: string) => process.stdout.write(`${line}\n`)
  const serving = await openSandbox(folder, settingsOf(folder), write)
  const { dataUrl, publicUrl } = serving
  terminal.note(`data listener ${dataUrl}, public listener ${publicUrl}`)
  tellReady({ hub: serving.context.config.hubId, dataUrl, publicUrl } satisfies Addresses)
  const failure = await endOf(serving)
  if (failure === undefined) return serving.close()
  await closeBroken(serving)
  throw failure
}

async function enrol(
  folder: string,
  party: string,
  { id: text, name, json }: EnrolOptions,
): Promise<void> {
  if (!existsSync(join(folder, SANDBOX_FILES.identity))) {
    throw new CommandFailure('sandbox.folder', `There is no sandbox in ${folder}; start it.`, 2)
  }
  const id = asParty(text, '--id')
  const config = settingsOf(folder)
  const embedded = await startEmbedded({ dataDir: folder })
  const db = openDatabase(embedded.hubUrl, { poolSize: 2, name: 'vroegsignaal sandbox' })
  let done: Newcome
  try {
    const context = { config, db, clock: systemClock }
    done = await enrolNewcomer(folder, context, { id, name, folder: party })
  } finally {
    await db.close()
    await embedded.stop()
  }
  const { identity, municipality, sectors, signingKey } = done
  if (json === true) return printJson(terminal, { ...done, identity: identity.hub })
  terminal.line(`${name} is creditor ${id} of hub ${identity.hub}.`)
  terminal.line(`  may report       ${sectors.join(', ')}`)
  terminal.line(`  to municipality  ${municipality}`)
  terminal.line(`  signing key      ${signingKey}`)
  terminal.line(`  certificates     ${party}`)
}

async function stop(folder: string): Promise<void> {
  const running = processOf(folder)
  const ran = running !== undefined && (await stopInBackground(running))
  terminal.line(ran ? 'The sandbox stopped.' : 'No sandbox was running here.')
}

/** A sandbox always has a database of its own, whatever the environment names for another hub. */
function settingsOf(folder: string): Config {
  try {
    return { ...readConfig(sandboxSettings(folder)), databaseUrl: undefined }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    throw new CommandFailure('config.invalid', error.message, 2)
  }
}

function processOf(folder: string): ProcessIdentity | undefined {
  const path = join(folder, SANDBOX_FILES.process)
  if (!existsSync(path)) return undefined
  return JSON.parse(readFileSync(path, 'utf8')) as ProcessIdentity
}

/** A folder of somebody else's is left alone. */
function isOurs(folder: string): boolean {
  if (!existsSync(folder)) return true
  const names = readdirSync(folder)
  return names.length === 0 || names.includes(SANDBOX_FILES.creditor)
}
