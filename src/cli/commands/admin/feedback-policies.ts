import { Command } from 'commander'
import {
  FEEDBACK_PROFILES,
  registerFeedbackPolicy,
  selectPolicies,
  type FeedbackCode,
  type FeedbackProfile,
} from '../../../outcomes/index.js'
import { list } from '../../../registry/index.js'
import { table } from '../../output.js'
import { act, asDay, asMunicipality, common, type Common } from './act.js'

interface SetOptions extends Common {
  readonly profile: string
  readonly from: string
  readonly neutral?: readonly string[]
}

/** `admin feedback-policy …`: what municipalities let creditors know of their notifications. */
export function feedbackPolicyCommand(): Command {
  const policies = new Command('feedback-policy').description(
    'what municipalities let creditors know; without one the profile ddas-1.2 applies',
  )
  common(policies.command('set'))
    .description('register what a municipality tells, from a day on')
    .argument('<municipality>', 'CBS code')
    .requiredOption('--profile <name>', FEEDBACK_PROFILES.join(' or '))
    .requiredOption('--from <day>', 'first day, as 2026-09-01')
    .option('--neutral <codes...>', 'codes that are told as HANDLED although the profile has them')
    .action((municipality: string, options: SetOptions) =>
      act(options, async (context, operator) => {
        const policy = {
          municipality: asMunicipality(municipality, '<municipality>'),
          validFrom: asDay(options.from, '--from'),
          profile: options.profile as FeedbackProfile,
          neutral: (options.neutral ?? []) as FeedbackCode[],
        }
        const version = await registerFeedbackPolicy(context, operator, policy)
        const lines = [`${municipality} version ${version}: ${policy.profile}`]
        return { json: { municipality, version }, lines }
      }),
    )
  common(policies.command('list'))
    .description('all policies with their versions')
    .action((options: Common) =>
      act(options, async (context, operator) => {
        const found = await list(context, operator, 'listFeedbackPolicies', selectPolicies)
        const rows = found.map(({ municipality, version, validFrom, profile, neutral }) => [
          municipality,
          version,
          validFrom,
          profile,
          neutral.join(' '),
        ])
        const head = ['municipality', 'version', 'from', 'profile', 'told as handled']
        return { json: { feedbackPolicies: found }, lines: table(head, rows) }
      }),
    )
  return policies
}
