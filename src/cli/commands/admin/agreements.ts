import { Command } from 'commander'
import {
  answerForMunicipality,
  listForOperator,
  offerForCreditor,
  STATES,
  type Agreement,
  type Answer as Reply,
} from '../../../agreements/index.js'
import { isUuid } from '../../../kernel/identifiers.js'
import { table } from '../../output.js'
import { act, asDay, asMunicipality, asParty, asSector, common, usage, type Common } from './act.js'

interface OfferOptions extends Common {
  readonly reference: string
  readonly creditor: string
  readonly municipality: string
  readonly sector: string
  readonly from: string
  readonly until?: string
}

interface ListOptions extends Common {
  readonly creditor?: string
  readonly municipality?: string
  readonly state?: string
}

/** `admin agreement …`: what an operator does about agreements, on the authority of municipalities. */
export function agreementCommand(): Command {
  const agreement = new Command('agreement').description(
    'agreements of creditors with municipalities; each that is accepted is a mandate',
  )
  common(agreement.command('offer'))
    .description('offer a municipality an agreement in the name of a creditor')
    .requiredOption('--reference <text>', 'the document between the parties, as they call it')
    .requiredOption('--creditor <id>', 'party id')
    .requiredOption('--municipality <code>', 'CBS code')
    .requiredOption('--sector <sector>', 'RENT, WATER, …')
    .requiredOption('--from <day>', 'first day')
    .option('--until <day>', 'last day; left out while open')
    .action((options: OfferOptions) => act(options, (...hub) => offer(options, ...hub)))
  common(agreement.command('list'))
    .description('agreements in every state')
    .option('--creditor <id>', 'of one creditor')
    .option('--municipality <code>', 'with one municipality')
    .option('--state <state>', STATES.join(', '))
    .action((options: ListOptions) => act(options, (...hub) => show(options, ...hub)))
  answering(agreement, 'accept', 'accept an offer for its municipality').requiredOption(
    '--authority <text>',
    'the document in which the municipality lets the operator do so',
  )
  answering(agreement, 'suspend', 'let an agreement give no mandate for now')
  answering(agreement, 'resume', 'let a suspended agreement give its mandate again')
  answering(agreement, 'end', 'end an agreement; at once, or with the day before a day').option(
    '--from <day>',
    'first day on which it no longer holds',
  )
  return agreement
}

interface AnswerOptions extends Common {
  readonly authority?: string
  readonly from?: string
}

function answering(agreement: Command, name: string, description: string): Command {
  return common(agreement.command(name))
    .description(description)
    .argument('<agreementId>')
    .action((agreementId: string, options: AnswerOptions) =>
      act(options, async (context, operator) => {
        if (!isUuid(agreementId)) throw usage('<agreementId> is a UUID, as list shows it.')
        const { authority, from } = options
        const said = {
          // The names of the commands are those of the answers.
          answer: name.toUpperCase() as Reply,
          authority,
          fromOn: from === undefined ? undefined : asDay(from, '--from'),
        }
        const changed = await answerForMunicipality(context, operator, agreementId, said)
        const { state, validUntil } = changed
        const until = validUntil === null ? '' : `, until ${validUntil}`
        return { json: { ...changed }, lines: [`${agreementId} is ${state}${until}.`] }
      }),
    )
}

type Hub = Parameters<Parameters<typeof act>[1]>

async function offer(options: OfferOptions, ...[context, operator]: Hub) {
  const { reference } = options
  if (reference.length === 0 || reference.length > 120) {
    throw usage('--reference is a text of 1 to 120 characters.')
  }
  const offered = {
    reference,
    creditor: asParty(options.creditor, '--creditor'),
    municipality: asMunicipality(options.municipality, '--municipality'),
    sector: asSector(options.sector),
    validFrom: asDay(options.from, '--from'),
    validUntil: options.until === undefined ? null : asDay(options.until, '--until'),
  }
  const agreementId = await offerForCreditor(context, operator, offered)
  return {
    json: { agreementId, ...offered, state: 'OFFERED' },
    lines: [`Offered ${agreementId}; it gives a mandate once the municipality accepts.`],
  }
}

async function show(options: ListOptions, ...[context, operator]: Hub) {
  const { creditor, municipality, state } = options
  if (state !== undefined && !(STATES as readonly string[]).includes(state)) {
    throw usage(`--state is ${STATES.join(', ')}.`)
  }
  const agreements = await listForOperator(context, operator, {
    creditor: creditor === undefined ? null : asParty(creditor, '--creditor'),
    municipality:
      municipality === undefined ? null : asMunicipality(municipality, '--municipality'),
    state: state ?? null,
  })
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
  return { json: { agreements }, lines: table(head, agreements.map(row)) }
}

function row(agreement: Agreement): readonly string[] {
  const { agreementId, state, creditor, municipality, sector, validFrom } = agreement
  const until = agreement.validUntil ?? ''
  return [agreementId, state, creditor, municipality, sector, validFrom, until, agreement.reference]
}
