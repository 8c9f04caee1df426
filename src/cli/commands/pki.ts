import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import { createAuthority, revoke, trustAnchors } from '../../../certs/authority.js'
import {
  loadAuthority,
  saveAuthority,
  saveCredential,
  writeRevocationLists,
} from '../../../certs/folder.js'
import {
  issueForRequest,
  issueServer,
  issueSigning,
  issueTransport,
  type LeafKey,
  type Purpose,
  type Subject,
} from '../../../certs/issue.js'
import { newPassword, pkcs12 } from '../../../certs/pkcs12.js'
import { requestCertificate } from '../../../certs/request.js'
import { parseOrganisationNumber } from '../../crypto/organisation-number.js'
import { readCertificate } from '../../crypto/certificate.js'
import { isSigning, isTransport } from '../../crypto/certificate-purpose.js'
import { readSecretFile, writeSecretFile } from '../../crypto/secret-file.js'
import { isDay } from '../../kernel/calendar.js'
import { systemClock } from '../../kernel/clock.js'
import { CommandFailure } from '../failure.js'
import { printJson, terminal } from '../output.js'
import { runCommand } from '../run.js'
import { installFile, requestBoth } from './pki-install.js'
import { renewCommand } from './pki-renew.js'

interface SubjectOptions {
  readonly name: string
  readonly organisation?: string
  readonly oin?: string
}

interface IssueOptions extends SubjectOptions {
  readonly authority: string
  readonly out: string
  readonly host?: readonly string[]
  readonly request?: string
  readonly key: LeafKey
  readonly days: number
  readonly from?: Date
  readonly json?: boolean
}

const AUTHORITY_DAYS = 3650
const LEAF_DAYS = 365
const LIST_DAYS = 30
const DAY = 86_400_000

/** `vroegsignaal pki`: a development authority, and requests to a real one. */
export function pkiCommand(): Command {
  const pki = new Command('pki').description('certificates for development, tests and sandboxes')
  pki
    .command('init <folder>')
    .description('make a development authority and its first revocation lists')
    .option('--name <text>', 'name of the authority', 'Vroegsignaal development')
    .option(...JSON_OPTION)
    .action((folder: string, options) => run(options, () => init(folder, options.name)))
  pki
    .command('issue <purpose>')
    .description('issue a certificate for a purpose: transport, signing or server')
    .requiredOption(...AUTHORITY_OPTION)
    .requiredOption('--out <folder>', 'where PURPOSE.pem and PURPOSE.key are written')
    .requiredOption('--name <text>', 'common name; for a server its host name')
    .option('--organisation <text>', 'name of the organisation')
    .option('--oin <number>', 'organisation number; left out for a person')
    .option('--host <names...>', 'further host names and addresses of a server')
    .option('--request <file>', 'issue for the key of this request (PKCS #10)')
    .addOption(KEY_OPTION())
    .option('--days <number>', 'how long it is valid', wholeDays, LEAF_DAYS)
    .option('--from <day>', 'first day, for a sandbox whose clock stands elsewhere', firstInstant)
    .option(...JSON_OPTION)
    .action((purpose: string, options) => run(options, () => issue(asPurpose(purpose), options)))
  pki
    .command('csr <purpose>')
    .description('make a key and a request for a certificate of any authority')
    .requiredOption('--out <folder>', 'where PURPOSE.csr and PURPOSE.key are written')
    .requiredOption('--name <text>', 'common name')
    .option('--organisation <text>', 'name of the organisation')
    .option('--oin <number>', 'organisation number')
    .addOption(KEY_OPTION())
    .option(...JSON_OPTION)
    .action((purpose: string, options) => run(options, () => request(asPurpose(purpose), options)))
  pki
    .command('request <folder>')
    .description('make both keys of a party, which stay here, and a request for each')
    .requiredOption('--name <text>', 'the organisation, as others see it')
    .option('--organisation <text>', 'name of the organisation, when it is another')
    .option('--oin <number>', 'organisation number; left out by who has none')
    .addOption(KEY_OPTION())
    .option(...JSON_OPTION)
    .action((folder: string, options) =>
      run(options, () => requestBoth(subjectOf(options), folder, options.key)),
    )
  pki
    .command('install <certificate>')
    .description('check a certificate against its key and chain, and put it beside the key')
    .requiredOption('--party <folder>', 'folder with the keys, as request made it')
    .option('--ca <file>', 'authorities that must have issued it')
    .option(...JSON_OPTION)
    .action((file: string, options) =>
      run(options, async () => ({ ...installFile(file, options.party, options.ca) })),
    )
  pki.addCommand(renewCommand())
  pki
    .command('pack <certificate> <key>')
    .description('put both into one file that a browser imports, under a new password')
    .requiredOption('--name <text>', 'what the browser calls it, for example a role pseudonym')
    .requiredOption('--out <file>', 'where the file is written, for example person.p12')
    .option(...JSON_OPTION)
    .action((certificate: string, key: string, options) =>
      run(options, async () => pack(certificate, key, options)),
    )
  pki
    .command('revoke <certificate>')
    .description('take a certificate back and write new revocation lists')
    .requiredOption(...AUTHORITY_OPTION)
    .option('--days <number>', 'how long the lists hold', wholeDays, LIST_DAYS)
    .option(...JSON_OPTION)
    .action((file: string, options) =>
      run(options, () => takeBack(file, options.authority, options.days)),
    )
  pki
    .command('lists')
    .description('write new revocation lists before the present ones expire')
    .requiredOption(...AUTHORITY_OPTION)
    .option('--days <number>', 'how long they hold', wholeDays, LIST_DAYS)
    .option(...JSON_OPTION)
    .action((options) => run(options, () => renewLists(options.authority, options.days)))
  pki
    .command('show <certificate>')
    .description('what the hub reads from a certificate')
    .option(...JSON_OPTION)
    .action((file: string, options) => run(options, async () => show(file)))
  return pki
}

