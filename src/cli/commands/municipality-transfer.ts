import { writeFile } from 'node:fs/promises'
import { Command } from 'commander'
import {
  decideTransfer,
  offerTransfer,
  planTransfer,
  readTransfer,
  reseal,
  transfersOf,
} from '../../client/transfers.js'
import type { components } from '../../generated/openapi.js'
import { parseMonth } from '../../kernel/calendar.js'
import { CommandFailure } from '../failure.js'
import { printJson, table, terminal } from '../output.js'
import { asParty, PARTY_OPTION } from '../party.js'
import { runCommand } from '../run.js'

type Schemas = components['schemas']

interface Options {
  readonly party: string
  readonly to?: string
  readonly ground?: string
  readonly key?: string
  readonly reason?: string
  readonly out?: string
  readonly json?: boolean
}

const GROUNDS: readonly string[] = ['MOVED', 'NEVER_RESIDENT'] satisfies Schemas['TransferGround'][]
const REFUSALS: readonly string[] = [
  'NOT_RESIDENT',
  'KNOWN',
  'OTHER',
] satisfies Schemas['TransferRefusal'][]

/** `vroegsignaal municipality transfer …`: a case goes to where the household lives. */
export function transferCommand(): Command {
  const transfer = new Command('transfer').description(
    'hand a case over to the municipality where the household lives, or take one over',
  )
  const add = (name: string, about: string) =>
    transfer
      .command(name)
      .description(about)
      .requiredOption(...PARTY_OPTION)
      .option('--json', 'one JSON object as the last line')
  add('list', 'cases that were handed over or are offered, in both directions').action(
    (options: Options) => runCommand(() => list(options), options.json === true),
  )
  add('check', 'what of a case another municipality may have; nothing is offered')
    .argument('<month>', 'as 2026-09')
    .argument('<case>', 'its id')
    .requiredOption('--to <code>', 'CBS code of the other municipality')
    .action((month: string, id: string, options: Options) =>
      runCommand(() => check(month, id, options), options.json === true),
    )
  add('offer', 'open a case here, seal it for the other municipality, and offer it')
    .argument('<month>', 'as 2026-09')
    .argument('<case>', 'its id')
    .requiredOption('--to <code>', 'CBS code of the other municipality')
    .option('--ground <ground>', GROUNDS.join(' or '), 'MOVED')
    .option('--key <name>', 'seal for the key of this name only, as the other municipality told it')
    .action((month: string, id: string, options: Options) =>
      runCommand(() => offer(month, id, options), options.json === true),
    )
  add('show', 'read and open what is offered to us, or was taken over')
    .argument('<transfer>', 'its id, as `transfer list` names it')
    .requiredOption('--out <file>', 'where it is written, as JSON')
    .action((id: string, options: Options) =>
      runCommand(() => show(id, options), options.json === true),
    )
  add('accept', 'take an offered case over')
    .argument('<transfer>', 'its id')
    .action((id: string, options: Options) =>
      runCommand(() => decide(id, 'ACCEPT', options), options.json === true),
    )
  add('refuse', 'refuse an offered case')
    .argument('<transfer>', 'its id')
    .requiredOption('--reason <reason>', REFUSALS.join(', '))
    .action((id: string, options: Options) =>
      runCommand(() => decide(id, 'REFUSE', options), options.json === true),
    )
  add('withdraw', 'take an offer of ours back')
    .argument('<transfer>', 'its id')
    .action((id: string, options: Options) =>
      runCommand(() => decide(id, 'WITHDRAW', options), options.json === true),
    )
  return transfer
}

/**
 * What of transfers waits for somebody: offers to decide about, and what was taken over and may not be
 * visited any more; said wherever urgent things are, so that nobody misses it.
 */
export function waitingTransfers(transfers: readonly Schemas['Transfer'][]): {
  readonly offers: number
  readonly lapsed: number
  readonly notes: readonly string[]
} {
  const incoming = transfers.filter(({ direction }) => direction === 'IN')
  const open = incoming.filter(({ status }) => status === 'OFFERED')
  const lapsed = incoming
    .flatMap(({ notifications }) => notifications)
    .filter((one) => one.lapsed !== undefined).length
  const [first] = open.map((one) => one.lapsesAt.slice(0, 10)).sort()
  const see = 'see `municipality transfer list`'
  const notes = [
    ...(first === undefined
      ? []
      : [`Offered by other municipalities: ${open.length}, the first until ${first}; ${see}`]),
    ...(lapsed === 0 ? [] : [`No visit: ${lapsed} notifications taken over stand no more; ${see}`]),
  ]
  return { offers: open.length, lapsed, notes }
}

