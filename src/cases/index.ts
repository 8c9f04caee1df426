export { latestPerDebt, LOOK_BACK_MONTHS, type MatchClass } from './case.js'
export { lapsesOf, type Foldable, type Lapse } from './folding.js'
export type { CaseStatus, ListedNotification, MatchedCase } from './match.js'
export { byKey, keyOf, type Named, type Notified } from './notified.js'
export { previewProfile, type Preview, type WeighedCase } from './preview.js'
export type { QualityCode } from './quality.js'
export {
  jobScope,
  lockMonth,
  matchCases,
  runMatch,
  type MatchContext,
  type MatchResult,
  type Served,
} from './service.js'
export { DEFAULT_PROFILE } from './default-profile.js'
export { triage, type Explanation, type TriageFacts } from './triage.js'
export { urgencyOf, type Urgency } from './urgency.js'
