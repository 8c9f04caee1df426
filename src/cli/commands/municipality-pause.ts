import { Command } from 'commander'
import { askPause, pausesOf, withdrawPause } from '../../client/index.js'
import type { components } from '../../generated/openapi.js'
import { parseMonth } from '../../kernel/calendar.js'
import { CommandFailure } from '../failure.js'
import { printJson, table, terminal } from '../output.js'
import { asParty, PARTY_OPTION } from '../party.js'
import { runCommand } from '../run.js'

type Pause = components['schemas']['CollectionPause']

interface Options {
  readonly party: string
  readonly months?: string
  readonly json?: boolean
}

/** `vroegsignaal municipality pause …`: a creditor is asked to wait with collection. */
export function pauseCommand(): Command {
  const pause = new Command('pause').description(
    'ask a creditor to wait with collection, with the consent of the resident; practice, no law',
  )
  const add = (name: string, about: string) =>
    pause
      .command(name)
      .description(about)
      .requiredOption(...PARTY_OPTION)
      .option('--json', 'one JSON object as the last line')
  add('list', 'what was asked and how it stands').action((options: Options) =>
    runCommand(() => list(options), options.json === true),
  )
  add('ask', 'ask about one notification; a consent to ask must be reported before')
    .argument('<month>', 'month of the feed that its case stands in, as 2026-09')
    .argument('<case>', 'id of the case')
    .argument('<creditor>', 'whose notification it is, 20 digits')
    .argument('<notification>', 'its id')
    .option('--months <number>', 'how long, 1 to 3', '1')
    .action((month: string, caseId: string, creditor: string, id: string, options: Options) =>
      runCommand(() => ask(month, caseId, creditor, id, options), options.json === true),
    )
  add('withdraw', 'take an ask back, or end a pause; the creditor does not learn why')
    .argument('<pause>', 'its id, as `pause list` names it')
    .action((id: string, options: Options) =>
      runCommand(() => withdraw(id, options), options.json === true),
    )
  return pause
}

async function list({ party, json }: Options): Promise<void> {
  const pauses = await asParty(party, ({ hub }) => pausesOf(hub))
  if (json === true) return printJson(terminal, { pauses })
  if (pauses.length === 0) return terminal.line('Nothing was asked.')
  const rows = pauses.map((one) => [
    one.pauseId,
    one.creditorId,
    one.notificationId,
    one.status,
    detailOf(one),
  ])
  const head = ['pause', 'creditor', 'notification', 'status', '']
  table(head, rows).forEach((line) => terminal.line(line))
  terminal.line('All days are agreed practice; no law sets them.')
}

function detailOf({ status, answerBy, untilOn, refusal, endedBy, readAt }: Pause): string {
  if (status === 'ASKED') return `answer by ${answerBy}${readAt === undefined ? ', not read' : ''}`
  if (status === 'CONFIRMED' || status === 'ENDED') return `until ${untilOn}`
  return refusal ?? endedBy ?? ''
}

async function ask(
  month: string,
  caseId: string,
  creditorId: string,
  notificationId: string,
  { party, months = '1', json }: Options,
): Promise<void> {
  if (!/^[1-3]$/.test(months)) {
    throw new CommandFailure('option.months', 'A pause is asked for 1, 2 or 3 months.', 2)
  }
  const wish = { month: parseMonth(month), caseId, creditorId, notificationId }
  const kept = await asParty(party, ({ hub }) => askPause(hub, { ...wish, months: Number(months) }))
  if (json === true) return printJson(terminal, kept)
  terminal.line(`Asked for ${months} month(s): ${kept.pauseId}`)
  terminal.line(`The creditor can answer until ${kept.answerBy}; practice, no law`)
}

async function withdraw(id: string, { party, json }: Options): Promise<void> {
  const kept = await asParty(party, ({ hub }) => withdrawPause(hub, id))
  if (json === true) return printJson(terminal, kept)
  terminal.line(`${kept.pauseId}: ${kept.status}`)
}
