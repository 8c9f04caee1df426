import { Command } from 'commander'
import { readPartyFolder } from '../../../client/index.js'
import {
  reportOf,
  tryHubAsCreditor,
  tryHubAsMunicipality,
  type CaseResult,
  type HubRun,
} from '../../../conformance/index.js'
import { systemClock } from '../../../kernel/clock.js'
import { packageVersion } from '../../../package-root.js'
import { CommandFailure } from '../../failure.js'
import { terminal } from '../../output.js'
import { PARTY_OPTION } from '../../party.js'
import { runCommand } from '../../run.js'
import { finish, watchCases, type Finish, type Side } from './finish.js'
import { playHub } from './play-hub.js'

interface Options extends Finish, Omit<HubRun, 'party'> {
  readonly hub?: string
  readonly party?: string
  readonly serve?: string
  readonly port?: string
  readonly minutes?: string
}

/** `vroegsignaal conformance creditor|municipality`: tries a hub, or plays one. */
export function againstCommand(side: Side): Command {
  const command = new Command(side)
    .description(`try a hub as a ${side} does, or play a hub for the software of a ${side}`)
    .option('--hub <address>', 'try this hub: data listener, as https://hub.example:8443/v1')
    .option(...PARTY_OPTION)
  for (const [flag, meaning] of side === 'creditor' ? OF_CREDITORS : OF_MUNICIPALITIES) {
    command.option(flag, meaning)
  }
  return command
    .option('--other <folder>', 'a second party, whose key must not serve in the name of the first')
    .option('--stranger <folder>', 'certificates of the right authority that nobody registered')
    .option('--serve <folder>', `play a hub; what the software of the ${side} needs is put there`)
    .option('--port <number>', 'with --serve: port of the hub that is played', '0')
    .option('--minutes <number>', 'with --serve: how long to play, unless stopped before', '60')
    .option('--output <file>', 'write the whole report there as JSON')
    .option(
      '--sign <folder>',
      'sign that report with signing.key from there, and signing.pem or else signing.csr beside it',
    )
    .option('--json', 'one JSON object as the last line: {"passed", "failed", "cases"}')
    .action((options: Options) =>
      runCommand(
        () => (options.serve === undefined ? tryHub(side, options) : playHub(side, options)),
        options.json === true,
      ),
    )
}

const OF_CREDITORS = [
  ['--next <folder>', 'the same party with its next certificates, for the cases of rotation'],
  ['--home <code>', 'municipality to report to; the first of the mandates unless told'],
  ['--postcode <postcode>', 'a postcode in that municipality, where the hub checks postcodes'],
  ['--keyless <code>', 'a municipality that takes part and has no sealing key'],
] as const

const OF_MUNICIPALITIES = [
  ['--colleague <folder>', 'a second person of the municipality, who confirms sealing keys'],
] as const

async function tryHub(side: Side, options: Options): Promise<void> {
  const { hub, party } = options
  if (hub === undefined || party === undefined) {
    const message = 'Say which hub is tried and as whom (--hub and --party), or play one (--serve).'
    throw new CommandFailure('option.hub', message, 2)
  }
  const { identity } = readPartyFolder(party)
  if (identity.url !== hub) {
    const message = `The folder is for ${identity.url}; see vroegsignaal connect.`
    throw new CommandFailure('option.hub', message, 2)
  }
  if (identity.sandbox !== true) {
    const message = 'This delivers invented people, so it is for sandboxes only; see connect.'
    throw new CommandFailure('conformance.production', message, 2)
  }
  const startedAt = systemClock.now().toISOString()
  terminal.note(`· trying ${hub} as a ${side}`)
  const attempt = side === 'creditor' ? tryHubAsCreditor : tryHubAsMunicipality
  const results: readonly CaseResult[] = await attempt({ ...options, party }, watchCases())
  const endedAt = systemClock.now().toISOString()
  const head = { kitVersion: packageVersion(), tested: 'hub', startedAt, endedAt } as const
  await finish(reportOf({ ...head, hub: identity.hub }, results), options)
}
