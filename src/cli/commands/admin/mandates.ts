import { Command } from 'commander'
import { parse } from 'csv-parse/sync'
import { loadMandates } from '../../../parties/index.js'
import {
  endAgency,
  endMandate,
  registerAgency,
  registerMandates,
  type NewMandate,
} from '../../../mandates/index.js'
import { list } from '../../../registry/index.js'
import { isUuid } from '../../../kernel/identifiers.js'
import { table } from '../../output.js'
import {
  act,
  asDay,
  asMunicipality,
  asParty,
  asSector,
  common,
  readText,
  usage,
  type Common,
} from './act.js'

interface AddOptions extends Common {
  readonly agreement: string
  readonly creditor: string
  readonly municipality: string
  readonly sector: readonly string[]
  readonly from: string
  readonly until?: string
  readonly entitled?: readonly string[]
}

/** Optional members of a feed item that a mandate can entitle a municipality to. */
const ENTITLED = ['creditorName', 'arrearsCents', 'oldestDueOn', 'district']

/** `admin mandate …`: which creditor reports which sector to which municipality. */
export function mandateCommand(): Command {
  const mandate = new Command('mandate').description('who may report what to whom, and when')
  common(mandate.command('add'))
    .description('register a mandate for one or more sectors')
    .requiredOption('--agreement <text>', 'the agreement it follows from')
    .requiredOption('--creditor <id>', 'party id')
    .requiredOption('--municipality <code>', 'CBS code')
    .requiredOption('--sector <sectors...>', 'RENT, WATER, …')
    .requiredOption('--from <day>', 'first day')
    .option('--until <day>', 'last day; left out while open')
    .option('--entitled <fields...>', `optional members in the feed (${ENTITLED.join(', ')})`)
    .action((options: AddOptions) =>
      act(options, async (context, operator) => {
        const rows = options.sector.map((sector) => readMandate({ ...options, sector }))
        const added = await registerMandates(context, operator, rows)
        return { json: { added }, lines: [`Added ${added} of ${rows.length} mandates.`] }
      }),
    )
  common(mandate.command('import'))
    .description('register mandates from a CSV file; those that exist are left out')
    .argument('<file>', 'columns agreement, creditor, municipality, sector, from, until, entitled')
    .action((file: string, options: Common) =>
      act(options, async (context, operator) => {
        const rows = readRows(await readText(file)).map(readMandate)
        const added = await registerMandates(context, operator, rows)
        const json = { rows: rows.length, added }
        return { json, lines: [`Added ${added} of ${rows.length} mandates.`] }
      }),
    )
  common(mandate.command('list'))
    .description('mandates of a creditor')
    .requiredOption('--creditor <id>', 'party id')
    .action((options: Common & { creditor: string }) =>
      act(options, async (context, operator) => {
        const creditor = asParty(options.creditor, '--creditor')
        const mandates = await list(context, operator, 'listMandates', (tx) =>
          loadMandates(tx, [creditor]),
        )
        const rows = mandates.map((row) => [
          row.mandateId,
          row.municipality,
          row.sector,
          row.validFrom,
          row.validUntil ?? '',
          row.agreement,
        ])
        const head = ['mandate', 'municipality', 'sector', 'from', 'until', 'agreement']
        return { json: { mandates }, lines: table(head, rows) }
      }),
    )
  common(mandate.command('end'))
    .description('end a mandate')
    .argument('<mandateId>')
    .requiredOption('--from <day>', 'first day on which it no longer holds')
    .action((mandateId: string, options: Common & { from: string }) =>
      act(options, async (context, operator) => {
        if (!isUuid(mandateId)) throw usage('<mandateId> is a UUID, as mandate list shows it.')
        await endMandate(context, operator, mandateId, asDay(options.from, '--from'))
        return { json: { ended: mandateId }, lines: [`Ended ${mandateId}.`] }
      }),
    )
  return mandate
}

