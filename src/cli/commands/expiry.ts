import { Command } from 'commander'
import { expiriesOf } from '../../client/index.js'
import { printJson, table, terminal } from '../output.js'
import { asParty, PARTY_OPTION } from '../party.js'
import { runCommand } from '../run.js'

interface Options {
  readonly party: string
  readonly json?: boolean
}

/** `creditor expiry` and `municipality expiry`: what of this party comes to its end, and when. */
export function expiryCommand(): Command {
  return new Command('expiry')
    .description('when certificates, agreements and sealing keys end; exit code 3 within 14 days')
    .requiredOption(...PARTY_OPTION)
    .option('--json', 'one JSON object as the last line')
    .action((options: Options) => runCommand(() => show(options), options.json === true))
}

/** So that a nightly script can raise its hand. */
const SOON_DAYS = 14
const ATTENTION = 3

async function show({ party, json }: Options): Promise<void> {
  const expiries = await asParty(party, ({ hub }) => expiriesOf(hub))
  const needsAttention = expiries.some(({ step }) => step !== undefined && step <= SOON_DAYS)
  if (needsAttention) process.exitCode = ATTENTION
  if (json === true) return printJson(terminal, { expiries, needsAttention })
  const rows = expiries.map(({ kind, id, endsAt, daysLeft, isReplaced, step }) => [
    kind,
    id,
    endsAt,
    daysLeft,
    isReplaced ? 'replaced' : step === undefined ? '' : step === 1 ? 'NOW' : `within ${step} days`,
  ])
  const head = ['what', 'id', 'ends', 'days left', '']
  table(head, rows).forEach((line) => terminal.line(line))
}
