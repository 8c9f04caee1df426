import { createWriteStream } from 'node:fs'
import { rename } from 'node:fs/promises'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { stringify } from 'csv-stringify/sync'
import type { components } from '../../generated/openapi.js'
import {
  columnLetters,
  explain,
  headingOf,
  type Finding,
  type FieldName,
  type Language,
} from '../../spreadsheet/index.js'
import { safeCell } from '../files/safe-cells.js'
import { findingsOf } from './item-outcome.js'
import type { ReceiptFolder } from './receipts.js'
import type { ItemSource } from './source.js'
import { rowOutcomes, type PlannedBatch } from './state.js'

type Status = (typeof STATUSES)[number]

/** What can become of a row. */
export const STATUSES = [
  'ACCEPTED',
  'ACCEPTED_WITH_WARNINGS',
  'REJECTED',
  'DELIVERED_BEFORE',
  'READY',
  'NOT_DELIVERED',
] as const

/** One row of the report: places, rules and identifiers, never what stood in the file. */
export interface ReportRow {
  readonly row: number
  readonly status: Status
  readonly notificationId?: string
  readonly batchId?: string
  readonly findings: readonly Finding[]
}

/** How many rows ended in which way. */
export type ReportCounts = Record<Status, number>

/** What a report is made from. */
export interface ReportInput {
  readonly source: ItemSource
  readonly language: Language
  /** The plan, kept or not. */
  readonly planFile: string
  readonly batches: readonly PlannedBatch[]
  /** Where delivered batches have their receipts; without, nothing was delivered. */
  readonly receipts?: ReceiptFolder
  readonly now: Date
  readonly hub: string
}

/** Where the report of a file stands. */
export function reportPaths(file: string): { readonly csv: string; readonly json: string } {
  return { csv: `${file}.report.csv`, json: `${file}.report.json` }
}

/**
 * Writes what became of every row beside the file: CSV for a spreadsheet (with `;`, nothing in it is
 * calculated) and JSON. Written piece by piece and put in place when complete.
 */
export async function writeReport(input: ReportInput): Promise<ReportCounts> {
  const { source, language, hub, now } = input
  const paths = reportPaths(source.path)
  const counts = Object.fromEntries(STATUSES.map((status) => [status, 0])) as ReportCounts
  const csv = new PieceFile(paths.csv)
  const json = new PieceFile(paths.json)
  await csv.write(`\ufeff${csvLine(HEADINGS[language])}`)
  const head = { hub, writtenAt: now.toISOString(), file: source.look.digest }
  await json.write(`${JSON.stringify(head).slice(0, -1)},"rows":[`)
  let separator = '\n'
  for await (const row of reportRows(input)) {
    counts[row.status] += 1
    const findings = row.findings.map((finding) => worded(finding, source, language))
    await json.write(`${separator}${JSON.stringify({ ...row, findings })}`)
    separator = ',\n'
    const lines = findings.length === 0 ? [{}] : findings
    await csv.write(lines.map((finding) => csvLine(cellsOf(row, finding, language))).join(''))
  }
  await json.write(`\n],"counts":${JSON.stringify(counts)}}\n`)
  await Promise.all([csv.end(), json.end()])
  return counts
}

const HEADINGS: Readonly<Record<Language, readonly string[]>> = {
  nl: [
    ...['Rij', 'Kolom', 'Gegeven', 'Uitkomst', 'Code', 'Wat er is', 'Wat te doen', 'Grondslag'],
    ...['Meldingkenmerk', 'Partij'],
  ],
  en: [
    ...['Row', 'Column', 'Field', 'Outcome', 'Code', 'What it is', 'What to do', 'Reference'],
    ...['Notification id', 'Batch'],
  ],
}

const STATUS_WORDS: Readonly<Record<Language, Readonly<Record<Status, string>>>> = {
  nl: {
    ACCEPTED: 'aanvaard',
    ACCEPTED_WITH_WARNINGS: 'aanvaard met waarschuwing',
    REJECTED: 'geweigerd',
    DELIVERED_BEFORE: 'eerder afgeleverd',
    READY: 'kan worden afgeleverd',
    NOT_DELIVERED: 'nog niet afgeleverd',
  },
  en: {
    ACCEPTED: 'accepted',
    ACCEPTED_WITH_WARNINGS: 'accepted with warning',
    REJECTED: 'rejected',
    DELIVERED_BEFORE: 'delivered before',
    READY: 'can be delivered',
    NOT_DELIVERED: 'not delivered yet',
  },
}

