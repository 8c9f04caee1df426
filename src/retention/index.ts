export {
  HUB_KINDS,
  kindOf,
  MONTHLY_KINDS,
  RETENTION_KINDS,
  WITHOUT_TERM,
  type KindName,
  type RetentionKind,
} from './kinds.js'
export { confirmHold, endHold, listHolds, placeHold, releaseHold } from './holds/service.js'
export type { HoldRow, HoldScope } from './holds/service.js'
export { compact, COMPACTABLE, retentionReport } from './report/service.js'
export type { CountRow, RetentionReport } from './report/service.js'
export {
  confirmPartition,
  decidePartition,
  listPartitions,
  waitsForConfirmation,
} from './partitions/service.js'
export type { Confidentiality, DecisionRow, NewDecision } from './partitions/service.js'
export { overdueMonths, type OverdueMonth } from './standing/service.js'
export { listSchedule, setTerm } from './schedule/service.js'
export type { NewTerm, ScheduledKind, TermRow } from './schedule/service.js'
export { forgetHub, forgetMunicipality, type Forgotten, type ForgottenOfHub } from './service.js'
