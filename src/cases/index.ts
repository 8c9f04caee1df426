export {
  byKey,
  Chains,
  keyOf,
  lapsesOf,
  LOOK_BACK_MONTHS,
  type Foldable,
  type Lapse,
  type Named,
} from '../debts/index.js'
export { latestPerDebt, type MatchClass } from './case.js'
export type { CaseStatus, ListedNotification, MatchedCase } from './match.js'
export type { Notified } from './notified.js'
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