/** `admin agency …`: who delivers for whom. */
export function agencyCommand(): Command {
  const agency = new Command('agency').description('who delivers for whom')
  const options = (command: Command) =>
    common(command)
      .requiredOption('--agent <id>', 'who delivers')
      .requiredOption('--principal <id>', 'the creditor it delivers for')
  options(agency.command('add'))
    .description('let an agent deliver for a creditor')
    .requiredOption('--from <day>', 'first day')
    .option('--until <day>', 'last day; left out while open')
    .action((given: Common & { agent: string; principal: string; from: string; until?: string }) =>
      act(given, async (context, operator) => {
        const row = {
          agent: asParty(given.agent, '--agent'),
          principal: asParty(given.principal, '--principal'),
          validFrom: asDay(given.from, '--from'),
          validUntil: given.until === undefined ? null : asDay(given.until, '--until'),
        }
        await registerAgency(context, operator, row)
        return { json: row, lines: [`${row.agent} delivers for ${row.principal}.`] }
      }),
    )
  options(agency.command('end'))
    .description('end an agency')
    .requiredOption('--from <day>', 'first day on which it no longer holds')
    .action((given: Common & { agent: string; principal: string; from: string }) =>
      act(given, async (context, operator) => {
        const agent = asParty(given.agent, '--agent')
        const principal = asParty(given.principal, '--principal')
        await endAgency(context, operator, agent, principal, asDay(given.from, '--from'))
        const json = { agent, principal, from: given.from }
        return { json, lines: [`${agent} no longer delivers for ${principal}.`] }
      }),
    )
  return agency
}

type MandateText = Pick<
  AddOptions,
  'agreement' | 'creditor' | 'municipality' | 'from' | 'until'
> & {
  readonly sector: string
  readonly entitled?: readonly string[]
}

function readMandate(given: MandateText, index?: number): NewMandate {
  // The heading is line 1.
  const at = index === undefined ? '' : `line ${index + 2}, `
  const until = given.until === undefined || given.until === '' ? undefined : given.until
  const entitledFields = given.entitled ?? ENTITLED
  if (entitledFields.some((field) => !ENTITLED.includes(field))) {
    throw usage(`${at}entitled: one of ${ENTITLED.join(', ')}.`)
  }
  if (given.agreement === '' || given.agreement.length > 120) {
    throw usage(`${at}agreement: a text of 1 to 120 characters.`)
  }
  const mandate = {
    agreement: given.agreement,
    creditor: asParty(given.creditor, `${at}creditor`),
    municipality: asMunicipality(given.municipality, `${at}municipality`),
    sector: asSector(given.sector),
    validFrom: asDay(given.from, `${at}from`),
    validUntil: until === undefined ? null : asDay(until, `${at}until`),
    entitledFields,
  }
  if (mandate.validUntil !== null && mandate.validUntil < mandate.validFrom) {
    throw usage(`${at}until lies before from.`)
  }
  return mandate
}

const COLUMNS = ['agreement', 'creditor', 'municipality', 'sector', 'from']

function readRows(text: string): readonly MandateText[] {
  let rows: Record<string, string>[]
  try {
    rows = parse(text, { columns: true, bom: true, trim: true, skip_empty_lines: true })
  } catch {
    throw usage('The file is not CSV with a heading.')
  }
  const missing = COLUMNS.filter((column) => rows.length > 0 && !(column in rows[0]!))
  if (missing.length > 0) throw usage(`The file lacks the columns ${missing.join(', ')}.`)
  return rows.map((row) => {
    const entitled = (row['entitled'] ?? '').split(/[\s;]+/).filter((field) => field !== '')
    const rest = { ...row, entitled: undefined } as unknown as MandateText
    return entitled.length > 0 ? { ...rest, entitled } : withoutEntitled(rest)
  })
}

function withoutEntitled({ entitled: _, ...rest }: MandateText): MandateText {
  return rest
}
