import { readFile, writeFile } from 'node:fs/promises'
import type { JsonWebKey } from 'node:crypto'
import { join } from 'node:path'
import { Command } from 'commander'
import { assignedCases, offerExecutorKey, reportAssignedCase } from '../../client/index.js'
import type { components } from '../../generated/openapi.js'
import { isDay } from '../../kernel/calendar.js'
import { CommandFailure } from '../failure.js'
import { printJson, table, terminal } from '../output.js'
import { asParty, PARTY_OPTION } from '../party.js'
import { runCommand } from '../run.js'
import { keygenCommand, restoreKeyCommand } from './sealing-keys.js'

type Schemas = components['schemas']

interface Options {
  readonly party: string
  readonly municipality?: string
  readonly out?: string
  readonly kind?: string
  readonly on?: string
  readonly part?: string
  readonly reached?: boolean
  readonly json?: boolean
}

const KINDS: readonly string[] = [
  ...(['ADMINISTRATIVE', 'APPOINTMENT', 'LETTER', 'HOME_VISIT', 'CARD', 'E_MAIL'] as const),
  ...(['TEXT_MESSAGE', 'TELEPHONE', 'OTHER', 'UNKNOWN'] as const),
] satisfies Schemas['ContactKind'][]
const PARTS: readonly string[] = ['MORNING', 'AFTERNOON', 'EVENING']

/** `vroegsignaal executor …`: what an organisation does that visits for a municipality. */
export function executorCommand(): Command {
  const executor = new Command('executor').description(
    'for organisations that visit for a municipality: keys, cases in hand, attempts',
  )
  executor.addCommand(keygenCommand((keyId) => `executor offer-key ${keyId}`))
  executor.addCommand(restoreKeyCommand())
  const add = (name: string, about: string) =>
    executor
      .command(name)
      .description(about)
      .requiredOption(...PARTY_OPTION)
      .option('--json', 'one JSON object as the last line')
  add('offer-key', 'offer a key; tell each municipality its name yourself')
    .argument('<keyId>')
    .action((keyId: string, options: Options) =>
      runCommand(() => offer(keyId, options), options.json === true),
    )
  add('pull', 'read and open the cases that a municipality assigned')
    .requiredOption('--municipality <code>', 'CBS code of the municipality')
    .requiredOption('--out <file>', 'where they are written, as JSON')
    .action((options: Options) => runCommand(() => pull(options), options.json === true))
  add('report', 'record an attempt at contact')
    .argument('<case>', 'its id')
    .requiredOption('--municipality <code>', 'CBS code of the municipality')
    .requiredOption('--kind <kind>', KINDS.join(', '))
    .requiredOption('--on <day>', 'as 2026-09-01')
    .option('--part <part>', PARTS.join(', '))
    .option('--reached', 'somebody of the household was spoken or answered')
    .action((id: string, options: Options) =>
      runCommand(() => report(id, options), options.json === true),
    )
  return executor
}

async function offer(keyId: string, { party, json }: Options): Promise<void> {
  const { kty, crv, x, y } = await readJwk(join(party, 'sealing', `${keyId}.jwk`))
  const key = { kty, crv, x, y } as Schemas['PublicKey']
  const keyIds = await asParty(party, ({ hub }) => offerExecutorKey(hub, key))
  if (json === true) return printJson(terminal, { keyIds })
  terminal.line(`Offered. Tell each municipality, by telephone or on the spot, its name: ${keyId}`)
}

async function pull({ party, municipality = '', out = '', json }: Options): Promise<void> {
  const assigned = await asParty(party, ({ hub, sealingKeys }) =>
    assignedCases(hub, municipality, sealingKeys),
  )
  const text = JSON.stringify({ municipalityCode: municipality, assigned }, undefined, 2)
  await writeFile(out, `${text}\n`, { mode: 0o600 })
  const opened = assigned.filter(({ contact }) => contact !== undefined).length
  if (json === true) return printJson(terminal, { file: out, assigned: assigned.length, opened })
  const rows = assigned.map((one) => [one.caseId, one.urgency, one.deadlineOn ?? ''])
  table(['case', 'urgency', 'before'], rows).forEach((line) => terminal.line(line))
  terminal.line(`${opened} of ${assigned.length} opened`)
  terminal.line(`Written to ${out}. It holds personal data: keep it no longer than needed.`)
}

async function report(caseId: string, options: Options): Promise<void> {
  const { party, municipality: municipalityCode = '', json } = options
  const attempt = attemptOf(options)
  const result = await asParty(party, ({ hub }) =>
    reportAssignedCase(hub, { municipalityCode, caseId, attempt }),
  )
  if (json === true) printJson(terminal, result)
  else {
    terminal.line(`${caseId}: ${result.status}`)
    for (const { code, detail } of result.errors ?? []) terminal.line(`  ${code} ${detail ?? ''}`)
  }
  if (result.status === 'REJECTED') {
    throw new CommandFailure('report.rejected', 'Nothing of this attempt was recorded.', 1)
  }
}

function attemptOf({ kind = '', on = '', part, reached }: Options): Schemas['ContactAttempt'] {
  if (!KINDS.includes(kind)) {
    throw new CommandFailure('option.kind', `The kind is one of ${KINDS.join(', ')}.`, 2)
  }
  if (!isDay(on)) throw new CommandFailure('option.on', 'The day is written as 2026-09-01.', 2)
  if (part !== undefined && !PARTS.includes(part)) {
    throw new CommandFailure('option.part', `The part of day is one of ${PARTS.join(', ')}.`, 2)
  }
  return {
    kind: kind as Schemas['ContactKind'],
    on,
    ...(part !== undefined && { partOfDay: part as 'MORNING' }),
    reached: reached === true,
  }
}

async function readJwk(path: string): Promise<JsonWebKey> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as JsonWebKey
  } catch {
    throw new CommandFailure('file.unreadable', `The file ${path} cannot be read.`, 2)
  }
}
