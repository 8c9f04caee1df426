import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import {
  answerObjection,
  liftObjection,
  objectionOf,
  objectionsOf,
  registerObjection,
  type NewObjection,
} from '../../client/index.js'
import type { components } from '../../generated/openapi.js'
import { randomId } from '../../kernel/identifiers.js'
import { CommandFailure } from '../failure.js'
import { printJson, table, terminal } from '../output.js'
import { asParty, PARTY_OPTION } from '../party.js'
import { runCommand } from '../run.js'

type Schemas = components['schemas']

interface Options {
  readonly party: string
  readonly json?: boolean
}
interface Registration extends Options {
  readonly kind: Schemas['ObjectionKind']
  readonly reason: string
  readonly received: string
  readonly id?: string
}
interface Answering extends Options {
  readonly answer: Schemas['ObjectionEnding']
}

const JSON_OPTION = ['--json', 'one JSON object as the last line'] as const

/** Adds `officer objection …`: requests of residents, with the certificate of a person. */
export function addObjections(officer: Command): void {
  const objection = officer
    .command('objection')
    .description('requests of residents: objection, restriction, rectification, erasure, access')
  objection
    .command('list')
    .description('requests at the municipalities whose log you review, what is due first in front')
    .requiredOption(...PARTY_OPTION)
    .option(...JSON_OPTION)
    .action((options: Options) => runCommand(() => list(options), options.json === true))
  objection
    .command('show')
    .description('a request with every step, what it reaches and what the municipality was told')
    .argument('<id>', 'id of the request')
    .requiredOption(...PARTY_OPTION)
    .option(...JSON_OPTION)
    .action((id: string, options: Options) =>
      runCommand(() => done(options, (hub) => objectionOf(hub, id)), options.json === true),
    )
  objection
    .command('register')
    .description(
      'register a request: stops, corrects and tells as the policy of the municipality says',
    )
    .argument(
      '<file>',
      'JSON with municipalityCode, person and address, as for trace; - reads standard input',
    )
    .requiredOption(...PARTY_OPTION)
    .requiredOption('--kind <kind>', 'ACCESS, OBJECTION, RESTRICTION, RECTIFICATION or ERASURE')
    .requiredOption('--reason <text>', 'reference of the file and why; without names')
    .requiredOption('--received <day>', 'day on which the municipality received it')
    .option('--id <uuid>', 'id of the request; give the same one again after a lost answer')
    .option(...JSON_OPTION)
    .action((file: string, options: Registration) =>
      runCommand(() => register(file, options), options.json === true),
    )
  objection
    .command('lift')
    .description('lift a request: what nothing else stops goes on')
    .argument('<id>', 'id of the request')
    .requiredOption(...PARTY_OPTION)
    .option(...JSON_OPTION)
    .action((id: string, options: Options) =>
      runCommand(() => done(options, (hub) => liftObjection(hub, id)), options.json === true),
    )
  objection
    .command('answer')
    .description('note that the resident has the answer; the term of four weeks ends')
    .argument('<id>', 'id of the request')
    .requiredOption(...PARTY_OPTION)
    .requiredOption('--answer <word>', 'GIVEN, REFUSED or WITHDRAWN')
    .option(...JSON_OPTION)
    .action((id: string, options: Answering) =>
      runCommand(
        () => done(options, (hub) => answerObjection(hub, id, options.answer)),
        options.json === true,
      ),
    )
}

type Hub = Parameters<typeof objectionOf>[0]

async function list({ party, json }: Options): Promise<void> {
  const found = await asParty(party, async ({ hub }) => {
    const all: Schemas['ObjectionSummary'][] = []
    const pending: (string | undefined)[] = [undefined]
    for (const after of pending) {
      const { municipalities } = await objectionsOf(hub, after)
      for (const { requests, next } of municipalities) {
        const isNew = (one: Schemas['ObjectionSummary']) =>
          all.every(({ requestId }) => requestId !== one.requestId)
        all.push(...requests.filter(isNew))
        if (next !== null && !pending.includes(next)) pending.push(next)
      }
    }
    return all
  })
  if (json === true) return printJson(terminal, { requests: found })
  const rows = found.map((one) => [
    one.requestId,
    one.municipalityCode,
    one.kind,
    one.receivedOn,
    one.dueOn,
    stateOf(one),
  ])
  const head = ['request', 'municipality', 'kind', 'received', 'due', 'state']
  table(head, rows).forEach((line) => terminal.line(line))
}

async function register(file: string, options: Registration): Promise<void> {
  const about = await readSubject(file)
  const { kind, reason, received: receivedOn, id: requestId = randomId() } = options
  await done(options, (hub) =>
    registerObjection(hub, { ...about, requestId, kind, reason, receivedOn }),
  )
}

async function done(
  { party, json }: Options,
  ask: (hub: Hub) => Promise<Schemas['Objection']>,
): Promise<void> {
  const { summary, steps, ...rest } = await asParty(party, ({ hub }) => ask(hub))
  if (json === true) return printJson(terminal, { summary, steps, ...rest })
  const { requestId, kind, municipalityCode, dueOn } = summary
  terminal.line(`${requestId} ${kind} ${municipalityCode}: ${stateOf(summary)}, due ${dueOn}`)
  const rows = steps.map(({ at, step, party: whom, count }) => [at, step, whom, count])
  if (rows.length > 0) {
    table(['at', 'step', 'party', 'count'], rows).forEach((line) => terminal.line(line))
  }
}

function stateOf({ liftedAt, answer }: Schemas['ObjectionSummary']): string {
  const answered = answer === undefined ? 'open' : `answered ${answer}`
  return liftedAt === undefined ? answered : `${answered}, lifted`
}

async function readSubject(
  file: string,
): Promise<Pick<NewObjection, 'municipalityCode' | 'person' | 'address'>> {
  try {
    const text = await readFile(file === '-' ? '/dev/stdin' : file, 'utf8')
    const { municipalityCode, person, address } = JSON.parse(text) as NewObjection
    return { municipalityCode, person, address }
  } catch {
    throw new CommandFailure('file.json', 'There is no readable JSON in the file.', 2)
  }
}
