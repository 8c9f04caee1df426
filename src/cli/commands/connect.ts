import type { JsonWebKey } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Command } from 'commander'
import { fetchHubIdentity, writePrivate, type HubIdentity } from '../../client/index.js'
import { thumbprint } from '../../crypto/jwk.js'
import { CommandFailure } from '../failure.js'
import { printJson, terminal } from '../output.js'
import { PARTY_OPTION } from '../party.js'
import { runCommand } from '../run.js'

interface Options {
  readonly party: string
  readonly hub: string
  readonly public: string
  readonly ca?: string
  readonly replace?: boolean
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
    .option('--replace', 'also when none of the keys that the hub shows was kept before')
    .option('--json', 'one JSON object as the last line')
    .action((options: Options) => runCommand(() => connect(options), options.json === true))
}

async function connect(options: Options): Promise<void> {
  const { party, json } = options
  const [url, publicUrl] = [addressIn(options.hub, '--hub'), addressIn(options.public, '--public')]
  const ca = options.ca === undefined ? undefined : await readFile(options.ca, 'utf8')
  const kept = await keptIdentity(party)
  const identity = await fetchHubIdentity(publicUrl, url, ca)
  const known = new Set(kept?.keys.map(thumbprint))
  const isKnown = (key: JsonWebKey) => known.has(thumbprint(key))
  if (kept !== undefined && !identity.keys.some(isKnown) && options.replace !== true) {
    throw new CommandFailure(
      'hub.other_keys',
      'None of the keys that the hub shows is kept here. Ask its operator, by another channel, whether they were replaced; then use --replace.',
    )
  }
  await mkdir(party, { recursive: true, mode: 0o700 })
  writePrivate(join(party, 'hub.json'), `${JSON.stringify(identity, undefined, 2)}\n`)
  if (ca !== undefined) await writeFile(join(party, 'ca.pem'), ca)
  if (json === true) return printJson(terminal, identity)
  terminal.line(`Hub ${identity.hub}; compare these with what the operator tells you:`)
  for (const key of identity.keys) {
    const mark = kept === undefined ? '' : isKnown(key) ? '  (kept before)' : '  (new)'
    terminal.line(`  signing key  ${thumbprint(key)}${mark}`)
  }
  const changed = kept !== undefined && kept.logKey !== identity.logKey
  terminal.line(`  log key      ${identity.logKey}${changed ? '  (new)' : ''}`)
}

function addressIn(text: string, option: string): string {
  if (URL.canParse(text) && new URL(text).protocol === 'https:') return text
  throw new CommandFailure('command.usage', `${option} is an address that begins with https://.`, 2)
}

/** What the folder knows of the hub; `undefined` before the first time, or of another form. */
async function keptIdentity(party: string): Promise<HubIdentity | undefined> {
  try {
    return JSON.parse(await readFile(join(party, 'hub.json'), 'utf8')) as HubIdentity
  } catch {
    return undefined
  }
}
