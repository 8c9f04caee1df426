import type { KeyObject } from 'node:crypto'
import type { Database } from '../db/client.js'
import type { Clock } from '../kernel/clock.js'

/** What the log reaches for. */
export interface LogContext {
  readonly db: Database
  readonly clock: Clock
  /** `log` signs checkpoints: an Ed25519 private key. */
  readonly keys: { readonly log: KeyObject }
  readonly config: {
    /** Name of the log: the address of its tiles, without scheme and trailing slash. */
    readonly logOrigin: string
    /** Folder outside the database where the newest checkpoint is kept. */
    readonly checkpointDir: string
  }
}

/** Why nothing is added to the tree any more, until an operator has looked at it. */
export type StopReason =
  /** The database holds fewer leaves than were published: it was restored or failed over. */
  | 'SMALLER_THAN_PUBLISHED'
  /** It holds as many or more, but not the published ones. */
  | 'ANOTHER_HISTORY'
  /** Leaves and tile roots do not give the root that was stored with them. */
  | 'TILES_DISAGREE'
  /** Database, configuration and key speak of different logs. */
  | 'ANOTHER_ORIGIN'

/** The log stands still; entries are still accepted and wait. */
export class LogStopped extends Error {
  override readonly name = 'LogStopped'
  readonly reason: StopReason

  constructor(reason: StopReason) {
    super(`The log is stopped (${reason}); see log recover.`)
    this.reason = reason
  }
}

/** What one run of the sequencer did. */
export interface Sequenced {
  /** Entries that became leaves. */
  readonly integrated: number
  /** Size of the tree that the newest published checkpoint states. */
  readonly size: number
}

/** How the log is doing. */
export interface LogHealth {
  readonly size: number
  readonly published: number
  readonly pending: number
  /** Seconds that the oldest pending entry has waited. */
  readonly lagSeconds: number
  readonly stopped: StopReason | null
}

/** What an operator needs to know about the tree that is left behind. */
export interface Reopening {
  /** Name and number of the new tree. */
  readonly origin: string
  readonly tree: number
  readonly previous: {
    readonly origin: string
    readonly reason: StopReason | null
    /** Leaves of the old tree that the database still holds. */
    readonly size: number
    /** What was published of it last; null when nothing was. */
    readonly published: { readonly size: number; readonly root: string } | null
    /** First and last index that were published and are gone; null when none are known to be. */
    readonly missing: { readonly first: number; readonly last: number } | null
  }
}

/** Where entries stand and how that is proved; all under one checkpoint. */
export interface EntryProofs {
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: string
  /** By entry id; entries that the checkpoint does not cover are left out. */
  readonly proofs: ReadonlyMap<string, EntryPlace>
}

/** One leaf with its inclusion proof. */
export interface EntryPlace {
  readonly index: number
  /** 32 bytes. */
  readonly leaf: Buffer
  /** From the leaf to the root, 32 bytes each. */
  readonly proof: readonly Buffer[]
}

/** A file of the log as the public listener serves it. */
export interface LogFile {
  readonly bytes: Buffer
  readonly contentType: string
  /** Whether it may be cached for ever. */
  readonly isImmutable: boolean
}
