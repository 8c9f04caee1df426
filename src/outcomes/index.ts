export { clocksOf, DEFAULT_TERMS, type CaseClock, type PracticeTerms } from './clocks.js'
export {
  allows,
  DEFAULT_PROFILE,
  FEEDBACK_PROFILES,
  feedbackFor,
  policyName,
  type FeedbackCode,
  type FeedbackPolicy,
  type FeedbackProfile,
} from './feedback-policy.js'
export { type CaseOutcome, type NotificationStatus, type OutcomeCode } from './judge.js'
export { followCase, overdueCases } from './reminders/service.js'
export { closeMonth } from './joining/service.js'
export { listOutcomes } from './listing/service.js'
export { registerFeedbackPolicy } from './policies/service.js'
export { selectPolicies, selectPolicy, type RegisteredPolicy } from './policies/store.js'
export { DEFAULT_POLICY, submitOutcomes, type OutcomeSubmission } from './service.js'
export {
  lockOutcomes,
  selectCases as selectKnownCases,
  selectStanding,
  type Standing,
} from './store.js'
export { changeOf, isLate, stateOf, type CaseState, type OutcomeChange } from './states.js'