const JSON_OPTION = ['--json', 'one JSON object as the last line'] as const
const AUTHORITY_OPTION = ['--authority <folder>', 'folder made by pki init'] as const
const KEY_OPTION = () =>
  new Option('--key <type>', 'EC is P-256, RSA has 3072 bits').choices(['EC', 'RSA']).default('EC')

type Report = Readonly<Record<string, unknown>>

async function init(folder: string, name: string): Promise<Report> {
  if (existsSync(join(folder, 'root.key'))) {
    throw new CommandFailure('pki.exists', `There is an authority in ${folder} already.`, 2)
  }
  const authority = await createAuthority(name, validFor(AUTHORITY_DAYS))
  saveAuthority(folder, authority)
  return { folder, lists: await writeRevocationLists(folder, authority, validFor(LIST_DAYS)) }
}

async function issue(purpose: Purpose, options: IssueOptions): Promise<Report> {
  const authority = loadAuthority(options.authority)
  const validity = validFor(options.days, options.from)
  const subject = subjectOf(options)
  const hosts = [options.name, ...(options.host ?? [])]
  mkdirSync(options.out, { recursive: true, mode: 0o700 })
  writeFileSync(join(options.out, 'ca.pem'), trustAnchors(authority))
  if (options.request !== undefined) {
    const pem = readFileSync(options.request, 'utf8')
    const certificate = await issueForRequest(authority, purpose, pem, subject, validity, hosts)
    const path = join(options.out, `${purpose}.pem`)
    writeFileSync(path, certificate + authority.issuing.certificate)
    return { certificate: path, fingerprint: readCertificate(certificate).fingerprint }
  }
  const credential =
    purpose === 'server'
      ? await issueServer(authority, hosts, validity, options.key)
      : purpose === 'transport'
        ? await issueTransport(authority, subject, validity, options.key)
        : await issueSigning(authority, subject, validity, options.key)
  const paths = saveCredential(options.out, purpose, credential)
  return { ...paths, fingerprint: credential.fingerprint }
}

