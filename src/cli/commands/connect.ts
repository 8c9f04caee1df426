import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Command } from 'commander'
import { fetchHubIdentity } from '../../client/index.js'
import { printJson, terminal } from '../output.js'
import { PARTY_OPTION } from '../party.js'
import { runCommand } from '../run.js'

interface Options {
  readonly party: string
  readonly hub: string
  readonly public: string
  readonly ca?: string
  readonly json?: boolean
}

/** `vroegsignaal connect`: keep the keys that a hub's answers are checked with. */
export function connectCommand(): Command {
  return new Command('connect')
    .description('ask a hub for the keys that its answers are checked with, and keep them')
    .requiredOption('--hub <address>', 'data listener, as https://hub.example:8443/v1')
    .requiredOption('--public <address>', 'public listener, as https://hub.example:8080')
    .requiredOption(...PARTY_OPTION)
    .option('--ca <file>', 'authority of the hub, when it is not publicly trusted')
    .option('--json', 'one JSON object as the last line')
    .action((options: Options) => runCommand(() => connect(options), options.json === true))
}

async function connect(options: Options): Promise<void> {
  const ca = options.ca === undefined ? undefined : await readFile(options.ca, 'utf8')
  const identity = await fetchHubIdentity(options.public, options.hub, ca)
  await mkdir(options.party, { recursive: true, mode: 0o700 })
  await writeFile(join(options.party, 'hub.json'), `${JSON.stringify(identity, undefined, 2)}\n`)
  if (ca !== undefined) await writeFile(join(options.party, 'ca.pem'), ca)
  if (options.json === true) return printJson(terminal, identity)
  terminal.line(`Hub ${identity.hub}; compare these with what the operator tells you:`)
  for (const key of identity.keys) terminal.line(`  signing key  ${String(key['kid'])}`)
  terminal.line(`  log key      ${identity.logKey}`)
}
