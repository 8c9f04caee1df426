import { Command } from 'commander'
import { agreementsOf, answerAgreement, offerAgreement } from '../../client/index.js'
import type { components } from '../../generated/openapi.js'
import { isDay } from '../../kernel/calendar.js'
import { isUuid, randomId } from '../../kernel/identifiers.js'
import { isSector, SECTORS } from '../../kernel/sector.js'
import { CommandFailure } from '../failure.js'
import { printJson, table, terminal } from '../output.js'
import { asParty, PARTY_OPTION } from '../party.js'
import { runCommand } from '../run.js'

type Agreement = components['schemas']['Agreement']

interface Options {
  readonly party: string
  readonly json?: boolean
  readonly from?: string
}

interface OfferOptions extends Options {
  readonly id?: string
  readonly creditor: string
  readonly municipality: string
  readonly sector: string
  readonly reference: string
  readonly from: string
  readonly until?: string
}

type Reply = components['schemas']['AgreementAnswer']['answer']

/** `creditor agreements …`: offer agreements, see what became of them, and end them. */
export function creditorAgreements(): Command {
  const agreements = listing()
  agreements
    .command('offer')
    .description('offer a municipality to report one sector to it; it holds once accepted')
    .requiredOption(...PARTY_OPTION)
    .requiredOption('--creditor <id>', 'party id of the creditor; an agent names its principal')
    .requiredOption('--municipality <code>', 'CBS code of four digits')
    .requiredOption('--sector <sector>', 'RENT, WATER, …')
    .requiredOption('--reference <text>', 'the document between the parties, as they call it')
    .requiredOption('--from <day>', 'first day, as 2026-10-01')
    .option('--until <day>', 'last day; left out while open')
    .option('--id <uuid>', 'identifier of the agreement, to repeat an offer; made when left out')
    .option(...JSON_OPTION)
    .action((options: OfferOptions) => runCommand(() => offer(options), options.json === true))
  answering(agreements, 'END', 'end an agreement; at once, or with the day before a day')
  return agreements
}

/** `municipality agreements …`: see what is offered, and answer it. */
export function municipalityAgreements(): Command {
  const agreements = listing()
  answering(agreements, 'ACCEPT', 'accept an offer: from then on it can be delivered under')
  answering(agreements, 'SUSPEND', 'let nothing be delivered under an agreement for now')
  answering(agreements, 'RESUME', 'let a suspended agreement be delivered under again')
  answering(agreements, 'END', 'end an agreement; at once, or with the day before a day')
  return agreements
}

const JSON_OPTION = ['--json', 'one JSON object as the last line'] as const

function listing(): Command {
  const agreements = new Command('agreements').description(
    'agreements between creditors and municipalities: OFFERED, ACCEPTED, SUSPENDED, ENDED',
  )
  agreements
    .command('list', { isDefault: true })
    .description('all agreements of this party')
    .requiredOption(...PARTY_OPTION)
    .option(...JSON_OPTION)
    .action((options: Options) => runCommand(() => list(options), options.json === true))
  return agreements
}

function answering(agreements: Command, answer: Reply, description: string): void {
  const command = agreements
    .command(answer.toLowerCase())
    .description(description)
    .argument('<agreementId>', 'as list shows it')
    .requiredOption(...PARTY_OPTION)
    .option(...JSON_OPTION)
    .action((agreementId: string, options: Options) =>
      runCommand(() => reply(agreementId, answer, options), options.json === true),
    )
  if (answer === 'END') command.option('--from <day>', 'first day on which it no longer holds')
}

async function list({ party, json }: Options): Promise<void> {
  const agreements = await asParty(party, ({ hub }) => agreementsOf(hub))
  if (json === true) return printJson(terminal, { agreements })
  const head = [
    'agreement',
    'state',
    'creditor',
    'municipality',
    'sector',
    'from',
    'until',
    'reference',
  ]
  table(head, agreements.map(row)).forEach((line) => terminal.line(line))
}

function row(agreement: Agreement): readonly string[] {
  return [
    agreement.agreementId,
    agreement.state,
    agreement.creditorName ?? agreement.creditorId,
    agreement.municipalityName ?? agreement.municipalityCode,
    agreement.sector,
    agreement.startsOn,
    agreement.endsOn ?? '',
    agreement.reference,
  ]
}

async function offer(options: OfferOptions): Promise<void> {
  const { sector, from, until, id = randomId() } = options
  if (!isSector(sector)) throw usage(`--sector is one of ${SECTORS.join(', ')}.`)
  if (!isUuid(id)) throw usage('--id is a UUID.')
  const offered = await asParty(options.party, ({ hub }) =>
    offerAgreement(hub, {
      agreementId: id,
      creditorId: options.creditor,
      municipalityCode: options.municipality,
      sector,
      reference: options.reference,
      startsOn: dayOption('--from', from),
      ...(until !== undefined && { endsOn: dayOption('--until', until) }),
    }),
  )
  tell(offered, options)
}

async function reply(agreementId: string, answer: Reply, options: Options): Promise<void> {
  if (!isUuid(agreementId)) throw usage('<agreementId> is a UUID, as list shows it.')
  const fromOn = options.from === undefined ? undefined : dayOption('--from', options.from)
  const changed = await asParty(options.party, ({ hub }) =>
    answerAgreement(hub, agreementId, answer, fromOn),
  )
  tell(changed, options)
}

function tell(agreement: Agreement, { json }: Options): void {
  if (json === true) return printJson(terminal, agreement)
  const until = agreement.endsOn === undefined ? '' : `, until ${agreement.endsOn}`
  terminal.line(`${agreement.agreementId} is ${agreement.state}${until}`)
}

function dayOption(option: string, text: string): string {
  if (isDay(text)) return text
  throw usage(`${option} is a day, as 2026-10-01.`)
}

function usage(message: string): CommandFailure {
  return new CommandFailure('command.usage', message, 2)
}
