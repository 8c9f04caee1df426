import type { Report } from './notification.js'
import { itemError, type ItemError } from './reasons.js'

const DAYS = ['personalContactOn', 'pointedToDebtHelpOn', 'offeredToShareOn'] as const

/** The steps a to d of the decree, in the order of `DAYS`. */
const STEPS = ['a', 'b', 'd'] as const

/**
 * Checks what the creditor declares to have done before reporting (Bgs article 2) and the rules that
 * creditors agreed on (NVVK). How many reminders a sector needs is for its legal basis to say.
 */
export function checkAttestations(item: Report, errors: ItemError[]): void {
  const { attestations, reportedOn } = item
  for (const [index, name] of DAYS.entries()) {
    // What lies in the future has not been done.
    if (attestations[name] > reportedOn) {
      const reference = `Besluit gemeentelijke schuldhulpverlening, artikel 2, onder ${STEPS[index]!}`
      errors.push(itemError('ATTESTATION_MISSING', `/attestations/${name}`, reference))
    }
  }
  if (attestations.writtenRemindersSent < 1) {
    const reference = 'Besluit gemeentelijke schuldhulpverlening, artikel 2, onder c'
    errors.push(itemError('ATTESTATION_MISSING', '/attestations/writtenRemindersSent', reference))
  }
  if (!attestations.noObjection) errors.push(itemError('OBJECTION', '/attestations/noObjection'))
  if (!attestations.currentCustomer) {
    errors.push(itemError('FORMER_CUSTOMER', '/attestations/currentCustomer'))
  }
  if (!attestations.naturalPerson) {
    errors.push(itemError('LEGAL_PERSON', '/attestations/naturalPerson'))
  }
  checkArrangement(item, errors)
}

/** An arrangement stands in the way unless it was breached. */
function checkArrangement({ attestations, reportedOn }: Report, errors: ItemError[]): void {
  const { noRunningArrangement, arrangementBreachedOn } = attestations
  if (arrangementBreachedOn !== undefined && arrangementBreachedOn > reportedOn) {
    errors.push(itemError('RUNNING_ARRANGEMENT', '/attestations/arrangementBreachedOn'))
  } else if (!noRunningArrangement && arrangementBreachedOn === undefined) {
    errors.push(itemError('RUNNING_ARRANGEMENT', '/attestations/noRunningArrangement'))
  }
}
