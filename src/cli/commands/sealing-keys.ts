import { createPrivateKey, type JsonWebKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Command } from 'commander'
import { answerKeyChallenge } from '../../crypto/key-challenge.js'
import { backUpKey, restoreKey } from '../../crypto/key-backup.js'
import { makeSealingKey, writePrivate, writeSealingKey } from '../../client/index.js'
import { thumbprint } from '../../crypto/jwk.js'
import { CommandFailure } from '../failure.js'
import { printJson, table, terminal } from '../output.js'
import { asParty, PARTY_OPTION } from '../party.js'
import { runCommand } from '../run.js'

interface Options {
  readonly party: string
  readonly passphraseFile?: string
  readonly version?: string
  readonly json?: boolean
}

/**
 * Makes a key in the folder of a party, with its backup.
 *
 * @param next What is done with the key of this name afterwards.
 */
export function keygenCommand(next: (keyId: string) => string): Command {
  return new Command('keygen')
    .description('make a sealing key; the private half stays in the folder of the party')
    .requiredOption(...PARTY_OPTION)
    .requiredOption('--passphrase-file <file>', 'protects the backup that is written beside it')
    .option('--json', 'one JSON object as the last line')
    .action((options: Options) => runCommand(() => keygen(options, next), options.json === true))
}

/** Brings a key back from the backup that `keygen` or a browser made. */
export function restoreKeyCommand(): Command {
  return new Command('restore-key')
    .description('bring a sealing key back from its backup')
    .argument('<backup>')
    .requiredOption(...PARTY_OPTION)
    .requiredOption('--passphrase-file <file>', 'the passphrase it was protected with')
    .option('--json', 'one JSON object as the last line')
    .action((backup: string, options: Options) =>
      runCommand(() => restore(backup, options), options.json === true),
    )
}

/** Commands around the key for which the hub seals identities. */
export function sealingKeyCommands(): readonly Command[] {
  return [
    keygenCommand((keyId) => `municipality offer-key ${keyId}`),
    new Command('offer-key')
      .description(
        'offer a sealing key, with a certificate that names its holder; a second person confirms it',
      )
      .argument('<keyId>')
      .option('--version <number>', 'rises with every key; one more than the last unless told')
      .requiredOption(...PARTY_OPTION)
      .option('--json', 'one JSON object as the last line')
      .action((keyId: string, options: Options) =>
        runCommand(() => offer(keyId, options), options.json === true),
      ),
    new Command('confirm-key')
      .description(
        'confirm an offered key, with the certificate of another holder than the one who offered it',
      )
      .argument('<keyId>')
      .argument('<answer>', 'the text that offer-key printed')
      .requiredOption(...PARTY_OPTION)
      .option('--json', 'one JSON object as the last line')
      .action((keyId: string, answer: string, options: Options) =>
        runCommand(() => confirm(keyId, answer, options), options.json === true),
      ),
    new Command('keys')
      .description('the sealing keys that the hub knows')
      .requiredOption(...PARTY_OPTION)
      .option('--json', 'one JSON object as the last line')
      .action((options: Options) => runCommand(() => list(options), options.json === true)),
    restoreKeyCommand(),
  ]
}

async function keygen(options: Options, next: (keyId: string) => string): Promise<void> {
  const passphrase = await readPassphrase(options)
  const { keyId, privateJwk } = makeSealingKey()
  const file = writeSealingKey(options.party, keyId, privateJwk)
  const backup = join(options.party, 'sealing', `${keyId}.backup`)
  writePrivate(backup, await backUpKey(privateJwk, passphrase))
  if (options.json === true) return printJson(terminal, { keyId, file, backup })
  terminal.line(`Sealing key ${keyId}`)
  terminal.line(`  private key  ${file}`)
  terminal.line(`  backup       ${backup} (keep it, and the passphrase, in two other places)`)
  terminal.line(`Next: vroegsignaal ${next(keyId)}`)
}

async function offer(keyId: string, options: Options): Promise<void> {
  const asked = options.version === undefined ? undefined : Number(options.version)
  if (asked !== undefined && (!Number.isInteger(asked) || asked < 1)) {
    throw new CommandFailure('option.version', 'The version is a whole number from 1.', 2)
  }
  const jwk = await readJwk(join(options.party, 'sealing', `${keyId}.jwk`))
  const { kty, crv, x, y } = jwk
  const key = { kty, crv, x, y, kid: keyId } as Parameters<typeof thumbprint>[0]
  const { version, challenge } = await asParty(options.party, async ({ hub }) => {
    const known = asked === undefined ? await hub.sealingKeys() : []
    const next = asked ?? 1 + Math.max(0, ...known.map((one) => one.version))
    return hub.offerSealingKey(next, key as never)
  })
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' })
  const answer = answerKeyChallenge(challenge, privateKey)
  if (options.json === true) return printJson(terminal, { keyId, version, answer })
  terminal.line(
    `Offered as version ${version}. A second person confirms it with their own certificate:`,
  )
  terminal.line(`  vroegsignaal municipality confirm-key ${keyId} ${answer}`)
}

async function confirm(keyId: string, answer: string, options: Options): Promise<void> {
  const key = await asParty(options.party, ({ hub }) => hub.confirmSealingKey(keyId, answer))
  if (options.json === true) return printJson(terminal, key)
  terminal.line(`Sealing key ${key.keyId} version ${key.version} is ${key.status}`)
}

async function list(options: Options): Promise<void> {
  const keys = await asParty(options.party, ({ hub }) => hub.sealingKeys())
  if (options.json === true) return printJson(terminal, { sealingKeys: keys })
  const rows = keys.map((key) => [key.keyId, key.version, key.status, key.offeredAt])
  table(['key', 'version', 'status', 'offered'], rows).forEach((line) => terminal.line(line))
}

async function restore(backup: string, options: Options): Promise<void> {
  const passphrase = await readPassphrase(options)
  const protectedKey = await readText(backup)
  const jwk = await restoreKey(protectedKey, passphrase)
  if (jwk === undefined) {
    throw new CommandFailure('backup.unreadable', 'The passphrase does not open this backup.')
  }
  const keyId = thumbprint(jwk)
  const file = writeSealingKey(options.party, keyId, jwk)
  if (options.json === true) return printJson(terminal, { keyId, file })
  terminal.line(`Sealing key ${keyId} is back in ${file}`)
}

async function readPassphrase({ passphraseFile }: Options): Promise<string> {
  const passphrase = (await readText(passphraseFile!)).trim()
  if (passphrase.length < 12) {
    throw new CommandFailure('passphrase.short', 'The passphrase has at least 12 characters.', 2)
  }
  return passphrase
}

async function readJwk(path: string): Promise<JsonWebKey> {
  return JSON.parse(await readText(path)) as JsonWebKey
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    throw new CommandFailure('file.unreadable', `The file ${path} cannot be read.`, 2)
  }
}
