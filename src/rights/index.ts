export {
  answerRequest,
  extendRequest,
  openClocks,
  readClock,
  registerAccess,
  type AskedAccess,
} from './clock/service.js'
export type { Clock, ClockCount, OpenClocks } from './clock/store.js'
export {
  ANSWER_DAYS,
  ANSWERS,
  CLOCK_KINDS,
  extendableUntil,
  isReceivable,
  longestExtension,
  urgencyOf,
  type ClockAnswer,
  type ClockKind,
} from './deadline.js'
export { awaitMarkers, noteMet, selectMarkers, type Marker, type Met } from './intake/store.js'
export {
  liftRequest,
  listRequests,
  readRequest,
  type MunicipalRights,
  type OpenRequest,
} from './life/service.js'
export type { Hold, IssuedNotice, RightsRequest, RightsStep, StepRow } from './life/store.js'
export { Marked, type MarkedRequest } from './marked.js'
export { NOTICE_TYPE, noticeText, type NoticeAction, type NoticeStatement } from './notice.js'
export { registerRightsPolicy } from './policies/service.js'
export { selectPolicies as selectRightsPolicies, type RegisteredRights } from './policies/store.js'
export {
  DEFAULT_POLICY,
  policyName,
  readEffects,
  RIGHT_KINDS,
  type Effects,
  type RightKind,
  type RightsPolicy,
} from './policy.js'
export { observeRequests, remindOfRequests } from './reminders/service.js'
export {
  registerRequest,
  type Asked,
  type RightsContext,
  type RightsOfficer,
} from './requests/service.js'
