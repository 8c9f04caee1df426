export {
  beginWork,
  dutiesOf,
  endDuty,
  grantDuty,
  requireDuty,
  workerOf,
  type Worker,
} from './duties/service.js'
export {
  DUTIES,
  selectAllDuties,
  type Duty,
  type DutyRow,
  type GrantedDutyName,
} from './duties/store.js'
export {
  admitExecutor,
  assignCase,
  dismissExecutor,
  endAssignment,
  listAssignments,
  readExecutors,
} from './assignments/service.js'
export {
  executorKeys,
  offerExecutorKey,
  readAssigned,
  readAssignment,
  readHeld,
  requireInHand,
  reportVisit,
  type HeldCase,
  type HeldCases,
} from './visits/service.js'
export type { AdmittedExecutor, AssignmentRow, ListedAssignment } from './assignments/store.js'
export {
  ASKED_STAGES,
  CLASSES,
  filterQuery,
  readFilter,
  SIZES,
  URGENCIES,
  type InboxFilter,
} from './inbox/filter.js'
export { readInbox, type ReadInbox } from './inbox/service.js'
export type { InboxRow } from './inbox/store.js'
export { askAtWork, withdrawAtWork } from './pauses/service.js'
export { withAttempt, withEnding, type Ending } from './case/report.js'
export {
  askRedelivery,
  MOST_CASES,
  readCase,
  releaseCases,
  releaseRunning,
  reportCase,
  type ReleasedCases,
  type WorkCase,
} from './case/service.js'
export {
  acknowledgeMonth,
  readMonths,
  releasePart,
  type KeptMonth,
  type ReleasedPart,
  type SeenWhole,
} from './months/service.js'
export { decideOffer, offerCase, readOffer, readPlan, readTransfers } from './transfers/service.js'
export { saveTexts, readTexts, type TextKind, type WorkTexts } from './texts/service.js'
export { DEFAULT_TEXTS, PLACEHOLDERS, TEXT_KINDS, TEXT_LANGUAGES } from './texts/default-texts.js'
export {
  MOST_IN_BULK,
  readBulk,
  reportCases,
  type BulkChoice,
  type BulkResult,
  type ChosenCase,
} from './bulk/service.js'
