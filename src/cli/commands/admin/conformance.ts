import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { verifyReport } from '../../../conformance/index.js'
import { recordConformance } from '../../../registry/index.js'
import { act, asParty, common, readText, type Common } from './act.js'

interface RecordOptions extends Common {
  readonly party: string
}

/** `admin conformance …`: what parties showed of their software. */
export function conformanceRecordCommand(): Command {
  const conformance = new Command('conformance').description(
    'what parties showed of their software; see VS_REQUIRE_CONFORMANCE',
  )
  common(conformance.command('record'))
    .description('keep a signed report of the conformance kit, once it holds')
    .argument('<file>', 'as the party sent it')
    .requiredOption('--party <id>', 'whose software it is about, and who signed it')
    .action((file: string, options: RecordOptions) =>
      act(options, async (context, operator) => {
        const party = asParty(options.party, '--party')
        const text = await readText(file)
        const { tls } = context.config
        const authorities = tls === undefined ? undefined : await readFile(tls.signingCa, 'utf8')
        const found = await verifyReport(text, context.clock.now(), authorities)
        const { tested, kitVersion, passed, failed } = found.report
        const { signer, isTrusted, signedAt } = found
        const checked = { signer, isTrusted, signedAt, tested, kitVersion, passed, failed }
        const { isNew } = await recordConformance(context, operator, party, checked, text)
        return {
          json: { party, tested, kitVersion, passed, isNew, signedAt: signedAt.toISOString() },
          lines: [`Software of ${party} passed as ${tested}: ${passed} cases, kit ${kitVersion}`],
        }
      }),
    )
  return conformance
}
