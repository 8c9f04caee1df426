import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { once } from 'node:events'
import { Command } from 'commander'
import { readSecretFile, writeSecretFile } from '../../crypto/secret-file.js'
import { NOTE_TYPE, NoteError, noteSigner, parseVerifierKey } from '../../crypto/signed-note.js'
import { systemClock } from '../../kernel/clock.js'
import { serveWitness, Witness, WitnessMemory } from '../../witness/index.js'
import { CommandFailure } from '../failure.js'
import { printJson, terminal } from '../output.js'
import { runCommand } from '../run.js'

interface KeyOptions {
  readonly out: string
  readonly json?: boolean
}

interface RunOptions {
  readonly name: string
  readonly key: string
  readonly log: readonly string[]
  readonly state: string
  readonly host: string
  readonly port: string
  readonly cert?: string
  readonly tlsKey?: string
}

/** `vroegsignaal witness …`: cosign the checkpoints of a hub's log, from somewhere else. */
export function witnessCommand(): Command {
  const witness = new Command('witness').description(
    'cosign checkpoints of a log, so that a hub cannot show two histories',
  )
  witness
    .command('key')
    .description('make the key of a witness; prints what others verify it with')
    .argument('<name>', 'name of the witness, such as witness.example.org')
    .requiredOption('--out <file>', 'where the private key is written; must not exist')
    .option('--json', 'one JSON object as the last line')
    .action((name: string, options: KeyOptions) =>
      runCommand(async () => makeKey(name, options), options.json === true),
    )
  witness
    .command('run')
    .description('serve a witness (C2SP tlog-witness) until it is told to stop')
    .requiredOption('--name <name>', 'the name that its key was made for')
    .requiredOption('--key <file>', 'its private key')
    .requiredOption('--log <key...>', 'verifier keys of the logs it follows, as texts or files')
    .requiredOption('--state <folder>', 'what it has signed; keep it as well as the key')
    .option('--host <address>', 'address to listen at', '127.0.0.1')
    .option('--port <number>', 'port to listen at; 0 for any', '8091')
    .option('--cert <file>', 'certificate with its chain (PEM); plain HTTP without')
    .option('--tls-key <file>', 'key of that certificate')
    .action((options: RunOptions) => runCommand(() => run(options), false))
  return witness
}

function makeKey(name: string, { out, json }: KeyOptions): void {
  if (existsSync(out)) throw new CommandFailure('file.exists', 'That file is there already.', 2)
  const { privateKey } = generateKeyPairSync('ed25519')
  const { verifierKey } = named(() => noteSigner(name, privateKey, NOTE_TYPE.cosignature))
  writeSecretFile(out, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  if (json === true) return printJson(terminal, { file: out, verifierKey })
  terminal.line(verifierKey)
  terminal.note(
    `The private key is in ${out}; what is printed goes into the policy of hub and readers.`,
  )
}

async function run(options: RunOptions): Promise<void> {
  const { name, key, state, host, cert, tlsKey } = options
  const port = Number(options.port)
  if (!/^\d{1,5}$/.test(options.port) || port > 65_535) {
    throw new CommandFailure('command.usage', '--port is a number from 0 to 65535.', 2)
  }
  if ((cert === undefined) !== (tlsKey === undefined)) {
    throw new CommandFailure('command.usage', '--cert and --tls-key go together.', 2)
  }
  const signer = named(() =>
    noteSigner(name, createPrivateKey(readSecretFile(key)), NOTE_TYPE.cosignature),
  )
  const logs = options.log.map((log) =>
    named(() => parseVerifierKey(existsSync(log) ? readFileSync(log, 'utf8') : log)),
  )
  const witness = new Witness({
    signer,
    logs,
    memory: new WitnessMemory(state),
    clock: systemClock,
  })
  const https =
    cert === undefined || tlsKey === undefined
      ? undefined
      : { cert: readFileSync(cert), key: readSecretFile(tlsKey), minVersion: 'TLSv1.2' as const }
  const served = await serveWitness(witness, { host, port, ...(https !== undefined && { https }) })
  terminal.note(`Witness ${name} at ${served.url}`)
  terminal.note(`  verifier key  ${signer.verifierKey}`)
  for (const log of logs) terminal.note(`  follows       ${log.name}`)
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  await once(stop.signal, 'abort')
  await served.close()
}

function named<Result>(read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof NoteError)) throw error
    throw new CommandFailure('witness.key', `Cannot be used: ${error.message}.`, 2)
  }
}
