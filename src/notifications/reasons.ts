import type { components } from '../generated/openapi.js'

/** Why an item is refused, as the contract lists the codes. */
export type ItemErrorCode = components['schemas']['ItemErrorCode']
/** What a creditor should look at. */
export type ItemWarningCode = components['schemas']['ItemWarningCode']

/** One reason of a refusal. Never a value, never a name that the contract does not know. */
export interface ItemError {
  readonly code: ItemErrorCode
  /** JSON Pointer within the item, to the last member that the contract knows. */
  readonly pointer: string
  readonly detail: string
  /** Article of law or rule of the sector, where there is one. */
  readonly reference?: string
}

/** Errors that one item reports at most. */
export const MOST_ITEM_ERRORS = 20

const BGS = 'Besluit gemeentelijke schuldhulpverlening, artikel 2'
const WGS_TASK = 'Wet gemeentelijke schuldhulpverlening, artikel 3, eerste lid, onder b'
const WGS_CRISIS = 'Wet gemeentelijke schuldhulpverlening, artikel 4, tweede lid'
const LCV = 'Landelijk Convenant Vroegsignalering'
const GDPR_MINIMAL = 'AVG, artikel 5, eerste lid, onder c'

interface Explained {
  readonly detail: string
  readonly reference?: string
}

/** What each code says. A code without an entry is a compile error. */
const EXPLAINED = {
  SCHEMA_INVALID: { detail: 'This member does not match the contract.' },
  NO_LEGAL_BASIS: {
    detail: 'No legal basis allows this creditor to report this sector to this municipality now.',
    reference: WGS_TASK,
  },
  NO_MANDATE: {
    detail: 'No agreement covers this creditor, municipality and sector on this day.',
    reference: WGS_TASK,
  },
  MUNICIPALITY_MISMATCH: {
    detail: 'The postcode lies in another municipality.',
    reference: WGS_TASK,
  },
  MUNICIPALITY_CHANGED: {
    detail: 'The notification it follows was for another municipality; withdraw it and send anew.',
  },
  UNKNOWN_MUNICIPALITY: { detail: 'No municipality with this code takes part.' },
  SEALING_KEY_MISSING: { detail: 'The municipality has no active key to seal the identity for.' },
  OBJECTION: {
    detail: 'A resident who objects is not reported.',
    reference: `${BGS}, onder d`,
  },
  ATTESTATION_MISSING: {
    detail: 'What must have been done before reporting is not attested.',
    reference: BGS,
  },
  AMOUNT_BELOW_LEGAL_MINIMUM: { detail: 'The arrears are below the minimum of the legal basis.' },
  TOO_YOUNG: { detail: 'The arrears are younger than the legal basis allows.' },
  TOO_OLD: { detail: 'The arrears are older than the legal basis allows.' },
  REPORTED_ON_OUT_OF_RANGE: {
    detail: 'The day of reporting lies more than a day from the batch, or not after the due date.',
  },
  FORMER_CUSTOMER: {
    detail: 'Arrears of a former customer are not reported.',
    reference: `${LCV}, regel 1`,
  },
  RUNNING_ARRANGEMENT: {
    detail: 'While a payment arrangement is kept, arrears are not reported.',
    reference: `${LCV}, regel 4`,
  },
  LEGAL_PERSON: { detail: 'Only arrears of natural persons are reported.', reference: WGS_TASK },
  DUPLICATE: { detail: 'A notification with this identifier was sent before.' },
  ADDRESS_INVALID: { detail: 'The address does not match the contract.', reference: BGS },
  SIGNATURE_INVALID: { detail: 'Whoever signed the batch may not deliver for this creditor.' },
  FIELD_NOT_ALLOWED: {
    detail: 'There is a member here that may not be sent.',
    reference: GDPR_MINIMAL,
  },
  NOT_FICTITIOUS: {
    detail:
      'A sandbox takes invented people only: phone +31600…, e-mail at a reserved domain such as .example, a postcode that ends in SA, SD or SS, or a surname that begins with Verzonnen.',
  },
  CRISIS_GROUND_MISSING: {
    detail: 'A crisis needs its ground, and a ground needs a crisis.',
    reference: WGS_CRISIS,
  },
  PREDECESSOR_REQUIRED: { detail: 'The notification that this one follows must be named.' },
  PREDECESSOR_UNKNOWN: { detail: 'This creditor sent no notification with that identifier.' },
  PREDECESSOR_CLOSED: {
    detail: 'The notification it follows is a withdrawal, or no longer kept.',
  },
  REDELIVERY_NOT_REQUESTED: { detail: 'The municipality did not ask for this notification again.' },
  REDELIVERY_MISMATCH: {
    detail: 'This is not the same notification as the one that was accepted.',
  },
} as const satisfies Record<ItemErrorCode, Explained>

/**
 * A reason with its sentence and reference.
 *
 * @param reference A more exact reference than the usual one of the code.
 * @param detail A more exact sentence; never holds what was sent.
 */
export function itemError(
  code: ItemErrorCode,
  pointer: string,
  reference?: string | null,
  detail?: string,
): ItemError {
  const explained: Explained = EXPLAINED[code]
  const named = reference ?? explained.reference
  return {
    code,
    pointer,
    detail: detail ?? explained.detail,
    ...(named !== undefined && { reference: named }),
  }
}
