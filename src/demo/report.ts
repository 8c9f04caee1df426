/** What the demonstration did, as `--json` prints it. */
export interface DemoReport {
  readonly seconds: number
  readonly notifications: {
    readonly sent: number
    readonly accepted: number
    readonly rejected: number
  }
  /** Rejected items by code; an item with two reasons counts under both. */
  readonly rejections: Readonly<Record<string, number>>
  readonly municipalities: readonly MunicipalityReport[]
  readonly programmes: readonly ProgrammeReport[]
  /** Problem codes of requests that were refused as a whole. */
  readonly refused: readonly string[]
  readonly log: { readonly size: number; readonly root: string; readonly verified: boolean }
  /** Places on disk where an invented person was found in clear. */
  readonly plaintextHits: number
}

/** What one municipality got over the three months. */
export interface MunicipalityReport {
  readonly code: string
  readonly name: string
  /** Accepted notifications for it. */
  readonly notifications: number
  readonly cases: number
  readonly single: number
  readonly multiple: number
  readonly consecutive: number
  /** Items of the urgent lane. */
  readonly urgent: number
  /** Envelopes it opened, in feeds and in the urgent lane. */
  readonly opened: number
}

/** What one programme did, by what it needs of a hub. */
export interface ProgrammeReport {
  /** As in the shipped data, `almere-vroeg-eropaf`. */
  readonly id: string
  readonly name: string
  /** CBS codes. */
  readonly municipalities: readonly string[]
  readonly rows: readonly CapabilityRow[]
}

/** What programmes need of a hub: the rows that they share, and what single ones are known for. */
export type Capability =
  | 'INTAKE'
  | 'MANY_MUNICIPALITIES'
  | 'MUNICIPAL_TAX'
  | 'MONTHLY_DELIVERY'
  | 'TRIGGER_RULE'
  | 'EXECUTORS'
  | 'NAMED_ROLES'
  | 'CONTACT_STRATEGY'
  | 'CONSENT'
  | 'STATISTICS'
  | 'PILOT_END'
  | 'PHASES'
  | 'EVICTION_STAGE'
  | 'PARTIAL_PAYMENTS'
  | 'DISCONNECTION'
  | 'APART'
  | 'SPREADSHEETS'
  | 'LETTER_OR_VISIT'

/** One of them, as it was done in the demonstration. */
export interface CapabilityRow {
  readonly capability: Capability
  /** What was counted; amounts in euro cents. */
  readonly figures: Readonly<Record<string, number>>
  /** The same by organisation, where several share it. */
  readonly by?: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly nl: string
  readonly en: string
}
