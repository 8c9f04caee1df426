export { ACTIVITIES, activityPath, type Activity, type ActivityName } from './activity.js'
export { byHub } from './by-hub.js'
export { entryForCreditor } from './for-creditor.js'
export { catalogueJson, cataloguePage, EVENTS } from './catalogue.js'
export type { LoggedAction, LoggedOperation } from './catalogue.js'
export type { Denial } from './denial.js'
export type { Ground, LogEvent, Unlogged } from './event.js'
export { CollectorError, type Collector } from './shipping/collector.js'
export type { LdvRecord } from './shipping/ldv.js'
export { exportStandard, ldvOf, recordExport, shipEntries, subjectsOf } from './shipping/service.js'
export type { ExportedRecords, ExportFormat } from './shipping/service.js'
export { UNLOGGED } from './unlogged.js'
export { leafData, subjectCommitment } from './entry.js'
export type { AccessEntry, LogSubject } from './entry.js'
export {
  entryProof,
  exportLog,
  flushDenials,
  intakeRecords,
  recordAccess,
  recordDenial,
  recoverLog,
  sequencePending,
} from './service.js'
export type { EntryProof, Exported, RecordedEntry } from './service.js'
export type { IntakeRecord } from './store.js'
export {
  logHealth,
  LogStopped,
  proveEntries,
  readCheckpoint,
  readLogFile,
} from '../log-tree/index.js'
export type { LogContext, LogFile, LogHealth } from '../log-tree/index.js'
