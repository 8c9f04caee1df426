import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { Command, Option } from 'commander'
import type { LeafKey } from '../../../certs/issue.js'
import { requestCertificate } from '../../../certs/request.js'
import { renewCertificates } from '../../client/index.js'
import { readCertificate } from '../../crypto/certificate.js'
import { writeSecretFile } from '../../crypto/secret-file.js'
import { randomId } from '../../kernel/identifiers.js'
import { CommandFailure } from '../failure.js'
import { printJson, terminal } from '../output.js'
import { asParty } from '../party.js'
import { runCommand } from '../run.js'
import { installCertificate } from './pki-install.js'

const PURPOSES = ['transport', 'signing'] as const
type Purpose = (typeof PURPOSES)[number]

interface Options {
  readonly only?: Purpose
  readonly key: LeafKey
  readonly json?: boolean
}

/** `vroegsignaal pki renew`: the next certificates, by the signature of the present ones. */
export function renewCommand(): Command {
  return new Command('renew')
    .argument('<folder>', 'of the party')
    .description('get certificates for new keys by the ones in use, and put them in their place')
    .addOption(new Option('--only <purpose>', 'both unless told').choices(PURPOSES))
    .addOption(
      new Option('--key <type>', 'EC is P-256, RSA has 3072 bits')
        .choices(['EC', 'RSA'])
        .default('EC'),
    )
    .option('--json', 'one JSON object as the last line')
    .action((folder: string, { only, key, json }: Options) =>
      runCommand(async () => {
        const { renewed, before } = await renewFolder(folder, only ? [only] : PURPOSES, key)
        if (json === true) return printJson(terminal, { renewed, before })
        for (const { purpose, validTo } of renewed) {
          terminal.line(`${purpose}: renewed, until ${validTo}`)
        }
        terminal.line(`What was in use before is in ${before}, and stays good until it expires.`)
      }, json === true),
    )
}

/** What a renewal left: the certificates in use now, and where those from before are. */
export interface Renewal {
  readonly renewed: readonly { readonly purpose: Purpose; readonly validTo: string }[]
  /** Folder with the former keys and certificates, which stay good until they expire. */
  readonly before: string
}

/** A renewal under way, and one whose certificates are all there. */
const BEGUN = 'renewal'
const READY = 'renewal-ready'

/**
 * Renews the certificates of a party: new keys, certificates for them, and both put in the place of
 * the former ones, which are kept beside. Stopped at any point and given again it goes on; no key that
 * a certificate was asked for is lost.
 *
 * @throws {CommandFailure} `pki.install` when what came does not fit; what was in use stays in place.
 */
export async function renewFolder(
  folder: string,
  purposes: readonly Purpose[],
  leafKey: LeafKey,
): Promise<Renewal> {
  const ready = join(folder, READY)
  if (!existsSync(ready)) {
    const begun = await begin(folder, purposes, leafKey)
    await fetchInto(folder, begun)
    // In one step: from here on there is nothing to ask any more.
    renameSync(begun, ready)
  }
  return putInPlace(folder, ready)
}

async function begin(
  folder: string,
  purposes: readonly Purpose[],
  leafKey: LeafKey,
): Promise<string> {
  const begun = join(folder, BEGUN)
  if (existsSync(join(begun, 'request.json'))) return begun
  // Half of a beginning: nobody was asked anything for these keys.
  rmSync(begun, { recursive: true, force: true })
  mkdirSync(begun, { recursive: true, mode: 0o700 })
  for (const purpose of purposes) {
    const present = join(folder, `${purpose}.pem`)
    if (!existsSync(present)) {
      const message = `There is no ${purpose}.pem in ${folder} to be renewed.`
      throw new CommandFailure('pki.renew', message, 2)
    }
    const { commonName } = readCertificate(readFileSync(present, 'utf8'))
    const made = await requestCertificate({ commonName: commonName ?? 'renewal' }, leafKey)
    writeSecretFile(join(begun, `${purpose}.key`), made.key)
    writeFileSync(join(begun, `${purpose}.csr`), made.request)
  }
  writeFileSync(join(begun, 'request.json'), JSON.stringify({ requestId: randomId() }))
  return begun
}

async function fetchInto(folder: string, begun: string): Promise<void> {
  const { requestId } = JSON.parse(readFileSync(join(begun, 'request.json'), 'utf8')) as {
    readonly requestId: string
  }
  const keys = Object.fromEntries(
    PURPOSES.map((purpose) => [purpose, join(begun, `${purpose}.csr`)])
      .filter(([, path]) => existsSync(path!))
      .map(([purpose, path]) => [purpose, readFileSync(path!, 'utf8')]),
  )
  const { certificates } = await asParty(folder, ({ hub }) =>
    renewCertificates(hub, requestId, keys),
  )
  if (certificates.length !== Object.keys(keys).length) {
    throw new CommandFailure('pki.renew', 'The hub did not answer with a certificate for each key.')
  }
  for (const { purpose, chain } of certificates) {
    installCertificate(chain, begun, purpose === 'TRANSPORT' ? 'transport' : 'signing')
  }
}

function putInPlace(folder: string, ready: string): Renewal {
  const { requestId } = JSON.parse(readFileSync(join(ready, 'request.json'), 'utf8')) as {
    readonly requestId: string
  }
  const before = join(folder, `before-${requestId.slice(0, 8)}`)
  mkdirSync(before, { recursive: true, mode: 0o700 })
  const renewed = PURPOSES.filter((purpose) => existsSync(join(ready, `${purpose}.csr`)))
  for (const purpose of renewed) {
    const names = [`${purpose}.key`, `${purpose}.pem`]
    // All copies first: who is stopped in between finds what was there, once.
    for (const name of names) keepOnce(join(folder, name), join(before, name))
    for (const name of names) moveIfThere(join(ready, name), join(folder, name))
  }
  rmSync(ready, { recursive: true })
  return {
    renewed: renewed.map((purpose) => {
      const { validTo } = readCertificate(readFileSync(join(folder, `${purpose}.pem`), 'utf8'))
      return { purpose, validTo: validTo.toISOString() }
    }),
    before,
  }
}

function keepOnce(from: string, to: string): void {
  if (existsSync(to)) return
  const half = `${to}.half`
  copyFileSync(from, half)
  renameSync(half, to)
}

function moveIfThere(from: string, to: string): void {
  if (existsSync(from)) renameSync(from, to)
}
