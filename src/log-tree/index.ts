export { openCheckpoint, unverifiedCheckpoint, type Checkpoint } from './checkpoint.js'
export { consistencyProof, type ReadTile } from './consistency.js'
export { unverifiedCosignatures, type Cosignature } from './cosignatures.js'
export { Cosigning, type Cosigned } from './cosigning/service.js'
export { proveHistory } from './history/service.js'
export { LogStopped } from './log.js'
export type {
  EntryPlace,
  EntryProofs,
  LogContext,
  LogFile,
  LogHealth,
  Reopening,
  Sequenced,
  StopReason,
} from './log.js'
export { formatProof, parseProof, type LogProof } from './proof.js'
export {
  logHealth,
  previewReopening,
  proveEntries,
  readCheckpoint,
  readLogFile,
  reopenLog,
  sequencePending,
} from './service.js'
export type { PublishedCheckpoint } from './store.js'
export { bundlePath, tilePath, tilesOf, TILE_WIDTH } from './tiles.js'
export { leafHash, verifyConsistency, verifyInclusion } from './tree.js'
