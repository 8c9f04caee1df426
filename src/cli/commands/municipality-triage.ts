import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { approveTriage, offerTriage, previewTriage, triageProfile } from '../../client/triage.js'
import type { components } from '../../generated/openapi.js'
import { parseDay } from '../../kernel/calendar.js'
import { readTriageProfile } from '../../parties/triage-profile.js'
import { CommandFailure } from '../failure.js'
import { printJson, table, terminal } from '../output.js'
import { asParty, PARTY_OPTION } from '../party.js'
import { runCommand } from '../run.js'

type Rules = components['schemas']['TriageRules']

interface Options {
  readonly party: string
  readonly from?: string
  readonly months?: string
  readonly json?: boolean
}

/** `vroegsignaal municipality triage …`: how the municipality weighs its cases, by four eyes. */
export function triageCommand(): Command {
  const triage = new Command('triage').description('see, try and change how cases are weighed')
  const add = (name: string, about: string) =>
    triage
      .command(name)
      .description(about)
      .requiredOption(...PARTY_OPTION)
      .option('--json', 'one JSON object as the last line')
  add('show', 'the profile in force, those that follow, and drafts').action((options: Options) =>
    runCommand(() => show(options), options.json === true),
  )
  add('preview', 'what a profile would have done with the last months; nothing is kept')
    .argument('<file>', 'JSON as `triage show --json` writes a profile')
    .option('--months <count>', 'how many closed months to look at', '3')
    .action((file: string, options: Options) =>
      runCommand(() => preview(file, options), options.json === true),
    )
  add(
    'draft',
    'offer a profile, with a certificate that names its holder; another person approves it',
  )
    .argument('<file>', 'JSON as `triage show --json` writes a profile')
    .requiredOption('--from <day>', 'from which day on it holds, as 2026-10-01')
    .action((file: string, options: Options) =>
      runCommand(() => draft(file, options), options.json === true),
    )
  add(
    'approve',
    'approve a draft that another person offered, with a certificate that names its holder',
  )
    .argument('<draft>', 'its id, as `triage show` names it')
    .action((id: string, options: Options) =>
      runCommand(() => approve(id, options), options.json === true),
    )
  return triage
}

async function show({ party, json }: Options): Promise<void> {
  const found = await asParty(party, ({ hub }) => triageProfile(hub))
  if (json === true) return printJson(terminal, found)
  const { current, later, drafts } = found
  terminal.line(`In force: triage-${current.version}${since(current.validFrom)}`)
  ruleLines(current.profile).forEach((line) => terminal.line(line))
  for (const { version, validFrom } of later)
    terminal.line(`Later: triage-${version}${since(validFrom)}`)
  if (drafts.length === 0) return
  const rows = drafts.map(({ draftId, validFrom, offeredAt }) => [draftId, validFrom, offeredAt])
  table(['draft', 'from', 'offered'], rows).forEach((line) => terminal.line(line))
}

async function preview(file: string, { party, months: text, json }: Options): Promise<void> {
  const months = Number(text)
  if (!Number.isInteger(months) || months < 1 || months > 12) {
    throw new CommandFailure('option.months', 'Months are 1 to 12.', 2)
  }
  const profile = await readRules(file)
  const found = await asParty(party, ({ hub }) => previewTriage(hub, { profile, months }))
  if (json === true) return printJson(terminal, found)
  const { cases, changed } = found
  terminal.line(`${found.months.join(', ')}: ${changed} of ${cases} cases would stand elsewhere`)
  const bins = found.bins.map(({ workBin, before, after }) => [workBin, before, after])
  table(['work bin', 'as it was', 'with this profile'], bins).forEach((line) => terminal.line(line))
  if (found.moves.length === 0) return
  const moves = found.moves.map(({ from, to, cases: moved, reason }) => [
    from,
    to,
    moved,
    reason.nl,
  ])
  table(['from', 'to', 'cases', 'because'], moves).forEach((line) => terminal.line(line))
}

async function draft(file: string, { party, from, json }: Options): Promise<void> {
  const validFrom = parseDay(from ?? '')
  const profile = await readRules(file)
  const kept = await asParty(party, ({ hub }) => offerTriage(hub, validFrom, profile))
  if (json === true) return printJson(terminal, kept)
  terminal.line(`Draft ${kept.draftId} holds from ${kept.validFrom} on, once it is approved.`)
  terminal.line(`Another person: vroegsignaal municipality triage approve ${kept.draftId}`)
}

async function approve(id: string, { party, json }: Options): Promise<void> {
  const kept = await asParty(party, ({ hub }) => approveTriage(hub, id))
  if (json === true) return printJson(terminal, kept)
  terminal.line(`Approved: triage-${kept.version ?? ''} holds from ${kept.validFrom} on.`)
}

function since(day: string | undefined): string {
  return day === undefined ? ', the profile of the hub' : `, from ${day} on`
}

function ruleLines({ bins, minSectors, thresholdCents, contactStrategy }: Rules): string[] {
  const rows = bins.map(({ name, action, nl }) => [name, action, nl])
  const steps = contactStrategy.map(({ channel, afterDays, offFrom, offUntil }) => {
    const off = offFrom === undefined ? '' : `, off ${offFrom} to ${offUntil ?? '…'}`
    return `${channel} after ${afterDays} days${off}`
  })
  return [
    ...table(['work bin', 'proposes', ''], rows),
    ...(minSectors > 1 ? [`Trigger: ${minSectors} kinds of fixed costs`] : []),
    ...(thresholdCents === undefined
      ? []
      : [`Threshold: € ${thresholdCents / 100}; sorts, never drops`]),
    ...(steps.length > 0 ? [`Contact: ${steps.join('; ')}`] : []),
  ]
}

/** Checked here first, so that mistakes show without a connection. */
async function readRules(file: string): Promise<Rules> {
  let read: unknown
  try {
    read = JSON.parse(await readFile(file, 'utf8'))
  } catch {
    throw new CommandFailure('file.unreadable', `${file} cannot be read as JSON.`, 2)
  }
  const found = (read ?? {}) as { current?: { profile?: unknown }; profile?: unknown }
  const rules = found.current?.profile ?? found.profile ?? read
  const isObject = typeof rules === 'object' && rules !== null && !Array.isArray(rules)
  const checked = readTriageProfile(isObject ? { ...rules, version: 1 } : rules)
  if ('profile' in checked) return rules as Rules
  const mistakes = checked.mistakes.join('; ')
  throw new CommandFailure('triage.invalid', `Not a triage profile: ${mistakes}.`, 2)
}
