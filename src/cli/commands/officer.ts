import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import type { components } from '../../generated/openapi.js'
import { CommandFailure } from '../failure.js'
import { printJson, table, terminal } from '../output.js'
import { asParty, PARTY_OPTION } from '../party.js'
import { runCommand } from '../run.js'
import { addObjections } from './officer-objections.js'
import { addVerifyReport } from './officer-report.js'
import { addReviews } from './officer-reviews.js'

type LogEntry = components['schemas']['LogEntry']

interface SearchOptions {
  readonly party: string
  readonly reason: string
  readonly controller?: string
  readonly from?: string
  readonly until?: string
  readonly actor?: string
  readonly action?: string
  readonly result?: components['schemas']['LogResult']
  readonly json?: boolean
}

/** `vroegsignaal officer …`: see what the access log holds. */
export function officerCommand(): Command {
  const officer = new Command('officer').description('search the access log and trace a household')
  officer
    .command('search')
    .description('entries of the log; the search itself is logged with its reason')
    .requiredOption(...PARTY_OPTION)
    .requiredOption('--reason <text>', 'why you are looking')
    .option('--controller <party>', 'whose part of the log: a party id, or hub')
    .option('--from <instant>', 'from this instant on, as 2026-08-01T00:00:00Z')
    .option('--until <instant>', 'up to this instant')
    .option('--actor <party>', 'who did it')
    .option('--action <word>', 'what was done, for example PULL')
    .option('--result <word>', 'ALLOW, DENY or ERROR')
    .option('--json', 'one JSON object as the last line')
    .action((options: SearchOptions) => runCommand(() => search(options), options.json === true))
  officer
    .command('trace')
    .description('who saw what about one household')
    .argument(
      '<file>',
      'JSON with municipalityCode, person and address; a file, so that no name stands in the history of the shell; - reads standard input',
    )
    .requiredOption(...PARTY_OPTION)
    .requiredOption('--reason <text>', 'why you are looking')
    .option('--json', 'one JSON object as the last line')
    .action((file: string, options: SearchOptions) =>
      runCommand(() => trace(file, options), options.json === true),
    )
  addObjections(officer)
  addReviews(officer)
  addVerifyReport(officer)
  return officer
}

async function search({ party, json, ...filter }: SearchOptions): Promise<void> {
  const entries = await asParty(party, async ({ hub }) => {
    const found: LogEntry[] = []
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await hub.searchLog(cursor === undefined ? filter : { ...filter, cursor })
      found.push(...page.entries)
      cursor = page.nextCursor
    }
    return found
  })
  if (json === true) return printJson(terminal, { entries })
  show(entries)
}

async function trace(file: string, { party, reason, json }: SearchOptions): Promise<void> {
  const asked = await readSubject(file)
  const trail = await asParty(party, ({ hub }) => hub.trace({ ...asked, reason }))
  if (json === true) return printJson(terminal, trail)
  terminal.line(`${trail.steps.length} entries touched this household`)
  show(trail.steps.map(({ entry }) => entry))
}

async function readSubject(
  file: string,
): Promise<Omit<components['schemas']['TraceRequest'], 'reason'>> {
  try {
    const text = await readFile(file === '-' ? '/dev/stdin' : file, 'utf8')
    return JSON.parse(text) as Omit<components['schemas']['TraceRequest'], 'reason'>
  } catch {
    throw new CommandFailure('file.json', 'There is no readable JSON in the file.', 2)
  }
}

function show(entries: readonly LogEntry[]): void {
  const rows = entries.map(({ number, record }) => {
    const { at, actor, action, result, purpose } = record as Record<string, string>
    return [number, at ?? '', actor ?? '', action ?? '', result ?? '', purpose ?? '']
  })
  const head = ['number', 'at', 'actor', 'action', 'result', 'purpose']
  table(head, rows).forEach((line) => terminal.line(line))
}
