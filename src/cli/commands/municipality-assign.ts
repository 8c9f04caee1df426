import { Command } from 'commander'
import {
  admitExecutor,
  assignCase,
  assignmentsOf,
  contactOf,
  dismissExecutor,
  endAssignment,
  executorsOf,
  sealContact,
} from '../../client/index.js'
import type { components } from '../../generated/openapi.js'
import { parseMonth } from '../../kernel/calendar.js'
import { CommandFailure } from '../failure.js'
import { readKeptCases, type KeptCases } from '../files/kept-cases.js'
import { printJson, table, terminal } from '../output.js'
import { asParty, PARTY_OPTION } from '../party.js'
import { runCommand } from '../run.js'

type Schemas = components['schemas']

interface Options {
  readonly party: string
  readonly to?: string
  readonly key?: string
  readonly json?: boolean
}

/** `vroegsignaal municipality assign …`: who rings the bell; cases are sealed anew here. */
export function assignCommand(): Command {
  const assign = new Command('assign').description(
    'let executors work for the municipality, and put cases in their hands',
  )
  const add = (name: string, about: string) =>
    assign
      .command(name)
      .description(about)
      .requiredOption(...PARTY_OPTION)
      .option('--json', 'one JSON object as the last line')
  add('executors', 'who works for the municipality, and with which key').action(
    (options: Options) => runCommand(() => executors(options), options.json === true),
  )
  add('admit', 'let an executor work for the municipality')
    .argument('<executor>', 'id of the organisation, as it told it itself')
    .requiredOption('--key <name>', 'name of its key, as it told it itself')
    .action((id: string, options: Options) =>
      runCommand(() => admit(id, options), options.json === true),
    )
  add('dismiss', 'end what an executor does; everything comes back at once')
    .argument('<executor>', 'id of the organisation')
    .action((id: string, options: Options) =>
      runCommand(() => dismiss(id, options), options.json === true),
    )
  add('give', 'seal name, address and contact of cases for an executor, and hand them to it')
    .argument('<folder>', 'where `municipality pull` or `urgent` wrote what was opened')
    .argument('<case...>', 'ids of the cases')
    .requiredOption('--to <executor>', 'id of the organisation')
    .option('--key <name>', 'seal for the key of this name only, as the executor told it')
    .action((folder: string, ids: readonly string[], options: Options) =>
      runCommand(() => give(folder, ids, options), options.json === true),
    )
  add('list', 'which cases are with executors now').action((options: Options) =>
    runCommand(() => list(options), options.json === true),
  )
  add('end', 'take a case back')
    .argument('<month>', 'as 2026-09')
    .argument('<case>', 'its id')
    .action((month: string, id: string, options: Options) =>
      runCommand(() => end(month, id, options), options.json === true),
    )
  return assign
}

async function executors({ party, json }: Options): Promise<void> {
  show(await asParty(party, ({ hub }) => executorsOf(hub)), json)
}

async function admit(id: string, { party, key = '', json }: Options): Promise<void> {
  show(await asParty(party, ({ hub }) => admitExecutor(hub, id, key)), json)
}

async function dismiss(id: string, { party, json }: Options): Promise<void> {
  show(await asParty(party, ({ hub }) => dismissExecutor(hub, id)), json)
}

function show(found: readonly Schemas['Executor'][], json: boolean | undefined): void {
  const rows = found.map(({ executorId, name, keyId }) => ({ executorId, name, keyId }))
  if (json === true) return printJson(terminal, { executors: rows })
  const cells = rows.map(({ executorId, name, keyId }) => [executorId, name, keyId])
  table(['executor', 'name', 'key'], cells).forEach((line) => terminal.line(line))
}

async function give(folder: string, ids: readonly string[], options: Options): Promise<void> {
  const { party, to, key, json } = options
  const found = await casesIn(folder, ids)
  const made = await asParty(party, async ({ hub }) => {
    const executor = (await executorsOf(hub)).find((one) => one.executorId === to)
    if (executor === undefined) {
      const said = 'This executor does not work for the municipality; see `assign admit`.'
      throw new CommandFailure('assign.executor', said, 1)
    }
    const { executorId, keyId } = executor
    if (key !== undefined && key !== keyId) {
      const said = `The hub names the key ${keyId}, not the one that you were told.`
      throw new CommandFailure('assign.key', said, 1)
    }
    const given: Schemas['Assignment'][] = []
    for (const { month, caseId, contact } of found) {
      const jwe = sealContact(executor, caseId, contact)
      given.push(await assignCase(hub, { month, caseId, executorId, keyId, jwe }))
    }
    return given
  })
  if (json === true) return printJson(terminal, { assignments: made })
  terminal.line(`Given to ${to}: ${made.length}`)
}

/** Cases that were opened, all of them or none: a mistake in one name hands out nothing. */
async function casesIn(folder: string, ids: readonly string[]) {
  const kept = await readKeptCases(folder)
  return ids.map((id) => {
    const caseId = id.toLowerCase()
    const found = inMonths(kept, caseId) ?? inLane(kept, caseId)
    if (found === undefined) {
      throw new CommandFailure('assign.case', `${folder} holds no case ${id}; pull it first.`, 2)
    }
    const { month, people, isWithdrawn } = found
    if (people.length === 0 || isWithdrawn) {
      throw new CommandFailure('assign.case', `The case ${id} was not opened, or is withdrawn.`, 2)
    }
    return { month, caseId, contact: contactOf(people) }
  })
}

/** A case of a closed month. */
function inMonths({ months }: KeptCases, caseId: string) {
  for (const [month, cases] of months) {
    const kept = cases.find((one) => one.caseId === caseId)
    if (kept === undefined) continue
    const people = kept.notifications.flatMap(({ identity }) => identity ?? [])
    return { month, people, isWithdrawn: kept.statusAtPull === 'WITHDRAWN' }
  }
  return undefined
}

/** A case of the urgent lane, from the day it came in; as its newest item says it stands. */
function inLane({ urgent }: KeptCases, caseId: string) {
  const items = urgent
    .filter((one) => one.caseId === caseId)
    .sort((one, other) => (one.issuedAt < other.issuedAt ? -1 : 1))
  const newest = items.at(-1)
  if (newest?.caseMonth === undefined) return undefined
  const people = items.flatMap(({ notification: { identity } }) => identity ?? [])
  return { month: newest.caseMonth, people, isWithdrawn: newest.caseStatus === 'WITHDRAWN' }
}

async function list({ party, json }: Options): Promise<void> {
  showGiven(await asParty(party, ({ hub }) => assignmentsOf(hub)), json)
}

async function end(text: string, caseId: string, { party, json }: Options): Promise<void> {
  const month = parseMonth(text)
  showGiven(await asParty(party, ({ hub }) => endAssignment(hub, month, caseId)), json)
}

function showGiven(found: readonly Schemas['Assignment'][], json: boolean | undefined): void {
  if (json === true) return printJson(terminal, { assignments: found })
  const cells = found.map((one) => [one.month, one.caseId, one.executorId, one.assignedAt])
  table(['month', 'case', 'executor', 'given'], cells).forEach((line) => terminal.line(line))
}
