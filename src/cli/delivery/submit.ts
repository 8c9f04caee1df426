import { basename, dirname } from 'node:path'
import { HeadingProblem, type Language } from '../../spreadsheet/index.js'
import { printJson, type Output } from '../output.js'
import type { PartySession } from '../party.js'
import { startProgress } from '../progress.js'
import type { Answers } from './ask.js'
import { checkItems, type CheckCounts } from './check.js'
import { contextOf, rowKeyOf } from './context.js'
import { deliverPlan } from './deliver.js'
import { clearHalves } from './halves.js'
import { patiently } from './patience.js'
import { headOf, requireSame } from './plan-head.js'
import { ReceiptFolder } from './receipts.js'
import { reportPaths, writeReport, type ReportCounts } from './report.js'
import { columnLines, columnsForJson, countsLine, findingLine } from './screen.js'
import { givenLines, headingFailure, moreLine } from './screen.js'
import { openSource, requireColumns } from './source.js'
import type { ItemSource, ReadingContext } from './source.js'
import { dropPlan, PlanWriter, planPath, readPlan } from './state.js'
import type { DeliveryPlan, RowOutcome } from './state.js'
import type { ReadingOptions } from './studied-sheet.js'
import { saying } from './saying.js'

/** What somebody asks for. */
export interface SubmitOptions {
  readonly language: Language
  readonly json: boolean
  readonly reading: ReadingOptions
  readonly batchSize: number
  readonly receipts: string
  /** Folder for bodies as they were signed; not kept when left out. */
  readonly bodies?: string | undefined
  /** Judge only. */
  readonly dryRun: boolean
  /** Deliver the good rows although others are refused. */
  readonly acceptPartial: boolean
  /** Whether the hub is asked what it would say before anything is delivered. */
  readonly asksHub: boolean
  /** Forget an earlier delivery of the same file. */
  readonly isNew: boolean
  readonly patienceMs: number
}

/** Who delivers, and who is asked and told. */
export interface Desk {
  readonly session: PartySession
  readonly output: Output
  readonly answers: Answers
}

/** How it ended, as `--json` prints it. */
export interface Submitted {
  readonly exitCode: 0 | 1
  readonly counts: ReportCounts
  /** Identifiers of the batches that make up the delivery. */
  readonly batches: readonly string[]
}

/** Lines about single rows that the screen shows; all are in the report. */
const MOST_SHOWN = 20

/**
 * Delivers a file: shows how it is understood, has every row judged, asks, delivers, reports. Given
 * again after it was stopped it continues where it was.
 *
 * @returns 1 when a row was refused, 0 otherwise.
 * @throws {CommandFailure} `rows.refused`, `delivery.*`, `file.*`, `headings.*`.
 */
export async function submitFile(
  path: string,
  options: SubmitOptions,
  desk: Desk,
): Promise<Submitted> {
  const { language, json } = options
  const { output, session } = desk
  const tell = (lines: readonly string[]) => {
    if (!json) lines.forEach((line) => output.line(line))
  }
  const source = await opened(path, options.reading)
  const own = ['.state.ndjson', '.report.csv', '.report.json'].map((end) => basename(path) + end)
  await clearHalves(dirname(path), (name) => own.includes(name))
  for (const folder of [options.receipts, options.bodies]) {
    if (folder !== undefined) await clearHalves(folder, (name) => /\.(json|sig)$/.test(name))
  }
  if (options.isNew) dropPlan(path)
  const kept = options.dryRun ? undefined : await readPlan(planPath(path))
  if (kept === undefined && source.sheet !== undefined) tell(columnLines(source.sheet, language))
  const now = session.hub.clock.now()
  const idKey = rowKeyOf(session.folder)
  if (kept !== undefined) {
    requireSame(kept, headOf(source, options.reading, session.identity.hub, kept.head))
    tell([saying(language).continuing])
    return delivered(source, kept, { ...kept.head, idKey }, options, desk)
  }
  const mandates = await patiently(() => session.hub.mandates(), options.patienceMs)
  const context = contextOf(mandates, options.reading, now, idKey)
  required(source, context)
  if (source.sheet !== undefined) tell(givenLines(context, source.sheet, language))
  const head = headOf(source, options.reading, session.identity.hub, context)
  const plan = await PlanWriter.begin(path, head)
  try {
    const counts = await checked(source, context, plan, options, desk)
    await plan.end()
    const mayDeliver = !options.dryRun && (await agreed(counts, options, desk))
    if (!mayDeliver) return await undelivered(source, plan, options, desk)
    await plan.keep(path)
  } finally {
    await plan.drop()
  }
  // Another process may have kept its plan first; then that one counts.
  const counting = (await readPlan(planPath(path)))!
  return delivered(source, counting, { ...counting.head, idKey }, options, desk)
}

async function opened(path: string, reading: ReadingOptions): Promise<ItemSource> {
  try {
    return await openSource(path, reading)
  } catch (error) {
    throw error instanceof HeadingProblem ? headingFailure(error) : error
  }
}

