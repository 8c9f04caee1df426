import { Command } from 'commander'
import {
  endParty,
  list,
  registerOfficer,
  registerParty,
  selectParties,
  type PartyRow,
  type RoleRow,
} from '../../../registry/index.js'
import { table } from '../../output.js'
import { act, asMunicipality, asParty, common, usage, type Common } from './act.js'

interface AddOptions extends Common {
  readonly id?: string
  readonly name: string
  readonly kvk?: string
  readonly role: readonly string[]
  readonly municipality?: string
}

/** `admin party …`: who takes part. */
export function partyCommand(): Command {
  const party = new Command('party').description('who takes part')
  common(party.command('add'))
    .description('register a party, or give a registered one further roles')
    .option('--id <oin>', 'organisation number; left out, the hub issues an id')
    .requiredOption('--name <text>', 'as other parties see it; never the name of a person')
    .option('--kvk <number>', 'Chamber of Commerce number')
    .requiredOption('--role <roles...>', 'creditor, agent, municipality, executor')
    .option('--municipality <code>', 'CBS code, for the role municipality')
    .action((options: AddOptions) => act(options, (...hub) => add(options, ...hub)))
  common(party.command('list'))
    .description('all parties with their roles')
    .action((options: Common) =>
      act(options, async (context, operator) => {
        const parties = await list(context, operator, 'listParties', (tx) =>
          selectParties(tx, null),
        )
        return {
          json: { parties },
          lines: table(['id', 'name', 'roles', 'ended'], parties.map(row)),
        }
      }),
    )
  common(party.command('end'))
    .description('refuse a party from the next request on')
    .argument('<id>')
    .action((id: string, options: Common) =>
      act(options, async (context, operator) => {
        await endParty(context, operator, asParty(id, '<id>'))
        return { json: { ended: id }, lines: [`Ended ${id}.`] }
      }),
    )
  return party
}

/** `admin officer …`: who reviews which partition of the log. */
export function officerCommands(): Command {
  const officer = new Command('officer').description('who reviews the access log')
  common(officer.command('add'))
    .description('let a party’s people with a personal certificate review a controller’s log')
    .requiredOption('--party <id>', 'the organisation of the officer')
    .requiredOption('--controller <id>', 'party whose log is reviewed, or hub')
    .action((options: Common & { party: string; controller: string }) =>
      act(options, async (context, operator) => {
        const controller =
          options.controller === 'hub' ? 'hub' : asParty(options.controller, '--controller')
        const party = asParty(options.party, '--party')
        await registerOfficer(context, operator, party, controller)
        return {
          json: { party, controller },
          lines: [`${party} reviews the log of ${controller}.`],
        }
      }),
    )
  return officer
}

async function add(options: AddOptions, ...[context, operator]: Hub) {
  const roles = options.role.map((role) => roleOf(role, options.municipality))
  const { id, name, kvk = null } = options
  if (id !== undefined) asParty(id, '--id')
  if (kvk !== null && !/^\d{8}$/.test(kvk)) throw usage('--kvk is a number of eight digits.')
  const party = await registerParty(context, operator, { id, name, kvk, roles })
  const names = options.role.join(', ')
  return { json: { id: party, name, roles: options.role }, lines: [`${party}  ${name}  ${names}`] }
}

type Hub = Parameters<Parameters<typeof act>[1]>

function roleOf(role: string, municipality: string | undefined): RoleRow {
  if (role === 'municipality') {
    if (municipality === undefined) throw usage('The role municipality needs --municipality.')
    return { role, municipality: asMunicipality(municipality, '--municipality'), controller: '' }
  }
  if (role === 'creditor' || role === 'agent' || role === 'executor') {
    return { role, municipality: null, controller: '' }
  }
  if (role === 'officer') throw usage('An officer is registered with admin officer add.')
  throw usage('A role is creditor, agent, municipality or executor.')
}

function row({ id, name, roles, ended_at }: PartyRow): readonly string[] {
  const shown = roles.map(({ role, municipality, controller }) =>
    [role, municipality ?? controller].filter((part) => part !== '').join(' '),
  )
  return [id, name, shown.join(', '), ended_at ?? '']
}
