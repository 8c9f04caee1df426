import { existsSync, readFileSync } from 'node:fs'
import { Command } from 'commander'
import { PublicLog, VerificationError } from '../../client/index.js'
import { NoteError } from '../../crypto/signed-note.js'
import { cosignersOf, meetsQuorum, parsePolicy } from '../../witness/index.js'
import { CommandFailure } from '../failure.js'
import { keep } from '../kept-checkpoints.js'
import { printJson, terminal, type Output } from '../output.js'
import { runCommand } from '../run.js'

/** How the published log is looked at. */
export interface CheckOptions {
  readonly key: string
  readonly kept: string
  readonly policy?: string
  readonly ca?: string
  readonly json?: boolean
}

/** `vroegsignaal log check`: whether a hub still shows the history that it showed before. */
export function checkCommand(): Command {
  return new Command('check')
    .description(
      'compare the published log of a hub with the checkpoint that you kept; run it often',
    )
    .argument('<url>', 'address of the public listener')
    .requiredOption('--key <text or file>', 'verifier key of the log that you trust')
    .requiredOption('--kept <file>', 'your checkpoint: read when it is there, then renewed')
    .option('--policy <file>', 'witnesses that must have signed (C2SP tlog-policy)')
    .option('--ca <file>', 'authorities of the certificate of the public listener (PEM)')
    .option('--json', 'one JSON object as the last line')
    .action((url: string, options: CheckOptions) =>
      runCommand(() => checkPublished(url, options), options.json === true),
    )
}

/**
 * Compares, says what it found, and keeps the larger checkpoint.
 *
 * @throws {VerificationError} `log.another_history`, with the contradicting checkpoint kept beside;
 *   `log.checkpoint`, when the log's key did not sign; `log.quorum`, when witnesses are missing.
 */
export async function checkPublished(
  url: string,
  options: CheckOptions,
  output: Output = terminal,
): Promise<void> {
  if (!URL.canParse(url)) throw new CommandFailure('command.usage', 'That is no address.', 2)
  const key = existsSync(options.key) ? readFileSync(options.key, 'utf8').trim() : options.key
  const ca = options.ca === undefined ? undefined : readFileSync(options.ca, 'utf8')
  const log = publicLog(url, key, ca)
  try {
    const current = await signed(() => log.checkpoint())
    const kept = existsSync(options.kept)
      ? await signed(async () => log.open(readFileSync(options.kept, 'utf8')))
      : undefined
    const cosigners = assertWitnessed(current.note, options.policy)
    if (kept !== undefined) {
      try {
        await log.assertConsistent(kept, current)
      } catch (error) {
        if (error instanceof VerificationError) keep(`${options.kept}.conflict`, current.note)
        throw error
      }
    }
    if (current.size >= (kept?.size ?? 0)) keep(options.kept, current.note)
    const { origin, size, root } = current
    const found = { origin, size, root: root.toString('base64'), since: kept?.size ?? null }
    if (options.json === true) return printJson(output, { ...found, cosigners })
    output.line(`${origin}: ${size} entries`)
    output.line(
      kept === undefined
        ? `Kept in ${options.kept}; check again later.`
        : `It contains all that was signed before (${kept.size} entries).`,
    )
    if (options.policy !== undefined) output.line(`Signed by ${cosigners.join(', ') || 'nobody'}.`)
  } finally {
    await log.close()
  }
}

function publicLog(url: string, key: string, ca: string | undefined): PublicLog {
  try {
    return new PublicLog(url, key, ca)
  } catch (error) {
    if (!(error instanceof NoteError)) throw error
    throw new CommandFailure('log.key', `That is no verifier key: ${error.message}.`, 2)
  }
}

function assertWitnessed(note: string, policyFile: string | undefined): string[] {
  if (policyFile === undefined) return []
  const policy = parsePolicy(readFileSync(policyFile, 'utf8'))
  const cosigners = cosignersOf(policy, note)
  if (meetsQuorum(policy, cosigners)) return cosigners
  throw new VerificationError(
    'log.quorum',
    `Too few of the witnesses have signed (${cosigners.join(', ') || 'none'}).`,
  )
}

async function signed<Result>(open: () => Promise<Result>): Promise<Result> {
  try {
    return await open()
  } catch (error) {
    if (!(error instanceof NoteError)) throw error
    throw new VerificationError('log.checkpoint', `No checkpoint of that log: ${error.message}.`)
  }
}
