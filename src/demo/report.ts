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
