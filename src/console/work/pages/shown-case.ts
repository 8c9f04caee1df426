import type { Day } from '../../../kernel/calendar.js'
import type { Target, TransferRow } from '../../../transfers/index.js'
import type { AdmittedExecutor, WorkCase, WorkTexts } from '../../../workbench/index.js'
import type { Form } from '../../form.js'
import type { Remark } from '../case-form.js'

/** What the page of a case shows. */
export interface CasePage {
  readonly known: WorkCase
  readonly mistakes: readonly Remark[]
  /** The form about an attempt as it came, when it was refused. */
  readonly typedAttempt?: Form
  /** The form about the ending as it came, when it was refused. */
  readonly typedEnding?: Form
  readonly texts: WorkTexts
  readonly today: Day
  readonly executors: readonly AdmittedExecutor[]
  /** Executor that has the case in hand. */
  readonly holder: string | undefined
  /** Where it went or is offered. */
  readonly moved: Pick<TransferRow, 'status' | 'receiver' | 'to_name'> | undefined
  /** Municipalities to which it can go. */
  readonly targets: readonly Target[]
}
