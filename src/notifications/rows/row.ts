import type { Day, Month } from '../../kernel/calendar.js'

/** A row of `notification`, as intake writes it. Columns that a whole batch shares are left out. */
export interface NotificationRow {
  readonly municipality: string
  readonly creditor: string
  readonly notificationId: string
  readonly position: number
  readonly kind: string
  readonly sector: string
  readonly crisis: boolean
  readonly crisisGround: string | null
  readonly plannedTerminationOn: Day | null
  readonly warmHandover: boolean
  readonly arrearsCents: number | null
  readonly oldestDueOn: Day | null
  readonly reportedOn: Day
  readonly predecessorId: string | null
  readonly withdrawalReason: string | null
  readonly mandateId: string
  readonly legalBasis: string
  readonly legalBasisVersion: number
  readonly epoch: number | null
  readonly addressPseudonym: Buffer | null
  readonly additionPseudonym: Buffer | null
  readonly subjectPseudonym: Buffer | null
  readonly customerPseudonym: Buffer | null
  readonly nextEpoch: number | null
  readonly nextAddressPseudonym: Buffer | null
  readonly nextSubjectPseudonym: Buffer | null
  readonly nextCustomerPseudonym: Buffer | null
  readonly evidence: Buffer | null
  readonly presence: number
  readonly tags: number
  readonly hasPhone: boolean
  readonly hasEmail: boolean
  readonly quality: readonly string[]
  readonly warnings: readonly string[]
  readonly district: string | null
  readonly itemDigest: Buffer
}

/** A row of `envelope`. */
export interface EnvelopeRow {
  readonly municipality: string
  readonly creditor: string
  readonly notificationId: string
  readonly deliveryKey: string
  readonly jwe: string
  /** SHA-256 of the JWE. */
  readonly digest: Buffer
}

/** A row of `delivery_key`. */
export interface DeliveryKeyRow {
  readonly municipality: string
  /** Of the notifications that are sealed under it. */
  readonly month: Month
  readonly deliveryKey: string
  /** Thumbprint of the municipality's key that it is wrapped for. */
  readonly sealedFor: string
  readonly jwe: string
}

/** A row of `intake`: what the log says of one batch and municipality. */
export interface IntakeRow {
  readonly municipality: string
  readonly entry: string
  readonly entryNumber: number
  readonly leaf: Buffer
  readonly envelopes: number
  readonly envelopesRoot: Buffer
}

/** A row of `urgent_item`. */
export interface UrgentRow {
  readonly municipality: string
  readonly intakeNumber: number
  readonly position: number
  readonly creditor: string
  readonly notificationId: string
  readonly reason: 'CRISIS' | 'END_OF_SUPPLY' | 'CORRECTION_AFTER_CLOSE' | 'WITHDRAWAL_AFTER_CLOSE'
  readonly ground: string | null
  readonly deadlineOn: Day | null
  /** The case under which it is worked on until its month is closed; null where there was one before. */
  readonly caseId: string | null
}

/** A batch as its ledger has it. */
export interface StoredBatch {
  readonly digest: Buffer
  readonly month: Month
  readonly receivedAt: Date
  /** `null`, as its signature, once the term of receipts is over. */
  readonly receipt: string | null
  readonly signature: string | null
}

/** What every row of one batch has in common. */
export interface BatchScope {
  readonly deliverer: string
  readonly batchId: string
  readonly month: Month
  readonly receivedAt: Date
}
