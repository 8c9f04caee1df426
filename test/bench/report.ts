import type { AgreementsResult } from './agreements.js'
import type { FairnessResult } from './fairness.js'
import type { FeedsResult } from './feeds.js'
import { matchFlatness, type ScaleStep } from './flatness.js'
import type { IntakeResult } from './intake.js'
import type { LogResult } from './log.js'
import type { MatchResult } from './match.js'
import type { SingleResult } from './single.js'
import type { WorkbenchResult } from './workbench.js'

/** The log, and which share of intake goes into writing it. */
export type LogMeasured = LogResult & { readonly intakeCost: number }

/** Everything that a run measured; what it did not is missing. */
export interface Measured {
  readonly intake?: IntakeResult
  readonly match?: MatchResult
  readonly single?: SingleResult
  readonly feeds?: FeedsResult
  readonly log?: LogMeasured
  readonly agreements?: AgreementsResult
  readonly workbench?: WorkbenchResult
  readonly fairness?: FairnessResult
  readonly memoryMiB: number | null
  readonly flatness: number | null
  readonly scale: readonly ScaleStep[]
}

/** The result as programs read it. What was not measured is null. */
export function jsonOf({
  intake,
  match,
  single,
  feeds,
  log,
  agreements,
  workbench,
  fairness,
  ...rest
}: Measured): string {
  return JSON.stringify({
    intake: { perSecond: whole(intake?.perSecond), ofCopy: ratio(intake?.ofCopy) },
    match: { perSecond: whole(match?.perSecond), ofRead: ratio(match?.ofRead) },
    feeds: { perSecond: whole(feeds?.perSecond), ofCopy: ratio(feeds?.ofCopy) },
    single: { perSecond: whole(single?.perSecond), ofEmpty: ratio(single?.ofEmpty) },
    memoryMiB: rest.memoryMiB,
    flatness: ratio(rest.flatness),
    ...(rest.scale.length > 0 && scaleJsonOf(rest.scale)),
    ...(log && { log: logJsonOf(log) }),
    ...(agreements && { agreements: agreementsJsonOf(agreements) }),
    ...(workbench && { workbench: workbenchJsonOf(workbench) }),
    ...(fairness && { fairness: fairnessJsonOf(fairness) }),
  })
}

/** What each size cost, and how flat matching with its triage stayed, as programs read it. */
function scaleJsonOf(scale: readonly ScaleStep[]) {
  return {
    scale: scale.map(({ notifications, microsecondsPerItem, match }) => ({
      notifications,
      microsecondsPerItem: ratio(microsecondsPerItem),
      ...(match && {
        cases: match.cases,
        matchMicrosecondsPerCase: ratio(match.microsecondsPerCase),
        matchProcessorMicrosecondsPerCase: ratio(match.processorMicrosecondsPerCase),
      }),
    })),
    matchFlatness: ratio(matchFlatness(scale)?.clock),
    matchProcessorFlatness: ratio(matchFlatness(scale)?.processor),
  }
}

/** What was measured of the log, as programs read it. */
export function logJsonOf(log: LogMeasured) {
  return {
    searchP95Ms: ratio(log.searchP95Ms),
    proofMs: ratio(log.proofMs),
    appendPerSecond: whole(log.appendPerSecond),
    verifyPerSecond: whole(log.verifyPerSecond),
    verifyRecordsPerSecond: whole(log.verifyRecordsPerSecond),
    intakeCost: ratio(log.intakeCost),
    entries: log.entries,
  }
}

/** What many agreements cost, as programs read it. */
export function agreementsJsonOf({ few, many, ratio: cost, secondsRatio }: AgreementsResult) {
  return { few, many, ratio: ratio(cost), secondsRatio: ratio(secondsRatio) }
}

/** What the workbench took in a browser, as programs read it. */
export function workbenchJsonOf(found: WorkbenchResult): object {
  if ('skipped' in found) return found
  const { cases, opened, ...measured } = found
  const rounded = Object.entries(measured).map(([name, value]) => [name, ratio(value)])
  return { cases, opened, ...Object.fromEntries(rounded) }
}

/** How long a party waits beside a flood, against alone, as programs read it. */
export function fairnessJsonOf({ deliveries, ...result }: FairnessResult) {
  const figures = Object.entries(result).map(([name, value]) => [name, ratio(value)] as const)
  return { ...Object.fromEntries(figures), deliveries }
}

