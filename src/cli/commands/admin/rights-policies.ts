import { Command } from 'commander'
import { list } from '../../../registry/index.js'
import { registerRightsPolicy, RIGHT_KINDS, selectRightsPolicies } from '../../../rights/index.js'
import { table } from '../../output.js'
import { act, asDay, asMunicipality, common, readJson, type Common } from './act.js'

interface SetOptions extends Common {
  readonly from: string
  readonly file: string
}

/** `admin rights-policy …`: what requests of residents do at a municipality. */
export function rightsPolicyCommand(): Command {
  const policies = new Command('rights-policy').description(
    'what objections and other requests of residents do; without one the default applies',
  )
  common(policies.command('set'))
    .description('register the effects of the four rights, from a day on')
    .argument('<municipality>', 'CBS code')
    .requiredOption('--from <day>', 'first day, as 2026-09-01')
    .requiredOption(
      '--file <file>',
      `JSON with ${RIGHT_KINDS.join(', ')}: intake, delivery, tellsMunicipality, tellsCreditor, termMonths`,
    )
    .action((municipality: string, options: SetOptions) =>
      act(options, async (context, operator) => {
        const version = await registerRightsPolicy(context, operator, {
          municipality: asMunicipality(municipality, '<municipality>'),
          validFrom: asDay(options.from, '--from'),
          effects: await readJson(options.file),
        })
        return {
          json: { municipality, version },
          lines: [`${municipality} version ${version} from ${options.from}`],
        }
      }),
    )
  common(policies.command('list'))
    .description('all policies with their versions')
    .action((options: Common) =>
      act(options, async (context, operator) => {
        const found = await list(context, operator, 'listRightsPolicies', selectRightsPolicies)
        const rows = found.map(({ municipality, version, validFrom, effects }) => [
          municipality,
          version,
          validFrom,
          ...RIGHT_KINDS.map((kind) => `${effects[kind].intake}/${effects[kind].delivery}`),
        ])
        const head = ['municipality', 'version', 'from', ...RIGHT_KINDS]
        return { json: { rightsPolicies: found }, lines: table(head, rows) }
      }),
    )
  return policies
}
