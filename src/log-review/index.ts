export type {
  EntryFilter,
  EntryPage,
  LoggedEntry,
  Officer,
  TracedSubject,
  TrailStep,
} from './question.js'
export { firstOf, readableBy } from './question.js'
export { exportEntries, requireController, requireReviewed, searchEntries } from './service.js'
export type { EntrySearch, ReviewContext } from './service.js'
export { traceEverywhere, tracesOf, type Trail } from './trails/service.js'
export type { Agreement, ApartMarks } from './notified/apart.js'
export type { NotifiedFact } from './notified/store.js'
export { overviewOf, partyNames } from './overview/service.js'
export type { Overview } from './overview/service.js'
export type { DayPattern, WeekPattern } from './overview/pattern.js'
