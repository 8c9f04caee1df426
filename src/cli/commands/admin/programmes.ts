import { createHash } from 'node:crypto'
import { Command } from 'commander'
import type { PartyId } from '../../../parties/index.js'
import {
  endProgramme,
  loadProgramme,
  programmes,
  registerTriageProfile,
  selectProgrammes,
  type Evaluated,
  type EvaluatedMonth,
  type LoadedProgramme,
  type PartyIds,
} from '../../../programmes/index.js'
import { list } from '../../../registry/index.js'
import { table } from '../../output.js'
import {
  act,
  asDay,
  asMunicipality,
  asParty,
  common,
  readJson,
  readText,
  usage,
  type Common,
} from './act.js'

/** `admin programme …`: covenants with their participants. */
export function programmeCommand(): Command {
  const programme = new Command('programme').description('covenants with their participants')
  common(programme.command('load'))
    .description('register programmes that come with the product: parties, mandates, triage')
    .argument('[ids...]', programmes.map(({ id }) => id).join(', '))
    .option('--parties <file>', 'JSON: party ids by key, outside a sandbox')
    .action((ids: readonly string[], options: Common & { parties?: string }) =>
      act(options, async (context, operator) => {
        const unknown = ids.filter((id) => !programmes.some((known) => known.id === id))
        if (unknown.length > 0) throw usage(`There is no programme ${unknown.join(', ')}.`)
        const given = options.parties === undefined ? {} : readIds(await readJson(options.parties))
        const loaded: LoadedProgramme[] = []
        for (const one of programmes.filter(({ id }) => ids.length === 0 || ids.includes(id))) {
          loaded.push(await loadProgramme(context, operator, one, given))
        }
        const rows = loaded.map(({ id, parties, mandates }) => [id, parties, mandates])
        return {
          json: { programmes: loaded },
          lines: table(['programme', 'parties', 'new mandates'], rows),
        }
      }),
    )
  common(programme.command('list'))
    .description('registered programmes')
    .action((options: Common) =>
      act(options, async (context, operator) => {
        const registered = await list(context, operator, 'listProgrammes', selectProgrammes)
        const rows = registered.map((row) => [
          row.id,
          row.name,
          row.municipalities.join(' '),
          row.validFrom,
          row.validUntil ?? '',
          row.participants.length,
        ])
        const head = ['programme', 'name', 'municipalities', 'from', 'until', 'participants']
        return { json: { programmes: registered }, lines: table(head, rows) }
      }),
    )
  common(programme.command('end'))
    .description('end a pilot: remove everything of its municipalities, with proof in their logs')
    .argument('<id>', 'of a programme whose last day is over')
    .requiredOption(
      '--evaluation <file...>',
      'what `municipality evaluate` wrote, of each of them: every month that is removed, as the hub counts it now',
    )
    .action((id: string, options: Common & { evaluation: readonly string[] }) =>
      act(options, async (context, operator) => {
        const evaluations = await Promise.all(options.evaluation.map(readEvaluation))
        const ended = await endProgramme(context, operator, id, evaluations)
        const rows = ended.map(({ municipality, removed, entryId }) => [
          municipality,
          Object.values(removed).reduce((total, count) => total + count, 0),
          entryId,
        ])
        return {
          json: { programme: id, ended },
          lines: table(['municipality', 'rows removed', 'entry of the log'], rows),
        }
      }),
    )
  return programme
}

/** An evaluation as its municipality wrote it; its numbers are compared, and stay in its file. */
async function readEvaluation(file: string): Promise<Evaluated> {
  const text = await readText(file)
  const { municipalityCode, months, totals } = asObject(await readJson(file))
  const digest = createHash('sha256').update(text).digest('hex')
  const isFull = Array.isArray(months) && months.length > 0 && typeof totals === 'object'
  if (typeof municipalityCode !== 'string' || !isFull) {
    throw usage(
      `${file} is no evaluation with months and totals, as \`municipality evaluate\` writes it.`,
    )
  }
  return {
    municipality: municipalityCode,
    digest,
    months: (months as readonly unknown[]).map((one): EvaluatedMonth => ({
      month: undefined,
      ...asObject(one),
    })),
    totals,
  }
}

function asObject(input: unknown): Readonly<Record<string, unknown>> {
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input)
  return isObject ? (input as Readonly<Record<string, unknown>>) : {}
}

/** `admin triage …`: how a municipality weighs its cases. */
export function triageCommand(): Command {
  const triage = new Command('triage').description('how a municipality weighs its cases')
  common(triage.command('set'))
    .description('register a triage profile as the next version')
    .argument('<file>', 'JSON: minSectors, disconnectionBypasses, bins, lowPriorityBin, …')
    .requiredOption('--municipality <code>', 'CBS code')
    .requiredOption('--from <day>', 'first day on which it holds')
    .action((file: string, options: Common & { municipality: string; from: string }) =>
      act(options, async (context, operator) => {
        const municipality = asMunicipality(options.municipality, '--municipality')
        const from = asDay(options.from, '--from')
        const input = await readJson(file)
        const version = await registerTriageProfile(context, operator, municipality, input, from)
        const json = { municipality, version, from }
        return { json, lines: [`Profile ${version} of ${municipality} holds from ${from} on.`] }
      }),
    )
  return triage
}

function readIds(input: unknown): PartyIds {
  if (typeof input !== 'object' || input === null) throw usage('--parties holds no JSON object.')
  return Object.fromEntries(
    Object.entries(input).map(([key, id]): [string, PartyId] => [
      key,
      asParty(String(id), `--parties, ${key}`),
    ]),
  )
}
