import { Command } from 'commander'
import {
  list,
  registerCertificate,
  revokeCertificate,
  selectCertificates,
} from '../../../registry/index.js'
import { isRole, type Role } from '../../../parties/index.js'
import { table } from '../../output.js'
import { act, asParty, common, readText, usage, type Common } from './act.js'

interface AddOptions extends Common {
  readonly party: string
  readonly purpose: string
  readonly holder?: string
  readonly role?: readonly string[]
}

/** `admin certificate …`: with which certificates a party connects and signs. */
export function certificateCommand(): Command {
  const certificate = new Command('certificate').description(
    'with which certificates parties connect and sign',
  )
  common(certificate.command('add'))
    .description('register a certificate (PEM) for one purpose')
    .argument('<file>')
    .requiredOption('--party <id>', 'the party it was issued to')
    .requiredOption('--purpose <purpose>', 'transport or signing')
    .option(
      '--holder <pseudonym>',
      'role pseudonym of the person who holds it; steps that take two people ask for it',
    )
    .option(
      '--role <roles...>',
      'connect or sign with it in these roles of the party only; every one if left out',
    )
    .action((file: string, options: AddOptions) =>
      act(options, async (context, operator) => {
        const party = asParty(options.party, '--party')
        const { purpose, holder = null } = options
        if (purpose !== 'transport' && purpose !== 'signing') {
          throw usage('--purpose is transport or signing.')
        }
        const roles = options.role?.map(asRole)
        const pem = await readText(file)
        const asked = { party, purpose, pem, holder, roles } as const
        const added = await registerCertificate(context, operator, asked)
        const { fingerprint, keyId, notAfter } = added
        return {
          json: { party, purpose, fingerprint, keyId, notAfter: notAfter.toISOString() },
          lines: [
            `Registered for ${purpose} by ${party}`,
            `  fingerprint  ${fingerprint}`,
            `  key          ${keyId}`,
            `  valid until  ${notAfter.toISOString()}`,
          ],
        }
      }),
    )
  common(certificate.command('list'))
    .description('registered certificates')
    .option('--party <id>', 'of one party')
    .action((options: Common & { party?: string }) =>
      act(options, async (context, operator) => {
        const party = options.party === undefined ? null : asParty(options.party, '--party')
        const certificates = await list(context, operator, 'listCertificates', (tx) =>
          selectCertificates(tx, party),
        )
        const rows = certificates.map((row) => [
          row.party,
          row.purpose,
          row.holder ?? '',
          row.fingerprint,
          row.not_after,
          row.revoked_at === null ? '' : 'revoked',
        ])
        const head = ['party', 'purpose', 'holder', 'fingerprint', 'valid until', '']
        return { json: { certificates }, lines: table(head, rows) }
      }),
    )
  common(certificate.command('revoke'))
    .description('refuse a certificate, and every other of its key, from the next request on')
    .argument('<fingerprint>', 'hexadecimal or base64url')
    .action((fingerprint: string, options: Common) =>
      act(options, async (context, operator) => {
        const revoked = await revokeCertificate(context, operator, fingerprint)
        return { json: { revoked }, lines: revoked.map((one) => `Revoked ${one}`) }
      }),
    )
  return certificate
}

function asRole(text: string): Role {
  if (isRole(text)) return text
  throw usage('--role is creditor, agent, municipality, executor or officer.')
}
