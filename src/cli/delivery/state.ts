import { createReadStream, existsSync, rmSync } from 'node:fs'
import { link, open, rm, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import type { BodyFrame } from '../../client/index.js'
import type { Day } from '../../kernel/calendar.js'
import type { FieldName, Finding } from '../../spreadsheet/index.js'
import { CommandFailure } from '../failure.js'

/**
 * What is delivered of a file, decided before the first byte leaves, in a file beside it that is
 * written once and never changed. It holds no person: row numbers, codes, and what each batch needs to
 * be made again byte for byte. Which batches are delivered is known by their receipts alone.
 */
export interface DeliveryPlan {
  readonly head: PlanHead
  readonly batches: readonly PlannedBatch[]
}

/** For what a plan holds; another file, hub or way of reading needs another plan. */
export interface PlanHead {
  readonly version: 1
  /** SHA-256 of the input file, hexadecimal. */
  readonly file: string
  readonly hub: string
  /** SHA-256 over how the file is read, hexadecimal. */
  readonly reading: string
  /** What the rows that leave it out mean. */
  readonly given: Readonly<Partial<Record<FieldName, string>>>
  readonly municipalities: Readonly<Record<string, string>>
  readonly reportedOn: Day
}

/** One batch, with which its body can be made again. */
export interface PlannedBatch extends BodyFrame {
  readonly batchId: string
  /** First and last row of every run of rows in it. */
  readonly rows: readonly (readonly [number, number])[]
  readonly count: number
  /** SHA-256 of the body, hexadecimal. */
  readonly digest: string
}

/** What became of a row before delivery, where there is something to tell. */
export interface RowOutcome {
  readonly row: number
  /** `refused` and `before` are not delivered; `noted` is, with something to look at. */
  readonly status: 'refused' | 'before' | 'noted'
  readonly findings: readonly Finding[]
}

const VERSION = 1

/** Where the plan of a file stands. */
export function planPath(file: string): string {
  return `${file}.state.ndjson`
}

/** Writes a plan as it is made; it counts once it is kept. */
export class PlanWriter {
  readonly path: string
  readonly #file: FileHandle

  private constructor(path: string, file: FileHandle) {
    this.path = path
    this.#file = file
  }

  /** Begins a plan beside a file. @throws {CommandFailure} `file.unwritable`. */
  static async begin(file: string, head: PlanHead): Promise<PlanWriter> {
    const path = `${planPath(file)}.${process.pid}`
    let handle: FileHandle
    try {
      handle = await open(path, 'w', 0o600)
    } catch {
      const message = `Nothing can be written beside the file (${dirname(file)}).`
      const dutch = `Naast het bestand kan niets worden geschreven (${dirname(file)}).`
      throw new CommandFailure('file.unwritable', message, 2, dutch)
    }
    const writer = new PlanWriter(path, handle)
    await writer.#write([{ head }])
    return writer
  }

  outcomes(outcomes: readonly RowOutcome[]): Promise<void> {
    return this.#write(outcomes)
  }

  batch(batch: PlannedBatch): Promise<void> {
    return this.#write([{ batch }])
  }

  /** Ends the plan without keeping it: it can be read until it is dropped. */
  async end(): Promise<void> {
    await this.#write([{ end: true }])
    await this.#file.sync()
    await this.#file.close()
  }

  /**
   * Makes the plan the one that counts, durably. A plan that another process kept meanwhile stays.
   */
  async keep(file: string): Promise<void> {
    await link(this.path, planPath(file)).catch((error: { code?: string }) => {
      if (error.code !== 'EEXIST') throw error
    })
    const folder = await open(dirname(file), 'r')
    await folder.sync().catch(() => undefined)
    await folder.close()
    await this.drop()
  }

  async drop(): Promise<void> {
    await this.#file.close()
    await rm(this.path, { force: true })
  }

  async #write(lines: readonly object[]): Promise<void> {
    if (lines.length === 0) return
    await this.#file.appendFile(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  }
}

/** Drops a plan, so that the file can be delivered anew; receipts stay. */
export function dropPlan(file: string): void {
  rmSync(planPath(file), { force: true })
}

/** Reads a plan; nothing when there is none. @throws {CommandFailure} `state.unreadable`. */
export async function readPlan(path: string): Promise<DeliveryPlan | undefined> {
  if (!existsSync(path)) return undefined
  let head: PlanHead | undefined
  let isWhole = false
  const batches: PlannedBatch[] = []
  for await (const line of planLines(path)) {
    if ('head' in line) head = line.head
    else if ('batch' in line) batches.push(line.batch)
    else if ('end' in line) isWhole = true
  }
  if (!isWhole || head?.version !== VERSION) throw unreadable(path)
  return { head, batches }
}

/** What became of rows before delivery, in their order. */
export async function* rowOutcomes(path: string): AsyncGenerator<RowOutcome> {
  for await (const line of planLines(path)) if ('row' in line) yield line
}

type PlanLine = { head: PlanHead } | { batch: PlannedBatch } | { end: true } | RowOutcome

async function* planLines(path: string): AsyncGenerator<PlanLine> {
  for await (const line of createInterface({ input: createReadStream(path) })) {
    try {
      yield JSON.parse(line) as PlanLine
    } catch {
      throw unreadable(path)
    }
  }
}

function unreadable(path: string): CommandFailure {
  const message = `${path} is not a plan that this version wrote; --new begins anew.`
  const dutch = `${path} is geen plan van deze versie; met --new begint u opnieuw.`
  return new CommandFailure('state.unreadable', message, 2, dutch)
}
