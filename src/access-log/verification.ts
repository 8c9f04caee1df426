/** What is wrong with a log, and where. */
export interface Finding {
  readonly kind:
    | 'CHECKPOINT_INVALID'
    | 'TILE_MISSING'
    | 'TILE_EDITED'
    | 'LEAF_EDITED'
    | 'BUNDLE_EDITED'
    | 'ROOT_MISMATCH'
    | 'RECORD_EDITED'
    | 'RECORD_DELETED'
    | 'RECORD_REORDERED'
    | 'RECORD_UNKNOWN'
    | 'FIELD_EDITED'
    | 'SUBJECT_EDITED'
    | 'NUMBER_GAP'
    | 'ERASURE_UNFOUNDED'
    | 'STATEMENT_INVALID'
    | 'ROLLED_BACK'
    | 'HISTORY_REWRITTEN'
  /** Place in the tree, from 0; null when the finding is about the whole. */
  readonly index: number | null
  readonly detail: string
}

/** Entries that were erased because their term is over, as the log itself says. */
export interface Erasure {
  readonly controller: string
  /** Of the entry that says so, in the partition of the controller. */
  readonly number: number
  /** When they were erased. */
  readonly at: string
  /** Nothing from this instant or later. */
  readonly before: string
  /** No number above this one. */
  readonly until: number
  readonly entries: number
}

/** The outcome of a verification. */
export interface Verification {
  readonly origin: string
  readonly size: number
  /** Base64. */
  readonly root: string
  /** Records that were checked against their leaves. */
  readonly records: number
  /** What was erased by its term; one that does not hold is among the findings as well. */
  readonly erasures: readonly Erasure[]
  /** Nothing in it means: everything holds. */
  readonly findings: readonly Finding[]
}

/** What a verification may be told beside the folder. */
export interface VerifyOptions {
  /** The verifier key that is trusted; the one in the folder when left out. */
  readonly key?: string | undefined
  /** A checkpoint kept from earlier: the log must begin with all that it covers. */
  readonly since?: string | undefined
  /** The export holds the records of some controllers only. */
  readonly partial?: boolean | undefined
}