/** A finding in words, with its place in the file. */
export interface WordedFinding extends Finding {
  readonly column?: string
  readonly name?: string
  readonly says: string
  readonly remedy: string
}

/** Says a finding in words and where it is. */
export function worded(finding: Finding, { sheet }: ItemSource, language: Language): WordedFinding {
  const known = sheet?.columns.known.find(({ field }) => field.name === finding.field)
  return {
    ...finding,
    ...(known === undefined ? {} : { column: columnLetters(known.index) }),
    ...(finding.field === undefined ? {} : { name: nameOf(finding.field, language) }),
    ...explain(finding.code, language),
  }
}

function nameOf(field: FieldName, language: Language): string {
  return headingOf(field, language)
}

function cellsOf(
  { row, status, notificationId, batchId }: ReportRow,
  { column, name, code, says, remedy, reference }: Partial<WordedFinding>,
  language: Language,
): readonly string[] {
  const outcome = STATUS_WORDS[language][status]
  return [
    String(row),
    ...[column, name, outcome, code, says, remedy, reference, notificationId, batchId].map(
      safeCell,
    ),
  ]
}

function csvLine(cells: readonly string[]): string {
  return stringify([[...cells]], { delimiter: ';', record_delimiter: 'windows' })
}

/** All rows in their order: those left out, and those of every batch. */
async function* reportRows(input: ReportInput): AsyncGenerator<ReportRow> {
  const outcomes = rowOutcomes(input.planFile)[Symbol.asyncIterator]()
  let next = await outcomes.next()
  const notes = new Map<number, readonly Finding[]>()
  for (const batch of [...input.batches, undefined]) {
    const last = batch?.rows.at(-1)?.[1] ?? Infinity
    notes.clear()
    const left: ReportRow[] = []
    while (next.done !== true && next.value.row <= last) {
      const { row, status, findings } = next.value
      if (status === 'noted') notes.set(row, findings)
      else
        left.push({ row, status: status === 'before' ? 'DELIVERED_BEFORE' : 'REJECTED', findings })
      next = await outcomes.next()
    }
    const sent = batch === undefined ? [] : await rowsOf(batch, input, notes)
    yield* [...left, ...sent].sort((one, other) => one.row - other.row)
  }
}

async function rowsOf(
  batch: PlannedBatch,
  { receipts, now, source }: ReportInput,
  notes: ReadonlyMap<number, readonly Finding[]>,
): Promise<ReportRow[]> {
  const numbers = batch.rows.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, index) => first + index),
  )
  const receipt = await receipts?.of(batch, now)
  if (receipt === undefined) {
    const status = receipts === undefined ? 'READY' : 'NOT_DELIVERED'
    return numbers.map((row) => ({ row, status, findings: notes.get(row) ?? [] }))
  }
  const isInEuros = source.sheet?.columns.known.some(({ field }) => field.name === 'arrears')
  return numbers.map((row, index) => {
    const { status, notificationId, warnings, errors } = receipt.items[index]!
    return {
      row,
      status,
      ...(notificationId === undefined ? {} : { notificationId }),
      batchId: batch.batchId,
      findings: [
        ...findingsOf(errors ?? [], isInEuros === true),
        ...(warnings ?? []).map(({ code }: components['schemas']['ItemWarning']) => ({ code })),
      ],
    }
  })
}

/** A file that is written piece by piece and takes its name when it is whole. */
class PieceFile {
  readonly #path: string
  readonly #half: string
  readonly #stream: ReturnType<typeof createWriteStream>

  constructor(path: string) {
    this.#path = path
    this.#half = `${path}.${process.pid}`
    this.#stream = createWriteStream(this.#half, { mode: 0o600 })
  }

  async write(text: string): Promise<void> {
    if (!this.#stream.write(text)) await once(this.#stream, 'drain')
  }

  async end(): Promise<void> {
    this.#stream.end()
    await finished(this.#stream)
    await rename(this.#half, this.#path)
  }
}
