import { createPrivateKey } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import {
  askApplication,
  hubIdOf,
  sendApplication,
  signApplication,
  writePrivate,
  type ApplicationFields,
  type PublicListener,
  type SignedApplication,
} from '../../client/index.js'
import { readSecretFile } from '../../crypto/secret-file.js'
import { fileClock, systemClock } from '../../kernel/clock.js'
import { isSector, SECTORS } from '../../kernel/sector.js'
import { CommandFailure } from '../failure.js'
import { printJson, terminal } from '../output.js'
import { PARTY_OPTION } from '../party.js'
import { runCommand } from '../run.js'
import { installCertificate } from './pki-install.js'

interface EnrolOptions {
  readonly party: string
  readonly public: string
  readonly ca?: string
  readonly name: string
  readonly oin?: string
  readonly kvk?: string
  readonly role: readonly string[]
  readonly wish?: readonly string[]
  readonly sandboxClock?: string
  readonly json?: boolean
}

/** What is kept of an application, beside the keys: enough to send it again and to ask after it. */
interface KeptApplication extends SignedApplication {
  readonly public: string
  readonly ca?: string
}

const KEPT = 'enrolment.json'

/** `creditor enrol` and `creditor enrolment`: apply at a hub, and fetch what came of it. */
export function enrolCommands(): Command[] {
  const enrol = new Command('enrol')
    .description('apply at a hub, with keys or certificates that are in the folder of the party')
    .requiredOption(...PARTY_OPTION)
    .requiredOption('--public <address>', 'public listener of the hub, as https://hub.example:8080')
    .option('--ca <file>', 'authority of the hub, when it is not publicly trusted')
    .requiredOption('--name <text>', 'the organisation, as others see it; never a person')
    .option('--oin <number>', 'organisation number; left out by who has none')
    .option('--kvk <number>', 'Chamber of Commerce number')
    .option('--role <roles...>', 'creditor, agent', ['creditor'])
    .option('--wish <pairs...>', 'municipality and sector, as 0034:RENT')
    .option('--sandbox-clock <file>', 'clock of a sandbox whose time stands elsewhere')
    .option('--json', 'one JSON object as the last line')
    .action((options: EnrolOptions) => runCommand(() => apply(options), options.json === true))
  const ask = new Command('enrolment')
    .description('how the application stands; puts the certificates in place once it is accepted')
    .requiredOption(...PARTY_OPTION)
    .option('--json', 'one JSON object as the last line')
    .action((options: { party: string; json?: boolean }) =>
      runCommand(() => follow(options.party, options.json === true), options.json === true),
    )
  return [enrol, ask]
}

async function apply(options: EnrolOptions): Promise<void> {
  const file = join(options.party, KEPT)
  if (existsSync(file)) {
    throw usage(`${file} exists: see how that stands with creditor enrolment, or move it away.`)
  }
  const fields = fieldsOf(options)
  const key = (purpose: string) =>
    createPrivateKey(readSecretFile(join(options.party, `${purpose}.key`)))
  const keys = { transport: key('transport'), signing: key('signing') }
  const listener: PublicListener = {
    url: options.public,
    ca: options.ca === undefined ? undefined : readFileSync(options.ca, 'utf8'),
  }
  const clock = options.sandboxClock === undefined ? systemClock : fileClock(options.sandboxClock)
  const application = signApplication(await hubIdOf(listener), fields, keys, clock.now())
  // Kept first: an answer that is lost can be asked for.
  const kept: KeptApplication = {
    ...application,
    public: options.public,
    ...(listener.ca !== undefined && { ca: listener.ca }),
  }
  writePrivate(file, `${JSON.stringify(kept, undefined, 2)}\n`)
  await sendApplication(listener, application)
  const { enrolmentId } = application
  if (options.json === true) return printJson(terminal, { enrolmentId, state: 'RECEIVED', file })
  terminal.line(`Application ${enrolmentId} was received; the operator of the hub decides on it.`)
  terminal.line(`See how it stands with: vroegsignaal creditor enrolment --party ${options.party}`)
}

async function follow(party: string, json: boolean): Promise<void> {
  const kept = readKept(join(party, KEPT))
  const listener = { url: kept.public, ca: kept.ca }
  const status = await askApplication(listener, kept)
  const { certificates, ...shown } = status
  const installed: string[] = []
  for (const purpose of ['transport', 'signing'] as const) {
    const pem = certificates?.[purpose]
    if (pem === undefined || existsSync(join(party, `${purpose}.pem`))) continue
    installed.push(installCertificate(pem, party, purpose).file)
  }
  if (kept.ca !== undefined && !existsSync(join(party, 'ca.pem'))) {
    writeFileSync(join(party, 'ca.pem'), kept.ca)
  }
  if (json) return printJson(terminal, { ...shown, installed })
  terminal.line(`${status.enrolmentId} is ${status.state}`)
  if (status.reason !== undefined) terminal.line(`  because: ${status.reason}`)
  if (status.partyId !== undefined) terminal.line(`  as party ${status.partyId}`)
  for (const file of installed) terminal.line(`  installed ${file}`)
  if (status.state !== 'ACCEPTED' || existsSync(join(party, 'hub.json'))) return
  const ca = kept.ca === undefined ? '' : ` --ca ${join(party, 'ca.pem')}`
  terminal.line('Last step, with the address of the data listener that the operator told you:')
  terminal.line(
    `  vroegsignaal connect --party ${party} --hub https://…/v1 --public ${kept.public}${ca}`,
  )
}

function fieldsOf(options: EnrolOptions): ApplicationFields {
  const { name, oin, kvk, role } = options
  const roles = role.map((one) => {
    if (one === 'creditor' || one === 'agent') return one
    throw usage('--role is creditor or agent.')
  })
  const wishes = (options.wish ?? []).map((pair) => {
    const [municipalityCode = '', sector = ''] = pair.split(':')
    if (/^\d{4}$/.test(municipalityCode) && isSector(sector)) return { municipalityCode, sector }
    throw usage(`--wish is a CBS code and a sector, as 0034:RENT (${SECTORS.join(', ')}).`)
  })
  const organisation = {
    ...(oin !== undefined && { organisationNumber: oin }),
    name,
    ...(kvk !== undefined && { kvk }),
  }
  const pem = (purpose: 'transport' | 'signing') => broughtPem(options.party, purpose)
  return { organisation, roles, transport: pem('transport'), signing: pem('signing'), wishes }
}

/** A certificate goes before a request: who has one needs no other. */
function broughtPem(party: string, purpose: 'transport' | 'signing'): string {
  for (const ending of ['pem', 'csr']) {
    const path = join(party, `${purpose}.${ending}`)
    if (existsSync(path)) return readFileSync(path, 'utf8')
  }
  throw usage(
    `There is no ${purpose}.pem or ${purpose}.csr in ${party}; make keys with: vroegsignaal pki request`,
  )
}

function readKept(path: string): KeptApplication {
  try {
    return JSON.parse(readSecretFile(path).toString()) as KeptApplication
  } catch {
    throw usage(`There is no application in ${path}; make one with: vroegsignaal creditor enrol`)
  }
}

function usage(message: string): CommandFailure {
  return new CommandFailure('command.usage', message, 2)
}