function required(source: ItemSource, context: ReadingContext): void {
  try {
    requireColumns(source, context)
  } catch (error) {
    throw error instanceof HeadingProblem ? headingFailure(error) : error
  }
}

async function checked(
  source: ItemSource,
  context: ReadingContext,
  plan: PlanWriter,
  options: SubmitOptions,
  { session, output }: Desk,
): Promise<CheckCounts> {
  const { language } = options
  const bar = startProgress(saying(language).checking, source.rows ?? 0)
  const shown: string[] = []
  const onOutcome = ({ row, status, findings }: RowOutcome) => {
    if (status !== 'refused' || shown.length > MOST_SHOWN) return
    for (const finding of findings) shown.push(findingLine(row, finding, source, language))
  }
  try {
    return await checkItems(source.items(context), {
      hub: session.hub,
      plan,
      batchSize: options.batchSize,
      asksHub: options.asksHub,
      patienceMs: options.patienceMs,
      isInEuros: isInEuros(source),
      onOutcome,
      onProgress: (rows) => bar.to(rows),
    })
  } finally {
    bar.end()
    if (!options.json) {
      shown.slice(0, MOST_SHOWN).forEach((line) => output.line(line))
      if (shown.length > MOST_SHOWN) output.line(moreLine(language))
    }
  }
}

function isInEuros({ sheet }: ItemSource): boolean {
  return sheet?.columns.known.some(({ field }) => field.name === 'arrears') === true
}

/** Whether what passed is delivered; with refused rows only when somebody says so. */
async function agreed(
  { ready, refused }: CheckCounts,
  { acceptPartial, language }: SubmitOptions,
  { answers, session }: Desk,
): Promise<boolean> {
  if (ready === 0) return false
  const words = saying(language)
  if (refused > 0 && !acceptPartial) {
    return answers.isThere && (await answers.agree(words.deliverRest(ready, refused)))
  }
  // A script that gives this command has decided; whoever sits at the keyboard is asked.
  if (answers.isGivenBefore || !answers.isThere) return true
  return answers.agree(words.deliverAll(ready, session.identity.hub))
}

async function undelivered(
  source: ItemSource,
  plan: PlanWriter,
  options: SubmitOptions,
  desk: Desk,
): Promise<Submitted> {
  const { session } = desk
  const now = session.hub.clock.now()
  const { language } = options
  const { batches } = (await readPlan(plan.path))!
  const hub = session.identity.hub
  const counts = await writeReport({ source, language, planFile: plan.path, batches, now, hub })
  const result = { exitCode: counts.REJECTED > 0 ? 1 : 0, counts, batches: [] } as const
  return say(source, options, desk, result, saying(language).nothingDelivered)
}

async function delivered(
  source: ItemSource,
  { batches, head }: DeliveryPlan,
  context: ReadingContext,
  options: SubmitOptions,
  desk: Desk,
): Promise<Submitted> {
  const { language, patienceMs } = options
  const { session } = desk
  const receipts = new ReceiptFolder(options.receipts, session.identity)
  const total = batches.reduce((sum, { count }) => sum + count, 0)
  const bar = startProgress(saying(language).delivering, total)
  const report = async () => {
    const now = session.hub.clock.now()
    const planFile = planPath(source.path)
    return writeReport({ source, language, planFile, batches, receipts, now, hub: head.hub })
  }
  let sent: number
  try {
    sent = await deliverPlan(() => source.items(context), batches, {
      hub: session.hub,
      receipts,
      bodies: options.bodies,
      patienceMs,
      onProgress: (rows) => bar.to(rows),
    })
  } catch (error) {
    await report()
    throw error
  } finally {
    bar.end()
  }
  const counts = await report()
  const ids = batches.map(({ batchId }) => batchId)
  const result = { exitCode: counts.REJECTED > 0 ? 1 : 0, counts, batches: ids } as const
  return say(source, options, desk, result, sent === 0 ? saying(language).nothingLeft : undefined)
}

function say(
  source: ItemSource,
  { json, language, receipts }: SubmitOptions,
  { output }: Desk,
  result: Submitted,
  note?: string,
): Submitted {
  const report = reportPaths(source.path)
  const { sheet } = source
  if (json) {
    const columns = sheet === undefined ? {} : { columns: columnsForJson(sheet) }
    printJson(output, { ...summaryOf(result), report, receipts, ...columns })
    return result
  }
  if (note !== undefined) output.line(note)
  output.line(countsLine(result.counts, language))
  output.line(saying(language).reportIn(report.csv))
  if (result.counts.ACCEPTED + result.counts.ACCEPTED_WITH_WARNINGS > 0) {
    output.line(saying(language).receiptsIn(receipts))
  }
  return result
}

function summaryOf({ counts, batches }: Submitted): object {
  return {
    accepted: counts.ACCEPTED + counts.ACCEPTED_WITH_WARNINGS,
    acceptedWithWarnings: counts.ACCEPTED_WITH_WARNINGS,
    rejected: counts.REJECTED,
    deliveredBefore: counts.DELIVERED_BEFORE,
    ready: counts.READY,
    notDelivered: counts.NOT_DELIVERED,
    batches,
  }
}