async function list({ party, json }: Options): Promise<void> {
  const transfers = await asParty(party, ({ hub }) => transfersOf(hub))
  if (json === true) return printJson(terminal, { transfers })
  const rows = transfers.map((one) => [
    one.transferId,
    one.direction === 'OUT' ? 'to' : 'from',
    one.municipalityName ?? one.municipalityCode,
    one.status,
    one.status === 'OFFERED' ? `until ${one.lapsesAt.slice(0, 10)}` : (one.refusal ?? ''),
    one.caseId ?? '',
    lapsedOf(one),
  ])
  const head = ['transfer', '', 'municipality', 'status', '', 'case', 'no visit']
  table(head, rows).forEach((line) => terminal.line(line))
}

/** Notifications that no longer stand since they were taken over. */
function lapsedOf({ notifications }: Schemas['Transfer']): string {
  const lapsed = notifications.filter((one) => one.lapsed !== undefined).length
  return lapsed === 0 ? '' : `${lapsed} of ${notifications.length} taken back`
}

async function check(text: string, caseId: string, { party, to, json }: Options): Promise<void> {
  const trial = { month: parseMonth(text), caseId, municipalityCode: to ?? '' }
  const plan = await asParty(party, ({ hub }) => planTransfer(hub, trial))
  const notifications = plan.notifications.map(({ sealedIdentity: _, ...one }) => one)
  const { municipalityCode, municipalityName, keyId } = plan
  if (json === true) {
    return printJson(terminal, { municipalityCode, municipalityName, keyId, notifications })
  }
  terminal.line(`${municipalityName} (${municipalityCode}), key ${keyId}`)
  const rows = notifications.map((one) => [one.creditorId, one.sector, one.stays ?? 'goes'])
  table(['creditor', 'sector', ''], rows).forEach((line) => terminal.line(line))
}

async function offer(text: string, caseId: string, options: Options): Promise<void> {
  const { party, to, key, json, ground = 'MOVED' } = options
  if (!GROUNDS.includes(ground)) {
    throw new CommandFailure('option.ground', `The ground is ${GROUNDS.join(' or ')}.`, 2)
  }
  const trial = { month: parseMonth(text), caseId, municipalityCode: to ?? '' }
  const kept = await asParty(party, async ({ hub, sealingKeys }) => {
    const plan = await planTransfer(hub, trial)
    if (key !== undefined && key !== plan.keyId) {
      const said = `The hub names the key ${plan.keyId}, not the one that you were told.`
      throw new CommandFailure('transfer.key', said, 1)
    }
    const sealed = reseal(plan, sealingKeys)
    return offerTransfer(hub, { ...trial, ...sealed, ground: ground as Schemas['TransferGround'] })
  })
  if (json === true) return printJson(terminal, kept)
  const stays = kept.notifications.filter((one) => one.stays !== undefined)
  const goes = kept.notifications.length - stays.length
  terminal.line(`Offered to ${kept.municipalityName ?? kept.municipalityCode}: ${kept.transferId}`)
  terminal.line(`${goes} notifications go, ${stays.length} stay; until ${kept.lapsesAt}`)
}

async function show(id: string, { party, out, json }: Options): Promise<void> {
  const opened = await asParty(party, ({ hub, sealingKeys }) => readTransfer(hub, id, sealingKeys))
  const file = out ?? ''
  await writeFile(file, `${JSON.stringify(opened, undefined, 2)}\n`, { mode: 0o600 })
  const { transfer, urgency, notifications } = opened
  const count = notifications.filter(({ identity }) => identity !== undefined).length
  if (json === true) return printJson(terminal, { file, transfer, urgency, opened: count })
  terminal.line(`${count} of ${notifications.length} notifications opened, urgency ${urgency}`)
  terminal.line(`Written to ${file}. It holds personal data: keep it no longer than needed.`)
}

async function decide(
  id: string,
  decision: Schemas['TransferDecision']['decision'],
  { party, reason, json }: Options,
): Promise<void> {
  if (decision === 'REFUSE' && !REFUSALS.includes(reason ?? '')) {
    throw new CommandFailure('option.reason', `The reason is ${REFUSALS.join(', ')}.`, 2)
  }
  const refusal = decision === 'REFUSE' ? (reason as Schemas['TransferRefusal']) : undefined
  const kept = await asParty(party, ({ hub }) => decideTransfer(hub, id, decision, refusal))
  if (json === true) return printJson(terminal, kept)
  terminal.line(`${kept.transferId}: ${kept.status}`)
  if (kept.status === 'ACCEPTED' && kept.direction === 'IN') {
    terminal.line(`It stands in the feed of ${kept.month} as case ${kept.caseId}`)
  }
}
