import { Command } from 'commander'
import { createInvitation, listInvitations, revokeInvitation } from '../../../invitations/index.js'
import { table } from '../../output.js'
import { act, asParty, common, usage, type Common } from './act.js'

interface CreateOptions extends Common {
  readonly party: string
  readonly holder: string
  readonly days: string
}

const MOST_DAYS = 90

/** `admin invitation …`: lets a person of a small landlord make keys in a browser. */
export function invitationCommand(): Command {
  const invitation = new Command('invitation').description(
    'codes with which small landlords get certificates for keys made in their browser',
  )
  common(invitation.command('create'))
    .description('make a code that can be used once, and show it once')
    .requiredOption('--party <id>', 'the registered party it is for')
    .requiredOption('--holder <pseudonym>', 'role pseudonym of the person who will hold the keys')
    .option('--days <number>', 'how long it can be used, at most 90', '14')
    .action((options: CreateOptions) =>
      act(options, async (context, operator) => {
        const party = asParty(options.party, '--party')
        const days = /^\d{1,2}$/.test(options.days) ? Number(options.days) : 0
        if (days < 1 || days > MOST_DAYS) throw usage('--days is a whole number from 1 to 90.')
        const made = await createInvitation(context, operator, party, options.holder, days)
        const page = `${context.config.publicUrl}/join`
        const expiresAt = made.expiresAt.toISOString()
        return {
          json: { ...made, expiresAt, page },
          lines: [
            `Invitation ${made.invitationId} for ${party}`,
            `  code         ${made.code}`,
            `  page         ${page}`,
            `  valid until  ${expiresAt}`,
            'The code is shown now and never again. Give it to the person by another way than the page.',
          ],
        }
      }),
    )
  common(invitation.command('list'))
    .description('invitations and what became of them; never their codes')
    .action((options: Common) =>
      act(options, async (context, operator) => {
        const invitations = await listInvitations(context, operator)
        const rows = invitations.map((row) => [
          row.invitation_id,
          row.party,
          row.holder,
          row.expires_at,
          row.used_at !== null ? 'used' : row.revoked_at !== null ? 'revoked' : '',
        ])
        const head = ['invitation', 'party', 'holder', 'valid until', '']
        return { json: { invitations }, lines: table(head, rows) }
      }),
    )
  common(invitation.command('revoke'))
    .description('take an invitation back that was not used')
    .argument('<invitation>')
    .action((id: string, options: Common) =>
      act(options, async (context, operator) => {
        await revokeInvitation(context, operator, id)
        return { json: { revoked: id }, lines: [`Revoked ${id}`] }
      }),
    )
  return invitation
}
