import type { Day } from '../../../kernel/calendar.js'
import type { AdmittedExecutor, WorkCase, WorkTexts } from '../../../workbench/index.js'
import type { Remark } from '../case-form.js'

/** What the page of a case shows. */
export interface CasePage {
  readonly known: WorkCase
  readonly mistakes: readonly Remark[]
  readonly texts: WorkTexts
  readonly today: Day
  readonly executors: readonly AdmittedExecutor[]
  /** Executor that has the case in hand. */
  readonly holder: string | undefined
}
