export { drawFrom, rankOf, seedOf } from './draw.js'
export {
  DECISIONS,
  LONGEST_TEXT,
  OFFICER_STEPS,
  stepsFrom,
  type Decision,
  type ReviewStatus,
  type ReviewStep,
} from './finding.js'
export { giveAnswer, listQuestions, type Asked, type Question } from './questions/service.js'
export { REPORT_TYPE, reportText, type ReviewReport, type SignedReport } from './report.js'
export { ANOMALY_KINDS, REVIEW_RULES, type ReviewKind } from './rules.js'
export { makePlans, type MadePlan } from './service.js'
export type { Item, Step } from './items/store.js'
export { keepOwnAddress } from './own-address/service.js'
export { makeReport } from './reporting/service.js'
export type { Plan, PlanSummary } from './store.js'
export {
  countOpenItems,
  listPlans,
  readItem,
  readPlan,
  takeStep,
  type Act,
  type OpenItem,
  type OpenPlan,
  type Plans,
  type Reviewer,
} from './work/service.js'
