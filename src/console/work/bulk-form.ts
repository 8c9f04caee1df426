import type { Day } from '../../kernel/calendar.js'
import { isUuid } from '../../kernel/identifiers.js'
import type { OutcomeCode } from '../../outcomes/index.js'
import type { ChosenCase } from '../../workbench/index.js'
import type { Form } from '../form.js'
import { OUTCOMES, type Remark } from './case-form.js'
import { FormReader } from './form-reader.js'

/** Outcomes that say what the resident agreed to, which is recorded case by case. */
const WITH_CONSENT: ReadonlySet<string> = new Set([
  'FOLLOW_UP',
  'FOLLOW_UP_FIN',
  'FOLLOW_UP_NONFIN',
])

/** Outcomes that several cases can have in one go. */
export const BULK_OUTCOMES = OUTCOMES.filter((code) => !WITH_CONSENT.has(code))

/** An ending that is the same for several cases. */
export interface BulkEnding {
  readonly outcome: OutcomeCode
  readonly closedOn: Day
  /** For cases that nobody took up before. */
  readonly takenUpOn: Day | undefined
}

/** The cases that were ticked, each once, with the version that the page showed. */
export function readChosen(form: Form): readonly ChosenCase[] {
  const chosen = new Map<string, ChosenCase>()
  for (const [name, value] of form) {
    const [caseId = '', version = ''] = value.split('.')
    if (!/^case_\d{1,3}$/.test(name) || !isUuid(caseId) || !/^\d{1,6}$/.test(version)) continue
    chosen.set(caseId, { caseId, version: Number(version) })
  }
  return [...chosen.values()]
}

/** An ending for several cases, or what was wrong with it. */
export function readBulkEnding(
  form: Form,
): { readonly ending: BulkEnding } | { readonly mistakes: readonly Remark[] } {
  const reader = new FormReader(form)
  const outcome = reader.choice('outcome', BULK_OUTCOMES)
  const closedOn = reader.day('closedOn')
  const takenUpOn = reader.day('takenUpOn')
  if (outcome === null) reader.wrong('outcome', 'CLOSING_INCOMPLETE')
  if (closedOn === null) reader.wrong('closedOn', 'CLOSING_INCOMPLETE')
  if (reader.mistakes.length > 0 || !outcome || !closedOn) return { mistakes: reader.mistakes }
  return { ending: { outcome, closedOn, takenUpOn: takenUpOn ?? undefined } }
}
