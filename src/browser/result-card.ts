import type { RowOutcome } from '../cli/delivery/state.js'
import { byId, make, show, table } from './elements.js'
import { reportLines, type ReportLine } from './report-file.js'
import type { StudiedFile } from './file-card.js'
import { say } from './words.js'

/** Lines that the page shows; all are in the report. */
const MOST_SHOWN = 200

/** How many rows ended in which way. */
export interface Counts {
  readonly ready: number
  readonly noted: number
  readonly refused: number
  readonly before: number
}

/** Counts outcomes of a file with so many rows. */
export function countsOf(rows: number, outcomes: readonly RowOutcome[]): Counts {
  const count = (wanted: RowOutcome['status']) =>
    outcomes.filter(({ status }) => status === wanted).length
  const [refused, before, noted] = [count('refused'), count('before'), count('noted')]
  return { ready: rows - refused - before, noted, refused, before }
}

/** Shows what there is to tell about rows. @returns All of its lines, for the report. */
export function renderOutcomes(
  outcomes: readonly RowOutcome[],
  sheet: StudiedFile['sheet'] | undefined,
): ReportLine[] {
  const lines = reportLines(outcomes, sheet?.columns)
  const head = (['row', 'column', 'means', 'outcome', 'says', 'remedy'] as const).map((key) =>
    say(`deliver.${key}`),
  )
  const rows = lines
    .slice(0, MOST_SHOWN)
    .map(({ row, column, field, outcome, code, says, remedy }) => [
      String(row),
      ...[column, field, outcome],
      make('span', {}, says, ' ', make('code', {}, code)),
      remedy,
    ])
  const left = lines.length - rows.length
  byId('findings').replaceChildren(
    ...(rows.length === 0 ? [] : [table(say('deliver.findings'), head, rows)]),
    ...(left > 0 ? [make('p', {}, say('deliver.more', { count: left }))] : []),
  )
  return lines
}

/** Shows how far work has come; the words are announced, the bar is for eyes. */
export function renderWork(text: string, done: number, total: number): void {
  const bar = byId('work', HTMLProgressElement)
  bar.max = Math.max(1, total)
  bar.value = done
  show('work', done < total)
  show('result', true)
  byId('work-status').textContent = text
}
