import { Command } from 'commander'
import { agreementCommand } from './admin/agreements.js'
import { breachCommand } from './admin/breaches.js'
import { certificateCommand } from './admin/certificates.js'
import { conformanceRecordCommand } from './admin/conformance.js'
import { enrolmentCommand } from './admin/enrolments.js'
import { dutyCommand } from './admin/duties.js'
import { feedbackPolicyCommand } from './admin/feedback-policies.js'
import { invitationCommand } from './admin/invitations.js'
import { holdCommand } from './admin/holds.js'
import { epochCommand, sealingKeyCommand } from './admin/keys.js'
import { keyCommand } from './admin/key-register.js'
import { legalBasisCommand } from './admin/legal-basis.js'
import { agencyCommand, mandateCommand } from './admin/mandates.js'
import { officerCommands, partyCommand } from './admin/parties.js'
import { postcodesCommand } from './admin/postcodes.js'
import { programmeCommand, triageCommand } from './admin/programmes.js'
import { partitionCommand } from './admin/partitions.js'
import { retentionCommand } from './admin/retention.js'
import { publicationCommand } from './admin/publications.js'
import { rightsPolicyCommand } from './admin/rights-policies.js'
import { adminFeedCommand, adminJobsCommand, adminMatchCommand } from './admin/work.js'

/** `vroegsignaal admin …`: what operators do; there is no address on the network for any of it. */
export function adminCommand(): Command {
  const admin = new Command('admin').description(
    'register parties and rules, and run what is due; works on the database of the settings',
  )
  for (const command of [
    partyCommand(),
    certificateCommand(),
    conformanceRecordCommand(),
    officerCommands(),
    enrolmentCommand(),
    invitationCommand(),
    dutyCommand(),
    agencyCommand(),
    agreementCommand(),
    mandateCommand(),
    programmeCommand(),
    triageCommand(),
    legalBasisCommand(),
    feedbackPolicyCommand(),
    rightsPolicyCommand(),
    postcodesCommand(),
    publicationCommand(),
    sealingKeyCommand(),
    epochCommand(),
    keyCommand(),
    retentionCommand(),
    partitionCommand(),
    holdCommand(),
    breachCommand(),
    adminMatchCommand(),
    adminFeedCommand(),
    adminJobsCommand(),
  ]) {
    admin.addCommand(command)
  }
  return admin
}