async function request(
  purpose: Purpose,
  options: SubjectOptions & { readonly out: string; readonly key: LeafKey },
): Promise<Report> {
  const made = await requestCertificate(subjectOf(options), options.key)
  mkdirSync(options.out, { recursive: true, mode: 0o700 })
  const paths = {
    request: join(options.out, `${purpose}.csr`),
    key: join(options.out, `${purpose}.key`),
  }
  writeSecretFile(paths.key, made.key)
  writeFileSync(paths.request, made.request)
  return paths
}

/** The password is shown once and kept nowhere; it goes to the person by another way than the file. */
function pack(
  certificate: string,
  key: string,
  { name, out }: { readonly name: string; readonly out: string },
): Report {
  const password = newPassword()
  const chain = readFileSync(certificate, 'utf8')
  const { fingerprint } = readCertificate(chain)
  const credential = { certificate: chain, chain, key: readSecretFile(key).toString(), fingerprint }
  writeSecretFile(out, pkcs12(credential, name, password))
  return { file: out, password, fingerprint }
}

async function takeBack(file: string, folder: string, days: number): Promise<Report> {
  const authority = loadAuthority(folder)
  const certificate = readFileSync(file, 'utf8')
  revoke(authority, certificate, systemClock.now())
  const lists = await writeRevocationLists(folder, authority, validFor(days))
  return { revoked: readCertificate(certificate).fingerprint, lists }
}

async function renewLists(folder: string, days: number): Promise<Report> {
  return { lists: await writeRevocationLists(folder, loadAuthority(folder), validFor(days)) }
}

function show(file: string): Report {
  const certificate = readCertificate(readFileSync(file))
  const { pem, publicKey, ...facts } = certificate
  return { ...facts, isTransport: isTransport(certificate), isSigning: isSigning(certificate) }
}

function run(options: { json?: boolean }, work: () => Promise<Report>): Promise<void> {
  const json = options.json === true
  return runCommand(async () => {
    const report = await readable(work)
    if (json) printJson(terminal, report)
    else
      for (const [name, value] of Object.entries(report)) terminal.line(`${name}: ${text(value)}`)
  }, json)
}

/** A file that is missing, or there already, is the caller's to mend and gets a sentence. */
async function readable(work: () => Promise<Report>): Promise<Report> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Error) || !('path' in error) || !('code' in error)) throw error
    const problem = error.code === 'EEXIST' ? 'exists already' : 'cannot be read or written'
    throw new CommandFailure('pki.file', `${String(error.path)} ${problem}.`, 2)
  }
}

function text(value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  return Array.isArray(value) ? value.join(', ') || '(none)' : String(value ?? '(none)')
}

function subjectOf({ name, organisation, oin }: SubjectOptions): Subject {
  return {
    commonName: name,
    ...(organisation !== undefined && { organisation }),
    ...(oin !== undefined && { organisationNumber: parseOrganisationNumber(oin) }),
  }
}

function validFor(days: number, from = systemClock.now()): { validFrom: Date; validTo: Date } {
  const begin = from.getTime()
  // A minute back, for peers whose clock runs a little behind.
  return { validFrom: new Date(begin - 60_000), validTo: new Date(begin + days * DAY) }
}

function firstInstant(value: string): Date {
  if (isDay(value)) return new Date(`${value}T00:00:00Z`)
  throw new InvalidArgumentError('A day is written as 2026-08-31.')
}

function wholeDays(value: string): number {
  const days = Number(value)
  if (Number.isInteger(days) && days > 0) return days
  throw new InvalidArgumentError('A number of days is a whole number above zero.')
}

function asPurpose(value: string): Purpose {
  const purposes: readonly Purpose[] = ['transport', 'signing', 'server']
  const purpose = purposes.find((each) => each === value)
  if (purpose) return purpose
  throw new CommandFailure('pki.purpose', 'A purpose is transport, signing or server.', 2)
}
