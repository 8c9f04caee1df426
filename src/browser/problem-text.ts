import { CommandFailure } from '../cli/failure.js'
import { HeadingProblem } from '../spreadsheet/index.js'
import { Changed, Stale } from './delivering.js'
import { headingText } from './file-card.js'
import { NotVerified, Refused, Unreachable } from './hub.js'
import { language, say } from './words.js'

/** What went wrong, in a sentence in the language of the page; never what stands in a file. */
export function problemText(error: unknown, publicUrl: string): string {
  if (error instanceof CommandFailure) {
    return language === 'nl' ? (error.dutch ?? error.message) : error.message
  }
  if (error instanceof HeadingProblem) return headingText(error)
  if (error instanceof Unreachable) return say('deliver.interrupted')
  if (error instanceof NotVerified) return say('deliver.unverified')
  if (error instanceof Changed) {
    if (error.rows.length === 0) return say('deliver.changed')
    return say('deliver.changed_rows', { rows: someOf(error.rows) })
  }
  if (error instanceof Stale) return say('deliver.stale')
  if (error instanceof Refused) {
    const page = `${publicUrl}/problems/${encodeURIComponent(error.code)}`
    return say('deliver.refused', { code: error.code, page })
  }
  return say('deliver.unexpected')
}

const MOST_ROWS = 20

function someOf(rows: readonly number[]): string {
  const named = rows.slice(0, MOST_ROWS).join(', ')
  return rows.length > MOST_ROWS ? `${named}, …` : named
}
