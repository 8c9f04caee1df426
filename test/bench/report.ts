import type { FeedsResult } from './feeds.js'
import type { ScaleStep } from './flatness.js'
import type { IntakeResult } from './intake.js'
import type { MatchResult } from './match.js'
import type { SingleResult } from './single.js'

/** Everything that a run measured; what it did not is missing. */
export interface Measured {
  readonly intake?: IntakeResult
  readonly match?: MatchResult
  readonly single?: SingleResult
  readonly feeds?: FeedsResult
  readonly memoryMiB: number | null
  readonly flatness: number | null
  readonly scale: readonly ScaleStep[]
}

/** The result as programs read it. What was not measured is null. */
export function jsonOf({ intake, match, single, feeds, ...rest }: Measured): string {
  return JSON.stringify({
    intake: { perSecond: whole(intake?.perSecond), ofCopy: ratio(intake?.ofCopy) },
    match: { perSecond: whole(match?.perSecond), ofRead: ratio(match?.ofRead) },
    feeds: { perSecond: whole(feeds?.perSecond), ofCopy: ratio(feeds?.ofCopy) },
    single: { perSecond: whole(single?.perSecond), ofEmpty: ratio(single?.ofEmpty) },
    memoryMiB: rest.memoryMiB,
    flatness: ratio(rest.flatness),
  })
}

/** The result as people read it. */
export function tableOf(measured: Measured): string {
  const { intake, match, single, feeds, memoryMiB, flatness, scale } = measured
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
  rows.push(['memory', '', '', `${memoryMiB ?? '?'} MiB`, 'at most 400 MB'])
  for (const { notifications, microsecondsPerItem } of scale) {
    rows.push([
      `of ${comma(notifications)}`,
      '',
      '',
      `${microsecondsPerItem.toFixed(1)} us each`,
      '',
    ])
  }
  rows.push(['flatness', '', '', `${ratio(flatness) ?? '?'} x`, 'at most 1.15 x'])
  return aligned(rows)
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
