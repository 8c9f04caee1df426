import { createHash } from 'node:crypto'
import { newBodyFrame, type HubConnection } from '../../client/index.js'
import type { components } from '../../generated/openapi.js'
import { validateNotification } from '../../http/contract.js'
import { randomId } from '../../kernel/identifiers.js'
import { fieldAt, type Finding } from '../../spreadsheet/index.js'
import type { FoundItem } from './found-item.js'
import { outcomeOf } from './item-outcome.js'
import { patiently } from './patience.js'
import type { PlanWriter, RowOutcome } from './state.js'

type Schemas = components['schemas']
type Item = Schemas['Notification']

/** What checking a file found. */
export interface CheckCounts {
  rows: number
  /** Rows that can be delivered, those with something to look at among them. */
  ready: number
  noted: number
  refused: number
  /** Rows that were delivered this month with the same content. */
  before: number
}

/** What checking works with. */
export interface Checking {
  readonly hub: HubConnection
  readonly plan: PlanWriter
  readonly batchSize: number
  /** Whether the hub is asked what it would say. */
  readonly asksHub: boolean
  /** How long a hub that cannot be reached is tried again, in milliseconds. */
  readonly patienceMs: number
  /** Whether amounts are in euros, for naming their column. */
  readonly isInEuros: boolean
  /** Called with every outcome, in the order of rows. */
  readonly onOutcome: (outcome: RowOutcome) => void
  readonly onProgress: (rows: number) => void
}

/**
 * Judges every row, first by the contract and then by the hub's dry run, and plans the batches of those
 * that can be delivered. Works through pieces of the file, so memory does not grow with it.
 */
export async function checkItems(
  items: AsyncIterable<FoundItem>,
  checking: Checking,
): Promise<CheckCounts> {
  const counts: CheckCounts = { rows: 0, ready: 0, noted: 0, refused: 0, before: 0 }
  const seen = new Set<string>()
  const ready = new ReadyRows(checking)
  let piece: Judged[] = []
  const finish = async () => {
    const outcomes = await judgePiece(piece, checking)
    await checking.plan.outcomes(outcomes)
    for (const outcome of outcomes) {
      counts[outcome.status] += 1
      checking.onOutcome(outcome)
    }
    const excluded = new Set(
      outcomes.filter(({ status }) => status !== 'noted').map(({ row }) => row),
    )
    for (const { found } of piece) {
      if (excluded.has(found.row)) continue
      counts.ready += 1
      await ready.add(found)
    }
    counts.rows += piece.length
    checking.onProgress(counts.rows)
    piece = []
  }
  for await (const found of items) {
    const findings =
      found.findings.length > 0 ? found.findings : localFindings(found, checking, seen)
    piece.push({ found, findings })
    if (piece.length === checking.batchSize) await finish()
  }
  await finish()
  await ready.flush()
  return counts
}

interface Judged {
  readonly found: FoundItem
  readonly findings: readonly Finding[]
}

/** By the contract's own schemas, and by what was seen in the file before. */
function localFindings(
  { item, isIdMade }: FoundItem,
  { isInEuros }: Checking,
  seen: Set<string>,
): readonly Finding[] {
  const places = validateNotification(item)
  const findings = places.map(({ pointer, code }): Finding => {
    const field = fieldAt(pointer, isInEuros)
    const isMissing = code === 'schema.required'
    const isMore = code === 'schema.additionalProperties'
    return {
      code: isMissing ? 'CELL_MISSING' : isMore ? 'FIELD_NOT_ALLOWED' : 'TEXT_NOT_ALLOWED',
      ...(field === undefined ? {} : { field }),
    }
  })
  if (findings.length > 0) return findings
  // Sixteen characters instead of thirty-six: a hundred thousand of them are kept.
  const id = Buffer.from(String(item['notificationId']).replaceAll('-', ''), 'hex')
  const key = `${id.toString('latin1')}${String(item['creditorId'])}`
  if (seen.has(key)) {
    return [isIdMade ? { code: 'ROW_REPEATED' } : { code: 'ID_REPEATED', field: 'notificationId' }]
  }
  seen.add(key)
  return []
}

async function judgePiece(piece: readonly Judged[], checking: Checking): Promise<RowOutcome[]> {
  const asked = checking.asksHub ? piece.filter(({ findings }) => findings.length === 0) : []
  const answers = new Map<number, Schemas['ItemResult']>()
  if (asked.length > 0) {
    const items = asked.map(({ found }) => found.item as unknown as Item)
    const { document } = await patiently(() => checking.hub.validate(items), checking.patienceMs)
    document.items.forEach((result, index) => answers.set(asked[index]!.found.row, result))
  }
  return piece.flatMap(({ found, findings }): RowOutcome[] => {
    const { row } = found
    if (findings.length > 0) return [{ row, status: 'refused', findings }]
    const answer = answers.get(row)
    if (answer === undefined) return []
    const outcome = outcomeOf(found, answer, checking.isInEuros)
    return outcome === undefined ? [] : [outcome]
  })
}

/** Gathers rows that can be delivered and plans a batch whenever there are enough. */
class ReadyRows {
  readonly #checking: Checking
  #items: Item[] = []
  #rows: [number, number][] = []

  constructor(checking: Checking) {
    this.#checking = checking
  }

  async add({ row, item }: FoundItem): Promise<void> {
    this.#items.push(item as unknown as Item)
    const last = this.#rows.at(-1)
    if (last !== undefined && last[1] === row - 1) last[1] = row
    else this.#rows.push([row, row])
    if (this.#items.length === this.#checking.batchSize) await this.flush()
  }

  async flush(): Promise<void> {
    if (this.#items.length === 0) return
    const { hub, plan } = this.#checking
    const frame = newBodyFrame(hub.clock.now())
    const batchId = randomId()
    const text = hub.batchText(batchId, frame, this.#items)
    const digest = createHash('sha256').update(text).digest('hex')
    await plan.batch({ batchId, ...frame, rows: this.#rows, count: this.#items.length, digest })
    this.#items = []
    this.#rows = []
  }
}
