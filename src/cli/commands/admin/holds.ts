import { Command } from 'commander'
import { parseMonth, type Month } from '../../../kernel/calendar.js'
import { HubError } from '../../../kernel/errors.js'
import {
  confirmHold,
  endHold,
  listHolds,
  placeHold,
  releaseHold,
  type HoldScope,
} from '../../../retention/index.js'
import { table } from '../../output.js'
import { act, asMunicipality, asParty, common, usage, type Common } from './act.js'

interface PlaceOptions extends Common {
  readonly municipality?: string
  readonly party?: string
  readonly case?: string
  readonly pseudonym?: string
  readonly from?: string
  readonly until?: string
  readonly reason: string
}

/** `admin hold …`: what may not be forgotten yet, decided by two people. */
export function holdCommand(): Command {
  const hold = new Command('hold').description('what may not be forgotten yet; takes two people')
  common(hold.command('place'))
    .description('keep what is given, from now on; lapses in 7 days unless somebody else confirms')
    .option('--municipality <code>', 'CBS code')
    .option('--party <id>', 'creditor, deliverer, or who acted in the log')
    .option('--case <uuid>', 'a case of a feed')
    .option('--pseudonym <hex>', '32 digits, of matching or of the log')
    .option('--from <month>', 'first month, as 2026-08')
    .option('--until <month>', 'last month')
    .requiredOption('--reason <text>', 'why; stands in the log, never about a resident')
    .action((options: PlaceOptions) =>
      act(options, async (context, operator) => {
        const hold = await placeHold(context, operator, scopeOf(options), options.reason)
        const lines = [`Hold ${hold} works. Somebody else confirms it within seven days.`]
        return { json: { hold }, lines }
      }),
    )
  for (const [name, work, said, about] of [
    ['confirm', confirmHold, 'confirmed', 'agree with a hold that somebody else placed'],
    ['end', endHold, 'ended', 'end a hold whose release somebody else asked for'],
  ] as const) {
    common(hold.command(name))
      .description(about)
      .argument('<hold>')
      .action((holdId: string, options: Common) =>
        act(options, async (context, operator) => {
          await work(context, operator, holdId)
          return { json: { hold: holdId, [said]: true }, lines: [`Hold ${holdId} is ${said}.`] }
        }),
      )
  }
  common(hold.command('release'))
    .description('ask for the end of a hold; it goes on until somebody else ends it')
    .argument('<hold>')
    .requiredOption('--reason <text>', 'why; stands in the log')
    .action((holdId: string, options: Common & { reason: string }) =>
      act(options, async (context, operator) => {
        await releaseHold(context, operator, holdId, options.reason)
        return { json: { hold: holdId, asked: true }, lines: ['Somebody else ends it now.'] }
      }),
    )
  common(hold.command('list'))
    .description('all holds and how they stand')
    .action((options: Common) =>
      act(options, async (context, operator) => {
        const holds = await listHolds(context, operator)
        const rows = holds.map((row) => [
          row.holdId,
          row.status,
          row.municipality,
          row.party,
          row.caseId ?? '',
          row.hasPseudonym ? 'yes' : '',
          row.fromMonth === null ? '' : `${row.fromMonth}–${row.untilMonth ?? ''}`,
          row.reason,
        ])
        const head = [
          'hold',
          'status',
          'municipality',
          'party',
          'case',
          'pseudonym',
          'months',
          'reason',
        ]
        return { json: { holds }, lines: table(head, rows) }
      }),
    )
  return hold
}

function scopeOf(options: PlaceOptions): HoldScope {
  const { municipality, party, case: caseId, pseudonym, from, until } = options
  return {
    ...(municipality !== undefined && {
      municipality: asMunicipality(municipality, '--municipality'),
    }),
    ...(party !== undefined && { party: asParty(party, '--party') }),
    ...(caseId !== undefined && { caseId: caseId.toLowerCase() }),
    ...(pseudonym !== undefined && { pseudonym: pseudonym.toLowerCase() }),
    ...(from !== undefined && { fromMonth: asMonth(from, '--from') }),
    ...(until !== undefined && { untilMonth: asMonth(until, '--until') }),
  }
}

function asMonth(text: string, option: string): Month {
  try {
    return parseMonth(text)
  } catch (error) {
    if (error instanceof HubError) throw usage(`${option} is a month, as 2026-08.`)
    throw error
  }
}
