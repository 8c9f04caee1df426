import { Command } from 'commander'
import { answerPause, askedPauses, type PauseReply } from '../../client/index.js'
import type { components } from '../../generated/openapi.js'
import { isDay } from '../../kernel/calendar.js'
import { CommandFailure } from '../failure.js'
import { printJson, table, terminal } from '../output.js'
import { asParty, PARTY_OPTION } from '../party.js'
import { runCommand } from '../run.js'

type Refusal = components['schemas']['CollectionPauseRefusal']

interface Options {
  readonly party: string
  readonly creditor?: string
  readonly until?: string
  readonly reason?: string
  readonly json?: boolean
}

const REASONS: readonly string[] = [
  'PAID',
  'ARRANGEMENT_MADE',
  'PAUSED_ALREADY',
  'IN_COURT',
  'NOT_AGREED',
  'OTHER',
] satisfies Refusal[]

/** `vroegsignaal creditor pauses …`: where municipalities ask you to wait with collection. */
export function pausesCommand(): Command {
  const pauses = new Command('pauses').description(
    'where municipalities ask you to wait with collection, and what you answer',
  )
  const add = (name: string, about: string) =>
    pauses
      .command(name)
      .description(about)
      .requiredOption(...PARTY_OPTION)
      .option('--json', 'one JSON object as the last line')
  add('list', 'everything that stands today; what is not there any more is over')
    .option('--creditor <id>', 'for which principal, when you deliver as an agent')
    .action((options: Options) => runCommand(() => list(options), options.json === true))
  add('confirm', 'wait with collection')
    .argument('<pause>', 'its id, as `pauses list` names it')
    .option('--until <day>', 'last day, as 2026-10-01; as long as was asked unless told')
    .action((id: string, options: Options) =>
      runCommand(() => confirm(id, options), options.json === true),
    )
  add('decline', 'do not wait')
    .argument('<pause>', 'its id')
    .requiredOption('--reason <reason>', REASONS.join(', '))
    .action((id: string, options: Options) =>
      runCommand(() => decline(id, options), options.json === true),
    )
  return pauses
}

async function list({ party, creditor, json }: Options): Promise<void> {
  const pauses = await asParty(party, ({ hub }) => askedPauses(hub, creditor))
  if (json === true) return printJson(terminal, { pauses })
  if (pauses.length === 0) return terminal.line('Nothing is asked.')
  const rows = pauses.map((one) => [
    one.pauseId,
    one.notificationId,
    one.municipalityCode,
    String(one.months),
    one.status,
    one.status === 'ASKED' ? `answer by ${one.answerBy}` : `until ${one.untilOn ?? '-'}`,
  ])
  const head = ['pause', 'notification', 'municipality', 'months', 'status', '']
  table(head, rows).forEach((line) => terminal.line(line))
  terminal.line('All days are agreed practice; no law sets them.')
}

function confirm(id: string, { until, ...options }: Options): Promise<void> {
  if (until !== undefined && !isDay(until)) {
    throw new CommandFailure('option.until', 'A day is written as 2026-10-01.', 2)
  }
  return reply(id, { answer: 'CONFIRM', ...(until !== undefined && { untilOn: until }) }, options)
}

function decline(id: string, { reason = '', ...options }: Options): Promise<void> {
  if (!REASONS.includes(reason)) {
    throw new CommandFailure('option.reason', `The reason is one of ${REASONS.join(', ')}.`, 2)
  }
  return reply(id, { answer: 'DECLINE', refusal: reason as Refusal }, options)
}

async function reply(id: string, said: PauseReply, { party, json }: Options): Promise<void> {
  const kept = await asParty(party, ({ hub }) => answerPause(hub, id, said))
  if (json === true) return printJson(terminal, kept)
  const until = kept.untilOn === undefined ? '' : ` until ${kept.untilOn}`
  terminal.line(`${kept.pauseId}: ${kept.status}${until}`)
}
