import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { checkReviewReport } from '../../client/review-report.js'
import { readPartyFolder, VerificationError } from '../../client/index.js'
import { systemClock } from '../../kernel/clock.js'
import type { SignedReport } from '../../reviews/report.js'
import { CommandFailure } from '../failure.js'
import { printJson, terminal } from '../output.js'
import { PARTY_OPTION } from '../party.js'
import { runCommand } from '../run.js'

interface Options {
  readonly party: string
  readonly records?: string
  readonly json?: boolean
}

/** Adds `officer verify-report`, which needs no hub: only what the party keeps of it. */
export function addVerifyReport(officer: Command): void {
  officer
    .command('verify-report')
    .description('check a review report: signature, seed, and with records the draw; needs no hub')
    .argument('<file>', 'the JSON report as the console gives it')
    .requiredOption(...PARTY_OPTION)
    .option('--records <file>', 'records of the same partition, as log export writes them')
    .option('--json', 'one JSON object as the last line')
    .action((file: string, options: Options) =>
      runCommand(() => verify(file, options), options.json === true),
    )
}

async function verify(file: string, { party, records, json }: Options): Promise<void> {
  const signed = asReport(await textOf(file))
  const lines = records === undefined ? undefined : (await textOf(records)).split('\n')
  const { identity } = readPartyFolder(party)
  const checked = await check(identity, signed, lines)
  if (json === true) return printJson(terminal, { verified: true, ...checked })
  const draw = checked.isRedrawn ? 'signature, seed and draw hold' : 'signature and seed hold'
  terminal.line(`${checked.items} items; ${draw}`)
}

async function check(
  identity: Parameters<typeof checkReviewReport>[0],
  signed: SignedReport,
  lines: readonly string[] | undefined,
) {
  try {
    return await checkReviewReport(identity, signed, systemClock.now(), lines)
  } catch (error) {
    if (error instanceof VerificationError) throw new CommandFailure(error.what, error.message)
    throw error
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch {
    throw new CommandFailure('file.unreadable', 'A file that was named cannot be read.', 2)
  }
}

function asReport(text: string): SignedReport {
  try {
    const signed = JSON.parse(text) as SignedReport
    if (typeof signed.signature === 'string' && Array.isArray(signed.report.items)) return signed
  } catch {
    // Said below.
  }
  throw new CommandFailure('file.json', 'The file holds no review report.', 2)
}
