import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { Command } from 'commander'
import { normaliseResident, PlainTokens } from '../../identity/index.js'
import { dayOf } from '../../kernel/calendar.js'
import { systemClock } from '../../kernel/clock.js'
import { linkSet, RecordSet, scoreClusters, type ClusterScore } from '../../linkage/index.js'
import { CommandFailure } from '../failure.js'
import { readLabelledRecords, type LabelledRecord } from '../files/labelled-records.js'
import { printJson, table, terminal } from '../output.js'
import { runCommand } from '../run.js'

interface Options {
  readonly clusters?: string
  readonly json?: boolean
}

const NOTE_EVERY = 100_000

/** `vroegsignaal match evaluate`: what the matching rules make of a file whose truth is known. */
export function matchEvaluateCommand(): Command {
  return new Command('evaluate')
    .description(
      'cluster a CSV of records with the hub’s own rules, offline, and compare with the truth in it',
    )
    .argument('<file>', 'columns as src/linkage/README.md lists them')
    .option('--clusters <file>', 'write record_id, person_cluster, household_cluster as CSV')
    .option('--json', 'one JSON object as the last line')
    .action((file: string, options: Options) =>
      runCommand(() => evaluate(file, options), options.json === true),
    )
}

async function evaluate(file: string, options: Options): Promise<void> {
  const started = systemClock.now().getTime()
  const today = dayOf(systemClock.now())
  const records = new RecordSet()
  const tokens = new PlainTokens(records)
  const truth = { person: new Labels(), household: new Labels() }
  const columns = await readLabelledRecords(file, (record) => {
    tokens.add(record('record_id'), normaliseResident(residentOf(record), today))
    truth.person.add(record('person_id'))
    truth.household.add(record('household_id'))
    if (records.size % NOTE_EVERY === 0) terminal.note(`${records.size} records read`)
  })
  refuseRepeatedIds(records.ids)
  terminal.note(`${records.size} records read; linking`)
  const linked = linkSet(records)
  if (options.clusters !== undefined) {
    await writeClusters(options.clusters, records.ids, linked.person, linked.household)
  }
  const score = scoreClusters(linked, {
    person: columns.has('person_id') ? truth.person.numbers() : undefined,
    household: columns.has('household_id') ? truth.household.numbers() : undefined,
  })
  const seconds = (systemClock.now().getTime() - started) / 1000
  if (options.json === true) printJson(terminal, { records: records.size, ...score, seconds })
  else printScore(score, records.size, seconds)
}

function residentOf(record: LabelledRecord): Parameters<typeof normaliseResident>[0] {
  return {
    person: {
      initials: record('initials'),
      prefix: record('surname_prefix'),
      surname: record('surname'),
      birthDate: record('date_of_birth'),
    },
    address: {
      street: record('street'),
      postcode: record('postcode'),
      houseNumber: record('house_number'),
      addition: record('house_number_addition'),
    },
    phone: [record('phone')],
    email: [record('email')],
  }
}

/** Numbers the labels of a truth column; the empty one is -1: not known. */
class Labels {
  readonly #numbers = new Map<string, number>([['', -1]])
  readonly #values: number[] = []

  add(label: string): void {
    let number = this.#numbers.get(label)
    if (number === undefined) this.#numbers.set(label, (number = this.#numbers.size - 1))
    this.#values.push(number)
  }

  numbers(): Int32Array {
    return Int32Array.from(this.#values)
  }
}

function refuseRepeatedIds(ids: readonly string[]): void {
  if (new Set(ids).size === ids.length && !ids.includes('')) return
  throw new CommandFailure('file.record_id', 'Every record needs a record_id of its own.', 2)
}

async function writeClusters(
  path: string,
  ids: readonly string[],
  person: Int32Array,
  household: Int32Array,
): Promise<void> {
  const out = createWriteStream(path)
  let lines = 'record_id,person_cluster,household_cluster\n'
  try {
    for (let at = 0; at < ids.length; at += 1) {
      const cells = [ids[at]!, ids[person[at]!]!, ids[household[at]!]!]
      lines += `${cells.map(quoted).join(',')}\n`
      if (lines.length < 65_536) continue
      if (!out.write(lines)) await once(out, 'drain')
      lines = ''
    }
    out.end(lines)
    await once(out, 'close')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new CommandFailure('file.unwritable', `The clusters cannot be written (${code}).`, 2)
  }
}

/** Ids are written as they were read, so that the file can be joined with the original. */
function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

function printScore(score: ClusterScore, records: number, seconds: number): void {
  terminal.line(
    `${records} records, ${score.personClusters} people, ` +
      `${score.householdClusters} households by the rules; ${seconds.toFixed(1)} s`,
  )
  const levels = [
    ['person', score.person],
    ['address', score.address],
  ] as const
  const rows = levels.flatMap(([level, pairs]) =>
    pairs === null
      ? []
      : [
          [
            level,
            pairs.truePairs,
            pairs.pairs,
            pairs.precision.toFixed(5),
            pairs.recall.toFixed(5),
            pairs.f1.toFixed(5),
          ],
        ],
  )
  if (rows.length === 0) return terminal.line('No truth in the file: nothing to compare with.')
  const head = ['level', 'true pairs', 'pairs', 'precision', 'recall', 'F1']
  for (const line of table(head, rows)) terminal.line(line)
  if (score.mixedPersonsPerMillion !== null) {
    terminal.line(
      `people in mixed clusters, per million: ${score.mixedPersonsPerMillion.toFixed(0)}`,
    )
  }
  if (score.coverage !== null) {
    terminal.line(`pairs of one person in one person or household: ${score.coverage.toFixed(4)}`)
  }
}
