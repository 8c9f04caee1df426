export {
  DEFAULT_PROFILE,
  FEEDBACK_PROFILES,
  type FeedbackCode,
  type FeedbackPolicy,
  type FeedbackProfile,
} from './feedback-policy.js'
export { type CaseOutcome, type NotificationStatus, type OutcomeCode } from './judge.js'
export { registerFeedbackPolicy } from './policies/service.js'
export { selectPolicies, type RegisteredPolicy } from './policies/store.js'
export { submitOutcomes, type OutcomeSubmission } from './service.js'
