import { hasGrown, type Repeat } from '../debts/index.js'
import { addWorkingDays, daysBetween, type Day } from '../kernel/calendar.js'
import type { Report } from './notification.js'
import type { ItemWarningCode } from './reasons.js'

/** Working days between the report and the end of supply, below which a creditor is warned. */
const TERMINATION_WORKING_DAYS = 20
/** Days since the oldest due date, below which a creditor is warned. */
const USUAL_MINIMUM_AGE_DAYS = 30

/**
 * Tells a creditor what to look at, without standing in the way: a repeat that tells nothing new, an
 * end of supply out of order, nobody to call, arrears that are young.
 *
 * @param repeat What the report repeats. An end of supply tells something new in any case.
 */
export function warnOf(
  item: Report,
  repeat: Repeat | undefined,
  warnings: ItemWarningCode[],
): void {
  if (item.kind === 'END_OF_SUPPLY') warnOfTermination(item, warnings)
  else if (repeat !== undefined && !hasGrown(repeat)) {
    const isNamed = item.predecessorId !== undefined
    warnings.push(isNamed ? 'AMOUNT_NOT_INCREASED' : 'REPEAT_NOT_INCREASED')
  }
  if (!item.hasPhone && !item.hasEmail) warnings.push('NO_PHONE_OR_EMAIL')
  if (daysBetween(item.oldestDueOn, item.reportedOn) < USUAL_MINIMUM_AGE_DAYS) {
    warnings.push('AGE_UNDER_30_DAYS')
  }
}

function warnOfTermination(item: Report, warnings: ItemWarningCode[]): void {
  if (item.predecessorId === undefined) warnings.push('END_OF_SUPPLY_WITHOUT_EARLY')
  if (item.plannedTerminationOn === undefined) warnings.push('TERMINATION_DATE_MISSING')
  else if (item.plannedTerminationOn < earliestTermination(item.reportedOn)) {
    warnings.push('TERMINATION_WITHIN_20_WORKING_DAYS')
  }
}

/** The last answer: the items of a batch are reported on two or three different days. */
let termination: { reportedOn: Day; earliest: Day } | undefined

function earliestTermination(reportedOn: Day): Day {
  if (termination?.reportedOn !== reportedOn) {
    termination = { reportedOn, earliest: addWorkingDays(reportedOn, TERMINATION_WORKING_DAYS) }
  }
  return termination.earliest
}