/** The result as people read it. */
export function tableOf(measured: Measured): string {
  const { intake, match, single, feeds, log, agreements, workbench, fairness } = measured
  const { memoryMiB, flatness, scale } = measured
  const rows: string[][] = [['', 'a second', 'yardstick', 'ratio', 'wanted']]
  if (intake) {
    const yardstick = `${comma(intake.copyPerSecond)} by COPY`
    rows.push(['intake', comma(intake.perSecond), yardstick, `${ratio(intake.ofCopy)}`, '0.3'])
  }
  if (match) {
    const yardstick = `${comma(match.notifications / match.readSeconds)} only read`
    rows.push([
      'match',
      comma(match.perSecond),
      yardstick,
      `${ratio(match.ofRead)} x`,
      'at most 4 x',
    ])
  }
  if (feeds) {
    const yardstick = `${comma(feeds.notifications / feeds.copySeconds)} by COPY`
    rows.push(['feeds', comma(feeds.perSecond), yardstick, `${ratio(feeds.ofCopy)}`, '0.2'])
  }
  if (single) {
    const yardstick = `${comma(single.emptyPerSecond)} empty`
    rows.push(['single', comma(single.perSecond), yardstick, `${ratio(single.ofEmpty)}`, ''])
  }
  if (log) rows.push(...logRows(log))
  if (agreements) {
    const { few, many } = agreements
    const yardstick = `${comma(few)} agreements`
    rows.push([comma(many), '', yardstick, `${ratio(agreements.ratio)} x`, 'at most 1.05 x'])
  }
  if (workbench) rows.push(...workbenchRows(workbench))
  if (fairness) {
    const { aloneP99Ms, besideP99Ms, times } = fairness
    const beside = `p99 ${ratio(besideP99Ms)} ms beside ${Math.round(times)} x`
    const row = ['fairness', beside, `p99 ${ratio(aloneP99Ms)} ms alone`]
    rows.push([...row, `${ratio(fairness.ratio)} x`, 'at most 2 x'])
  }
  if (intake === undefined) return aligned(rows)
  rows.push(['memory', '', '', `${memoryMiB ?? '?'} MiB`, 'at most 400 MB'])
  for (const { notifications, microsecondsPerItem, match } of scale) {
    const size = `of ${comma(notifications)}`
    rows.push([size, '', '', `${microsecondsPerItem.toFixed(1)} us each`, ''])
    if (match === undefined) continue
    const { cases, microsecondsPerCase, processorMicrosecondsPerCase } = match
    const processor = `${processorMicrosecondsPerCase.toFixed(1)} us of processors`
    const clock = `${microsecondsPerCase.toFixed(1)} us each`
    rows.push(['  matched', `${comma(cases)} cases`, processor, clock, ''])
  }
  rows.push(['flatness', '', '', `${ratio(flatness) ?? '?'} x`, 'at most 1.15 x'])
  const matching = matchFlatness(scale)
  if (matching !== null) {
    const processor = `${ratio(matching.processor)} x of processors`
    rows.push(['of match', '', processor, `${ratio(matching.clock)} x`, 'at most 1.15 x'])
  }
  return aligned(rows)
}

function logRows(log: LogMeasured): string[][] {
  const size = `${comma(log.entries)} entries`
  return [
    ['search', '', size, `${ratio(log.searchP95Ms)} ms`, 'at most 200 ms'],
    ['proof', '', size, `${ratio(log.proofMs)} ms`, 'at most 20 ms'],
    ['append', comma(log.appendPerSecond), '', '', '10,000'],
    ['verify', comma(log.verifyPerSecond), 'tiles', '', '300,000'],
    ['', comma(log.verifyRecordsPerSecond), 'with records', '', '100,000'],
    ['log', '', 'of intake', `${ratio(log.intakeCost * 100)} %`, 'at most 10 %'],
  ]
}

function workbenchRows(found: WorkbenchResult): string[][] {
  if ('skipped' in found) return [['workbench', '', found.skipped, '', '']]
  const { cases, opened, openMs, rawMs, ofRaw, filterP95Ms, emptyP95Ms, ofEmpty } = found
  const ms = (time: number) => `${comma(time)} ms`
  return [
    [`open ${comma(opened)}`, ms(openMs), `${ms(rawMs)} decrypts`, `${ratio(ofRaw)} x`, '2,000 ms'],
    ['filter p95', ms(filterP95Ms), `${ms(emptyP95Ms)} nothing`, `${ratio(ofEmpty)} x`, '100 ms'],
    ['shown p95', ms(found.shownP95Ms), `${comma(cases)} cases`, '', ''],
  ]
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)))
  return rows
    .map((row) =>
      row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))),
    )
    .map((row) => row.join('  ').trimEnd())
    .join('\n')
}

function comma(number: number): string {
  return Math.round(number).toLocaleString('en')
}

function whole(number: number | undefined): number | null {
  return number === undefined ? null : Math.round(number)
}

function ratio(number: number | null | undefined): number | null {
  return number === undefined || number === null ? null : Number(number.toPrecision(3))
}
