import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { verifyReport } from '../../../conformance/index.js'
import { systemClock } from '../../../kernel/clock.js'
import { printJson, terminal } from '../../output.js'
import { runCommand } from '../../run.js'

interface Options {
  readonly ca?: string
  readonly json?: boolean
}

/** `vroegsignaal conformance verify`: who stands for a report, and what it says. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description('check a signed report; exit code 0 only when it holds and no case failed')
    .argument('<file>', 'as --output and --sign wrote it')
    .option('--ca <file>', 'authorities that the certificate of the signer must come from (PEM)')
    .option('--json', 'one JSON object as the last line')
    .action((file: string, options: Options) =>
      runCommand(() => verify(file, options), options.json === true),
    )
}

async function verify(file: string, { ca, json }: Options): Promise<void> {
  const authorities = ca === undefined ? undefined : await readFile(ca, 'utf8')
  const found = await verifyReport(await readFile(file, 'utf8'), systemClock.now(), authorities)
  const { report, signer, signerName, signedAt, isTrusted, isApplicant, keyHash } = found
  const { tested, hub, passed, failed, skipped, kitVersion } = report
  const holds = failed === 0 && isTrusted !== false
  if (!holds) process.exitCode = 1
  if (json === true) {
    const said = { tested, hub, passed, failed, skipped, kitVersion }
    const who = { signer, signerName, isApplicant, keyHash, signedAt, isTrusted }
    return printJson(terminal, { holds, ...who, ...said })
  }
  terminal.line(
    isApplicant
      ? `Signed with the key of a request for a certificate (${keyHash})`
      : `Signed by ${signerName ?? 'an unnamed holder'} (${signer ?? 'no number'})`,
  )
  terminal.line(`  at ${signedAt.toISOString()}, with kit ${kitVersion}`)
  if (isTrusted === undefined) terminal.line('  under which authority was not asked (--ca)')
  else terminal.line(isTrusted ? '  under a given authority' : '  under none of the authorities')
  terminal.line(
    `Tested as ${tested}, hub ${hub}: ${passed} passed, ${failed} failed, ${skipped} not tried`,
  )
  for (const { outcome, group, name, detail } of report.cases) {
    if (outcome === 'FAILED') terminal.line(`  failed: ${group}: ${name} (${detail ?? ''})`)
  }
}
