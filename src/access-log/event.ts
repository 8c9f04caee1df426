import type { ActivityName } from './activity.js'

/** Why something may be done at all: what for, and under which article. */
export interface Ground {
  readonly purpose: string
  readonly legalBasis: string
}

/** One kind of entry that the log can hold, the same for every time that it happens. */
export interface LogEvent {
  /** Operation of the contract, job or command. */
  readonly operation: string
  /** Kind of event. With `operation` it tells events apart. */
  readonly action: string
  readonly ground: Ground
  readonly activity: ActivityName
  /** Who can cause it. */
  readonly by: readonly ('party' | 'officer' | 'operator' | 'job' | 'anybody')[]
  /** Members that `objects` may have; no other name enters the log under this event. */
  readonly objects: readonly string[]
  /** Whether it names residents, by pseudonyms of the log's own domain. */
  readonly subjects: boolean
  /** Commands at the hub that cause it, beside calls of the contract and jobs. */
  readonly commands?: readonly string[]
  readonly nl: string
  readonly en: string
}

/** Something that reaches no data about residents, and therefore leaves no entry. */
export interface Unlogged {
  /** Operation, job or command. */
  readonly name: string
  readonly nl: string
  readonly en: string
}

/** Early detection: what parties deliver, and what becomes of it (Wgs article 3). */
export const DETECTION = { purpose: 'EARLY_DETECTION', legalBasis: 'WGS_3_1_B' } as const

/** Early detection: what a municipality receives for it (Wgs article 8b). */
export const SUPPORT = { purpose: 'EARLY_DETECTION', legalBasis: 'WGS_8B' } as const

/** Early detection: what a resident agreed to (GDPR article 6, consent). */
export const CONSENT = { purpose: 'EARLY_DETECTION', legalBasis: 'AVG_6_1_A' } as const

/** Keeping no longer than needed (GDPR article 5, storage limitation). */
export const RETENTION = { purpose: 'RETENTION', legalBasis: 'AVG_5_1_E' } as const

/** Keeping what a legal claim needs, although its term is over (GDPR article 17, third paragraph). */
export const LEGAL_CLAIM = { purpose: 'LEGAL_HOLD', legalBasis: 'AVG_17_3_E' } as const

/** Finding out whom a breach concerns, and telling them (GDPR articles 33 and 34). */
export const BREACH = { purpose: 'BREACH_RESPONSE', legalBasis: 'AVG_33_34' } as const

/** Who takes part, and under which agreement (GDPR article 6, public task). */
export const REGISTRY = { purpose: 'REGISTRY', legalBasis: 'AVG_6_1_E' } as const

/** Secrets of pseudonyms (GDPR article 32, security). */
export const KEYS = { purpose: 'KEY_MANAGEMENT', legalBasis: 'AVG_32' } as const

/** Being able to show that all this is so (GDPR article 5, accountability). */
export const REVIEW = { purpose: 'LOG_REVIEW', legalBasis: 'AVG_5_2' } as const

/** Answering residents who use their rights (GDPR article 12). */
export const RIGHTS = { purpose: 'DATA_SUBJECT_RIGHTS', legalBasis: 'AVG_12' } as const

/** Keeping the log whole (GDPR article 32, security). */
export const INTEGRITY = { purpose: 'LOG_INTEGRITY', legalBasis: 'AVG_32' } as const

/** Keeping out who does not belong (GDPR article 32, security). */
export const CONTROL = { purpose: 'ACCESS_CONTROL', legalBasis: 'AVG_32' } as const

/** What every event about the register says: it names nobody. */
const REGISTERED = { activity: 'registry@1', ground: REGISTRY, subjects: false } as const

/** Something in the register was changed; by an operator, where the event does not say otherwise. */
export const CHANGED = { ...REGISTERED, action: 'CONFIG', by: ['operator'] } as const

/** Something in the register was looked up; by an operator, where the event does not say otherwise. */
export const LISTED = { ...REGISTERED, action: 'VIEW', by: ['operator'] } as const
